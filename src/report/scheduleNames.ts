import type { Schedule, ScheduleAbsence, ScheduledMember, ScheduleGroup } from "./schedule.js";

/** An agent as documents name one. */
export type NamedAgent = Pick<ScheduledMember, "agentNumber" | "alias" | "agentName">;

/** What people call an agent: the person's name, else the name in the files, else the number. */
export function shortName({ agentNumber, alias, agentName }: NamedAgent): string {
  return agentName ?? alias ?? agentNumber;
}

/** `李娜 (8001)`; the number alone where no name is known. */
export function fullName(agent: NamedAgent): string {
  const name = shortName(agent);
  return name === agent.agentNumber ? name : `${name} (${agent.agentNumber})`;
}

/** Everybody whom a schedule names, by number. */
export function agentsOf({ groups, absences }: Pick<Schedule, "groups" | "absences">): Map<string, NamedAgent> {
  const known = new Map<string, NamedAgent>();
  const add = (agent: NamedAgent) => {
    if (known.get(agent.agentNumber)?.agentName === undefined) known.set(agent.agentNumber, agent);
  };
  for (const { members } of groups) members.forEach(add);
  for (const { by, ...agent } of absences) {
    add(agent);
    if (by !== undefined) add(by);
  }
  return known;
}

/** Members whom the clock does not concern, and all others. */
export function splitAlways(members: readonly ScheduledMember[]): {
  readonly always: readonly ScheduledMember[];
  readonly timed: readonly ScheduledMember[];
} {
  const isAlways = ({ spans }: ScheduledMember) => spans.length > 0 && spans.every(({ always }) => always === true);
  return { always: members.filter(isAlways), timed: members.filter((member) => !isAlways(member)) };
}

/** Absences that concern a group: of its members, and of those for whom one of its members is there. */
export function absencesIn(group: ScheduleGroup, absences: readonly ScheduleAbsence[]): ScheduleAbsence[] {
  const concerned = new Set(
    group.members.flatMap(({ agentNumber, spans }) => [
      agentNumber,
      ...spans.flatMap(({ source }) => source.coverFor ?? []),
    ]),
  );
  return absences.filter(({ agentNumber }) => concerned.has(agentNumber));
}
