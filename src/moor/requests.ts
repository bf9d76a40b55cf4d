import { type AssignRule, MEMORY_MINUTES, type Member, type Memory, sortMembers } from "../model/skillGroup.js";
import type { JsonObject } from "./answer.js";

/** A group to create, in muster's words. */
export interface NewGroup {
  readonly displayName: string;
  readonly assignRule?: AssignRule;
  readonly memory?: Memory;
  readonly members: readonly Member[];
}

/**
 * The body of `addQueue`, in the API page's words. Settings that are not managed are left out and get the API's default.
 * Priorities are numbers here, although queries answer with strings.
 */
export function addQueueBody(group: NewGroup): JsonObject {
  const { displayName, assignRule, memory } = group;
  return {
    displayName,
    ...(assignRule === undefined ? {} : { assignRule }),
    ...(memory === undefined
      ? {}
      : memory === "off"
        ? { isMemory: false }
        : { isMemory: true, memoryTime: MEMORY_MINUTES[memory] }),
    assignMembers: assignMembers(group.members),
  };
}

/** The body of `updateQueueAssignMembers`: the whole list, which replaces the whole list. */
export function updateMembersBody(exten: string, members: readonly Member[]): JsonObject {
  return { exten, assignMembers: assignMembers(members) };
}

/** The body of both listings. */
export function pageBody(page: number, pageSize: number): JsonObject {
  return { page, pageSize };
}

/** The body of both listings for groups of one name. Which names match is decided by the server. */
export function nameBody(displayName: string): JsonObject {
  return { displayName, page: 1, pageSize: 100 };
}

/** The body of both queries for one group. With an `exten` the server ignores all other fields. */
export function singleBody(exten: string): JsonObject {
  return { exten };
}

function assignMembers(members: readonly Member[]): readonly JsonObject[] {
  return sortMembers(members).map(({ agentNumber, priority }) => ({ agentNumber, priority }));
}
