import type { Source } from "../../model/source.js";
import type { Shape } from "../findings.js";

/** A YAML value and where it is written. Aliases are followed: what they bring has the place of the alias. */
export type TreeNode = ScalarNode | ListNode | MapNode;

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly at: Source;
  readonly value: Scalar;
  /** As written, quotes off: `0800` where the value is 800. */
  readonly written: string;
}

export interface ListNode {
  readonly kind: "list";
  readonly at: Source;
  readonly items: readonly TreeNode[];
}

export interface MapNode {
  readonly kind: "map";
  readonly at: Source;
  /** In the order of the file; of a key that is there twice, the first. */
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly key: string;
  readonly keyAt: Source;
  /** False for keys such as `123` and `true`, which are reported as such and not also as unknown. */
  readonly isText: boolean;
  readonly value: TreeNode;
}

/** The value as plain data, for the schema. Without prototypes, so that no key means more than itself. */
export function plainData(node: TreeNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainData);
    case "map": {
      const data: Record<string, unknown> = Object.create(null);
      for (const field of node.fields.values()) data[field.key] = plainData(field.value);
      return data;
    }
  }
}

/** The node at a JSON pointer, with the fields and list places that lead to it. */
export function follow(root: TreeNode, pointer: string): { node: TreeNode; path: readonly string[] } | undefined {
  const path = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let node: TreeNode | undefined = root;
  for (const step of path) {
    node =
      node.kind === "map" ? node.fields.get(step)?.value : node.kind === "list" ? node.items[Number(step)] : undefined;
    if (node === undefined) return undefined;
  }
  return { node, path };
}

/** The value of a field, where the node is a map that has it. */
export function fieldOf(node: TreeNode | undefined, key: string): Field | undefined {
  return node?.kind === "map" ? node.fields.get(key) : undefined;
}

/** What kind of value a node is, in the words of findings. */
export function shapeOf(node: TreeNode): Shape {
  if (node.kind !== "scalar") return node.kind;
  switch (typeof node.value) {
    case "string":
      return "text";
    case "boolean":
      return "yes-or-no";
    case "number":
      return Number.isInteger(node.value) ? "whole-number" : "number";
    default:
      return "nothing";
  }
}

/** A value and the place where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly at: Source;
}

/** Text that says something. */
export function textOf(node: TreeNode | undefined): Located<string> | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" && node.value !== ""
    ? { value: node.value, at: node.at }
    : undefined;
}

/** The entries of a list; none where the node is no list. */
export function itemsOf(node: TreeNode | undefined): readonly TreeNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** The fields of a map; none where the node is no map. */
export function fieldsOf(node: TreeNode | undefined): readonly Field[] {
  return node?.kind === "map" ? [...node.fields.values()] : [];
}
