import { type Document, isMap, isNode, isScalar, isSeq, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { isDigits } from "../config/numbers.js";
import {
  ABSENCE_KEYS,
  CALENDAR_KEYS,
  COVERAGE_KEYS,
  CYCLE_KEYS,
  DOCUMENT_KEYS,
  ENTRY_KEYS,
  GROUP_KEYS,
  HOLIDAY_KEYS,
  ROSTER_KEYS,
  SHIFT_KEYS,
  TIMES_KEYS,
  WEEK_KEYS,
} from "./keyOrder.js";
import { isBlock, keyTextOf, pairOf } from "./nodes.js";

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
  for (const calendar of mapsIn(pairOf(root, "calendars")?.value)) {
    order(calendar, CALENDAR_KEYS);
    for (const holiday of mapsIn(pairOf(calendar, "holidays")?.value)) formatLine(holiday, HOLIDAY_KEYS);
  }
  for (const shift of mapsIn(pairOf(root, "shifts")?.value)) formatLine(shift, SHIFT_KEYS);
  for (const roster of mapsIn(pairOf(root, "rosters")?.value)) formatRoster(roster);
  for (const absence of mapsIn(pairOf(root, "absences")?.value)) {
    for (const key of ["agent", "by"]) quoteDigits(pairOf(absence, key)?.value);
    formatLine(absence, ABSENCE_KEYS);
  }
  for (const group of mapsIn(pairOf(root, "groups")?.value)) formatGroup(group);
}

/** The maps that a list holds, or a map as its values. */
function mapsIn(node: unknown): YAMLMap[] {
  if (isSeq(node)) return node.items.filter((item): item is YAMLMap => isMap(item));
  return isMap(node) ? node.items.flatMap(({ value }) => (isMap(value) ? value : [])) : [];
}

/** Rows keep their lines: a row may name thirty agents. */
function formatRoster(roster: YAMLMap): void {
  order(roster, ROSTER_KEYS);
  for (const [key, keys] of [
    ["week", WEEK_KEYS],
    ["cycle", CYCLE_KEYS],
  ] as const) {
    for (const row of mapsIn(pairOf(roster, key)?.value)) {
      order(row, keys);
      const agents = pairOf(row, "agents")?.value;
      if (isSeq(agents)) formatList(agents, false);
    }
  }
}

function formatGroup(group: YAMLMap): void {
  order(group, GROUP_KEYS);
  quoteDigits(pairOf(group, "exten")?.value);
  const members = pairOf(group, "members")?.value;
  // A list with an anchor may serve a team as well, where a priority of 0 is not the same as none.
  if (isSeq(members)) formatList(members, members.anchor === undefined);
  const coverage = pairOf(group, "coverage")?.value;
  for (const one of isMap(coverage) ? [coverage] : mapsIn(coverage)) {
    formatTimes(pairOf(one, "during")?.value);
    formatLine(one, COVERAGE_KEYS);
  }
}

/** When an entry counts, or a demand. */
function formatTimes(node: unknown): void {
  if (isMap(node)) order(node, TIMES_KEYS);
}

/** A map on one line with its keys in order; one with several comments, or with some further in, keeps its lines. */
function formatLine(map: YAMLMap, keys: readonly string[]): void {
  order(map, keys);
  if (isShort(map)) map.flow = true;
}

/** Can it stand on one line? If so, the one comment that it may have stands behind it from now on. */
function isShort(map: YAMLMap): boolean {
  const inner = map.items.map(({ value }) => value);
  const collections = inner.filter((value) => isMap(value) || isSeq(value));
  if (inner.some(isBlock) || collections.some(hasComments) || !liftComment(map)) return false;
  for (const value of collections) value.flow = true;
  return true;
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
    const place = keys.indexOf(keyTextOf(key));
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
  formatTimes(pairOf(entry, "when")?.value);
  if (!isShort(entry)) return entry;
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
function hasComments(node: unknown): boolean {
  if (isNode(node) && (node.comment || node.commentBefore)) return true;
  if (isSeq(node)) return node.items.some(hasComments);
  return isMap(node) && node.items.some(({ key, value }) => hasComments(key) || hasComments(value));
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
