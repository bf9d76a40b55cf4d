import { shiftWords } from "../config/time/shiftTable.js";
import type { RosterDay } from "../config/time/timetable.js";
import { compareText } from "../model/skillGroup.js";
import { ShiftWords } from "../tables/shiftCells.js";
import { type ShiftMonthRow, shiftRows } from "../tables/writeShifts.js";
import { agentName, type TableRequest } from "../tables/writeTable.js";
import { namesInComments } from "../writeback/nameRemarks.js";
import { readSound } from "./editAgents.js";
import { type ExportedTable, tableContent } from "./exportTable.js";
import { rosterNamed } from "./importShifts.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface ExportShiftsOptions extends ConfigOptions, Pick<TableRequest, "format" | "heads"> {
  readonly account?: string | undefined;
  readonly roster: string;
  /** `2026-12`. */
  readonly month: string;
  /** The name of a workbook's sheet. */
  readonly sheet: string;
}

/** A table of a roster's month, not written yet. */
export interface ExportedShifts extends Pick<ExportedTable, "content"> {
  readonly agents: number;
  readonly days: number;
}

/** From a day on, all days of its month. */
const LONGEST_MONTH = 31;

/**
 * What a roster's week, cycles and tables come to in a month, as one table. Offline.
 *
 * @throws {UserError} the files have an error, or there is no such roster
 */
export async function exportShifts(options: ExportShiftsOptions): Promise<ExportedShifts> {
  const { host, format, roster: asked, month } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const days = { at: `${month}-01`, days: LONGEST_MONTH, isStrict: true };
  const { desired, declared, index, texts } = await readSound(entry, config, host, days);
  const { rosters = [], shifts = [] } = declared.timetable ?? {};
  const roster = rosterNamed(asked, rosters);
  const dates = datesOf(month);
  const nameOf = namesInComments(texts, desired.moment);
  const people = [...(declared.timetable?.rosterDays(roster.roster) ?? [])]
    .map(([agentNumber, own]) => {
      const name = agentName(agentNumber, { index, nameOf });
      const inMonth = new Map([...own].filter(([date]) => date.startsWith(month)));
      return { agentNumber, ...(name !== undefined && { name }), days: inMonth };
    })
    .filter((row) => row.days.size > 0)
    .sort((a, b) => compareRows(a.days, b.days));
  if (people.length === 0)
    throw new UserError([{ code: "roster-month-empty", severity: "error", args: { roster: roster.roster, month } }]);
  const written = shiftRows(
    { dates, rows: people satisfies ShiftMonthRow[] },
    new ShiftWords(shiftWords(shifts)),
    options,
  );
  if (hasError(written.findings)) throw new UserError(written.findings);
  const content = await tableContent(written.rows, format, options.sheet, host);
  return { content, agents: people.length, days: dates.length };
}

function datesOf(month: string): string[] {
  return Array.from({ length: LONGEST_MONTH }, (_, day) => `${month}-${String(day + 1).padStart(2, "0")}`).filter(
    (date) => {
      const day = new Date(`${date}T00:00:00Z`);
      return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
    },
  );
}

/** Those of a table come first, in its order, so that a table which goes out and comes back is the same. */
function compareRows(a: ReadonlyMap<string, RosterDay>, b: ReadonlyMap<string, RosterDay>): number {
  const [one, other] = [a, b].map((days) =>
    [...days.values()].map(({ source }) => source).find(({ file }) => !/\.ya?ml$/i.test(file)),
  );
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return compareText(one.file, other.file) || one.line - other.line;
}
