import type { DesiredMember, DesiredState } from "../config/desired.js";
import type { AgentDirectory, LiveGroup } from "../moor/live.js";

/** The names of agents, shown beside their numbers. */
export interface AgentNames {
  /** Of a member that the files list. Such a member's alias is shown as well. */
  readonly ofWanted: (member: Pick<DesiredMember, "agentNumber" | "agentName">) => string | undefined;
  /** Of a member that only the account lists. */
  readonly ofLeaving: (agentNumber: string) => string | undefined;
}

/** The account's own names, by number: the directory's, or else those that its groups show. A number is no name. */
export function accountNames(
  live: { readonly groups: readonly Pick<LiveGroup, "members">[] },
  directory: AgentDirectory | undefined,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const take = (number: string, name = ""): void => {
    if (name.trim() !== "" && name !== number) names.set(number, name);
  };
  for (const { members } of live.groups) for (const { agentNumber, agentName } of members) take(agentNumber, agentName);
  for (const [number, { name }] of directory ?? []) take(number, name);
  return names;
}

/**
 * Names of agents: the account's own, so that a wrong number shows the person who would really join; the files' where the
 * account's is not known. A name is a label for people and no part of the hash.
 */
export function agentNames(desired: DesiredState, inAccount: ReadonlyMap<string, string>): AgentNames {
  return {
    ofWanted: ({ agentNumber, agentName }) => inAccount.get(agentNumber) ?? agentName,
    ofLeaving: (agentNumber) => inAccount.get(agentNumber) ?? desired.agentNames.get(agentNumber),
  };
}
