import type { FindingOf } from "../model/finding.js";

/** A finding about a table, or about what it would make of the files. */
export type TableFinding = FindingOf<TableFindingArgs>;

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

/** What is wrong with a table. The place of each is a cell, where it has one. */
export interface TableFindingArgs {
  "table-unreadable": { reason: Unreadable; detail?: string };
  "table-too-large": { part: "file" | "unpacked" | "rows" | "columns" | "cells"; limit: number };
  /** Which sheet is meant? `asked`: there is none of that name. */
  "table-sheets": { sheets: string[]; asked?: string; suggestion?: string };
  /** No row names a column for the agents. */
  "table-without-head": { matrix: string[]; list: string[] };
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
  "table-group-missing": Record<string, never>;
  "table-group-unknown": { written: string; suggestion?: string };
  "table-group-several": { written: string; extens: string[] };
  /** The group's number and its name are those of two groups. */
  "table-group-differs": { written: string; displayName: string };
  "table-group-closed": { displayName: string; reason: "not-managed" | "retired" };
  /** Neither a mark nor a priority. `zero`: it may mean either; `cross`: beside ticks it may mean no. */
  "table-mark": { written: string; why?: "zero" | "cross" };
  /** The same agent in two rows of a matrix, the same group in two columns, or a membership with two priorities. */
  "table-twice": { what: "agent" | "group" | "membership"; name: string };
  /** A group would lose its last member. */
  "table-empties": { displayName: string; members: number; limit: number };
  /** Rows and columns that nobody sees are read as well. */
  "table-hidden": { rows: number[]; columns: string[] };
  "table-columns-ignored": { columns: string[] };
  /** Numbers that no file has named so far. */
  "table-new-agents": { agents: string[] };
  /** Members of the table's groups who have no row in it. */
  "table-absent-agents": { agents: string[] };
  /** A table without any priority leaves those that the files have. */
  "table-priorities-kept": { memberships: number };
  /** Every mark is 1, which is a priority and other than what the members have. */
  "table-ones": { memberships: number };
  /** A team that is no longer what a group has: its members were written out. */
  "table-team": { displayName: string; team: string };
  /** Groups that an export leaves out. */
  "export-left-out": { groups: string[]; reason: "not-managed" | "retired" | "ambiguous" };
  "export-too-large": { rows: number; columns: number };
  /** The file is there already; somebody may have written into it. */
  "export-exists": { path: string };
  /** A workbook goes into a file. */
  "export-needs-file": Record<string, never>;
}

/** A table that cannot be read at all. Caught by `readTable`. */
export class TableFault extends Error {
  readonly finding: TableFinding;
  constructor(finding: TableFinding) {
    super(finding.code);
    this.finding = finding;
  }
}

/** Shorthand for the most frequent fault. */
export function unreadable(reason: Unreadable, detail?: string): TableFault {
  const args = { reason, ...(detail !== undefined && { detail }) };
  return new TableFault({ code: "table-unreadable", severity: "error", args });
}
