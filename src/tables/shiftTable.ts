import type { ShiftCell, TableNames } from "../config/time/shiftTable.js";
import type { MonthHint, ShiftTableFindingArgs } from "../config/time/tableFindings.js";
import type { FindingOf } from "../model/finding.js";
import type { Source } from "../model/source.js";
import { shown, type TableFinding, TableFindingList } from "./findings.js";
import { type ColumnKind, isForPeople, isRowForPeople, kindOfHead } from "./layout.js";
import { columnName, isFault, type Merged, type Row, type Sheet } from "./sheet.js";
import { ShiftWords } from "./shiftCells.js";
import { type DayHead, datesOf, FEWEST_DAYS, monthHints, readDay, readWeekday, weekdayIn } from "./shiftDays.js";
import { type KnownAgents, TableAgents } from "./tableAgents.js";

/** What a table may name, and what is known of it besides. */
export interface KnownShifts extends Pick<TableNames, "shifts"> {
  readonly agents: KnownAgents;
  /** Names that may say which month the table is of: those of its file, and of the file that it is written to. */
  readonly files: readonly string[];
  /** The month that the table is of, as it was asked for: `2026-12`. Nothing else is looked at then. */
  readonly month?: string | undefined;
}

/** A row of a table of shifts. */
export interface ShiftRow {
  readonly agentNumber: string;
  /** The name as the table has it. */
  readonly name?: string;
}

/** A table of shifts, read. */
export interface ReadShifts {
  /** In the table's order, as are the rows and the dates. */
  readonly cells: readonly ShiftCell[];
  readonly rows: readonly ShiftRow[];
  readonly dates: readonly string[];
  readonly findings: readonly TableFinding[];
}

/** What can be wrong with a table that a roster names. */
export type ShiftTableFinding = FindingOf<ShiftTableFindingArgs>;

/** Rows above the days in which the columns of the agents may be named. */
const HEAD_ROWS = [0, -1, -2, 1];

/** Where a table of shifts has what. */
interface ShiftLayout {
  readonly days: Row;
  /** The columns of the agents. */
  readonly columns: ReadonlyMap<ColumnKind, number>;
  /** The row that names them. */
  readonly names: Row;
  /** Weekdays below the days, or above them. */
  readonly weekdays?: Row;
  /** Where, among the sheet's rows, the head begins and the rows below it do. */
  readonly head: number;
  readonly body: number;
}

/**
 * Reads a table of shifts, agents × days. All that is wrong with it is reported at once, by cell. Empty cells are days off, as
 * written ones are.
 */
export function readShifts(sheet: Sheet, known: KnownShifts): ReadShifts {
  const reading = new ShiftReading(sheet, known);
  reading.read();
  return { cells: reading.cells, rows: reading.rows, dates: reading.dates, findings: reading.findings.all };
}

class ShiftReading {
  readonly cells: ShiftCell[] = [];
  readonly rows: ShiftRow[] = [];
  dates: readonly string[] = [];
  readonly findings = new TableFindingList();
  readonly #sheet: Sheet;
  readonly #known: KnownShifts;
  readonly #place: Sheet["place"];

  constructor(sheet: Sheet, known: KnownShifts) {
    this.#sheet = sheet;
    this.#known = known;
    this.#place = (sheet.inText ?? sheet).place;
  }

  read(): void {
    const layout = layoutOf(this.#sheet.rows);
    if (layout === undefined) {
      const at = this.#place(this.#sheet.rows[0]?.number ?? 1, 0);
      this.findings.error("roster-table-head", { days: FEWEST_DAYS }, at);
      return;
    }
    const columns = this.#columns(layout);
    const days = this.#days(layout);
    const counted = [...columns.values(), ...days.keys()];
    const body = this.#body(layout, counted);
    this.#reportMerged(layout, body, counted);
    this.#reportUnnamed(layout, body);
    this.#readBody(body, columns, days);
    this.#warn(layout, counted);
  }

  /** The columns of the agents; of two for one thing, the second is an error. */
  #columns({ names, columns }: ShiftLayout): ReadonlyMap<ColumnKind, number> {
    for (const [column, cell] of names.cells.entries()) {
      const kind = cell && kindOfHead(cell.text);
      if (cell === undefined || (kind !== "agent" && kind !== "name") || columns.get(kind) === column) continue;
      this.findings.error("table-column-twice", { written: shown(cell.text) }, this.#place(names.number, column));
    }
    return columns;
  }

  /** The date of each column that is one's; what among the days is none, or not clear, is an error. */
  #days(layout: ShiftLayout): ReadonlyMap<number, string | undefined> {
    const { days: row } = layout;
    const found: { readonly column: number; readonly head: DayHead }[] = [];
    const last = lastDay(row);
    for (const [column, cell] of row.cells.entries()) {
      if (cell === undefined || [...layout.columns.values()].includes(column)) continue;
      const head = readDay(cell);
      const at = this.#place(row.number, column);
      const written = shown(cell.text);
      if (isFault(cell) && column < last) this.findings.error("table-cell-fault", { written, fault: cell.kind }, at);
      else if (head === "no-such-day") this.findings.error("roster-day-unknown", { written, fault: head }, at);
      else if (head !== undefined) found.push({ column, head });
      else if (found.length > 0 && column < last && !isForPeople(cell.text))
        this.findings.error("roster-day-unknown", { written, fault: "no-day" }, at);
    }
    const hints = this.#hints(row);
    const { dates, faults } = datesOf(
      found.map(({ head }) => head),
      hints,
    );
    for (const fault of faults) {
      const column = found[fault.at]?.column ?? 0;
      const written = shown(row.cells[column]?.text ?? "");
      const at = this.#place(row.number, column);
      // A form has 31 columns for every month.
      if (fault.fault === "no-such-day" && this.#isEmpty(layout, column)) continue;
      if (fault.fault === "order" || fault.fault === "no-such-day")
        this.findings.error("roster-day-unknown", { written, fault: fault.fault }, at);
      else {
        const args = { fault: fault.fault, hints: distinct(hints), day: written };
        this.findings.error("roster-table-month", args, at);
      }
    }
    const first = new Map<string, Source>();
    const days = new Map<number, string | undefined>();
    for (const [index, { column }] of found.entries()) {
      const date = dates[index];
      days.set(column, date);
      if (date === undefined) continue;
      const at = this.#place(row.number, column);
      if (first.has(date)) this.findings.twice("day", date, at, first.get(date));
      else first.set(date, at);
    }
    this.dates = [...first.keys()];
    this.#checkWeekdays(layout, found, days);
    return days;
  }

  #isEmpty({ body }: ShiftLayout, column: number): boolean {
    return this.#sheet.rows.slice(body).every(({ cells }) => cells[column] === undefined);
  }

  #hints(days: Row): readonly MonthHint[] {
    const { month, files } = this.#known;
    if (month !== undefined) return monthHints(month);
    const titles = this.#sheet.rows.slice(0, this.#sheet.rows.indexOf(days)).flatMap(({ cells }) => {
      const filled = cells.filter((cell) => cell !== undefined);
      const own = filled.flatMap(({ kind, text }) => {
        // A date is the first of its month where it is shown as one.
        if (kind === "date") return text.endsWith("-01") ? monthHints(text.slice(0, 7)) : [];
        return kind === "text" ? monthHints(text) : [];
      });
      // 2026 | 年 | 12 | 月
      return own.some(({ month: of }) => of !== undefined)
        ? own
        : [...own, ...monthHints(filled.map(({ text }) => text.trim()).join(""))];
    });
    const names = [this.#sheet.name ?? "", ...files.map((path) => path.replace(/^.*[/\\]|\.[^.]*$/g, ""))];
    return [...titles, ...names.flatMap(monthHints)];
  }

  /** A weekday that is not its date's: the month or the year is another one. */
  #checkWeekdays(
    { days: row, weekdays }: ShiftLayout,
    found: readonly { readonly column: number; readonly head: DayHead }[],
    days: ReadonlyMap<number, string | undefined>,
  ): void {
    const wrong = found.flatMap(({ column, head }) => {
      const date = days.get(column);
      const below = weekdays?.cells[column];
      const said = head.weekday ?? (below && readWeekday(below));
      if (date === undefined || said === undefined || said === "other" || said === weekdayIn(date)) return [];
      return [{ column, date, from: head.weekday === undefined && weekdays !== undefined ? weekdays : row }];
    });
    const [first] = wrong;
    if (first === undefined) return;
    const { date, from, column } = first;
    const args = { written: shown(from.cells[column]?.text ?? ""), date, is: weekdayIn(date), count: wrong.length };
    this.findings.error("roster-weekday", args, this.#place(from.number, column));
  }

  /** The rows of the agents: without totals, notes, empty rows, titles of sections, and heads that are printed again. */
  #body(layout: ShiftLayout, counted: readonly number[]): Row[] {
    const { rows, merged } = this.#sheet;
    const last = Math.max(...counted);
    return rows.slice(layout.body).filter((row) => {
      if (isRowForPeople(row, layout) || counted.every((column) => row.cells[column] === undefined)) return false;
      const [only, ...more] = row.cells.flatMap((cell, column) => (cell === undefined ? [] : [column]));
      const isAcross = (range: Merged) =>
        range.row === row.number && range.column === only && endOf(range).column >= last;
      if (more.length === 0 && merged.some(isAcross)) return false;
      return !counted.every((column) => row.cells[column]?.text === headAt(layout, column));
    });
  }

  #readBody(
    body: readonly Row[],
    columns: ReadonlyMap<ColumnKind, number>,
    days: ReadonlyMap<number, string | undefined>,
  ): void {
    const people = new TableAgents(this.#known.agents, this.#place, this.findings);
    const words = new ShiftWords(this.#known.shifts);
    const first = new Map<string, Source>();
    const agentAt = columns.get("agent") ?? columns.get("name") ?? 0;
    for (const row of body) {
      for (const column of columns.values()) this.#reportFault(row, column);
      const agentNumber = people.of({ columns }, row);
      const at = this.#place(row.number, agentAt);
      const isTwice = agentNumber !== undefined && first.has(agentNumber);
      if (isTwice) this.findings.twice("agent", agentNumber, at, first.get(agentNumber));
      else if (agentNumber !== undefined) {
        first.set(agentNumber, at);
        const name = row.cells[columns.get("name") ?? -1]?.text.trim();
        this.rows.push({ agentNumber, ...(name !== undefined && { name }) });
      }
      for (const [column, date] of days) {
        const cell = row.cells[column];
        if (this.#reportFault(row, column)) continue;
        const said = words.read(cell);
        const source = this.#place(row.number, column);
        if (said === undefined) {
          const written = shown(cell?.text ?? "");
          const args = { written, shifts: words.shifts, ...words.suggest(written) };
          this.findings.error("roster-cell-unknown", args, source);
        } else if (agentNumber !== undefined && date !== undefined && !isTwice)
          this.cells.push({ agentNumber, date, ...said, source });
      }
    }
    const [place] = people.fresh.values();
    if (place !== undefined) this.findings.warning("table-new-agents", { agents: [...people.fresh.keys()] }, place);
  }

  #reportFault({ number, cells }: Row, column: number): boolean {
    const cell = cells[column];
    if (cell === undefined || !isFault(cell)) return false;
    this.findings.error(
      "table-cell-fault",
      { written: shown(cell.text), fault: cell.kind },
      this.#place(number, column),
    );
    return true;
  }

  /** Of merged cells only the first has a value. A head of two rows is merged from the first to the second, and needs one. */
  #reportMerged({ days, head, body: begin }: ShiftLayout, body: readonly Row[], counted: readonly number[]): void {
    const heads = new Set(this.#sheet.rows.slice(head, begin).map(({ number }) => number));
    const lastHead = Math.max(...heads);
    for (const range of this.#sheet.merged) {
      const end = endOf(range);
      const isCounted = counted.some((column) => range.column <= column && column <= end.column);
      const isHead =
        heads.has(range.row) && end.row <= lastHead && (end.column === range.column || range.row !== days.number);
      const row = heads.has(range.row) ? days : body.find(({ number }) => number === range.row);
      if (isCounted && !isHead && row?.cells[range.column] !== undefined)
        this.findings.error("table-merged", { range: range.range }, this.#place(range.row, range.column));
    }
  }

  /** Values below an empty head are of some day, but nobody knows of which. */
  #reportUnnamed(layout: ShiftLayout, body: readonly Row[]): void {
    const last = lastDay(layout.days);
    for (let column = 0; column < last; column += 1) {
      if (headAt(layout, column) !== undefined) continue;
      const filled = body.find(({ cells }) => cells[column] !== undefined);
      if (filled !== undefined) this.findings.error("table-column-unnamed", {}, this.#place(filled.number, column));
    }
  }

  #warn(layout: ShiftLayout, counted: readonly number[]): void {
    const { hiddenRows, hiddenColumns } = this.#sheet;
    const source = this.#place(layout.days.number, 0);
    const rows = hiddenRows.filter((row) => row >= layout.days.number);
    if (rows.length + hiddenColumns.length > 0)
      this.findings.warning("table-hidden", { rows, columns: hiddenColumns.map(columnName) }, source);
    const columns = Array.from(layout.days.cells, (_, column) => column)
      .filter((column) => !counted.includes(column))
      .flatMap((column) => shown(headAt(layout, column) ?? ""))
      .filter((head) => head !== "");
    if (columns.length > 0) this.findings.warning("table-columns-ignored", { columns }, source);
  }
}

/** The first row with enough days beside, below or above the names of the agents' columns. */
function layoutOf(rows: readonly Row[]): ShiftLayout | undefined {
  for (const [at, days] of rows.entries()) {
    const found = days.cells.filter((cell) => cell !== undefined && typeof readDay(cell) === "object");
    if (found.length < FEWEST_DAYS) continue;
    for (const step of HEAD_ROWS) {
      const names = rows[at + step];
      const columns = names === undefined ? new Map<ColumnKind, number>() : agentColumns(names);
      if (names === undefined || columns.size === 0) continue;
      const isApart = [...columns.values()].every((column) => days.cells[column] === undefined);
      if (step !== 0 && !isApart) continue;
      const [above, below] = [rows[at - 1], rows[at + 1]];
      const isBelow = below !== undefined && isWeekdays(below, days, columns);
      const isAbove = above !== undefined && isWeekdays(above, days, columns);
      const weekdays = isBelow ? below : isAbove ? above : undefined;
      const head = at + Math.min(step, isAbove ? -1 : 0, 0);
      return {
        days,
        columns,
        names,
        ...(weekdays && { weekdays }),
        head,
        body: at + Math.max(step, isBelow ? 1 : 0) + 1,
      };
    }
  }
  return undefined;
}

function agentColumns({ cells }: Row): Map<ColumnKind, number> {
  const columns = new Map<ColumnKind, number>();
  for (const [column, cell] of cells.entries()) {
    const kind = cell && kindOfHead(cell.text);
    if ((kind === "agent" || kind === "name") && !columns.has(kind)) columns.set(kind, column);
  }
  return columns;
}

/** Has a row nothing but weekdays where the days are, and nobody's name? */
function isWeekdays(row: Row, days: Row, columns: ReadonlyMap<ColumnKind, number>): boolean {
  const isNobody = [...columns.values()].every((column) => {
    const text = row.cells[column]?.text ?? "";
    return text === "" || kindOfHead(text) !== undefined || /^(?:星期|周|日期|weekday|day|date)$/i.test(text.trim());
  });
  const below = days.cells.flatMap((cell, column) =>
    cell !== undefined && typeof readDay(cell) === "object" ? [row.cells[column]] : [],
  );
  const filled = below.filter((cell) => cell !== undefined);
  return isNobody && filled.length > 0 && filled.every((cell) => readWeekday(cell) !== undefined);
}

/** The text of a head in whichever of its rows has one. */
function headAt({ days, names, weekdays }: ShiftLayout, column: number): string | undefined {
  return [days, names, weekdays].map((row) => row?.cells[column]?.text).find((text) => text !== undefined);
}

function lastDay({ cells }: Row): number {
  return cells.findLastIndex((cell) => cell !== undefined && typeof readDay(cell) === "object");
}

/** Where a merged range ends. */
function endOf({ range, row, column }: Merged): { readonly row: number; readonly column: number } {
  const [, letters = "", number] = /:([A-Z]{1,3})(\d+)$/.exec(range) ?? [];
  if (number === undefined) return { row, column };
  return { row: Number(number), column: [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1 };
}

function distinct(hints: readonly MonthHint[]): readonly MonthHint[] {
  return [...new Map(hints.map((hint) => [JSON.stringify([hint.year, hint.month]), hint])).values()];
}
