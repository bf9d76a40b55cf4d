import type { FindingOf } from "../model/finding.js";
import { sameMembers } from "../model/skillGroup.js";
import type { PlanFinding, PlanFindingArgs } from "./findings.js";
import { type MembersSince, membersSince, namesIn } from "./membersSince.js";
import type { Action, CreateAction, Plan, ReplaceMembersAction } from "./plan.js";

const NOBODY: MembersSince = { joined: [], left: [], reprioritized: [] };

/** One group in which two plans differ. */
export type PlanDifference = Extract<PlanFinding, FindingOf<Pick<PlanFindingArgs, "plan-differs">>>;

/**
 * What differs between the plan that a person was shown and the one made now, a warning for each group, in the order of
 * the new plan; groups that it does not change any more come last. Pure.
 *
 * A group of both may differ in two ways: the account has changed (`live`), and the files want something else (`wanted`).
 *
 * @param shown the plan that was approved
 * @param now the plan of the present files and the present account
 */
export function differenceOfPlans(shown: Pick<Plan, "actions">, now: Pick<Plan, "actions">): readonly PlanDifference[] {
  const earlier = new Map(shown.actions.map((action) => [action.id, action]));
  const ids = new Set(now.actions.map((action) => action.id));
  return [
    ...now.actions.flatMap((action) => {
      const before = earlier.get(action.id);
      return before === undefined ? [difference(action, "new", changesOf(action))] : betweenActions(before, action);
    }),
    ...shown.actions
      .filter((action) => !ids.has(action.id))
      .map((action) => difference(action, "dropped", changesOf(action))),
  ];
}

function betweenActions(before: Action, now: Action): PlanDifference[] {
  const names = namesIn(...listsOf(before), ...listsOf(now));
  const found: PlanDifference[] = [];
  if (before.action === "replaceMembers" && now.action === "replaceMembers") {
    const [then, here] = [before.before.members, now.before.members];
    if (!sameMembers(then, here) || before.displayName !== now.displayName)
      found.push(difference(now, "live", membersSince(then, here, names), before.displayName));
  }
  const [wanted, wantedNow] = [wantedBy(before), wantedBy(now)];
  const settings = before.action === "create" && now.action === "create" ? settingsBetween(before, now) : [];
  const membership = membershipOf(before) === membershipOf(now) ? [] : [`membership → ${membershipOf(now)}`];
  if (!sameMembers(wanted, wantedNow) || settings.length + membership.length > 0)
    found.push(
      difference(now, "wanted", membersSince(wanted, wantedNow, names), undefined, [...settings, ...membership]),
    );
  return found;
}

/** The members that the files list; what an additive group has besides is the account's. */
function wantedBy(action: Action) {
  return action.action === "create" ? action.after.members : (action.listed ?? action.after.members);
}

function membershipOf(action: Action): string {
  return action.action === "create" ? "exact" : action.membership;
}

function settingsBetween({ after: a }: CreateAction, { after: b }: CreateAction): string[] {
  return (["assignRule", "memory"] as const)
    .filter((attribute) => a[attribute] !== b[attribute])
    .map((attribute) => `${attribute} → ${b[attribute] ?? "–"}`);
}

/** What an action does, as a difference lists it. */
function changesOf(action: Action): MembersSince {
  if (action.action === "create") return membersSince([], action.after.members, namesIn(action.added));
  return membersSince(action.before.members, action.after.members, namesIn(...listsOf(action)));
}

function listsOf(action: Action) {
  return action.action === "create" ? [action.added] : [action.added, action.removed, action.reprioritized];
}

function difference(
  action: Action,
  kind: PlanDifference["args"]["kind"],
  members: MembersSince = NOBODY,
  nameThen: string | undefined = undefined,
  settings: readonly string[] = [],
): PlanDifference {
  const { displayName } = action;
  const { exten, lastEdit } = action.action === "create" ? ({} as Partial<ReplaceMembersAction>) : action;
  return {
    code: "plan-differs",
    severity: "warning",
    args: {
      displayName,
      ...(exten === undefined ? {} : { exten }),
      kind,
      action: action.action,
      ...(nameThen === undefined || nameThen === displayName ? {} : { nameThen }),
      ...members,
      settings: [...settings],
      ...(kind !== "live" || lastEdit === undefined ? {} : { lastEdit }),
    },
    source: action.source,
  };
}
