import type { Coverage, DesiredGroup } from "../config/desired.js";
import type { Source } from "../model/source.js";
import { coverageInForce } from "./cause.js";
import type { PlanFinding } from "./findings.js";
import { overEmptied, type SettledGuards } from "./guards.js";
import type { Action } from "./plan.js";

/** Where an action comes from that writes only a part of what its group needs. */
export interface PartOrigin {
  readonly desired: DesiredGroup;
  /** All that the group needs. */
  readonly whole: Action;
  /** What the part leaves; absent: nothing. */
  readonly rest: Action | undefined;
}

/**
 * Leaves groups as they are that the clock would empty and `maxEmptied` would stop. Nobody watches such a run: one group without
 * anybody over lunch must not keep the hand-overs of all others from being written. Whoever leaves the group for another one
 * still arrives there, and is in both.
 *
 * @param actions what the clock brings
 * @param left what the run leaves in any case
 * @param originOf by action of `actions`
 * @param at the plan's instant: ms since 1970
 */
export function keepFromEmptying(
  { actions, left }: { readonly actions: readonly Action[]; readonly left: readonly Action[] },
  originOf: ReadonlyMap<Action, PartOrigin>,
  guards: SettledGuards,
  at: number | undefined,
): { readonly actions: Action[]; readonly left: Action[]; readonly findings: PlanFinding[] } {
  const over = overEmptied(actions, guards);
  if (over === undefined) return { actions: [...actions], left: [...left], findings: [] };
  const kept = new Set<Action>(over.groups);
  const origins = over.groups.flatMap((action) => originOf.get(action) ?? []);
  const rests = new Set(origins.map(({ rest }) => rest));
  const findings = over.groups.map((action): PlanFinding => {
    const { displayName, exten, source } = action;
    const origin = originOf.get(action);
    const rule = origin && coverageInForce(origin.desired, at);
    const others = origin?.whole.after.members.length ?? 0;
    const args = {
      displayName,
      exten,
      groups: over.groups.length,
      limit: over.limit,
      ...(action.coverage === undefined ? {} : { min: action.coverage.min }),
      ...(others === 0 ? {} : { others }),
    };
    return { code: "would-empty", severity: "error", args, source: placeOf(origin?.desired, rule) ?? source };
  });
  return {
    actions: actions.filter((action) => !kept.has(action)),
    left: [...left.filter((action) => !rests.has(action)), ...origins.map(({ whole }) => whole)],
    findings,
  };
}

/** The line to change: the rule that demands somebody, else the list of members. */
function placeOf(desired: DesiredGroup | undefined, rule: Coverage | undefined): Source | undefined {
  return rule?.source ?? desired?.settingSources.members;
}
