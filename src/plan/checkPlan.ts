import { type Member, sameMembers } from "../model/skillGroup.js";
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
