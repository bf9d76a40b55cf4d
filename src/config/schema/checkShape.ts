import type { DefinedError } from "ajv";
import type { Report } from "../findings.js";
import { follow, type MapNode, plainData, shapeOf, type TreeNode } from "../yaml/tree.js";
import { explain, explainUnknownField } from "./explainError.js";
import { spotOf } from "./spots.js";
import { type SchemaName, validatorFor } from "./validators.js";

/** Fields of a member that is written as a map. */
const MEMBER_FIELDS = ["agent", "team", "priority"];

/** Is there nothing to say against the shape of a node? */
export function hasShape(schema: SchemaName, node: TreeNode): boolean {
  return validatorFor(schema)(plainData(node));
}

/**
 * Checks the shape of a document against its schema, and says what is wrong in words of our own: the validator's leave
 * out the values and the places.
 *
 * @param above - Where `root` stands in its document, when it is only a part.
 */
export function checkShape(schema: SchemaName, root: TreeNode, report: Report, above: readonly string[] = []): void {
  const validate = validatorFor(schema);
  if (validate(plainData(root))) return;
  const errors = validate.errors as DefinedError[];
  const unions = new Set(errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath));
  for (const error of errors) {
    const place = follow(root, error.instancePath);
    if (!place) continue;
    const path = [...above, ...place.path];
    if (error.keyword === "anyOf") explainUnion(place.node, path, report);
    else if (!isWithin(unions, error.instancePath)) explain(error, place.node, path, report);
  }
}

/** Is the place in a union? What the validator says there is about shapes that were not meant. */
function isWithin(unions: ReadonlySet<string>, instancePath: string): boolean {
  for (let path = instancePath; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    if (unions.has(path)) return true;
  }
  return unions.has("");
}

/** Agents and members have one of several shapes: finds the one that was meant, and checks that alone. */
function explainUnion(node: TreeNode, path: readonly string[], report: Report): void {
  const isAgent = path[0] === "agents";
  if (node.kind === "map") {
    const branch = isAgent ? "namedAgent" : memberBranch(node, report);
    if (branch) checkShape(branch, node, report, path);
    return;
  }
  const actual = shapeOf(node);
  if (actual === "list" || actual === "yes-or-no" || actual === "nothing") {
    report.error("wrong-type", { ...spotOf(path), expected: ["text", "whole-number", "map"], actual }, node.at);
  } else if (actual === "text" && !isAgent) {
    report.error("empty-value", spotOf(path), node.at);
  }
  // Other text and numbers are judged by their digits, in `numbers.ts`.
}

/** A member that is written as a map names either an agent or a team. */
function memberBranch(node: MapNode, report: Report): SchemaName | undefined {
  const hasAgent = node.fields.has("agent");
  if (hasAgent !== node.fields.has("team")) return hasAgent ? "agentMember" : "teamMember";
  const unknown = [...node.fields.keys()].filter((key) => !MEMBER_FIELDS.includes(key));
  for (const key of unknown) explainUnknownField(key, MEMBER_FIELDS, node, report);
  // With neither, an unknown field is most likely one of them misspelt: one finding is enough.
  if (hasAgent) report.error("member-shape", { names: "both" }, node.at);
  else if (unknown.length === 0) report.error("member-shape", { names: "neither" }, node.at);
  return undefined;
}
