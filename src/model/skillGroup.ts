/** How a skill group hands out conversations (the API page, `addQueue`). */
export const ASSIGN_RULES = ["random", "queue", "least", "priority"] as const;
export type AssignRule = (typeof ASSIGN_RULES)[number];

/** How long a customer is led back to the same agent. `off` is the API's `isMemory: false`. */
export const MEMORIES = ["off", "2h", "1d", "7d", "30d"] as const;
export type Memory = (typeof MEMORIES)[number];

/** The API's `memoryTime` for each memory: minutes, as the string that it requires. */
export const MEMORY_MINUTES = {
  "2h": "120",
  "1d": "1440",
  "7d": "10080",
  "30d": "43200",
} as const satisfies Record<Exclude<Memory, "off">, string>;

/** Is this one of the four rules that the API knows? */
export function isAssignRule(value: unknown): value is AssignRule {
  return ASSIGN_RULES.some((rule) => rule === value);
}

/** An agent's place in a group. Priorities are whole numbers from 0, the API's default. */
export interface Member {
  readonly agentNumber: string;
  readonly priority: number;
}

/**
 * The order of text in every document that muster writes: by UTF-16 code unit, whatever the locale. Equal states must give
 * equal bytes on every machine.
 */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Members as every document lists them: by agent number, then priority. A new array. */
export function sortMembers<M extends Member>(members: readonly M[]): M[] {
  return [...members].sort((a, b) => compareText(a.agentNumber, b.agentNumber) || a.priority - b.priority);
}

/**
 * Do two lists hold the same agents with the same priorities, in any order? A live list may hold an agent twice, with two
 * priorities: that differs from a list that holds the agent once.
 */
export function sameMembers(a: readonly Member[], b: readonly Member[]): boolean {
  if (a.length !== b.length) return false;
  const priorities = new Map(a.map((member) => [member.agentNumber, member.priority]));
  if (priorities.size === a.length)
    return b.every(
      ({ agentNumber, priority }) => priorities.get(agentNumber) === priority && priorities.delete(agentNumber),
    );
  const [sortedA, sortedB] = [sortMembers(a), sortMembers(b)];
  return sortedA.every((member, index) => {
    const other = sortedB[index];
    return member.agentNumber === other?.agentNumber && member.priority === other.priority;
  });
}

/** Agent numbers by which two member lists differ, each list sorted. */
export interface AgentChanges {
  readonly added: string[];
  readonly removed: string[];
  readonly reprioritized: string[];
}

/** What turns `from` into `to`. An agent who is listed twice has other priorities than one who is listed once. */
export function agentChanges(from: readonly Member[], to: readonly Member[]): AgentChanges {
  const before = prioritiesOf(from);
  const after = prioritiesOf(to);
  const agents = [...after.keys()].sort(compareText);
  return {
    added: agents.filter((agent) => !before.has(agent)),
    removed: [...before.keys()].filter((agent) => !after.has(agent)).sort(compareText),
    reprioritized: agents.filter((agent) => before.has(agent) && before.get(agent) !== after.get(agent)),
  };
}

/** A member without what is known of it besides, such as a name or a place in a file. */
export function plainMember({ agentNumber, priority }: Member): Member {
  return { agentNumber, priority };
}

/** What a change does to the members of a group; a new group has no `before`. */
interface MembersChange {
  readonly before?: { readonly members: readonly Member[] };
  readonly after: { readonly members: readonly Member[] };
}

/** Does the change take the last member from a group that has members? */
export function isEmptied({ before, after }: MembersChange): boolean {
  return before !== undefined && before.members.length > 0 && after.members.length === 0;
}

function prioritiesOf(members: readonly Member[]): Map<string, string> {
  const priorities = new Map<string, string>();
  for (const { agentNumber, priority } of sortMembers(members)) {
    const known = priorities.get(agentNumber);
    priorities.set(agentNumber, known === undefined ? String(priority) : `${known} ${priority}`);
  }
  return priorities;
}
