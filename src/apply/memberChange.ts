import { compareText, type Member, sortMembers } from "../model/skillGroup.js";

/** How one member list became another, by agent number, sorted. */
export interface MemberChange {
  readonly added: string[];
  readonly removed: string[];
  readonly reprioritized: string[];
}

/** What turns `from` into `to`. An agent whom a list holds twice has other priorities than one whom it holds once. */
export function memberChange(from: readonly Member[], to: readonly Member[]): MemberChange {
  const before = prioritiesOf(from);
  const after = prioritiesOf(to);
  const agents = [...after.keys()].sort(compareText);
  return {
    added: agents.filter((agent) => !before.has(agent)),
    removed: [...before.keys()].filter((agent) => !after.has(agent)).sort(compareText),
    reprioritized: agents.filter((agent) => before.has(agent) && before.get(agent) !== after.get(agent)),
  };
}

function prioritiesOf(members: readonly Member[]): Map<string, string> {
  const priorities = new Map<string, string>();
  for (const { agentNumber, priority } of sortMembers(members)) {
    const known = priorities.get(agentNumber);
    priorities.set(agentNumber, known === undefined ? String(priority) : `${known} ${priority}`);
  }
  return priorities;
}

/**
 * Is `live` the list `wanted`, but for agents whom the server may have left out? It skips numbers that the account
 * does not have without a word (the API page), so a list that was written can come back shorter.
 */
export function isWithout(live: readonly Member[], wanted: readonly Member[], mayLack: ReadonlySet<string>): boolean {
  const { added, removed, reprioritized } = memberChange(wanted, live);
  return added.length === 0 && reprioritized.length === 0 && removed.every((agent) => mayLack.has(agent));
}
