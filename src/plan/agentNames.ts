import type { DesiredMember, DesiredState } from "../config/desired.js";
import type { LiveState } from "../moor/live.js";

/** What to call people beside their numbers. */
export interface AgentNames {
  /** Of a member that the files want: who is shown with the alias besides. */
  readonly ofWanted: (member: DesiredMember) => string | undefined;
  /** Of a member that only the account has. */
  readonly ofLeaving: (agentNumber: string) => string | undefined;
}

/**
 * Names of agents: what the files call a person, else the account's own name; and of whoever has neither the alias, so that
 * whoever leaves is not a bare number. (A member who is wanted has the alias besides.)
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
