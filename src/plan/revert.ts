import type { DesiredGroup, DesiredMember, DesiredState } from "../config/desired.js";
import { type Member, plainMember, sameMembers } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import { membersSince, namesIn } from "./membersSince.js";
import { editOf } from "./savedPlan.js";

/** Numbers with the names that a result has for them. */
interface Named {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
}

/** A group whose members a run has written, or may have written. */
export interface WrittenGroup {
  readonly displayName: string;
  readonly exten: string;
  /** As the run found them, and as it left them. */
  readonly before: readonly Member[];
  readonly after: readonly Member[];
  readonly named: readonly Named[];
}

/** A group that a run has created, or may have created. */
export interface CreatedGroup {
  readonly displayName: string;
  /** Absent where the answer to the creation was lost. */
  readonly exten?: string;
}

/** What undoing a run wants, as if files said so; and what it leaves to a person. */
export interface Reversal {
  readonly desired: DesiredState;
  /** Groups that changed since the run: warnings, as nothing of the plan depends on them. */
  readonly conflicts: readonly PlanFinding[];
  /** Groups that the run created and that are still live. */
  readonly created: readonly PlanFinding[];
}

/**
 * Undoes a run, group by group: a group that still is what the run left gets back the members that it had before, and so
 * does, with nothing to write, one that has them already. A group that somebody has changed since is a conflict. Pure.
 *
 * @param source what stands for the files: the place of the result
 */
export function reversalOf(
  written: readonly WrittenGroup[],
  created: readonly CreatedGroup[],
  { groups, odd }: Pick<LiveState, "groups" | "odd">,
  source: Source,
): Reversal {
  const live = new Map(groups.map((group) => [group.exten, group]));
  const unreadable = new Set(odd.map(({ exten }) => exten));
  const conflicts: PlanFinding[] = [];
  const backs: Back[] = [];
  /** By agent: the group that would have taken the agent back, and stays as it is. */
  const awaited = new Map<string, string>();
  const leave = ({ displayName, exten, before }: WrittenGroup): void => {
    const here = new Set(live.get(exten)?.members.map(({ agentNumber }) => agentNumber));
    for (const { agentNumber } of before) if (!here.has(agentNumber)) awaited.set(agentNumber, displayName);
  };
  for (const group of written) {
    const now = live.get(group.exten);
    const isAsLeft = now?.displayName === group.displayName && sameMembers(now.members, group.after);
    const isBack = now !== undefined && sameMembers(now.members, group.before);
    if (isAsLeft || isBack) backs.push({ group, now });
    else {
      leave(group);
      conflicts.push(conflict(group, now ?? (unreadable.has(group.exten) ? "unreadable" : "gone"), groups, source));
    }
  }
  // An agent whom the old group does not take back must not leave the new one, to be in neither.
  for (let held = true; held; ) {
    const at = backs.findIndex(({ group, now }) => lost(group, now, awaited).length > 0);
    held = at >= 0;
    for (const { group, now } of held ? backs.splice(at, 1) : []) {
      leave(group);
      conflicts.push(waiting(group, lost(group, now, awaited), awaited, source));
    }
  }
  return {
    desired: {
      groups: backs.map(({ group, now }) => asBefore(group, now, source)),
      agentNames: namesIn(...written.map(({ named }) => named)),
    },
    conflicts,
    created: created.flatMap((one) => stillThere(one, groups, source)),
  };
}

/** A group that is to be as before, and as it is now. */
interface Back {
  readonly group: WrittenGroup;
  readonly now: LiveGroup;
}

/** Agents who would leave the group for one that stays as it is. */
function lost({ before }: WrittenGroup, { members }: LiveGroup, awaited: ReadonlyMap<string, string>): string[] {
  const wanted = new Set(before.map(({ agentNumber }) => agentNumber));
  return members.map(({ agentNumber }) => agentNumber).filter((agent) => !wanted.has(agent) && awaited.has(agent));
}

function waiting(
  { displayName, exten, named }: WrittenGroup,
  agents: readonly string[],
  awaited: ReadonlyMap<string, string>,
  source: Source,
): PlanFinding {
  const names = namesIn(named);
  const left = agents.map((agent) => [agent, names.get(agent)].filter((part) => part !== undefined).join(" "));
  const other = awaited.get(agents[0] ?? "") ?? "";
  const args = { displayName, exten, fate: "waits" as const, other, joined: [], left, reprioritized: [] };
  return { code: "revert-conflict", severity: "warning", args, source };
}

/** The group as it was, under the name that it has now. */
function asBefore({ exten, before, named }: WrittenGroup, { displayName }: LiveGroup, source: Source): DesiredGroup {
  const labels = new Map(named.map((one) => [one.agentNumber, one]));
  const members = before.map((member): DesiredMember => {
    const { alias } = labels.get(member.agentNumber) ?? {};
    return { ...plainMember(member), ...(alias === undefined ? {} : { alias }), source };
  });
  return { displayName, exten, previously: [], membership: "exact", members, source, settingSources: {} };
}

function conflict(
  { displayName, exten, after, named }: WrittenGroup,
  now: LiveGroup | "gone" | "unreadable",
  live: readonly LiveGroup[],
  source: Source,
): PlanFinding {
  const since =
    typeof now === "string"
      ? { fate: now, joined: [], left: [], reprioritized: [] }
      : {
          fate: "changed" as const,
          ...(now.displayName === displayName ? {} : { nameNow: now.displayName }),
          ...membersSince(after, now.members, namesIn(named, now.members)),
          ...editOf(now, live),
        };
  return { code: "revert-conflict", severity: "warning", args: { displayName, exten, ...since }, source };
}

function stillThere(
  { displayName, exten }: CreatedGroup,
  live: readonly LiveGroup[],
  source: Source,
): readonly PlanFinding[] {
  const group = live.find((one) => (exten === undefined ? one.displayName === displayName : one.exten === exten));
  if (group === undefined) return [];
  const args = {
    displayName: group.displayName,
    exten: group.exten,
    members: group.members.length,
    sure: exten !== undefined,
  };
  return [{ code: "revert-creation", severity: "warning", args, source }];
}
