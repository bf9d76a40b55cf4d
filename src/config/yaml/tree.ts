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

/**
 * The value of a plain scalar, by YAML 1.2's core schema: `null`, `true`, `8003`, `0x1F`, `1e3`, `.inf`; all else is text.
 * The one rule of both readings, so that a number is the same number whichever library has read it.
 *
 * @param text as written: `010` is 10, and the tree keeps `010` beside it
 */
export function plainValue(text: string): Scalar {
  if (!MAY_BE_MORE_THAN_TEXT.test(text)) return text;
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (DECIMAL.test(text)) return Number.parseInt(text, 10);
  if (OCTAL.test(text)) return Number.parseInt(text.slice(2), 8);
  if (HEXADECIMAL.test(text)) return Number.parseInt(text.slice(2), 16);
  if (FLOAT.test(text)) return Number.parseFloat(text);
  if (INFINITE.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return NOT_A_NUMBER.test(text) ? Number.NaN : text;
}

const MAY_BE_MORE_THAN_TEXT = /^(?:[-+.\d~nNtTfF]|$)/;
const NULL = /^(?:~|[Nn]ull|NULL)?$/;
const TRUE = /^(?:[Tt]rue|TRUE)$/;
const FALSE = /^(?:[Ff]alse|FALSE)$/;
const DECIMAL = /^[-+]?\d+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[\da-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** How many values aliases may bring into one document: five thousand groups of two hundred. */
export const MAX_ALIASED = 1_000_000;

/** What an anchor stands for, and how many values that is with its own aliases followed. */
type Anchored = { readonly node: TreeNode; readonly size: number };

/**
 * The anchors of one document. Aliases are followed by sharing the tree that they stand for, and what they bring is
 * counted: ten lines of ten aliases each can stand for more values than any memory holds.
 */
export class Anchors {
  /** `open`: still being read, so an alias to it would contain itself. */
  readonly #known = new Map<string, Anchored | "open">();
  #size = 0;
  #aliased = 0;

  /** Counts one value of the document. */
  count(): void {
    this.#size += 1;
  }

  /** Builds the node that an anchor names, and remembers it. */
  define(name: string, build: () => TreeNode): TreeNode {
    this.#known.set(name, "open");
    const before = this.#size;
    const node = build();
    this.#known.set(name, { node, size: this.#size - before });
    return node;
  }

  /** The node that an alias stands for, or why there is none. */
  follow(name: string): TreeNode | "unknown" | "cycle" | "bomb" {
    const target = this.#known.get(name);
    if (target === undefined) return "unknown";
    if (target === "open") return "cycle";
    this.#size += target.size;
    this.#aliased += target.size;
    return this.#aliased > MAX_ALIASED ? "bomb" : target.node;
  }

  get names(): Iterable<string> {
    return this.#known.keys();
  }
}
