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
  const members = new Map<string, Member>(action.before.members.map((member) => [member.agentNumber, member]));
  for (const { agentNumber, priority } of action.removed) {
    if (members.get(agentNumber)?.priority !== priority) return false;
    members.delete(agentNumber);
  }
  for (const { agentNumber, from, to } of action.reprioritized) {
    if (members.get(agentNumber)?.priority !== from) return false;
    members.set(agentNumber, { agentNumber, priority: to });
  }
  for (const { agentNumber, priority } of added) {
    if (members.has(agentNumber)) return false;
    members.set(agentNumber, { agentNumber, priority });
  }
  return sameMembers([...members.values()], after.members);
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
