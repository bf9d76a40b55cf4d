import type { Field, TreeNode } from "./tree.js";

/** Plain lines that follow each other: entries of one list, or pairs of one map. */
export type Stretch = Lines<"list", TreeNode> | Lines<"map", Field>;

interface Lines<Kind, Value> {
  readonly kind: Kind;
  /** Where the first line's value (of a map: its key) begins in the text that the library reads. */
  readonly first: number;
  /** The same of the last line. No line between them is in that text. */
  readonly last: number;
  /** What all of the lines say, the first and the last among them. */
  readonly values: readonly Value[];
}

/** Puts back what the library was not given to read, where it turns out to belong. */
export class Filling {
  readonly #stretches: ReadonlyMap<number, Stretch>;
  #left: number;

  constructor(stretches: readonly Stretch[]) {
    this.#stretches = new Map(stretches.map((stretch) => [stretch.last, stretch]));
    this.#left = stretches.length;
  }

  /** Has everything found its place? Otherwise what was read is not what is written. */
  get isComplete(): boolean {
    return this.#left === 0;
  }

  /** The entries between two that the library found to be neighbours in a list. */
  entriesBetween(before: Found<TreeNode> | undefined, after: Found<TreeNode>): readonly TreeNode[] {
    const stretch = this.#stretches.get(after.offset);
    return before && stretch?.kind === "list" ? this.#take(stretch, before, after, isSameNode) : [];
  }

  /** The pairs between two that the library found to be neighbours in a map. */
  fieldsBetween(before: Found<Field> | undefined, after: Found<Field>): readonly Field[] {
    const stretch = this.#stretches.get(after.offset);
    return before && stretch?.kind === "map" ? this.#take(stretch, before, after, isSameField) : [];
  }

  #take<Value>(
    { first: start, values }: Pick<Lines<unknown, Value>, "first" | "values">,
    before: Found<Value>,
    after: Found<Value>,
    isSame: (a: Value, b: Value) => boolean,
  ): readonly Value[] {
    const [first, last] = [values[0], values.at(-1)];
    if (start !== before.offset || first === undefined || last === undefined) return [];
    if (!isSame(first, before.value) || !isSame(last, after.value)) return [];
    this.#left -= 1;
    return values.slice(1, -1);
  }
}

/** What the library read, and where it begins in what the library was given. */
export interface Found<T> {
  readonly offset: number;
  readonly value: T;
}

function isSameNode(a: TreeNode, b: TreeNode): boolean {
  if (!isSamePlace(a, b)) return false;
  if (a.kind === "scalar") return b.kind === "scalar" && a.value === b.value && a.written === b.written;
  if (a.kind === "list" || b.kind !== "map") return false;
  const others = [...b.fields.values()];
  return (
    a.fields.size === others.length &&
    [...a.fields.values()].every((field, index) => {
      const other = others[index];
      return other !== undefined && isSameField(field, other);
    })
  );
}

function isSameField(a: Field, b: Field): boolean {
  return (
    a.key === b.key &&
    a.isText === b.isText &&
    isSamePlace({ at: a.keyAt }, { at: b.keyAt }) &&
    isSameNode(a.value, b.value)
  );
}

function isSamePlace({ at: a }: Pick<TreeNode, "at">, { at: b }: Pick<TreeNode, "at">): boolean {
  return a.line === b.line && a.column === b.column;
}
