import type { Outcome } from "../apply/result.js";
import { endedWell, isUnchanged } from "../model/outcome.js";

/** Outcomes that are said once for all their groups, since they differ in nothing but the group. */
export type Alike = readonly [Outcome, ...Outcome[]];

/** A run's outcomes, as people read them. */
export interface SortedOutcomes {
  /** Done, and read back. */
  readonly good: readonly Outcome[];
  /** The run was stopped before their turn. */
  readonly notStarted: readonly Outcome[];
  /** What needs a look: equal ones together, in the order of the plan, and the failures last. */
  readonly trouble: readonly Alike[];
}

const GRAVITY: Readonly<Record<Outcome["status"], number>> = {
  applied: 0,
  skipped: 1,
  unknown: 2,
  conflict: 3,
  failed: 4,
};

/** Sorts a run's outcomes for a reader who looks at the end first. */
export function sortOutcomes(actions: readonly Outcome[]): SortedOutcomes {
  const good = actions.filter(endedWell);
  const notStarted = actions.filter(isNotStarted);
  const trouble = alike(
    actions.filter((one) => !endedWell(one) && !isNotStarted(one)),
    troubleKey,
  );
  return { good, notStarted, trouble: trouble.sort(([a], [b]) => GRAVITY[a.status] - GRAVITY[b.status]) };
}

/** For a reader who looks at the beginning first. */
export function gravestFirst(trouble: readonly Alike[]): Alike[] {
  return [...trouble].sort(([a], [b]) => GRAVITY[b.status] - GRAVITY[a.status]);
}

/** Groups that ended well in the same way, each way by itself. */
export function goodAlike(good: readonly Outcome[]): readonly Alike[] {
  return alike(good, (one) => [one.action, isUnchanged(one), one.adopted === true, Math.max(1, one.attempts)]);
}

/** The run was told to stop, and nothing was sent for the action. */
export function isNotStarted({ status, attempts, error }: Outcome): boolean {
  return status === "skipped" && attempts === 0 && error?.code === "interrupted";
}

/** Everything that is said of an outcome, but for its group. */
function troubleKey({ action, status, adopted, attempts, error, skippedAgents, underneath }: Outcome): unknown {
  const { displayName: _, exten: __, ...args } = error?.args ?? {};
  // Without particulars the sentence that came with the error is shown, and it may name the group.
  const said = error?.args === undefined ? error?.message : undefined;
  return [
    action,
    status,
    adopted === true,
    attempts > 1 ? attempts : 1,
    error?.code,
    args,
    said,
    skippedAgents,
    underneath,
  ];
}

function alike(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => unknown): Alike[] {
  const groups = new Map<string, [Outcome, ...Outcome[]]>();
  for (const outcome of outcomes) {
    const key = JSON.stringify(keyOf(outcome));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [outcome]);
    else known.push(outcome);
  }
  return [...groups.values()];
}

/** Does the sentence of an error name its group, so that it is an example where several share it? */
export function namesItsGroup({ error }: Outcome): boolean {
  return error?.args?.["displayName"] !== undefined;
}
