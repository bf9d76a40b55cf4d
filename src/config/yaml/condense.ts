import { type PlainLine, readPlainLine } from "./plainLines.js";
import type { SourceText } from "./sourceText.js";
import type { Stretch } from "./stretches.js";

/** Fewer lines are not worth it: two of them the library reads in any case. */
const FEWEST_LINES = 4;

/** A text that says the same in less lines. */
export interface Condensed {
  /** The condensed text; its offsets lead to the places of the whole one. */
  readonly source: SourceText;
  /** What is left out of it. */
  readonly stretches: readonly Stretch[];
}

/**
 * Leaves out of a text what the library need not read; nothing where it is to read it all.
 *
 * Of plain lines that follow each other in one indentation it is given the first and the last. That settles all others:
 * at the end of a plain line its lexer and its parser are in a state that depends on the line's kind and indentation
 * alone (the entry is complete, the list or map that holds it is on top of the stack, and nothing of it is looked at
 * again), so where one plain line is an entry of a list, the next one is the next entry of that list. What stands before is
 * followed by the first line, as in the whole text, and what stands behind follows the last one. Whether these two are
 * neighbours in one list, and are what they seem, the library's document must show (see `Filling`): in a block scalar or
 * inside of quotes they would be neither.
 */
export function condense(source: SourceText): Condensed | undefined {
  const { file, text } = source;
  const stretches: Stretch[] = [];
  const cuts = new Cuts();
  const close = ({ first, last, values }: OpenStretch) => {
    if (values.length < FEWEST_LINES) return;
    const shift = cuts.removed + last.begin - first.end;
    const places = { first: first.start - cuts.removed, last: last.start - shift };
    // All lines are of one kind; the compiler cannot follow that their values are.
    stretches.push({ kind: first.kind, ...places, values } as Stretch);
    cuts.add(first.end, last.begin);
  };

  let open: OpenStretch | undefined;
  for (let at = 0, line = 1; at < text.length; line += 1) {
    const plain = readPlainLine(text, at, line, file);
    if (open && plain?.kind === open.first.kind && plain.indent === open.first.indent) {
      open.last = plain;
      open.values.push(plain.value);
    } else {
      if (open) close(open);
      open = plain && { first: plain, last: plain, values: [plain.value] };
    }
    at = plain?.end ?? (text.indexOf("\n", at) + 1 || text.length);
  }
  if (open) close(open);
  if (stretches.length === 0) return undefined;
  return {
    source: { file, text: cuts.applyTo(text), place: (offset) => source.place(cuts.origin(offset)) },
    stretches,
  };
}

interface OpenStretch {
  readonly first: PlainLine;
  last: PlainLine;
  readonly values: PlainLine["value"][];
}

/** What is cut out of a text, in the order of the text. */
class Cuts {
  readonly #cuts: { readonly from: number; readonly to: number; readonly at: number; readonly removed: number }[] = [];

  /** How much is cut out so far. */
  get removed(): number {
    return this.#cuts.at(-1)?.removed ?? 0;
  }

  add(from: number, to: number): void {
    this.#cuts.push({ from, to, at: from - this.removed, removed: this.removed + to - from });
  }

  applyTo(text: string): string {
    let rest = 0;
    const pieces = this.#cuts.map(({ from, to }) => {
      const piece = text.slice(rest, from);
      rest = to;
      return piece;
    });
    return [...pieces, text.slice(rest)].join("");
  }

  /** Where in the text something stands that is at this offset after the cuts. */
  origin(offset: number): number {
    let [before, behind] = [0, this.#cuts.length];
    while (before < behind) {
      const middle = (before + behind) >> 1;
      if ((this.#cuts[middle]?.at ?? 0) <= offset) before = middle + 1;
      else behind = middle;
    }
    return offset + (this.#cuts[before - 1]?.removed ?? 0);
  }
}
