import type { DesiredGroup, Membership } from "../config/desired.js";
import { compareText, type Member, sameMembers, sortMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { AgentNames } from "./agentNames.js";
import { addedMember, diffMembers } from "./diffMembers.js";
import type { Match } from "./matchGroups.js";
import type { Action, CreateAction, ManualChange, ReplaceMembersAction } from "./plan.js";

/** The write that a matched group needs; `undefined` where there is nothing to write. */
export function actionFor({ desired, live }: Match, names: AgentNames): Action | undefined {
  return live === undefined ? createAction(desired, names) : replaceAction(desired, live, names);
}

function createAction(desired: DesiredGroup, names: AgentNames): CreateAction {
  const members = sortMembers(desired.members ?? []);
  return {
    id: `create:${desired.displayName}`,
    action: "create",
    displayName: desired.displayName,
    after: {
      ...(desired.assignRule === undefined ? {} : { assignRule: desired.assignRule }),
      ...(desired.memory === undefined ? {} : { memory: desired.memory }),
      members: members.map(plainMember),
    },
    ...(desired.distinct === undefined ? {} : { distinct: [...new Set(desired.distinct)].sort(compareText) }),
    added: members.map((member) => addedMember(member, names)),
    source: desired.source,
  };
}

function replaceAction(desired: DesiredGroup, live: LiveGroup, names: AgentNames): ReplaceMembersAction | undefined {
  if (desired.members === undefined || isAsWanted(desired.members, live.members, desired.membership)) return undefined;
  const listSource = desired.settingSources.members ?? desired.source;
  const { after, added, removed, reprioritized } = diffMembers(
    desired.members,
    live.members,
    desired.membership,
    listSource,
    names,
  );
  if (added.length + removed.length + reprioritized.length === 0) return undefined;
  return {
    id: `replaceMembers:${live.exten}`,
    action: "replaceMembers",
    displayName: live.displayName,
    exten: live.exten,
    membership: desired.membership,
    ...(desired.membership === "additive" ? { listed: sortMembers(desired.members).map(plainMember) } : {}),
    before: { members: sortMembers(live.members).map(plainMember) },
    after: { members: after },
    added,
    removed,
    reprioritized,
    source: desired.source,
  };
}

/** Most groups of most plans: whether anything differs at all takes a tenth of the time that saying what does. */
function isAsWanted(desired: readonly Member[], live: readonly Member[], membership: Membership): boolean {
  if (membership === "exact") return sameMembers(desired, live);
  const priorities = new Map<string, number>();
  // Listed twice, an agent has no priority that could be as wanted.
  for (const { agentNumber, priority } of live)
    priorities.set(agentNumber, priorities.has(agentNumber) ? Number.NaN : priority);
  return desired.every((member) => priorities.get(member.agentNumber) === member.priority);
}

/** What only a person in the console can change: the API has no call for it. */
export function manualChanges({ desired, live }: Match): ManualChange[] {
  if (live === undefined) return [];
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
        source,
      },
    ];
  });
}

function plainMember({ agentNumber, priority }: Member): Member {
  return { agentNumber, priority };
}
