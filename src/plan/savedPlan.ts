import { type Member, sameMembers, sortMembers } from "../model/skillGroup.js";
import type { LiveGroup, LiveMember } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import { hashPlan } from "./hash.js";
import type { Action, Plan, ReplaceMembersAction } from "./plan.js";

/**
 * Is a saved plan what muster wrote? Its hash must be that of its account and actions, and what people were shown
 * (who joins, who leaves) must be what its lists come to: otherwise somebody has changed it since.
 */
export function isIntact(plan: Plan): boolean {
  const ids = new Set(plan.actions.map((action) => action.id));
  return (
    ids.size === plan.actions.length &&
    plan.hash === hashPlan(plan.account, plan.actions) &&
    plan.actions.every(isConsistent)
  );
}

function isConsistent(action: Action): boolean {
  const { added, after } = action;
  if (action.action === "create") return sameMembers(added, after.members);
  if (!isListConsistent(action)) return false;
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

/** Only additive groups have a list of their own; they remove nobody, and write all who are listed. */
function isListConsistent({ membership, listed, removed, after }: ReplaceMembersAction): boolean {
  if (membership === "exact") return listed === undefined;
  const written = new Map(after.members.map((member) => [member.agentNumber, member.priority]));
  return (
    removed.length === 0 &&
    listed !== undefined &&
    listed.every((member) => written.get(member.agentNumber) === member.priority)
  );
}

/** How a saved plan stands to the account as it is now. */
export type Staleness =
  /** Every action finds what it was made for, or has been carried out already. By action id: the number of each group done. */
  | { readonly kind: "ready"; readonly done: ReadonlyMap<string, string> }
  /** Something else: nothing of it may be applied. */
  | { readonly kind: "stale"; readonly findings: readonly PlanFinding[] };

/**
 * Holds a saved plan against the live account. It is applied exactly or not at all: one group that is neither as it
 * was nor as the plan leaves it, or a name to create that exists with other contents, makes all of it stale. What has
 * been done already, by this very plan applied before, is not done twice; and what was done and is undone since, is not
 * done again: whoever undid it has decided so after the plan was approved.
 *
 * @param earlier what was carried out of a plan of this hash; one that was saved after that is a new decision
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
    const bearers = byName.get(action.displayName) ?? [];
    const now = action.action === "create" ? onlyOne(bearers) : byExten.get(action.exten);
    if (now !== undefined && isDone(action, now)) done.set(action.id, now.exten);
    else {
      const finding = action.action === "create" ? createStale(action.displayName, bearers) : replaceStale(action, now);
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

function createStale(displayName: string, bearers: readonly LiveGroup[]): PlanFinding | undefined {
  if (bearers.length === 0) return undefined;
  return {
    code: "plan-stale-name",
    severity: "error",
    args: { displayName, extens: bearers.map((group) => group.exten).sort() },
  };
}

function replaceStale(action: ReplaceMembersAction, now: LiveGroup | undefined): PlanFinding | undefined {
  const { displayName, exten, before } = action;
  if (now === undefined) return { code: "plan-stale-gone", severity: "error", args: { displayName, exten } };
  if (sameMembers(before.members, now.members) && displayName === now.displayName) return undefined;
  return {
    code: "plan-stale-group",
    severity: "error",
    args: { displayName, exten, nameNow: now.displayName, ...since(action, now.members) },
  };
}

function undone(action: Action, at: number): PlanFinding {
  const { displayName } = action;
  const args = { displayName, appliedAt: new Date(at).toISOString(), action: action.action };
  return { code: "plan-stale-undone", severity: "error", args };
}

/** Who joined, left or got another priority since the plan was made. Names are the account's, or those that the plan knows. */
function since(action: ReplaceMembersAction, now: readonly LiveMember[]) {
  const { members } = action.before;
  const names = new Map(
    [...action.added, ...action.removed, ...action.reprioritized, ...now].flatMap(({ agentNumber, agentName }) =>
      agentName === undefined || agentName === "" ? [] : [[agentNumber, agentName] as const],
    ),
  );
  const line = (agentNumber: string, priority: string | number): string =>
    [agentNumber, names.get(agentNumber), priority === 0 ? undefined : `(${priority})`]
      .filter((part) => part !== undefined)
      .join(" ");
  const then = new Map(members.map((member) => [member.agentNumber, member.priority]));
  const here = new Set(now.map(({ agentNumber }) => agentNumber));
  const alone = (list: readonly Member[]) => sortMembers(list).map((one) => line(one.agentNumber, one.priority));
  return {
    joined: alone(now.filter(({ agentNumber }) => !then.has(agentNumber))),
    left: alone(members.filter(({ agentNumber }) => !here.has(agentNumber))),
    reprioritized: sortMembers(now).flatMap(({ agentNumber, priority }) => {
      const before = then.get(agentNumber);
      return before === undefined || before === priority ? [] : [line(agentNumber, `${before} → ${priority}`)];
    }),
  };
}
