import { type Document, isMap, isNode, isScalar, isSeq, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { isDigits } from "../config/numbers.js";
import { pairOf } from "./nodes.js";

const DOCUMENT_KEYS = ["version", "timezone", "agents", "teams", "groups"];
const GROUP_KEYS = [
  "displayName",
  "exten",
  "description",
  "owner",
  "retired",
  "previously",
  "distinct",
  "assignRule",
  "memory",
  "membership",
  "members",
];
const ENTRY_KEYS = ["agent", "team", "except", "priority", "from", "until"];

/** Puts a document into canonical order and spelling, in place. Nodes that an alias shares keep their meaning. */
export function formatDocument(document: Document): void {
  const root = document.contents;
  if (!isMap(root)) return;
  const [first] = root.items;
  order(root, DOCUMENT_KEYS);
  keepHeading(first?.key, root.items[0]?.key);
  const agents = pairOf(root, "agents")?.value;
  if (isMap(agents)) {
    for (const { value } of agents.items) quoteDigits(isMap(value) ? pairOf(value, "number")?.value : value);
  }
  const teams = pairOf(root, "teams")?.value;
  if (isMap(teams)) for (const { value } of teams.items) if (isSeq(value)) formatList(value, false);
  const groups = pairOf(root, "groups")?.value;
  if (isSeq(groups)) for (const group of groups.items) if (isMap(group)) formatGroup(group);
}

function formatGroup(group: YAMLMap): void {
  order(group, GROUP_KEYS);
  quoteDigits(pairOf(group, "exten")?.value);
  const members = pairOf(group, "members")?.value;
  // A list with an anchor may serve a team as well, where a priority of 0 is not the same as none.
  if (isSeq(members)) formatList(members, members.anchor === undefined);
}

/** A comment at the very top is about the file, not about the key below it. */
function keepHeading(before: unknown, now: unknown): void {
  if (before === now || !isScalar(before) || !isScalar(now) || !before.commentBefore) return;
  now.commentBefore = now.commentBefore ? `${before.commentBefore}\n${now.commentBefore}` : before.commentBefore;
  before.commentBefore = null;
}

/** Known keys first, in their order; the others behind, as they were. */
function order(map: YAMLMap, keys: readonly string[]): void {
  const placeOf = (key: unknown) => {
    const place = isScalar(key) ? keys.indexOf(String(key.value)) : -1;
    return place === -1 ? keys.length : place;
  };
  const [first] = map.items;
  map.items.sort((a, b) => placeOf(a.key) - placeOf(b.key));
  const [now] = map.items;
  // A blank line above the new first key would separate it from its dash.
  if (now !== first && isScalar(now?.key)) now.key.spaceBefore = false;
}

/** @param zeroIsNone whether a priority of 0 says the same as none: not in teams, where the group's would count */
function formatList(list: YAMLSeq, zeroIsNone: boolean): void {
  list.items = list.items.map((entry) => (isMap(entry) ? formatEntry(entry, zeroIsNone) : quoteDigits(entry)));
}

function formatEntry(entry: YAMLMap, zeroIsNone: boolean): unknown {
  order(entry, ENTRY_KEYS);
  quoteDigits(pairOf(entry, "agent")?.value);
  const except = pairOf(entry, "except")?.value;
  if (isSeq(except)) for (const item of except.items) quoteDigits(item);
  if (hasComments(except) || !liftComment(entry)) return entry;
  if (isSeq(except)) except.flow = true;
  const priority = pairOf(entry, "priority")?.value;
  if (zeroIsNone && entry.anchor === undefined && isScalar(priority) && priority.value === 0 && !priority.anchor) {
    entry.items = entry.items.filter(({ value }) => value !== priority);
  }
  const agent = pairOf(entry, "agent")?.value;
  if (entry.items.length === 1 && entry.anchor === undefined && isScalar(agent)) {
    const { comment, commentBefore, spaceBefore } = entry;
    return Object.assign(agent, { comment, commentBefore, spaceBefore });
  }
  entry.flow = true;
  return entry;
}

/** A list that says why somebody is in it keeps its lines. */
function hasComments(list: unknown): boolean {
  if (!isSeq(list)) return false;
  return [list, ...list.items].some((node) => isNode(node) && (node.comment || node.commentBefore));
}

/** One comment in an entry becomes the entry's; `false` where there are more, and the entry must keep its lines. */
function liftComment(entry: YAMLMap): boolean {
  const parts = entry.items.flatMap(({ key, value }) => [key, value]).filter((part) => isScalar(part));
  if (parts.some((part) => part.commentBefore)) return false;
  const commented = [entry, ...parts].filter((part) => part.comment);
  if (commented.length > 1) return false;
  const [comment] = commented.map((part) => part.comment);
  for (const part of parts) part.comment = null;
  entry.comment = comment ?? null;
  return true;
}

/** A number of an agent or a pin is text, and shows it. */
function quoteDigits(node: unknown): unknown {
  if (!isScalar(node)) return node;
  const digits = typeof node.value === "number" ? node.source : node.value;
  if (typeof digits !== "string" || !isDigits(digits)) return node;
  node.value = digits;
  node.type = Scalar.QUOTE_DOUBLE;
  return node;
}
