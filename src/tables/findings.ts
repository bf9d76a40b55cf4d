import type { NumberFault, ShiftTableFindingArgs, Unreadable } from "../config/time/tableFindings.js";
import type { FindingOf } from "../model/finding.js";
import type { Source } from "../model/source.js";
import type { ReadNumber } from "./cellText.js";
import type { Cell } from "./sheet.js";

/** A finding about a table, or about what it would make of the files. */
export type TableFinding = FindingOf<TableFindingArgs>;

export type { NumberFault, Unreadable };

/** What is wrong with a table. The place of each is a cell, where it has one. */
export interface TableFindingArgs extends ShiftTableFindingArgs {
  /** Which sheet is meant? `asked`: there is none of that name. */
  "table-sheets": { sheets: string[]; asked?: string; suggestion?: string };
  /** No row names a column for the agents. */
  "table-without-head": { matrix: string[]; list: string[] };
  "table-group-missing": Record<string, never>;
  /** `days`: so many of the columns are days, and `written` is the first. */
  "table-group-unknown": { written: string; suggestion?: string; days?: number };
  "table-group-several": { written: string; extens: string[] };
  /** The group's number and its name are those of two groups. */
  "table-group-differs": { written: string; displayName: string };
  "table-group-closed": { displayName: string; reason: "not-managed" | "retired" };
  /** Neither a mark nor a priority. `zero`: it may mean either; `cross`: beside ticks it may mean no. */
  "table-mark": { written: string; why?: "zero" | "cross" };
  /** A group would lose its last member. */
  "table-empties": { displayName: string; members: number; limit: number };
  /** Members of the table's groups who have no row in it. */
  "table-absent-agents": { agents: string[] };
  /** A table without any priority leaves those that the files have. */
  "table-priorities-kept": { memberships: number };
  /** Every mark is 1, which is a priority and other than what the members have. */
  "table-ones": { memberships: number };
  /** A team that is no longer what a group has: its members were written out. */
  "table-team": { displayName: string; team: string };
  /** A table of shifts without a row. */
  "roster-table-empty": Record<string, never>;
  /** The file that a table is to be written to is another one. `days`: the first and the last of it. */
  "roster-table-other": { path: string; reason: "not-a-table" | "other-days"; days?: readonly [string, string] };
  /** Who, and which days, the table has that is replaced, and the new one does not. */
  "roster-table-drops": { path: string; agents: string[]; days: string[] };
  /** Other rosters that name the file as a table of theirs. */
  "roster-table-shared": { path: string; rosters: string[] };
  /** Nobody has a shift of the roster in the month. */
  "roster-month-empty": { roster: string; month: string };
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

type Args<Code extends TableFinding["code"]> = Extract<TableFinding, { code: Code }>["args"];

/** Gathers what is wrong with a table. */
export class TableFindingList {
  readonly all: TableFinding[] = [];

  error<Code extends TableFinding["code"]>(code: Code, args: Args<Code>, source: Source): void {
    this.all.push({ code, severity: "error", args, source } as TableFinding);
  }

  warning<Code extends TableFinding["code"]>(code: Code, args: Args<Code>, source: Source): void {
    this.all.push({ code, severity: "warning", args, source } as TableFinding);
  }

  twice(what: Args<"table-twice">["what"], name: string, source: Source, first: Source | undefined): void {
    const related = first === undefined ? [] : [{ note: "first", source: first } as const];
    this.all.push({ code: "table-twice", severity: "error", args: { what, name }, source, related });
  }

  number(
    cell: Cell,
    of: Args<"table-number">["of"],
    { fault, meant }: Exclude<ReadNumber, { digits: string }>,
    source: Source,
  ): void {
    const args = { written: shown(cell.text), of, fault, ...(meant !== undefined && { meant }) };
    this.error("table-number", args, source);
  }
}

const MAX_SHOWN = 60;

/** A cell's text for a message: it may be as long as the file. */
export function shown(text: string): string {
  const characters = [...text.trim().slice(0, 2 * MAX_SHOWN)];
  return characters.length > MAX_SHOWN ? `${characters.slice(0, MAX_SHOWN).join("")}…` : characters.join("");
}
