import { plainCsvText } from "./csvText.js";
import type { TableFinding } from "./findings.js";
import { tooLarge } from "./sheet.js";
import { AND, type DayCell, OFF_WORD, type ShiftWords } from "./shiftCells.js";
import type { ReadShifts } from "./shiftTable.js";
import { digitsCell, marked, type TableRequest, type WrittenCell } from "./writeTable.js";

/** Who has which shifts on which day. */
export interface ShiftMonth {
  readonly dates: readonly string[];
  readonly rows: readonly ShiftMonthRow[];
}

export interface ShiftMonthRow {
  readonly agentNumber: string;
  readonly name?: string;
  /** By the date; a day off where there is none. */
  readonly days: ReadonlyMap<string, DayCell>;
}

/** What a table says that was read, in its order. */
export function shiftMonthOf(
  { rows, dates, cells }: Pick<ReadShifts, "rows" | "dates" | "cells">,
  nameOf: (agentNumber: string, written: string | undefined) => string | undefined,
): ShiftMonth {
  const days = new Map(rows.map(({ agentNumber }) => [agentNumber, new Map<string, DayCell>()]));
  for (const { agentNumber, date, shifts, leave } of cells)
    days.get(agentNumber)?.set(date, { shifts, ...(leave !== undefined && { leave }) });
  return {
    dates: dates.toSorted(),
    rows: rows.map(({ agentNumber, name: written }) => {
      const name = nameOf(agentNumber, written);
      return { agentNumber, ...(name !== undefined && { name }), days: days.get(agentNumber) ?? new Map() };
    }),
  };
}

/** The heads of tables that lie in git, whatever the language of who writes them. */
const HEADS = ["工号", "姓名"] as const;

/**
 * The table as it lies in git: names of shifts, 休 for days off, words for leave, dates in their order. Equal tables give equal
 * texts, whatever they were read from.
 */
export function shiftCsv({ dates, rows }: ShiftMonth, words: ShiftWords): string {
  const format = "xlsx" as const; // Nothing is marked here that only Excel would change: people read it.
  return plainCsvText([
    [...HEADS, ...dates],
    ...rows.map(({ agentNumber, name, days }) => [
      agentNumber,
      name === undefined ? "" : marked(name, { format }),
      ...dates.map((date) => marked(cellText(days.get(date), words), { format })),
    ]),
  ]);
}

/** The table for Excel. */
export function shiftRows(
  { dates, rows }: ShiftMonth,
  words: ShiftWords,
  request: Pick<TableRequest, "heads" | "format">,
): { readonly rows: readonly (readonly WrittenCell[])[]; readonly findings: readonly TableFinding[] } {
  const { heads } = request;
  const written = [
    [heads.agent, heads.name, ...dates],
    ...rows.map(({ agentNumber, name, days }) => [
      digitsCell(agentNumber, request),
      name === undefined ? undefined : marked(name, request),
      ...dates.map((date) => marked(cellText(days.get(date), words), request)),
    ]),
  ];
  const width = dates.length + 2;
  const isTooLarge = tooLarge(written.length, width) !== undefined;
  const args = { rows: written.length, columns: width };
  return {
    rows: written,
    findings: isTooLarge ? [{ code: "export-too-large", severity: "error", args }] : [],
  };
}

/** A day as a cell says it, and is read back. */
function cellText(day: DayCell | undefined, words: ShiftWords): string {
  if (day === undefined) return OFF_WORD;
  const { shifts, leave } = day;
  if (leave !== undefined) return leave;
  if (shifts.length === 0) return OFF_WORD;
  // Where the name of a shift has the sign itself, another order or another sign may be clear.
  const texts = [AND, "/", "、"].flatMap((sign) => [shifts.join(sign), shifts.toReversed().join(sign)]);
  const isMeant = (text: string) => {
    const read = words.read({ kind: "text", text });
    return read?.shifts.length === shifts.length && shifts.every((shift) => read.shifts.includes(shift));
  };
  return texts.find(isMeant) ?? texts[0] ?? "";
}
