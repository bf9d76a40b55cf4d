import { placeOf, type Source } from "../../model/source.js";
import type { Timetable } from "./timetable.js";

/** A table that has shifts of an agent. */
export interface TableRow {
  readonly roster: string;
  /** The first such cell. */
  readonly source: Source;
}

/**
 * The tables that have shifts of an agent which are not over, each once. Commands that edit an agent's entries leave tables
 * alone, so a person has to take the agent out of these.
 *
 * @param today as `2026-12-01`, in the files' zone
 */
export function tableRowsOf(
  agentNumber: string,
  timetable: Pick<Timetable, "rosters" | "rosterDays"> | undefined,
  today: string,
): readonly TableRow[] {
  const rows = new Map<string, TableRow>();
  for (const { roster, tables } of timetable?.rosters ?? []) {
    const days = tables.length === 0 ? undefined : timetable?.rosterDays(roster)?.get(agentNumber);
    for (const [date, { shifts, source, inTable }] of days ?? []) {
      if (!inTable || shifts.length === 0 || date < today || rows.has(source.file)) continue;
      rows.set(source.file, { roster, source: placeOf(source) });
    }
  }
  return [...rows.values()];
}
