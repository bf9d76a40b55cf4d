import { unreadable } from "./findings.js";
import { type Cell, MAX_COLUMNS, type Merged, tooLarge } from "./sheet.js";
import { attributesOf, isTrue, plainXml, type SharedParts, textIn, unescaped } from "./workbookXml.js";

/** The cells of a sheet, and how they are shown. */
export interface SheetCells {
  /** The cells that are not empty, by row, from 1, and column, from 0; none where there are too many. */
  readonly rows: ReadonlyMap<number, (Cell | undefined)[]>;
  readonly merged: readonly Merged[];
  readonly hiddenRows: ReadonlySet<number>;
  /** From 0. */
  readonly hiddenColumns: ReadonlySet<number>;
  readonly excess?: ReturnType<typeof tooLarge>;
}

/** Elements whose attributes have no `>` in them. No pattern here reads on past the next `<`: the time is that of one reading. */
const TAGS = /<(?:\w+:)?(row|col|c|mergeCell)(?=[\s/>])([^<>]*?)(\/?)>/g;

/** The last column that Excel has. */
const LAST_COLUMN = 16_384;

/**
 * Reads a sheet's part, in one pass. By hand: `read-excel-file` 9.3 takes `#N/A` for an empty cell, knows nothing of what is
 * hidden, merged or not calculated, makes a row of every column for one cell far outside, and its chunks, which get smaller
 * on a busy machine, can end in an overflow of the stack.
 */
export function cellsOf(xml: string, shared: SharedParts): SheetCells {
  const rows = new Map<number, (Cell | undefined)[]>();
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  const merged: Merged[] = [];
  const last = { row: 0, column: 0 };
  let row = 0;
  let column = -1;
  let ranges = 0;
  for (const { 1: tag, 2: written = "", 3: closed, index, 0: whole } of xml.matchAll(TAGS)) {
    const attributes = attributesOf(written);
    if (tag === "row") {
      row = Number(attributes["r"] ?? row + 1);
      column = -1;
      if (isTrue(attributes["hidden"])) hiddenRows.add(row);
    } else if (tag === "col" && isTrue(attributes["hidden"])) {
      ranges += 1;
      // No sheet has as many columns.
      if (ranges > LAST_COLUMN) throw unreadable("damaged");
      const end = Math.min(Number(attributes["max"]), MAX_COLUMNS);
      for (let one = Number(attributes["min"]); one <= end; one += 1) hiddenColumns.add(one - 1);
    } else if (tag === "mergeCell") {
      const { ref = "" } = attributes;
      merged.push({ range: ref, row: Number(/\d+/.exec(ref)?.[0] ?? 0), column: columnOf(ref) });
    } else if (tag === "c") {
      const place = attributes["r"];
      column = place === undefined ? column + 1 : columnOf(place);
      if (closed === "/" || !(row >= 1 && row <= 1_048_576)) continue;
      const start = index + whole.length;
      const cell = cellOf(attributes, xml.slice(start, endOfCell(xml, start)), shared);
      if (cell === undefined) continue;
      [last.row, last.column] = [Math.max(last.row, row), Math.max(last.column, column + 1)];
      if (tooLarge(last.row, last.column) !== undefined) continue;
      const cells = rows.get(row) ?? [];
      cells[column] = cell;
      rows.set(row, cells);
    }
  }
  const excess = tooLarge(last.row, last.column);
  return { rows, merged, hiddenRows, hiddenColumns, ...(excess !== undefined && { excess }) };
}

function endOfCell(xml: string, start: number): number {
  const end = /<\/?(?:\w+:)?(?:c|row)(?=[\s/>])/g;
  end.lastIndex = start;
  return end.exec(xml)?.index ?? xml.length;
}

function cellOf(attributes: Readonly<Record<string, string>>, content: string, shared: SharedParts): Cell | undefined {
  const { t: type = "n", s: style = "" } = attributes;
  const value = plainXml(/<(?:\w+:)?v(?=[\s>])[^<>]*>([^<]*)</.exec(content)?.[1] ?? "");
  if (type === "e") return { kind: "error", text: value };
  if (type === "inlineStr") return textCell(textIn(content));
  if (value === "")
    return type !== "str" && /<(?:\w+:)?f(?=[\s/>])/.test(content) ? { kind: "formula", text: "" } : undefined;
  if (type === "s") {
    const text = shared.strings[Number(value)];
    // An empty cell would be read instead of a mark.
    if (text === undefined) throw unreadable("damaged", "xl/sharedStrings.xml");
    return textCell(text);
  }
  if (type === "str") return textCell(unescaped(value));
  if (type === "b") return { kind: "boolean", text: value === "1" ? "TRUE" : "FALSE" };
  if (type === "d") return { kind: "date", text: value.slice(0, 10) };
  const number = Number(value);
  if (!Number.isFinite(number)) return { kind: "error", text: value };
  if (shared.dateStyles.has(Number(style === "" ? "-1" : style))) return { kind: "date", text: dateOf(number, shared) };
  return { kind: "number", text: String(number) };
}

function textCell(text: string): Cell | undefined {
  return text.trim() === "" ? undefined : { kind: "text", text };
}

/** Days since the end of 1899 as a date; what is no day stays a number. */
function dateOf(days: number, { since1904 }: SharedParts): string {
  const date = new Date(Math.round((days - 25_569 + (since1904 ? 1462 : 0)) * 86_400_000));
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}

/** The column of a place such as `C7`, from 0. */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return Math.max(0, column - 1);
}
