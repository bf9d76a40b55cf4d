import type { Declarations, Entry } from "../declarations.js";
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
  const entriesOf = new Map(teams.map(({ team, entries }) => [team, entries]));
  for (const { week, cycles } of rosters) {
    for (const { shifts } of week) for (const shift of shifts) recurrences.knowsShift(shift);
    for (const { pattern } of cycles)
      for (const shift of new Set(pattern)) if (shift !== undefined) recurrences.knowsShift(shift);
    for (const entry of [...week, ...cycles].flatMap(({ people }) => people)) {
      if (entry.kind !== "team") continue;
      const inner = rosterIn(entry.name, entriesOf);
      if (inner === undefined) continue;
      const args = { team: entry.name, roster: inner.name };
      sink.error("roster-in-roster", args, entry.nameAt, [{ note: "other", source: inner.at }]);
    }
  }
}

/** An entry of the team, or of one that it holds, that takes members from a roster. */
function rosterIn(team: string, entriesOf: ReadonlyMap<string, readonly Entry[]>): Entry | undefined {
  const reached = new Set([team]);
  // What is added while a set is gone through is reached, too.
  for (const name of reached)
    for (const entry of entriesOf.get(name) ?? []) {
      if (entry.kind === "roster") return entry;
      if (entry.kind === "team") reached.add(entry.name);
    }
  return undefined;
}
