import type { Member } from "../model/skillGroup.js";
import { type Account, type GroupMember, replaceGroup, takeExten } from "./account.js";
import { BAD_REQUEST, type Reply } from "./answers.js";
import { chinaTime } from "./chinaTime.js";
import type { Strike } from "./faultBook.js";
import { type Fields, readAssignRule, readMembers, readMemory, readText } from "./requestFields.js";

/** What a write needs to know besides the request. */
export interface WriteContext {
  /** Ms since 1970. */
  readonly now: number;
  /** For how long queries do not show a new group. */
  readonly invisibleMs: number;
  readonly strike: Pick<Strike, "skipAgents" | "ignoreWrite">;
}

/** Creates a group, whatever groups there are: sent twice, it makes two of one name. */
export function addQueue(account: Account, fields: Fields, { now, invisibleMs, strike }: WriteContext): Reply {
  const displayName = readText(fields.displayName);
  if (displayName === undefined) return BAD_REQUEST;

  const exten = takeExten(account);
  const group = {
    exten,
    displayName,
    assignRule: readAssignRule(fields.assignRule),
    memory: readMemory(fields),
    members: admitted(account, readMembers(fields.assignMembers), strike),
    updateTime: chinaTime(now),
    updateAgent: "",
    visibleFrom: invisibleMs > 0 ? now + invisibleMs : 0,
  };
  if (!strike.ignoreWrite) account.groups.push(group);
  return { ...DONE, data: { exten } };
}

/** Replaces a group's whole member list; a list that is missing or no list is an empty one. */
export function updateQueueAssignMembers(account: Account, fields: Fields, { now, strike }: WriteContext): Reply {
  const group = account.groups.find(({ exten }) => exten === fields.exten);
  if (!group) return BAD_REQUEST;

  const before = new Map(group.members.map((member) => [member.agentNumber, member]));
  const members = admitted(account, readMembers(fields.assignMembers), strike).map(
    // Whoever stays goes on taking conversations as before.
    (member): GroupMember => ({ ...before.get(member.agentNumber), ...member }),
  );
  if (!strike.ignoreWrite) replaceGroup(account, { ...group, members, updateTime: chinaTime(now), updateAgent: "" });
  return DONE;
}

const DONE: Reply = { code: 200, success: true, message: "success!" };

/** Agents that the account does not have are skipped without a word. */
function admitted(account: Account, members: readonly Member[], strike: WriteContext["strike"]): Member[] {
  return members.filter(({ agentNumber }) => account.agents.has(agentNumber) && !strike.skipAgents.has(agentNumber));
}
