import type { Coverage as DesiredCoverage, DesiredGroup } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import type { LiveGroup } from "../moor/live.js";
import type { Action, Cause, Coverage, CreateAction, Origin, ReplaceMembersAction } from "./plan.js";

/** Why something differs, where the plan knows. Without time that is its origin; without a base, all that is not due is drift. */
export function causeOf({ cause, origin }: { readonly cause?: Cause; readonly origin?: Origin }): Cause {
  return cause ?? origin ?? "drift";
}

/** Do any of the groups use time? Only then has a difference a cause. */
export function haveCauses(groups: readonly DesiredGroup[]): boolean {
  return groups.some(({ turned }) => turned !== undefined);
}

/**
 * An action with the cause of everything in it. What the change of the files brings is `change`. Of the rest the clock is the
 * cause where the group is, for that agent, as the files wanted it earlier in the window: mostly just before the agent's last
 * turn, and earlier where runs have been missed.
 *
 * @param action with origins, where there is a base
 * @param live absent: the group is created. Nobody creates a group by the clock
 */
export function causesOfAction(
  action: Action,
  desired: DesiredGroup,
  live: LiveGroup | undefined,
  moment: Pick<Moment, "wasSo">,
): Action {
  if (action.action === "create" || live === undefined) return causesOfCreation(action as CreateAction);
  const { timeline = [] } = desired;
  const turns = new Map(desired.turned?.map((turn) => [turn.agentNumber, turn]));
  const here = agentsWithPriorities(live);
  const isDue = (agentNumber: string): boolean => {
    const turn = turns.get(agentNumber);
    const priority = here.get(agentNumber);
    if (turn === undefined) return false;
    return priority === turn.before?.priority || moment.wasSo(timeline, agentNumber, priority);
  };
  const label = <M extends { readonly agentNumber: string; readonly origin?: Origin }>(member: M) => {
    const cause: Cause = member.origin === "change" ? "change" : isDue(member.agentNumber) ? "schedule" : "drift";
    return { ...member, cause };
  };
  return withCauseOfAll({
    ...action,
    added: action.added.map(label),
    removed: action.removed.map(label),
    reprioritized: action.reprioritized.map(label),
  });
}

function causesOfCreation(action: CreateAction): CreateAction {
  const cause = action.origin ?? "drift";
  return { ...action, added: action.added.map((member) => ({ ...member, cause })), cause };
}

/** The action's own cause: the one that all its members have. */
export function withCauseOfAll({ cause: _, ...action }: ReplaceMembersAction): ReplaceMembersAction {
  const causes = new Set([...action.added, ...action.removed, ...action.reprioritized].map((one) => one.cause));
  const [cause] = causes;
  return cause === undefined || causes.size > 1 ? action : { ...action, cause };
}

/** An agent who is listed twice has no one priority that could be as wanted. */
export function agentsWithPriorities({ members }: LiveGroup): ReadonlyMap<string, number> {
  const priorities = new Map<string, number>();
  for (const { agentNumber, priority } of members)
    priorities.set(agentNumber, priorities.has(agentNumber) ? Number.NaN : priority);
  return priorities;
}

/** How many members the files demand of a group at an instant: the most of what is in force. `undefined`: they say nothing. */
export function coverageAt({ coverage }: Pick<DesiredGroup, "coverage">, at: number | undefined): Coverage | undefined {
  if (coverage === undefined) return undefined;
  return { min: coverageInForce({ coverage }, at)?.min ?? 0 };
}

/** The rule of a group's coverage that demands most at an instant; of two the first. `undefined`: none demands anybody then. */
export function coverageInForce(
  { coverage = [] }: Pick<DesiredGroup, "coverage">,
  at: number | undefined,
): DesiredCoverage | undefined {
  const inForce = coverage.filter(
    ({ min, spans }) =>
      min > 0 &&
      (spans === undefined || (at !== undefined && spans.some(({ from, until }) => from <= at && at < until))),
  );
  const most = Math.max(...inForce.map(({ min }) => min));
  return inForce.find(({ min }) => min === most);
}
