import type { Report } from "../findings.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type TreeNode } from "../yaml/tree.js";
import { checkShape, hasShape } from "./checkShape.js";

/**
 * Checks the shape of a document of groups: first without what its collections hold, then that, one by one. The validator
 * copies all errors so far for every part that has one: a list of a hundred thousand mistakes would take minutes.
 */
export function checkGroupFile(root: TreeNode, report: Report): void {
  checkShape("skillGroups", without(root, "agents", "teams", "groups"), report);
  for (const { key, value } of fieldsOf(fieldOf(root, "agents")?.value)) {
    if (!hasShape("agent", value)) checkShape("agent", value, report, ["agents", key]);
  }
  for (const { key, value } of fieldsOf(fieldOf(root, "teams")?.value)) {
    checkShape("members", emptied(value), report, ["teams", key]);
    checkMembers(value, report, ["teams", key]);
  }
  for (const [index, group] of itemsOf(fieldOf(root, "groups")?.value).entries()) {
    checkShape("group", without(group, "members"), report, ["groups", String(index)]);
    checkMembers(fieldOf(group, "members")?.value, report, ["groups", String(index), "members"]);
  }
}

function checkMembers(list: TreeNode | undefined, report: Report, above: readonly string[]): void {
  for (const [index, item] of itemsOf(list).entries()) {
    if (!hasShape("member", item)) checkShape("member", item, report, [...above, String(index)]);
  }
}

/** The map with these collections emptied. */
function without(node: TreeNode, ...keys: readonly string[]): TreeNode {
  if (node.kind !== "map") return node;
  const fields = new Map<string, Field>(node.fields);
  for (const key of keys) {
    const field = fields.get(key);
    if (field) fields.set(key, { ...field, value: emptied(field.value) });
  }
  return { ...node, fields };
}

function emptied(node: TreeNode): TreeNode {
  if (node.kind === "list") return { ...node, items: [] };
  return node.kind === "map" ? { ...node, fields: new Map() } : node;
}
