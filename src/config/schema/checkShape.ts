import type { DefinedError, ValidateFunction } from "ajv";
import type { ShapeSink } from "../findings.js";
import { fieldOf, fieldsOf, follow, itemsOf, type MapNode, plainData, shapeOf, type TreeNode } from "../yaml/tree.js";
import { explain, explainUnknownField, refuseName } from "./explainError.js";
import { fieldPathOf } from "./fieldPath.js";
import { type SchemaName, validatorFor } from "./validators.js";

/** Fields of a member that is written as a map. */
const MEMBER_FIELDS = ["agent", "team", "except", "priority", "from", "until"];

/**
 * Checks the shape of a document of groups: first without the contents of its collections, then those one by one. With
 * `allErrors` the validator copies all errors so far for each part that has one, so a list of a hundred thousand mistakes
 * would take minutes in one piece.
 */
export function checkGroupFile(root: TreeNode, sink: ShapeSink): void {
  check("skillGroups", root, sink, [], ["agents", "teams", "groups"]);
  for (const { key, keyAt, value } of fieldsOf(fieldOf(root, "agents")?.value)) {
    if (!validatorFor("agentName")(key)) refuseName(key, "agents", keyAt, sink);
    checkShape("agent", value, sink, ["agents"], key);
  }
  for (const { key, value } of fieldsOf(fieldOf(root, "teams")?.value)) checkMembers(value, sink, ["teams", key]);
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

/** Agents and members have one of several shapes: finds the one that was meant, and checks that alone. */
function explainUnion(node: TreeNode, path: readonly string[], sink: ShapeSink): void {
  const isAgent = path[0] === "agents";
  if (node.kind === "map") {
    const branch = isAgent ? "namedAgent" : memberBranch(node, sink);
    if (!branch || !checkShape(branch, node, sink, path)) return;
  }
  const actual = shapeOf(node);
  const refusal = { ...fieldPathOf(path), expected: ["text", "whole-number", "map"], actual } as const;
  if (actual === "list" || actual === "yes-or-no" || actual === "nothing") sink.error("wrong-type", refusal, node.at);
  else if (actual === "text" && !isAgent) sink.error("empty-value", fieldPathOf(path), node.at);
  // Other text and numbers are judged by their digits, in `numbers.ts`.
  else sink.refuse("wrong-type", refusal, node.at);
}

/** A member that is written as a map names either an agent or a team. */
function memberBranch(node: MapNode, sink: ShapeSink): SchemaName | undefined {
  const hasAgent = node.fields.has("agent");
  if (hasAgent !== node.fields.has("team")) return hasAgent ? "agentMember" : "teamMember";
  const unknown = [...node.fields.keys()].filter((key) => !MEMBER_FIELDS.includes(key));
  for (const key of unknown) explainUnknownField(key, MEMBER_FIELDS, node, sink);
  // With neither, an unknown field is most likely one of them misspelt: one finding is enough.
  if (hasAgent) sink.error("member-shape", { names: "both" }, node.at);
  else if (unknown.length === 0) sink.error("member-shape", { names: "neither" }, node.at);
  return undefined;
}
