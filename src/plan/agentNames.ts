import type { DesiredMember, DesiredState } from "../config/desired.js";
import type { LiveState } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import type { Action, AddedMember, LastEdit } from "./plan.js";

/** The names of agents, shown beside their numbers. */
export interface AgentNames {
  /** Of a member that the files list. Such a member's alias is shown as well. */
  readonly ofWanted: (member: Pick<DesiredMember, "agentNumber" | "agentName">) => string | undefined;
  /** Of a member that only the account lists. */
  readonly ofLeaving: (agentNumber: string) => string | undefined;
}

/**
 * Names of agents: the one that the files give, else the account's own. An agent who leaves is listed by no file any more,
 * so the account's name comes first, and the files' name for the number, which may be an alias, second.
 */
export function agentNames(desired: DesiredState, live: Pick<LiveState, "groups">): AgentNames {
  const inAccount = new Map<string, string>();
  for (const group of live.groups)
    for (const { agentNumber, agentName } of group.members)
      if (agentName !== undefined && agentName !== "") inAccount.set(agentNumber, agentName);
  return {
    ofWanted: ({ agentNumber, agentName }) => agentName ?? inAccount.get(agentNumber),
    ofLeaving: (agentNumber) => inAccount.get(agentNumber) ?? desired.agentNames.get(agentNumber),
  };
}

/**
 * Adds the agent directory's names of agents who join and have no name yet: they are in no group, or in none that a
 * limited run read. A name is a label for people and no part of the hash.
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
  return actions.map((action) => {
    const added = action.added.map(named);
    if (action.action === "create" || action.lastEdit === undefined) return { ...action, added };
    return { ...action, added, lastEdit: namedEdit(action.lastEdit, known) };
  });
}

function namedEdit(lastEdit: LastEdit, known: ReadonlyMap<string, string>): LastEdit {
  const { by = "", byName = known.get(by) ?? "" } = lastEdit;
  return byName === "" ? lastEdit : { ...lastEdit, byName };
}

/**
 * Warns of agents who join a group and whom the account does not have: the server would leave them out and answer success.
 *
 * @param known the agent directory: number → name
 */
export function unknownAgents(actions: readonly Action[], known: ReadonlyMap<string, string>): PlanFinding[] {
  return actions.flatMap((action) =>
    action.added
      .filter((member) => !known.has(member.agentNumber))
      .map((member) => ({
        code: "unknown-agent" as const,
        severity: "warning" as const,
        args: { agentNumber: member.agentNumber, displayName: action.displayName },
        source: member.source,
      })),
  );
}
