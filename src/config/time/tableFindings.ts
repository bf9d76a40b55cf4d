/** Why a file is no table that can be read. */
export type Unreadable =
  | "xls"
  | "password"
  | "xlsb"
  | "ods"
  | "numbers"
  | "html"
  | "not-a-table"
  | "damaged"
  | "entities"
  | "encoding"
  | "quotes";

/** How a number in a cell is not the number that was meant. */
export type NumberFault = "zero" | "fraction" | "exponent" | "grouped" | "date" | "long" | "sign" | "text";

/** A year, a month, or both, as a title or a name has them. */
export interface MonthHint {
  readonly year?: number;
  readonly month?: number;
}

/** What can be wrong with a table, whatever it holds. The place of each is a cell, where it has one. */
interface CellFindingArgs {
  "table-unreadable": { reason: Unreadable; detail?: string };
  "table-too-large": { part: "file" | "unpacked" | "rows" | "columns" | "cells"; limit: number };
  /** Two columns for one thing. */
  "table-column-twice": { written: string };
  /** Cells with a value below a head that has none. */
  "table-column-unnamed": Record<string, never>;
  /** Merged cells: only the first of them has a value. */
  "table-merged": { range: string };
  /** `#N/A` and its like; or a formula that was never calculated. */
  "table-cell-fault": { written: string; fault: "error" | "formula" };
  "table-number": { written: string; of: "agent" | "group" | "priority"; fault: NumberFault; meant?: string };
  "table-agent-missing": Record<string, never>;
  "table-agent-unknown": { written: string; suggestion?: string };
  "table-agent-several": { written: string; numbers: string[] };
  /** The name beside the number is another's. `owner`: the number of whom it is, where the files know. */
  "table-name-differs": { agentNumber: string; written: string; name?: string; owner?: string };
  /** The same agent in two rows, the same group or day in two columns, or a membership with two priorities. */
  "table-twice": { what: "agent" | "group" | "membership" | "day"; name: string };
  /** Rows and columns that nobody sees are read as well. */
  "table-hidden": { rows: number[]; columns: string[] };
  "table-columns-ignored": { columns: string[] };
  /** Numbers that no file has named so far. */
  "table-new-agents": { agents: string[] };
}

/** What can be wrong with a table of shifts. Where a roster names the table, it is one of the account's files. */
export interface ShiftTableFindingArgs extends CellFindingArgs {
  /** No row names the agents and at least `days` days. */
  "roster-table-head": { days: number };
  /**
   * Which month the days are of. `month`, `year`: nothing says it; `several`: the title, the sheet and the file do not agree;
   * `other`: no day is in the month that they name. `hints`: what they say.
   */
  "roster-table-month": { fault: "month" | "year" | "several" | "other"; hints: readonly MonthHint[]; day?: string };
  /**
   * The head of a column among the days. `order`: which month it is of is not clear, since the days do not follow each other.
   */
  "roster-day-unknown": { written: string; fault: "no-day" | "no-such-day" | "order" };
  /** Weekdays that are not those of their dates: the first, and how many. `is`: from 1, Monday, to 7. */
  "roster-weekday": { written: string; date: string; is: number; count: number };
  /** `shifts`: the names that may stand in a cell, without aliases. */
  "roster-cell-unknown": { written: string; part?: string; shifts: readonly string[]; suggestion?: string };
  /** Two tables of one roster do not agree: in the first such cell, and how many there are. `other`: the other one, as `file:line`. */
  "roster-tables-differ": { roster: string; agentNumber: string; date: string; other: string; count: number };
  /** A roster names a file that is no CSV: an Excel workbook is converted first. */
  "roster-table-format": { path: string };
}
