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
  const rosterOf = rosterWithin(teams);
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

/** By team: an entry of it, or of one that it holds, that takes members from a roster. */
function rosterWithin(teams: Declarations["teams"]): ReadonlyMap<string, Entry> {
  const holders = new Map<string, string[]>();
  const found = new Map<string, Entry>();
  for (const { team, entries } of teams)
    for (const entry of entries) {
      if (entry.kind === "roster" && !found.has(team)) found.set(team, entry);
      if (entry.kind !== "team") continue;
      const known = holders.get(entry.name);
      if (known === undefined) holders.set(entry.name, [team]);
      else known.push(team);
    }
  // What is added while a map is gone through is reached, too.
  for (const [team, entry] of found)
    for (const holder of holders.get(team) ?? []) if (!found.has(holder)) found.set(holder, entry);
  return found;
}
