import { MEMORIES, MEMORY_MINUTES, type Memory } from "../model/skillGroup.js";
import { type JsonObject, toNumber } from "./answer.js";
import { type ClaimGroup, type ClaimMember, claimState } from "./claims.js";
import type { LiveGroup, LiveMember } from "./live.js";

/** A reply says success and yet lacks what the API page promises. */
export class ReplyShapeError extends Error {
  override readonly name = "ReplyShapeError";
  /** The part that was looked for, such as `data.list[3].exten`. */
  readonly expected: string;

  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

/** One page of a listing. */
export interface GroupPage<G = LiveGroup> {
  /** Groups over all pages; `null` where the server does not say. */
  readonly count: number | null;
  readonly groups: readonly G[];
}

/**
 * Reads a page of `queueQueue` or `queueQueueAgentClaimStatus`. Types drift on this API: numbers come as strings,
 * lists as `null`, and the vendor's own table puts `count` beside `data` where its example puts it inside.
 *
 * @throws {ReplyShapeError} never guesses: a group without number, name or list of members would make a wrong plan
 */
export function parseGroupPage(reply: JsonObject): GroupPage {
  return parsePage(reply, parseGroup);
}

/**
 * As {@link parseGroupPage}, for a reading that stands in for the query's: a rule or priority that this interface leaves
 * out would go by the API's default, and the two would tell two stories.
 */
export function parseStandInPage(reply: JsonObject): GroupPage {
  return parsePage(reply, (value, at) => {
    const group = parseGroup(value, at);
    const { assignRule, assignMembers } = value as JsonObject;
    if (toText(assignRule) === undefined) throw new ReplyShapeError(`${at}.assignRule`);
    for (const [index, member] of (Array.isArray(assignMembers) ? assignMembers : []).entries())
      if (isBlank(member.priority)) throw new ReplyShapeError(`${at}.assignMembers[${index}].priority`);
    return group;
  });
}

/**
 * Reads a page of `queueQueueAgentClaimStatus` for what only it says: where each member takes conversations. The reply
 * holds telephone numbers: none is taken out of it, here at the door.
 *
 * @throws {ReplyShapeError} as {@link parseGroupPage}; a state that the server leaves out is unknown, one in other words than
 *   yes and no is no state
 */
export function parseClaimPage(reply: JsonObject): GroupPage<ClaimGroup> {
  return parsePage(reply, parseClaimGroup);
}

function parsePage<G>(reply: JsonObject, parseEntry: (entry: unknown, at: string) => G): GroupPage<G> {
  const data = reply["data"];
  const inside = isObject(data) ? data : {};
  const count = toNumber(inside["count"]) ?? toNumber(reply["count"]) ?? null;
  const list = Array.isArray(data) ? data : inside["list"];
  if (Array.isArray(list))
    return { count, groups: list.map((entry, index) => parseEntry(entry, `data.list[${index}]`)) };
  if ((list === null || list === undefined) && count === 0) return { count, groups: [] };
  throw new ReplyShapeError("data.list");
}

/** Reads the answer to a query by `exten`: that group, or nothing where the number is wrong (the API page). */
export function parseSingleGroup(
  exten: string,
  parse: (reply: JsonObject) => GroupPage = parseGroupPage,
): (reply: JsonObject) => LiveGroup | undefined {
  return (reply) => {
    if (reply["data"] === null || reply["data"] === undefined) return undefined;
    return parse(reply).groups.find((group) => group.exten === exten);
  };
}

/** Reads the answer to `addQueue`: the new group's number. */
export function parseCreated(reply: JsonObject): { readonly exten: string } {
  const data = reply["data"];
  const exten = isObject(data) ? toText(data["exten"]) : undefined;
  if (exten === undefined) throw new ReplyShapeError("data.exten");
  return { exten };
}

/**
 * Reads the agent list. The reply holds passwords, telephone numbers and addresses: the numbers and names are all
 * that is taken out of it, here at the door.
 */
export function parseAgents(reply: JsonObject): ReadonlyMap<string, string> {
  const data = reply["data"];
  const list = Array.isArray(data) ? data : isObject(data) ? data["list"] : undefined;
  if (!Array.isArray(list)) throw new ReplyShapeError("data");
  const agents = new Map<string, string>();
  for (const entry of list) {
    const number = isObject(entry) ? toText(entry["exten"]) : undefined;
    if (number !== undefined) agents.set(number, toText((entry as JsonObject)["displayName"]) ?? "");
  }
  return agents;
}

function parseGroup(value: unknown, at: string): LiveGroup {
  const { entry, exten, displayName } = parseNames(value, at);
  const memory = parseMemory(entry);
  return {
    exten,
    displayName,
    assignRule: toText(entry["assignRule"]) ?? "random",
    ...(memory === undefined ? {} : { memory }),
    members: parseMembers(entry["assignMembers"], `${at}.assignMembers`, (member) => member),
  };
}

function parseClaimGroup(value: unknown, at: string): ClaimGroup {
  const { entry, exten, displayName } = parseNames(value, at);
  const members = parseMembers(
    entry["assignMembers"],
    `${at}.assignMembers`,
    (member, fields, place): ClaimMember => ({
      ...member,
      claim: claimState(parseSwitch(fields, "pcAutoClaim", place), parseSwitch(fields, "mobileAutoClaim", place)),
    }),
  );
  return { exten, displayName, members };
}

/** Number and name, without which a group is none. */
function parseNames(entry: unknown, at: string): { entry: JsonObject; exten: string; displayName: string } {
  if (!isObject(entry)) throw new ReplyShapeError(at);
  const exten = toText(entry["exten"]);
  if (exten === undefined) throw new ReplyShapeError(`${at}.exten`);
  const displayName = entry["displayName"];
  if (typeof displayName !== "string" && typeof displayName !== "number")
    throw new ReplyShapeError(`${at}.displayName`);
  return { entry, exten, displayName: String(displayName) };
}

/** Yes or no, in the spellings that drifting types have; `undefined` where the server says nothing. */
function parseSwitch(fields: JsonObject, name: string, at: string): boolean | undefined {
  const value = fields[name];
  if (isBlank(value)) return undefined;
  if (value === true || value === "true" || toNumber(value) === 1) return true;
  if (value === false || value === "false" || toNumber(value) === 0) return false;
  throw new ReplyShapeError(`${at}.${name}`);
}

/** @param complete makes a member of the fields that all listings have; `at` is the entry's place in the reply */
function parseMembers<M extends LiveMember>(
  list: unknown,
  at: string,
  complete: (member: LiveMember, fields: JsonObject, at: string) => M,
): M[] {
  if (list === null) return [];
  if (!Array.isArray(list)) throw new ReplyShapeError(at);
  const members = new Map<string, M>();
  list.forEach((entry: unknown, index) => {
    const agentNumber = isObject(entry) ? toText(entry["agentNumber"]) : undefined;
    if (!isObject(entry) || agentNumber === undefined) throw new ReplyShapeError(`${at}[${index}].agentNumber`);
    const priority = isBlank(entry["priority"]) ? 0 : toNumber(entry["priority"]);
    if (priority === undefined) throw new ReplyShapeError(`${at}[${index}].priority`);
    const agentName = toText(entry["agentName"]);
    if (members.has(agentNumber)) return;
    const member = { agentNumber, priority, ...(agentName === undefined ? {} : { agentName }) };
    members.set(agentNumber, complete(member, entry, `${at}[${index}]`));
  });
  return [...members.values()];
}

/** `isMemory` and `memoryTime` as one word; absent where the interface does not carry them (claim status). */
function parseMemory(entry: JsonObject): Memory | string | undefined {
  const on = entry["isMemory"];
  if (on === undefined && entry["memoryTime"] === undefined) return undefined;
  if (on !== true && on !== "true" && toNumber(on) !== 1) return "off";
  const minutes = toText(entry["memoryTime"]) ?? "";
  return MEMORIES.find((memory) => memory !== "off" && MEMORY_MINUTES[memory] === minutes) ?? `${minutes}m`;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function toText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
