import type { Source } from "../../model/source.js";
import { widthOf } from "./columns.js";
import { graphemesOf, visible } from "./visible.js";

/** Code units looked at on either side of the mark: a line may be ten megabytes long, a terminal is not. */
const REACH = 1000;
const TAB = "    ";
const CUT = "…";

interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The offending line and a caret under the mark, no wider than `columns`. Nothing where the text has no such line. */
export function frame(lineText: string, source: Source, columns: number): string[] {
  const number = String(source.line);
  const margin = " ".repeat(number.length);
  const room = Math.max(8, columns - number.length - 6);
  const at = Math.max(0, Math.min(source.column - 1, lineText.length));
  const start = Math.max(0, at - REACH);
  const before = cellsOf(lineText.slice(start, at));
  const after = cellsOf(lineText.slice(at, at + REACH));
  const { text, mark } = cutAround(before, after, room, start > 0, at + REACH < lineText.length);
  return [`  ${number} | ${text}`.trimEnd(), `  ${margin} | ${" ".repeat(mark)}^`];
}

function cellsOf(text: string): Cell[] {
  return [...graphemesOf(text)].map((grapheme) => {
    const shown = grapheme === "\t" ? TAB : visible(grapheme);
    return { text: shown, width: widthOf(shown) };
  });
}

/** As much of the line as fits, the mark inside: the end is cut first, then the beginning. */
function cutAround(
  before: readonly Cell[],
  after: readonly Cell[],
  room: number,
  moreBefore: boolean,
  moreAfter: boolean,
) {
  const whole = widthIn(before) + widthIn(after);
  if (whole <= room && !moreBefore && !moreAfter)
    return { text: textIn(before) + textIn(after), mark: widthIn(before) };
  // Two columns are kept for the cut signs; at least a third of the room shows what follows the mark.
  const usable = room - 2;
  const behind = Math.min(widthIn(after), Math.max(Math.floor(usable / 3), usable - widthIn(before)));
  const head = takeLast(before, usable - behind);
  const tail = takeFirst(after, usable - widthIn(head));
  const left = moreBefore || head.length < before.length ? CUT : "";
  const right = moreAfter || tail.length < after.length ? CUT : "";
  return { text: left + textIn(head) + textIn(tail) + right, mark: left.length + widthIn(head) };
}

function takeFirst(cells: readonly Cell[], room: number): Cell[] {
  const taken: Cell[] = [];
  let used = 0;
  for (const cell of cells) {
    used += cell.width;
    if (used > room) break;
    taken.push(cell);
  }
  return taken;
}

function takeLast(cells: readonly Cell[], room: number): Cell[] {
  return takeFirst([...cells].reverse(), room).reverse();
}

function widthIn(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function textIn(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join("");
}
