import stringWidth from "string-width";
import { graphemesOf, isCommon } from "./visible.js";

/** Characters of one column, muster's own signs (`± · … →`) among them; and of the common ones those that take two. */
const NARROW = /^[\x20-\x7e\u00b1\u00b7\u2026\u2192]*$/;
const WIDE = /[\u3001-\uff1f]/g;

/** Columns that a terminal gives the text: Chinese and emoji take two. */
export function widthOf(text: string): number {
  // Almost every text of a plan is of these two kinds; string-width, which knows all others, takes ten times as long.
  if (NARROW.test(text)) return text.length;
  if (isCommon(text)) return text.length + (text.match(WIDE)?.length ?? 0);
  return stringWidth(text);
}

/**
 * Columns that no terminal exceeds: many draw the parts of a joined emoji (a family) side by side. For lines that must
 * not wrap whatever the terminal.
 */
export function mostWidthOf(text: string): number {
  if (!text.includes("\u200d")) return widthOf(text);
  return Array.from(text, widthOf).reduce((sum, width) => sum + width, 0);
}

/** The text with spaces after it until it fills `width` columns. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** The text in at most `width` columns, its end replaced by `…` where it is longer. Only for labels: what identifies is never cut. */
export function truncateTo(text: string, width: number, measure: (text: string) => number = widthOf): string {
  if (measure(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const next = measure(grapheme);
    if (used + next > width - 1) break;
    kept += grapheme;
    used += next;
  }
  return `${kept}…`;
}

/** The widest of the texts, in columns. */
export function widest(texts: Iterable<string>): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, widthOf(text));
  return width;
}

/** The text cut into pieces of at most `width` columns (a grapheme wider than that stands alone). */
export function chop(text: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const next = widthOf(grapheme);
    if (piece !== "" && used + next > width) {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += grapheme;
    used += next;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}
