import type { DesiredGroup, DesiredMember, Membership } from "../config/desired.js";
import { compareText, type Member, plainMember, sameMembers, sortMembers } from "../model/skillGroup.js";
import type { MemberSource } from "../model/source.js";
import type { LiveGroup, LiveMember } from "../moor/live.js";
import type { AgentNames } from "./agentNames.js";
import { lastEditOf } from "./lastEdit.js";
import type { Match } from "./matchGroups.js";
import type {
  Action,
  AddedMember,
  Coverage,
  CreateAction,
  ManualChange,
  RemovedMember,
  ReplaceMembersAction,
  ReprioritizedMember,
} from "./plan.js";

/**
 * The write that a matched group needs; `undefined` where there is nothing to write.
 *
 * @param coverage what the files demand of the group at the plan's instant
 */
export function actionFor({ desired, live }: Match, names: AgentNames, coverage?: Coverage): Action | undefined {
  if (live !== undefined) return replaceAction(desired, live, names, coverage);
  return desired.retired === true ? undefined : createAction(desired, names, coverage);
}

function createAction(desired: DesiredGroup, names: AgentNames, coverage: Coverage | undefined): CreateAction {
  const members = sortMembers(desired.members ?? []);
  return {
    id: `create:${desired.displayName}`,
    action: "create",
    displayName: desired.displayName,
    ...forPeople(desired, names),
    after: {
      ...(desired.assignRule === undefined ? {} : { assignRule: desired.assignRule }),
      ...(desired.memory === undefined ? {} : { memory: desired.memory }),
      members: members.map(plainMember),
    },
    ...(desired.distinct === undefined ? {} : { distinct: [...new Set(desired.distinct)].sort(compareText) }),
    added: members.map((member) => addedMember(member, names)),
    ...(coverage === undefined ? {} : { coverage }),
    source: desired.source,
  };
}

function replaceAction(
  desired: DesiredGroup,
  live: LiveGroup,
  names: AgentNames,
  coverage: Coverage | undefined,
): ReplaceMembersAction | undefined {
  if (desired.members === undefined || isAsWanted(desired.members, live.members, desired.membership)) return undefined;
  const listSource = desired.settingSources.members ?? desired.source;
  const over = new Map(desired.ended?.map(({ agentNumber, source }) => [agentNumber, source]));
  const { after, added, removed, reprioritized } = diffMembers(
    desired.members,
    live.members,
    desired.membership,
    (agentNumber) => over.get(agentNumber) ?? listSource,
    names,
  );
  if (added.length + removed.length + reprioritized.length === 0) return undefined;
  const lastEdit = lastEditOf(live, names.ofLeaving);
  return {
    id: `replaceMembers:${live.exten}`,
    action: "replaceMembers",
    displayName: live.displayName,
    exten: live.exten,
    ...forPeople(desired, names),
    membership: desired.membership,
    ...(desired.retired === true ? { retired: true } : {}),
    ...(desired.membership === "additive" ? { listed: sortMembers(desired.members).map(plainMember) } : {}),
    before: { members: sortMembers(live.members).map(plainMember) },
    after: { members: after },
    added,
    removed,
    reprioritized,
    ...(coverage === undefined ? {} : { coverage }),
    ...(lastEdit === undefined ? {} : { lastEdit }),
    source: desired.source,
  };
}

/** Most groups of most plans are unchanged. Finding that out takes a tenth of the time of finding what differs. */
function isAsWanted(desired: readonly Member[], live: readonly Member[], membership: Membership): boolean {
  if (membership === "exact") return sameMembers(desired, live);
  const priorities = new Map<string, number>();
  // An agent who is listed twice has no one priority that could be as wanted.
  for (const { agentNumber, priority } of live)
    priorities.set(agentNumber, priorities.has(agentNumber) ? Number.NaN : priority);
  return desired.every((member) => priorities.get(member.agentNumber) === member.priority);
}

/** Differences that only a person in the console can change: the API has no call for them. */
export function manualChanges({ desired, live }: Match, names: AgentNames): ManualChange[] {
  if (live === undefined || desired.retired === true) return [];
  const lastEdit = lastEditOf(live, names.ofLeaving);
  const differences = [
    { attribute: "displayName", live: live.displayName, desired: desired.displayName },
    { attribute: "assignRule", live: live.assignRule, desired: desired.assignRule },
    { attribute: "memory", live: live.memory, desired: desired.memory },
  ] as const;
  return differences.flatMap((one) => {
    if (one.desired === undefined || one.live === undefined || one.live === one.desired) return [];
    const source = desired.settingSources[one.attribute] ?? desired.source;
    return [
      {
        displayName: live.displayName,
        exten: live.exten,
        attribute: one.attribute,
        live: one.live,
        desired: one.desired,
        ...forPeople(desired, names),
        ...(lastEdit === undefined ? {} : { lastEdit }),
        source,
      },
    ];
  });
}

/** Description and owner; the owner's name is the account's where the files give none. */
function forPeople({ description, owner }: DesiredGroup, names: AgentNames): Pick<Action, "description" | "owner"> {
  const about = description === undefined ? {} : { description };
  if (owner === undefined) return about;
  const { agentNumber, agentName: own } = owner;
  const agentName =
    agentNumber === undefined
      ? undefined
      : names.ofWanted({ agentNumber, ...(own === undefined ? {} : { agentName: own }) });
  return { ...about, owner: { ...owner, ...(agentName === undefined ? {} : { agentName }) } };
}

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
 * @param membership `additive` keeps the members that the files do not name
 * @param leftAt the place that no longer has an agent who leaves: the `members` list, or an entry that is over
 */
export function diffMembers(
  desired: readonly DesiredMember[],
  live: readonly LiveMember[],
  membership: Membership,
  leftAt: (agentNumber: string) => MemberSource,
  names: AgentNames,
): MemberDiff {
  const wanted = new Map(desired.map((member) => [member.agentNumber, member]));
  const current = new Set(live.map((member) => member.agentNumber));
  const leaving = membership === "exact" ? live.filter((member) => !wanted.has(member.agentNumber)) : [];
  const staying = membership === "exact" ? [] : live.filter((member) => !wanted.has(member.agentNumber));
  return {
    after: sortMembers([...desired, ...staying].map(plainMember)),
    added: sortMembers(desired.filter((member) => !current.has(member.agentNumber))).map((member) =>
      addedMember(member, names),
    ),
    removed: sortMembers(leaving).map(({ agentNumber, priority }) => ({
      agentNumber,
      priority,
      ...named(names.ofLeaving(agentNumber)),
      source: leftAt(agentNumber),
    })),
    // The server may list an agent twice, with two priorities. Each that is not the wanted one is changed into it.
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
