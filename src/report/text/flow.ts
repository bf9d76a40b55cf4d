import { chop, widthOf } from "./columns.js";
import type { Paint } from "./page.js";
import { graphemesOf } from "./visible.js";

/** A run of text that is set as a whole. */
export interface Piece {
  readonly text: string;
  readonly paint?: Paint;
  /** What stands between it and the piece before it, when both are on one line. Two spaces unless said otherwise. */
  readonly gap?: string;
  /** `never`: a path, that people click on and copy; it may stick out. Otherwise a piece wider than the line is cut into lines, between words where it can be. */
  readonly cut?: "never";
}

interface Layout {
  readonly columns: number;
  /** Before the first line. */
  readonly indent: string;
  /** Before the lines after it. */
  readonly hanging: string;
}

/** Sets pieces one after the other into lines no wider than the columns. Widths are of the unpainted text. */
export function flow(pieces: readonly Piece[], layout: Layout): string[] {
  const narrowest = Math.max(2, layout.columns - Math.max(widthOf(layout.indent), widthOf(layout.hanging)));
  const lines: Line[] = [];
  let line = new Line(layout.indent);
  const breakLine = () => {
    lines.push(line);
    line = new Line(layout.hanging);
  };
  const put = (piece: Piece, isWord: boolean) => {
    if (piece.text === "") return;
    const gap = piece.gap ?? "  ";
    const width = widthOf(piece.text);
    if (!line.empty && line.width + widthOf(gap) + width > layout.columns) breakLine();
    if (line.width + width <= layout.columns || piece.cut === "never") line.put(piece.text, gap, piece.paint);
    else if (!isWord) for (const word of proseOf(piece.text, piece.paint)) put(word, true);
    else
      for (const [index, part] of chop(piece.text, narrowest).entries()) {
        if (index > 0) breakLine();
        line.put(part, "", piece.paint);
      }
  };
  for (const piece of pieces) put(piece, false);
  if (!line.empty) lines.push(line);
  return lines.map((full) => full.painted());
}

/** A line in the making. Neighbours of one colour are painted together: Chinese prose comes a character at a time. */
class Line {
  readonly #runs: { text: string; readonly paint: Paint | undefined }[] = [];
  readonly #indent: string;
  width: number;

  constructor(indent: string) {
    this.#indent = indent;
    this.width = widthOf(indent);
  }

  get empty(): boolean {
    return this.#runs.length === 0;
  }

  put(text: string, gap: string, paint: Paint | undefined): void {
    const last = this.#runs.at(-1);
    const before = last === undefined ? "" : gap;
    this.width += widthOf(before) + widthOf(text);
    if (last !== undefined && last.paint === paint) last.text += before + text;
    else {
      if (before !== "") this.#runs.push({ text: before, paint: undefined });
      this.#runs.push({ text, paint });
    }
  }

  painted(): string {
    return this.#indent + this.#runs.map(({ text, paint }) => (paint === undefined ? text : paint(text))).join("");
  }
}

/** May not begin a line, and may not end one: Chinese typesetting. */
const CLOSING = /^[，。、；：！？）」』】》”’…,.;:!?)\]}" ]/u;
const OPENING = /(?:[（「『【《“‘([{] *|^" *)$/u;

/** Text parted at its spaces, but for a blank that a quoted name begins or ends with: a line's end would hide it. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let open = false;
  let glued = false;
  for (const part of text.split(" ")) {
    const last = words.at(-1);
    const closes = (open && part.startsWith('"')) || part.startsWith("”");
    if (last !== undefined && (glued || closes)) words[words.length - 1] = `${last} ${part}`;
    else words.push(part);
    if (part.split('"').length % 2 === 0) open = !open;
    glued = (open && part.endsWith('"')) || part.endsWith("“");
  }
  return words;
}

/** Prose as pieces: English breaks at spaces, Chinese between any two characters but not before a comma or inside a quotation mark's bond. */
export function proseOf(text: string, paint?: Paint): Piece[] {
  const pieces: { text: string; gap: string }[] = [];
  let gap = "";
  for (const word of wordsOf(text)) {
    let bound = "";
    let wide = false;
    const end = () => {
      if (bound === "") return;
      pieces.push({ text: bound, gap });
      gap = "";
      bound = "";
    };
    for (const grapheme of graphemesOf(word)) {
      const isWide = widthOf(grapheme) > 1;
      if (bound !== "" && (isWide || wide) && !CLOSING.test(grapheme) && !OPENING.test(bound)) end();
      bound += grapheme;
      wide = isWide || (wide && CLOSING.test(grapheme));
    }
    end();
    // Two spaces in a row may be what a message is about, so none is dropped inside a line.
    gap += " ";
  }
  return pieces.map((piece) => (paint === undefined ? piece : { ...piece, paint }));
}
