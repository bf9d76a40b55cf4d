import type { DesiredGroup, DesiredState } from "../config/desired.js";
import type { GuardSettings, RateLimits } from "../config/settings.js";
import { type CreationMemory, NO_MEMORY } from "../model/creations.js";
import { compareText } from "../model/skillGroup.js";
import type { LiveState } from "../moor/live.js";
import { actionFor, manualChanges } from "./actions.js";
import { agentNames } from "./agentNames.js";
import { estimateBudget, pagingOf } from "./budget.js";
import { creationFindings } from "./creationFindings.js";
import type { PlanFinding } from "./findings.js";
import { type GuardOrigins, readGuards } from "./guards.js";
import { hashPlan } from "./hash.js";
import { holdDepartures } from "./holdDepartures.js";
import { type Match, matchGroups } from "./matchGroups.js";
import { besideOdd } from "./oddGroups.js";
import type { Action, ManualChange, Plan, PlanAccount } from "./plan.js";
import { type Schedule, scheduleWrites } from "./schedule.js";
import { summarize } from "./summarize.js";

export interface PlanInput {
  readonly account: PlanAccount;
  readonly desired: DesiredState;
  readonly live: LiveState;
  readonly guards: GuardSettings;
  readonly guardOrigins?: GuardOrigins;
  readonly limits: RateLimits;
  /** Live groups that are not to be listed as unmanaged. */
  readonly isIgnored: (displayName: string) => boolean;
  /** What is remembered of creations that were sent before; nothing where it is absent. */
  readonly memory?: CreationMemory;
  /** Only these desired groups; all where it is absent. */
  readonly only?: (group: DesiredGroup) => boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly musterVersion: string;
}

/** A plan whose findings have no prose yet. */
export type PlanDraft = Omit<Plan, "diagnostics">;

export interface Planned {
  readonly plan: PlanDraft;
  /** The order of its writes. */
  readonly schedule: Schedule;
  /** An error among them stops the group that it is about, and nothing else: everything else is in the plan. */
  readonly findings: readonly PlanFinding[];
}

/** Compares what is wanted with what is live. Pure: equal inputs give equal plans, whatever order anything came in. */
export function makePlan(input: PlanInput): Planned {
  const { desired, account } = input;
  // Listings come in the server's order, which may change from day to day.
  const live = { ...input.live, groups: [...input.live.groups].sort((a, b) => compareText(a.exten, b.exten)) };
  const matching = matchGroups(desired.groups, live.groups);
  const beside = besideOdd(matching, live.odd, input.isIgnored);
  const matches = beside.matches.filter((match) => input.only?.(match.desired) ?? true);
  const { memory = NO_MEMORY } = input;
  const findings = matches.flatMap((match) => (match.finding === undefined ? [] : [withMaker(match.finding, memory)]));
  if (input.only === undefined) findings.push(...beside.warnings);
  const sound = matches.filter((match) => match.finding === undefined);

  const names = agentNames(desired, live);
  const wanted: Action[] = [];
  const manual: ManualChange[] = [];
  let unchanged = 0;
  for (const match of sound) {
    const action = actionFor(match, names);
    if (action !== undefined) wanted.push(action);
    const byHand = manualChanges(match);
    manual.push(...byHand);
    if (action === undefined && byHand.length === 0) unchanged += 1;
  }
  const { actions, held } = holdDepartures(wanted, matches);
  findings.push(...held);
  const created = sound.flatMap((match) => (match.live === undefined ? [match.desired] : []));
  const named = [...live.groups, ...live.odd];
  findings.push(
    ...creationFindings(created, { live: named, desired: desired.groups, isIgnored: input.isIgnored, memory }),
  );
  actions.sort(inPlanOrder);
  const schedule = scheduleWrites(actions);
  manual.sort(
    (a, b) =>
      compareText(a.displayName, b.displayName) ||
      compareText(a.exten, b.exten) ||
      compareText(a.attribute, b.attribute),
  );
  const unnamed = input.only === undefined ? matching.unmanaged : [];
  const ignored = unnamed.filter((group) => input.isIgnored(group.displayName)).length;
  const unmanaged = unnamed
    .filter((group) => !input.isIgnored(group.displayName))
    .map(({ displayName, exten, members }) => ({ displayName, exten, members: members.length }))
    .sort((a, b) => compareText(a.displayName, b.displayName) || compareText(a.exten, b.exten));
  return {
    findings,
    schedule,
    plan: {
      formatVersion: "1.0",
      kind: "plan",
      musterVersion: input.musterVersion,
      createdAt: input.createdAt,
      hash: hashPlan(account, actions),
      account,
      summary: {
        ...summarize(actions, manual, unmanaged.length, unchanged),
        ...(ignored === 0 ? {} : { ignored }),
      },
      actions,
      manual,
      unmanaged,
      guards: readGuards(actions, managedMemberships(sound), input.guards, input.guardOrigins),
      budget: estimateBudget(schedule, pagingOf(live), input.limits),
    },
  };
}

/** Of several groups of one name: which of them this machine made. */
function withMaker(finding: PlanFinding, { made }: CreationMemory): PlanFinding {
  if (finding.code !== "ambiguous-name") return finding;
  const { displayName, extens } = finding.args;
  const ours = made.filter((group) => group.displayName === displayName).map(({ exten }) => exten);
  const known = extens.filter((exten) => ours.includes(exten));
  return known.length === 0 ? finding : { ...finding, args: { ...finding.args, made: known } };
}

/** Creates first, then replaces; inside by name, then number. */
function inPlanOrder(a: Action, b: Action): number {
  if (a.action !== b.action) return a.action === "create" ? -1 : 1;
  return compareText(a.displayName, b.displayName) || compareText(extenOf(a), extenOf(b));
}

function extenOf(action: Action): string {
  return action.action === "replaceMembers" ? action.exten : "";
}

/** Memberships that a removal guard's percentage is of: those a plan could remove. */
function managedMemberships(matches: readonly Match[]): number {
  return matches.reduce(
    (sum, { desired, live }) =>
      desired.members === undefined || desired.membership === "additive" ? sum : sum + (live?.members.length ?? 0),
    0,
  );
}
