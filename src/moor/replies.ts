import { type ClaimGroup, type ClaimMember, claimState } from "../model/claims.js";
import { MEMORIES, MEMORY_MINUTES, type Memory } from "../model/skillGroup.js";
import { isExact, type JsonObject, toNumber } from "./answer.js";
import type { Oversize } from "./findings.js";
import type { AgentDirectory, AgentStatus, DirectoryAgent, LiveGroup, LiveMember, OddGroup } from "./live.js";

/** A reply says success but lacks a part that the API page promises. */
export class ReplyShapeError extends Error {
  override readonly name = "ReplyShapeError";
  /** The part that was looked for, such as `data.list` or, within a group, `assignMembers[0].agentNumber`. */
  readonly expected: string;

  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

/** A reply has, or announces, more than muster reads. */
export class OversizeError extends Error {
  override readonly name = "OversizeError";
  readonly what: Oversize;
  readonly most: number;

  constructor(what: Oversize, most: number) {
    super(what);
    this.what = what;
    this.most = most;
  }
}

/** One page of a listing. */
export interface GroupPage<G = LiveGroup> {
  /** Groups over all pages; `null` when the server does not say. */
  readonly count: number | null;
  readonly groups: readonly G[];
  /** Entries that are not groups as the API page describes them; absent when there are none. */
  readonly odd?: readonly OddGroup[];
}

/**
 * Reads a page of `queueQueue` or `queueQueueAgentClaimStatus`. Types drift on this API: numbers come as strings,
 * lists as `null`, and the vendor's own table puts `count` beside `data` where its example puts it inside.
 *
 * Nothing is guessed: a group without a number, a name or a list of members would make a wrong plan. Such a group is
 * `odd`, and the others are read.
 *
 * @throws {ReplyShapeError} there is no list
 */
export function parseGroupPage(reply: JsonObject): GroupPage {
  return parsePage(reply, parseGroup);
}

/**
 * As {@link parseGroupPage}, for the claim status in place of the query. A rule or a priority that it leaves out must not
 * be read as the API's default: the two interfaces would then disagree.
 */
export function parseStandInPage(reply: JsonObject): GroupPage {
  const page = parsePage(reply, parseGroup);
  for (const entry of listOf(reply).filter(isObject)) {
    const { assignRule, assignMembers } = entry;
    if (toText(assignRule) === undefined) throw new ReplyShapeError("assignRule");
    for (const member of Array.isArray(assignMembers) ? assignMembers : [])
      if (isObject(member) && isBlank(member["priority"])) throw new ReplyShapeError("assignMembers.priority");
  }
  return page;
}

/**
 * Reads a page of `queueQueueAgentClaimStatus` for what only it says: where each member takes conversations. The reply
 * holds telephone numbers: they are not read, so nothing behind this function can print them.
 *
 * As {@link parseGroupPage}. A state that the server leaves out is unknown; one that is neither yes nor no is odd.
 */
export function parseClaimPage(reply: JsonObject): GroupPage<ClaimGroup> {
  return parsePage(reply, parseClaimGroup);
}

function parsePage<G>(reply: JsonObject, parseEntry: (entry: JsonObject) => G): GroupPage<G> {
  const count = countOf(reply);
  const groups: G[] = [];
  const odd: OddGroup[] = [];
  for (const [index, entry] of listOf(reply).entries()) {
    try {
      if (!isObject(entry)) throw new ReplyShapeError(`list[${index}]`);
      groups.push(parseEntry(entry));
    } catch (error) {
      if (!(error instanceof ReplyShapeError)) throw error;
      odd.push(oddGroup(entry, error.expected));
    }
  }
  return { count, groups, ...(odd.length === 0 ? {} : { odd }) };
}

/** Groups of the largest account that is read. */
export const MOST_GROUPS = 100_000;

function countOf(reply: JsonObject): number | null {
  const data = reply["data"];
  const written = (isObject(data) ? data["count"] : undefined) ?? reply["count"];
  if (isBlank(written)) return null;
  const count = toNumber(written);
  if (count === undefined || count < 0 || !Number.isInteger(count)) throw new ReplyShapeError("data.count");
  if (count > MOST_GROUPS) throw new OversizeError("groups", MOST_GROUPS);
  return count;
}

function listOf(reply: JsonObject): readonly unknown[] {
  const data = reply["data"];
  const list = isObject(data) ? data["list"] : data;
  if (Array.isArray(list)) {
    if (list.length > MOST_GROUPS) throw new OversizeError("groups", MOST_GROUPS);
    return list;
  }
  if ((list === null || list === undefined) && countOf(reply) === 0) return [];
  throw new ReplyShapeError("data.list");
}

function oddGroup(entry: unknown, expected: string): OddGroup {
  const fields = isObject(entry) ? entry : {};
  const exten = toText(fields["exten"]);
  const displayName = toName(fields["displayName"]);
  return {
    ...(exten === undefined ? {} : { exten }),
    ...(displayName === undefined ? {} : { displayName }),
    expected,
  };
}

/** Reads the answer to a query by `exten`: that group, or nothing where the number is wrong (the API page). */
export function parseSingleGroup(
  exten: string,
  parse: (reply: JsonObject) => GroupPage = parseGroupPage,
): (reply: JsonObject) => LiveGroup | OddGroup | undefined {
  return (reply) => {
    if (reply["data"] === null || reply["data"] === undefined) return undefined;
    const { groups, odd = [] } = parse(reply);
    const found = groups.find((group) => group.exten === exten) ?? odd.find((group) => group.exten === exten);
    // The group was asked for by its number, so an entry without a number can be no other.
    return found ?? odd.filter((group) => group.exten === undefined).map((group) => ({ ...group, exten }))[0];
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
 * Reads the agent list. The reply holds passwords, telephone numbers and addresses: only the agents' numbers, names and
 * states are read, so nothing behind this function can print the rest.
 *
 * @throws {ReplyShapeError} there is no list, or it is a part of one: then nobody can be said to be missing in it
 */
export function parseAgents(reply: JsonObject): AgentDirectory {
  const data = reply["data"];
  const list = Array.isArray(data) ? data : isObject(data) ? data["list"] : undefined;
  if (!Array.isArray(list)) throw new ReplyShapeError("data");
  const count = toNumber((isObject(data) ? data["count"] : undefined) ?? reply["count"]);
  if (count !== undefined && count > list.length) throw new ReplyShapeError("data.list");
  const agents = new Map<string, DirectoryAgent>();
  for (const entry of list) {
    const number = isObject(entry) ? toText(entry["exten"]) : undefined;
    if (number === undefined) continue;
    const { displayName, status: written } = entry as { readonly displayName?: unknown; readonly status?: unknown };
    const name = toText(displayName) ?? "";
    const status = statusOf(written);
    // A number may be listed twice, when it was given to somebody else: the one who may work has it now.
    if (agents.has(number) && (status !== undefined || agents.get(number)?.status === undefined)) continue;
    agents.set(number, status === undefined ? { name } : { name, status });
  }
  return agents;
}

/** Words that the vendor's pages have, in the spellings of its interfaces. Any other says nothing. */
const STATUSES: Readonly<Record<string, AgentStatus>> = {
  disable: "disabled",
  disabled: "disabled",
  lock: "locked",
  locked: "locked",
};

function statusOf(written: unknown): AgentStatus | undefined {
  const word = typeof written === "string" ? written.trim().toLowerCase() : "";
  return Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
}

function parseGroup(entry: JsonObject): LiveGroup {
  const memory = parseMemory(entry);
  const updateTime = toText(entry["updateTime"]);
  const updateAgent = toText(entry["updateAgent"]);
  return {
    ...parseNames(entry),
    assignRule: toText(entry["assignRule"]) ?? "random",
    ...(memory === undefined ? {} : { memory }),
    ...(updateTime === undefined ? {} : { updateTime }),
    ...(updateAgent === undefined ? {} : { updateAgent }),
    members: parseMembers(entry["assignMembers"], (member) => member),
  };
}

function parseClaimGroup(entry: JsonObject): ClaimGroup {
  const members = parseMembers(
    entry["assignMembers"],
    (member, fields, at): ClaimMember => ({
      ...member,
      claim: claimState(parseSwitch(fields, "pcAutoClaim", at), parseSwitch(fields, "mobileAutoClaim", at)),
    }),
  );
  return { ...parseNames(entry), members };
}

/** Number and name: without them it is not a group. */
function parseNames(entry: JsonObject): { exten: string; displayName: string } {
  const exten = toText(entry["exten"]);
  if (exten === undefined) throw new ReplyShapeError("exten");
  const displayName = toName(entry["displayName"]);
  if (displayName === undefined) throw new ReplyShapeError("displayName");
  return { exten, displayName };
}

/** Yes or no, in all spellings that the API uses; `undefined` when the server says nothing. */
function parseSwitch(fields: JsonObject, name: string, at: string): boolean | undefined {
  const value = fields[name];
  if (isBlank(value)) return undefined;
  if (value === true || value === "true" || toNumber(value) === 1) return true;
  if (value === false || value === "false" || toNumber(value) === 0) return false;
  throw new ReplyShapeError(`${at}.${name}`);
}

/**
 * Members as they are listed. A member that is listed twice with one priority is kept once; with two priorities, twice.
 *
 * @param complete makes a member of the fields that all listings have; `at` is its place in the group
 */
function parseMembers<M extends LiveMember>(
  list: unknown,
  complete: (member: LiveMember, fields: JsonObject, at: string) => M,
): M[] {
  if (list === null) return [];
  if (!Array.isArray(list)) throw new ReplyShapeError("assignMembers");
  const members = new Map<string, M>();
  list.forEach((entry: unknown, index) => {
    const at = `assignMembers[${index}]`;
    const agentNumber = isObject(entry) ? toText(entry["agentNumber"]) : undefined;
    if (!isObject(entry) || agentNumber === undefined) throw new ReplyShapeError(`${at}.agentNumber`);
    const priority = isBlank(entry["priority"]) ? 0 : toNumber(entry["priority"]);
    if (priority === undefined) throw new ReplyShapeError(`${at}.priority`);
    const agentName = toText(entry["agentName"]);
    if (agentName === undefined && !isBlank(entry["agentName"])) throw new ReplyShapeError(`${at}.agentName`);
    const key = `${agentNumber} ${priority}`;
    if (members.has(key)) return;
    const member = { agentNumber, priority, ...(agentName === undefined ? {} : { agentName }) };
    members.set(key, complete(member, entry, at));
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

/** A name may be blank, or a number. It must not be missing. */
function toName(value: unknown): string | undefined {
  return value === "" ? "" : toText(value);
}

/** No number, name or setting of an account is as long. A longer one is an attack on memory, or on the reader. */
const LONGEST_TEXT = 10_000;

function toText(value: unknown): string | undefined {
  if (typeof value === "number") return isExact(value) ? String(value) : undefined;
  return typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT ? value : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
