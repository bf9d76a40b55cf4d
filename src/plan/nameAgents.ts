import type { Action, AddedMember } from "./plan.js";

/**
 * Who joins, with the account's name for agents whom neither the files nor any group that was read has a name for: they
 * are in no group yet, or in none that a limited run read. A label for people; no part of the hash.
 *
 * @param known the agent directory: number → name
 */
export function nameAgents(actions: readonly Action[], known: ReadonlyMap<string, string>): Action[] {
  const named = (member: AddedMember): AddedMember => {
    const agentName = known.get(member.agentNumber) ?? "";
    if (agentName === "" || member.agentName !== undefined) return member;
    const { source, ...agent } = member;
    return { ...agent, agentName, source };
  };
  return actions.map((action) => ({ ...action, added: action.added.map(named) }));
}
