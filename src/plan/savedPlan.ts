import { type Member, sameMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import { hashPlan } from "./hash.js";
import { lastEditOf } from "./lastEdit.js";
import { membersSince, namesIn } from "./membersSince.js";
import type { Action, LastEdit, Plan, ReplaceMembersAction } from "./plan.js";

/**
 * Is a saved plan what muster wrote? Its hash must be that of its account, actions and raised guards, and the agents whom reviewers were
 * shown to join and leave must be those by which its lists differ. Otherwise the file has been edited.
 */
export function isIntact(plan: Plan): boolean {
  const ids = new Set(plan.actions.map((action) => action.id));
  return (
    ids.size === plan.actions.length &&
    plan.hash === hashPlan(plan.account, plan.actions, plan) &&
    plan.actions.every(isConsistent)
  );
}

function isConsistent(action: Action): boolean {
  const { added, after } = action;
  if (action.action === "create") return sameMembers(added, after.members);
  if (!isListConsistent(action)) return false;
  if (action.retired === true && (after.members.length > 0 || action.membership !== "exact")) return false;
  // By agent and priority: the server may list an agent twice.
  const members = new Map<string, Member>(action.before.members.map((member) => [keyOf(member), member]));
  const put = (member: Member): void => void members.set(keyOf(member), member);
  for (const member of action.removed) if (!members.delete(keyOf(member))) return false;
  for (const { agentNumber, from } of action.reprioritized)
    if (!members.delete(keyOf({ agentNumber, priority: from }))) return false;
  for (const { agentNumber, to } of action.reprioritized) put({ agentNumber, priority: to });
  const agents = new Set([...members.values()].map((member) => member.agentNumber));
  for (const { agentNumber, priority } of added) {
    if (agents.has(agentNumber)) return false;
    agents.add(agentNumber);
    put({ agentNumber, priority });
  }
  return sameMembers([...members.values()], after.members);
}

function keyOf({ agentNumber, priority }: Member): string {
  return `${agentNumber} ${priority}`;
}

/** Only additive groups have a `listed`. They remove no agent, and write all who are listed. */
function isListConsistent({ membership, listed, removed, after }: ReplaceMembersAction): boolean {
  if (membership === "exact") return listed === undefined;
  const written = new Map(after.members.map((member) => [member.agentNumber, member.priority]));
  return (
    removed.length === 0 &&
    listed !== undefined &&
    listed.every((member) => written.get(member.agentNumber) === member.priority)
  );
}

/** Is its time over? Then the files want something else by now, though nobody has edited them. */
export function isOver({ validUntil }: Pick<Plan, "validUntil">, now: number): boolean {
  // A text that is no time is never later than now.
  return validUntil !== undefined && !(Date.parse(validUntil) > now);
}

export function overFinding({ validUntil = "", account }: Pick<Plan, "validUntil" | "account">): PlanFinding {
  return { code: "plan-expired", severity: "error", args: { validUntil, account: account.name } };
}

/** Whether a saved plan still fits the account as it is now. */
export type Staleness =
  /** Every action finds the group that it was made for, or has been carried out. `done`: by action id, the number of its group. */
  | { readonly kind: "ready"; readonly done: ReadonlyMap<string, string> }
  /** Something has changed: no part of the plan may be applied. */
  | { readonly kind: "stale"; readonly findings: readonly PlanFinding[] };

/**
 * Compares a saved plan with the live account. A plan is applied exactly or not at all: it is stale if one group is neither
 * as it was nor as the plan leaves it, or if a name to create exists with other contents. What an earlier apply of the
 * same plan has done is not done twice. What was done and has been undone since is not done again: that was decided after
 * the plan was approved.
 *
 * @param earlier what was carried out of a plan with this hash; a plan that was saved after that is a new decision
 */
export function checkStaleness(
  { actions, createdAt }: Pick<Plan, "actions" | "createdAt">,
  live: readonly LiveGroup[],
  earlier?: { readonly at: number; readonly actions: readonly string[] },
): Staleness {
  const isReplay = earlier !== undefined && Date.parse(createdAt) <= earlier.at;
  const carriedOut = new Set(isReplay ? earlier.actions : []);
  const byExten = new Map(live.map((group) => [group.exten, group]));
  const byName = new Map<string, LiveGroup[]>();
  for (const group of live) byName.set(group.displayName, [...(byName.get(group.displayName) ?? []), group]);

  const done = new Map<string, string>();
  const findings: PlanFinding[] = [];
  for (const action of actions) {
    const named = byName.get(action.displayName) ?? [];
    const now = action.action === "create" ? onlyOne(named) : byExten.get(action.exten);
    if (now !== undefined && isDone(action, now)) done.set(action.id, now.exten);
    else {
      const finding =
        action.action === "create" ? createStale(action.displayName, named, live) : replaceStale(action, now, live);
      if (finding !== undefined) findings.push(finding);
      else if (isReplay && carriedOut.has(action.id)) findings.push(undone(action, earlier.at));
    }
  }
  return findings.length === 0 ? { kind: "ready", done } : { kind: "stale", findings };
}

function onlyOne(groups: readonly LiveGroup[]): LiveGroup | undefined {
  return groups.length === 1 ? groups[0] : undefined;
}

function isDone(action: Action, now: LiveGroup): boolean {
  const { after } = action;
  if (!sameMembers(after.members, now.members) || action.displayName !== now.displayName) return false;
  if (action.action === "replaceMembers") return true;
  const { assignRule, memory } = action.after;
  return (assignRule ?? now.assignRule) === now.assignRule && (memory ?? now.memory) === now.memory;
}

function createStale(
  displayName: string,
  named: readonly LiveGroup[],
  live: readonly LiveGroup[],
): PlanFinding | undefined {
  const [group, ...others] = named;
  if (group === undefined) return undefined;
  const edited = others.length === 0 ? editOf(group, live) : {};
  return {
    code: "plan-stale-name",
    severity: "error",
    args: { displayName, extens: named.map((one) => one.exten).sort(), ...edited },
  };
}

function replaceStale(
  action: ReplaceMembersAction,
  now: LiveGroup | undefined,
  live: readonly LiveGroup[],
): PlanFinding | undefined {
  const { displayName, exten, before } = action;
  if (now === undefined) return { code: "plan-stale-gone", severity: "error", args: { displayName, exten } };
  if (sameMembers(before.members, now.members) && displayName === now.displayName) return undefined;
  return {
    code: "plan-stale-group",
    severity: "error",
    args: {
      displayName,
      exten,
      nameNow: now.displayName,
      // Names are the account's, else those of the plan.
      ...membersSince(
        before.members,
        now.members,
        namesIn(action.added, action.removed, action.reprioritized, now.members),
      ),
      ...editOf(now, live),
    },
  };
}

/** When the group was last edited, and by whom; the name of that agent stands with the members of some group. */
export function editOf(group: LiveGroup, live: readonly LiveGroup[]): { readonly lastEdit?: LastEdit } {
  const nameOf = (by: string): string | undefined =>
    live
      .flatMap(({ members }) => members)
      .find(({ agentNumber, agentName = "" }) => agentNumber === by && agentName !== "")?.agentName;
  const lastEdit = lastEditOf(group, nameOf);
  return lastEdit === undefined ? {} : { lastEdit };
}

function undone(action: Action, at: number): PlanFinding {
  const { displayName } = action;
  const args = { displayName, appliedAt: new Date(at).toISOString(), action: action.action };
  return { code: "plan-stale-undone", severity: "error", args };
}
