import { teamsWith } from "../agentIndex.js";
import type { Declarations } from "../declarations.js";
import type { FindingSink } from "../findings.js";
import type { Recurrences } from "./recurrences.js";
import type { RosterDeclaration } from "./timetable.js";

/** Reports shifts that no file declares, and teams that would need a roster to know who is in a roster. */
export function checkRosters(
  rosters: readonly RosterDeclaration[],
  { teams }: Declarations,
  recurrences: Recurrences,
  sink: FindingSink,
): void {
  const rosterOf = teamsWith(teams, ({ kind }) => kind === "roster");
  for (const { week, cycles } of rosters) {
    for (const { shifts } of week) for (const shift of shifts) recurrences.knowsShift(shift);
    for (const { pattern } of cycles)
      for (const shift of new Set(pattern)) if (shift !== undefined) recurrences.knowsShift(shift);
    for (const entry of [...week, ...cycles].flatMap(({ people }) => people)) {
      if (entry.kind !== "team") continue;
      const inner = rosterOf.get(entry.name);
      if (inner === undefined) continue;
      const args = { team: entry.name, roster: inner.name };
      sink.error("roster-in-roster", args, entry.nameAt, [{ note: "other", source: inner.at }]);
    }
  }
}
