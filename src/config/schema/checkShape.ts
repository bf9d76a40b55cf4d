import type { DefinedError, ValidateFunction } from "ajv";
import { DAY_SELECTORS, isDaySelector } from "../../model/calendarDay.js";
import type { ShapeSink } from "../findings.js";
import { fieldOf, fieldsOf, follow, itemsOf, type MapNode, plainData, shapeOf, type TreeNode } from "../yaml/tree.js";
import { explain, explainUnknownField, refuseName } from "./explainError.js";
import { fieldPathOf } from "./fieldPath.js";
import { type SchemaName, validatorFor } from "./validators.js";

/** Fields of a member that is written as a map. */
const MEMBER_FIELDS = ["agent", "team", "roster", "shift", "except", "priority", "from", "until", "when"];

const MEMBER_KINDS = [
  ["agent", "agentMember"],
  ["team", "teamMember"],
  ["roster", "rosterMember"],
] as const satisfies readonly (readonly [field: string, schema: SchemaName])[];

/** Collections whose entries are checked one by one. */
const COLLECTIONS = ["agents", "teams", "calendars", "shifts", "rosters", "absences", "groups"];

/**
 * Checks the shape of a document of groups: first without the contents of its collections, then those one by one. With
 * `allErrors` the validator copies all errors so far for each part that has one, so a list of a hundred thousand mistakes
 * would take minutes in one piece.
 */
export function checkGroupFile(root: TreeNode, sink: ShapeSink): void {
  check("skillGroups", root, sink, [], COLLECTIONS);
  for (const { key, keyAt, value } of fieldsOf(fieldOf(root, "agents")?.value)) {
    if (!validatorFor("agentName")(key)) refuseName(key, "agents", keyAt, sink);
    checkShape("agent", value, sink, ["agents"], key);
  }
  for (const { key, value } of fieldsOf(fieldOf(root, "teams")?.value)) checkMembers(value, sink, ["teams", key]);
  for (const [key, schema] of [
    ["calendars", "calendar"],
    ["shifts", "shift"],
    ["rosters", "roster"],
  ] as const)
    for (const one of fieldsOf(fieldOf(root, key)?.value)) checkShape(schema, one.value, sink, [key], one.key);
  for (const [index, absence] of itemsOf(fieldOf(root, "absences")?.value).entries())
    checkShape("absence", absence, sink, ["absences"], String(index));
  for (const [index, group] of itemsOf(fieldOf(root, "groups")?.value).entries()) {
    const path = ["groups", String(index)];
    check("group", group, sink, path, ["members"]);
    const members = fieldOf(group, "members")?.value;
    if (members) checkEach(members, sink, [...path, "members"]);
  }
}

function checkMembers(list: TreeNode, sink: ShapeSink, path: readonly string[]): void {
  if (list.kind === "list") checkEach(list, sink, path);
  else checkShape("members", list, sink, path);
}

function checkEach(list: TreeNode, sink: ShapeSink, path: readonly string[]): void {
  for (const [index, item] of itemsOf(list).entries()) checkShape("member", item, sink, path, String(index));
}

/**
 * Checks the shape of a node against a schema, and reports what is wrong in muster's own findings: the validator's leave
 * out values and places. Whatever the schema refuses is reported here, or by the reader of the node: see `ShapeSink`.
 *
 * @param above the path to `root` in its document, when it is only a part
 * @param key the last step of that path
 * @returns Does the schema accept the node?
 */
export function checkShape(
  schema: SchemaName,
  root: TreeNode,
  sink: ShapeSink,
  above: readonly string[] = [],
  key?: string,
): boolean {
  const validate = validatorFor(schema);
  if (validate(plainData(root))) return true;
  reportErrors(validate, root, sink, key === undefined ? above : [...above, key]);
  return false;
}

/** As {@link checkShape}, with the collections under these keys taken for empty. */
function check(
  schema: SchemaName,
  root: TreeNode,
  sink: ShapeSink,
  path: readonly string[],
  emptied: readonly string[],
): void {
  const validate = validatorFor(schema);
  if (!validate(dataWithout(root, emptied))) reportErrors(validate, root, sink, path);
}

/** The node as plain data, with the collections under these keys empty. */
function dataWithout(node: TreeNode, emptied: readonly string[]): unknown {
  if (node.kind !== "map") return plainData(node);
  const data: Record<string, unknown> = Object.create(null);
  for (const { key, value } of node.fields.values()) {
    if (!emptied.includes(key) || value.kind === "scalar") data[key] = plainData(value);
    else data[key] = value.kind === "list" ? [] : {};
  }
  return data;
}

/**
 * Reports the errors of a validator that has just refused a node.
 *
 * @param path the path to `root` in its document
 */
export function reportErrors(
  validate: Pick<ValidateFunction, "errors">,
  root: TreeNode,
  sink: ShapeSink,
  path: readonly string[] = [],
): void {
  // The functions are shared: a check inside of this loop overwrites their errors.
  const errors = (validate.errors ?? []) as DefinedError[];
  const unions = new Set(errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath));
  for (const error of errors) {
    const place = follow(root, error.instancePath) ?? { node: root, path: [] };
    const full = [...path, ...place.path];
    if (error.keyword === "anyOf") explainUnion(place.node, full, sink);
    else if (!isInUnion(unions, error.instancePath)) explain(error, place.node, full, sink);
  }
}

/** Is the place in a union? What the validator says there is about shapes that were not meant. */
function isInUnion(unions: ReadonlySet<string>, instancePath: string): boolean {
  for (let path = instancePath; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    if (unions.has(path)) return true;
  }
  return unions.has("");
}

/** Some values have one of several shapes: finds the one that was meant, and checks that alone. */
function explainUnion(node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  const { field } = fieldPathOf(path);
  const explainOwn = { on: explainDays, during: explainDuring, coverage: explainCoverage }[field];
  if (explainOwn !== undefined) {
    explainOwn(node, path, sink);
    return;
  }
  const isAgent = path[0] === "agents";
  if (node.kind === "map") {
    const branch = isAgent ? "namedAgent" : path[0] === "rosters" ? "rosterTeam" : memberBranch(node, sink);
    if (!branch || !checkShape(branch, node, sink, path)) return;
  }
  const actual = shapeOf(node);
  const refusal = { ...fieldPathOf(path), expected: ["text", "whole-number", "map"], actual } as const;
  if (actual === "list" || actual === "yes-or-no" || actual === "nothing") sink.error("wrong-type", refusal, node.at);
  else if (actual === "text" && !isAgent) sink.error("empty-value", fieldPathOf(path), node.at);
  // Other text and numbers are judged by their digits, in `numbers.ts`.
  else sink.refuse("wrong-type", refusal, node.at);
}

/** Words for days are judged by their reader; it passes over what is no text and no list of texts. */
function explainDays(node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  const { field } = fieldPathOf(path);
  if (node.kind === "list" && node.items.length === 0) sink.error("empty-value", fieldPathOf(path), node.at);
  for (const item of node.kind === "list" ? node.items : [node])
    if (item.kind !== "scalar")
      sink.error("wrong-type", { field, part: "value", expected: ["text"], actual: shapeOf(item) }, item.at);
    else if (!isDaySelector(item.value))
      sink.refuse("bad-value", { field, value: item.written, allowed: DAY_SELECTORS, rule: "on" }, item.at);
}

function explainDuring(node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  if (node.kind === "map") checkShape("when", node, sink, path);
  else if (node.kind === "scalar" && typeof node.value === "string")
    sink.error("bad-value", { field: "during", value: node.value, allowed: ["always"] }, node.at);
  else sink.error("wrong-type", { ...fieldPathOf(path), expected: ["text", "map"], actual: shapeOf(node) }, node.at);
}

function explainCoverage(node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  if (node.kind === "map") checkShape("coverageRule", node, sink, path);
  else if (node.kind !== "list")
    sink.error("wrong-type", { ...fieldPathOf(path), expected: ["map", "list"], actual: shapeOf(node) }, node.at);
  else if (node.items.length === 0) sink.error("empty-value", fieldPathOf(path), node.at);
  else for (const [index, item] of node.items.entries()) checkShape("coverageRule", item, sink, path, String(index));
}

/** A member that is written as a map names either an agent, a team or a roster. */
function memberBranch(node: MapNode, sink: ShapeSink): SchemaName | undefined {
  const [named, ...more] = MEMBER_KINDS.filter(([key]) => node.fields.has(key));
  if (named !== undefined && more.length === 0) return named[1];
  const unknown = [...node.fields.keys()].filter((key) => !MEMBER_FIELDS.includes(key));
  for (const key of unknown) explainUnknownField(key, MEMBER_FIELDS, node, sink);
  // With neither, an unknown field is most likely one of them misspelt: one finding is enough.
  if (named !== undefined) sink.error("member-shape", { names: "both" }, node.at);
  else if (unknown.length === 0) sink.error("member-shape", { names: "neither" }, node.at);
  return undefined;
}
