import { type Member, sortMembers } from "../model/skillGroup.js";

/** How a member list has changed, an entry for each agent as people read it: `8009 李娜 (0 → 2)`. */
export interface MembersSince {
  readonly joined: string[];
  readonly left: string[];
  readonly reprioritized: string[];
}

/** A member who may have a name: as plans, results and the account list one. */
interface Named {
  readonly agentNumber: string;
  readonly agentName?: string;
  readonly alias?: string;
}

/** Names of agents by their numbers. Of several names for a number the last counts; a name goes before an alias. */
export function namesIn(...lists: readonly (readonly Named[])[]): ReadonlyMap<string, string> {
  const all = lists.flat();
  const entries = (nameOf: (member: Named) => string | undefined) =>
    all.flatMap((member): [string, string][] => {
      const name = nameOf(member) ?? "";
      return name === "" ? [] : [[member.agentNumber, name]];
    });
  return new Map([...entries(({ alias }) => alias), ...entries(({ agentName }) => agentName)]);
}

/**
 * Who joined a list, left it, or has another priority. An agent is shown by number, name where one is known, and priority
 * where that is not 0 or has changed.
 */
export function membersSince(
  then: readonly Member[],
  now: readonly Member[],
  names: ReadonlyMap<string, string>,
): MembersSince {
  const line = (agentNumber: string, priority: string): string =>
    [agentNumber, names.get(agentNumber), priority === "0" ? undefined : `(${priority})`]
      .filter((part) => part !== undefined)
      .join(" ");
  const [before, here] = [prioritiesOf(then), prioritiesOf(now)];
  const alone = (list: Priorities, other: Priorities) =>
    [...list].flatMap(([agent, priorities]) => (other.has(agent) ? [] : [line(agent, priorities.join(", "))]));
  return {
    joined: alone(here, before),
    left: alone(before, here),
    reprioritized: [...here].flatMap(([agent, priorities]) => {
      const [from, to] = [before.get(agent)?.join(", "), priorities.join(", ")];
      return from === undefined || from === to ? [] : [line(agent, `${from} → ${to}`)];
    }),
  };
}

/** By agent, in the order of documents: the server may list an agent twice, with two priorities. */
type Priorities = ReadonlyMap<string, readonly number[]>;

function prioritiesOf(members: readonly Member[]): Priorities {
  const priorities = new Map<string, number[]>();
  for (const { agentNumber, priority } of sortMembers(members))
    priorities.set(agentNumber, [...(priorities.get(agentNumber) ?? []), priority]);
  return priorities;
}
