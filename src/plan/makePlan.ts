import type { DesiredGroup, DesiredState } from "../config/desired.js";
import type { GuardSettings, RateLimits } from "../config/settings.js";
import { compareText } from "../model/skillGroup.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import { actionFor, manualChanges } from "./actions.js";
import { agentNames } from "./agentNames.js";
import { estimateBudget, pagingOf } from "./budget.js";
import type { PlanFinding } from "./findings.js";
import { type GuardOrigins, readGuards } from "./guards.js";
import { hashPlan } from "./hash.js";
import { type Match, matchGroups } from "./matchGroups.js";
import { nearMiss } from "./nearMiss.js";
import type { Action, ManualChange, Plan, PlanAccount } from "./plan.js";
import { scheduleWrites } from "./schedule.js";
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
  /** Only these desired groups; all where it is absent. */
  readonly only?: (group: DesiredGroup) => boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly musterVersion: string;
}

/** A plan whose findings have no prose yet. */
export type PlanDraft = Omit<Plan, "diagnostics">;

export interface Planned {
  /** Absent when a finding is an error: half a plan would look like a small one. */
  readonly plan?: PlanDraft;
  readonly findings: readonly PlanFinding[];
}

/** Compares what is wanted with what is live. Pure: equal inputs give equal plans, whatever order anything came in. */
export function makePlan(input: PlanInput): Planned {
  const { desired, account } = input;
  // Listings come in the server's order, which may change from day to day.
  const live = { ...input.live, groups: [...input.live.groups].sort((a, b) => compareText(a.exten, b.exten)) };
  const matching = matchGroups(desired.groups, live.groups);
  const matches = matching.matches.filter((match) => input.only?.(match.desired) ?? true);
  const findings = matches.flatMap((match) => (match.finding === undefined ? [] : [match.finding]));
  if (findings.length > 0) return { findings };

  const names = agentNames(desired, live);
  const actions: Action[] = [];
  const manual: ManualChange[] = [];
  let unchanged = 0;
  for (const match of matches) {
    const action = actionFor(match, names);
    if (action !== undefined) actions.push(action);
    if (action?.action === "create") findings.push(...creationFindings(match.desired, matching.unmanaged));
    const byHand = manualChanges(match);
    manual.push(...byHand);
    if (action === undefined && byHand.length === 0) unchanged += 1;
  }
  actions.sort(inPlanOrder);
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
      guards: readGuards(actions, managedMemberships(matches), input.guards, input.guardOrigins),
      budget: estimateBudget(scheduleWrites(actions), pagingOf(live), input.limits),
    },
  };
}

/** A creation can never be undone, so a name is looked at twice before one. */
function creationFindings(desired: DesiredGroup, unmatched: readonly LiveGroup[]): PlanFinding[] {
  const { displayName, source } = desired;
  const findings: PlanFinding[] = [];
  for (const live of unmatched) {
    const difference = nearMiss(displayName, live.displayName);
    if (difference === undefined) continue;
    findings.push({
      code: "near-miss",
      severity: "warning",
      args: { displayName, live: live.displayName, exten: live.exten, difference },
      source,
    });
  }
  if ((desired.members ?? []).length === 0)
    findings.push({ code: "create-without-members", severity: "warning", args: { displayName }, source });
  return findings;
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
