import type { Source } from "../model/source.js";

/** Larger files are not read. In bytes, unpacked. */
export const MAX_UNPACKED_BYTES = 50 * 1024 * 1024;
/** Of a matrix 2,000 agents and 400 groups with what stands beside them; of a list, which is narrow, more lines. */
const MAX_CELLS = 850_000;
const MAX_ROWS = 20_000;
export const MAX_COLUMNS = 420;

/** Which limit a table breaks. */
export function tooLarge(
  rows: number,
  columns: number,
): { part: "rows" | "columns" | "cells"; limit: number } | undefined {
  if (rows > MAX_ROWS) return { part: "rows", limit: MAX_ROWS };
  if (columns > MAX_COLUMNS) return { part: "columns", limit: MAX_COLUMNS };
  return rows * columns > MAX_CELLS ? { part: "cells", limit: MAX_CELLS } : undefined;
}

/** A cell that is not empty. */
export interface Cell {
  /** `error`: `#N/A` and its like. `formula`: one that was never calculated. A CSV file has texts only. */
  readonly kind: "text" | "number" | "boolean" | "date" | "error" | "formula";
  readonly text: string;
}

export interface Row {
  /** As the program shows it: of an Excel sheet its row, of a CSV file the line where it begins. */
  readonly number: number;
  readonly cells: readonly (Cell | undefined)[];
}

/** A range of merged cells, `B3:B4`, and where it begins. */
export interface Merged {
  readonly range: string;
  readonly row: number;
  /** From 0. */
  readonly column: number;
}

/** One sheet of a table, as cells with places. What the cells mean is not known here. */
export interface Sheet {
  /** Rows with a value, in their order. */
  readonly rows: readonly Row[];
  readonly merged: readonly Merged[];
  /** Numbers of rows that have values and are hidden, by hand or by a filter. */
  readonly hiddenRows: readonly number[];
  /** Columns, from 0. */
  readonly hiddenColumns: readonly number[];
  /** Absent for a CSV file. */
  readonly name?: string;
  /** Of a CSV file. */
  readonly encoding?: "UTF-8" | "UTF-16" | "GB18030";
  /** @param column from 0 */
  place(row: number, column: number): Source;
  /** Of a CSV file: its text, without a byte order mark, and the place of a cell in it, where `place` counts cells. */
  readonly inText?: { readonly text: string; place(row: number, column: number): Source };
}

/** The letters of a column, counted from 0: A, B, …, Z, AA. */
export function columnName(column: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Is it a cell without a value that could be read? */
export function isFault(cell: Cell): cell is Cell & { readonly kind: "error" | "formula" } {
  return cell.kind === "error" || cell.kind === "formula";
}
