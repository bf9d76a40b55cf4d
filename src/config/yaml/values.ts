import type { Scalar, TreeNode } from "./tree.js";

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
