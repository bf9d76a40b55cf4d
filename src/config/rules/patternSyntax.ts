/** Why a pattern is refused. `backtracking`: look-arounds, back-references and `\b`, which cannot be tried in linear time. */
export type PatternFault = "syntax" | "backtracking" | "too-large";

/** A regular expression, taken apart. */
export type PatternNode =
  | { readonly kind: "take"; readonly accepts: (character: string) => boolean }
  | { readonly kind: "start" }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly node: PatternNode; readonly min: number; readonly max?: number };

/** A longer pattern is not for names; and what is nested deeper would be too much for the stack. */
const MAX_LENGTH = 500;

/** One character, or whatever stands for one: `.`, `[…]`, `\d`, `\p{…}`. JavaScript itself says what each of them accepts. */
const ATOM =
  /^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[a-zA-Z]|\\.|.)/su;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/;
const NEEDS_BACKTRACKING = /^(?:\\[bBk1-9]|\(\?(?:[=!]|<[=!]))/;

/** Takes a pattern apart that JavaScript accepts (with the flag `u`). */
export function parsePattern(text: string): PatternNode | PatternFault {
  if (text.length > MAX_LENGTH) return "too-large";
  try {
    new RegExp(text, "u");
  } catch {
    return "syntax";
  }
  try {
    return new PatternReader(text).read();
  } catch (error) {
    if (error instanceof Backtracking) return "backtracking";
    throw error;
  }
}

class Backtracking extends Error {}

/** Reads a pattern that is known to be sound, so that it need not look for mistakes. */
class PatternReader {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  read(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take(/^\|/) !== undefined) options.push(this.#sequence());
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#rest !== "" && !/^[|)]/.test(this.#rest)) parts.push(this.#repeated(this.#part()));
    return { kind: "sequence", parts };
  }

  #part(): PatternNode {
    if (NEEDS_BACKTRACKING.test(this.#rest)) throw new Backtracking();
    if (this.#take(/^\^/) !== undefined) return { kind: "start" };
    if (this.#take(/^\$/) !== undefined) return { kind: "end" };
    if (this.#take(/^\((?:\?:|\?<[^>]*>)?/) !== undefined) {
      // Flags of a group, such as (?i:…), are left standing here.
      if (this.#rest.startsWith("?")) throw new Backtracking();
      const node = this.read();
      this.#take(/^\)/);
      return node;
    }
    const atom = this.#take(ATOM)?.[0] ?? "";
    const one = new RegExp(`^${atom}$`, "u");
    return { kind: "take", accepts: (character) => one.test(character) };
  }

  #repeated(node: PatternNode): PatternNode {
    const found = this.#take(QUANTIFIER);
    if (found === undefined) return node;
    const [written, least, range, most] = found;
    if (written.startsWith("*")) return { kind: "repeat", node, min: 0 };
    if (written.startsWith("+")) return { kind: "repeat", node, min: 1 };
    if (written.startsWith("?")) return { kind: "repeat", node, min: 0, max: 1 };
    const min = Number(least);
    if (range === undefined) return { kind: "repeat", node, min, max: min };
    return most === "" || most === undefined
      ? { kind: "repeat", node, min }
      : { kind: "repeat", node, min, max: Number(most) };
  }

  #take(what: RegExp): RegExpExecArray | undefined {
    const found = what.exec(this.#rest) ?? undefined;
    if (found !== undefined) this.#rest = this.#rest.slice(found[0].length);
    return found;
  }
}
