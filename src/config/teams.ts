import type { TeamDeclaration, TeamEntry } from "./declarations.js";
import type { FindingSink } from "./findings.js";

/** A longer cycle is named by its beginning and its end. */
const MAX_CYCLE_NAMES = 12;

/** A team on the way inwards, and its own team entries that are still to be followed. */
interface Step {
  readonly declaration: TeamDeclaration;
  readonly rest: Iterator<TeamEntry>;
}

/**
 * Every team after the teams that it holds, so that each need be unfolded only once. Cycles are reported at the entry
 * that closes them. No recursion: teams may nest as deeply as a file has lines.
 */
export function orderTeams(declared: readonly TeamDeclaration[], sink: FindingSink): TeamDeclaration[] {
  const byName = new Map([...declared].reverse().map((declaration) => [declaration.team, declaration]));
  const ordered = new Set<TeamDeclaration>();
  const underway = new Set<TeamDeclaration>();
  const path: Step[] = [];
  const enter = (declaration: TeamDeclaration) => {
    underway.add(declaration);
    path.push({ declaration, rest: declaration.entries.filter((entry) => entry.kind === "team").values() });
  };

  for (const outermost of declared) {
    if (byName.get(outermost.team) === outermost && !ordered.has(outermost)) enter(outermost);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const entry = step.rest.next();
      if (entry.done) {
        ordered.add(step.declaration);
        path.pop();
        continue;
      }
      const inner = byName.get(entry.value.name);
      if (!inner || ordered.has(inner)) continue;
      if (!underway.has(inner)) enter(inner);
      else sink.error("team-cycle", { path: cycleOf(path, inner) }, entry.value.at);
    }
  }
  return [...ordered];
}

/** The names from the team that is held to itself again. */
function cycleOf(path: readonly Step[], held: TeamDeclaration): string[] {
  const cycle = path.slice(path.findIndex(({ declaration }) => declaration === held));
  const names = (steps: readonly Step[]) => steps.map(({ declaration }) => declaration.team);
  return cycle.length <= MAX_CYCLE_NAMES
    ? [...names(cycle), held.team]
    : [...names(cycle.slice(0, MAX_CYCLE_NAMES - 2)), "…", ...names(cycle.slice(-1)), held.team];
}
