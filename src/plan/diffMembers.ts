import type { DesiredMember, Membership } from "../config/desired.js";
import { type Member, sortMembers } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { LiveMember } from "../moor/live.js";
import type { AgentNames } from "./agentNames.js";
import type { AddedMember, RemovedMember, ReprioritizedMember } from "./plan.js";

export interface MemberDiff {
  /** The list to be written. */
  readonly after: readonly Member[];
  readonly added: readonly AddedMember[];
  readonly removed: readonly RemovedMember[];
  readonly reprioritized: readonly ReprioritizedMember[];
}

/**
 * What differs between the members that a group has and those that the files want. The write replaces the whole list,
 * while people are shown the single agents.
 *
 * @param membership `additive` leaves in place whom the files do not name
 * @param listSource where the `members` list stands: the place that no longer names who leaves
 * @param names what to call people
 */
export function diffMembers(
  desired: readonly DesiredMember[],
  live: readonly LiveMember[],
  membership: Membership,
  listSource: Source,
  names: AgentNames,
): MemberDiff {
  const wanted = new Map(desired.map((member) => [member.agentNumber, member]));
  const current = new Set(live.map((member) => member.agentNumber));
  const leaving = membership === "exact" ? live.filter((member) => !wanted.has(member.agentNumber)) : [];
  const staying = membership === "exact" ? [] : live.filter((member) => !wanted.has(member.agentNumber));
  return {
    after: sortMembers([...desired, ...staying].map(({ agentNumber, priority }) => ({ agentNumber, priority }))),
    added: sortMembers(desired.filter((member) => !current.has(member.agentNumber))).map((member) =>
      addedMember(member, names),
    ),
    removed: sortMembers(leaving).map(({ agentNumber, priority }) => ({
      agentNumber,
      priority,
      ...named(names.ofLeaving(agentNumber)),
      source: listSource,
    })),
    // The server may list an agent twice, with two priorities: each that is not the wanted one is changed into it.
    reprioritized: sortMembers(live).flatMap(({ agentNumber, priority: from }) => {
      const member = wanted.get(agentNumber);
      if (member === undefined || from === member.priority) return [];
      const { priority: to, source } = member;
      return [{ agentNumber, from, to, ...aliased(member), ...named(names.ofWanted(member)), source }];
    }),
  };
}

/** A member who joins, as documents list one. */
export function addedMember(member: DesiredMember, names: AgentNames): AddedMember {
  const { agentNumber, priority, source } = member;
  return { agentNumber, priority, ...aliased(member), ...named(names.ofWanted(member)), source };
}

function aliased({ alias }: DesiredMember): { alias?: string } {
  return alias === undefined ? {} : { alias };
}

function named(agentName: string | undefined): { agentName?: string } {
  return agentName === undefined || agentName === "" ? {} : { agentName };
}
