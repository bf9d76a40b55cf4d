import type { Member } from "../../model/skillGroup.js";
import { type Account, type Group, type GroupMember, openGroup, replaceGroup, takeExten } from "../account/account.js";
import type { Strike } from "../behaviour/faultBook.js";
import { BAD_REQUEST, type Reply } from "./answers.js";
import { chinaTime } from "./chinaTime.js";
import { type Fields, readAssignRule, readMembers, readMemory, readText } from "./requestFields.js";

/** Ways in which a server stores another name than it was sent. `cut-20` keeps the first 20 characters. */
const CHANGES = {
  "as-sent": (name) => name,
  trim: (name) => name.trim(),
  nfc: (name) => name.normalize("NFC"),
  entities: (name) => name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "no-emoji": (name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ""),
  "question-marks": (name) => name.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "????"),
  lowercase: (name) => name.toLowerCase(),
  squeeze: (name) => name.replaceAll(/\s+/gu, " "),
  halfwidth: (name) => name.normalize("NFKC"),
  default: () => "默认技能组",
} as const satisfies Record<string, (name: string) => string>;

export const STORED_NAMES = Object.keys(CHANGES) as readonly (keyof typeof CHANGES)[];
export type StoredName = keyof typeof CHANGES | `cut-${number}`;

export function isStoredName(text: string): text is StoredName {
  return Object.hasOwn(CHANGES, text) || /^cut-[1-9]\d*$/.test(text);
}

/** The name that the server keeps of one that it was sent. */
export function storedName(kind: StoredName, sent: string): string {
  if (isCut(kind)) return [...sent].slice(0, Number(kind.slice("cut-".length))).join("");
  return CHANGES[kind](sent);
}

function isCut(kind: StoredName): kind is `cut-${number}` {
  return kind.startsWith("cut-");
}

/** What a write needs to know besides the request. */
export interface WriteContext {
  /** Ms since 1970. */
  readonly now: number;
  readonly storeName: StoredName;
  readonly strike: Pick<Strike, "skipAgents" | "ignoreWrite" | "twin">;
}

/** Creates a group, whatever groups there are: sent twice, it makes two of one name. */
export function addQueue(account: Account, fields: Fields, { now, storeName, strike }: WriteContext): Reply {
  const sent = readText(fields.displayName);
  if (sent === undefined) return BAD_REQUEST;
  const displayName = storedName(storeName, sent);
  if (strike.twin) account.groups.push(openGroup({ displayName, createdAt: now }, takeExten(account)));

  const exten = takeExten(account);
  const group = {
    exten,
    displayName,
    sentName: sent,
    assignRule: readAssignRule(fields.assignRule),
    memory: readMemory(fields),
    members: admitted(account, readMembers(fields.assignMembers), strike),
    updateTime: chinaTime(now),
    updateAgent: "",
    createdAt: now,
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
    // An agent who stays goes on taking conversations as before.
    (member): GroupMember => ({ ...before.get(member.agentNumber), ...member }),
  );
  const changed = { ...group, ...withoutOddList(group), members, updateTime: chinaTime(now), updateAgent: "" };
  if (!strike.ignoreWrite) replaceGroup(account, changed, now);
  return DONE;
}

const DONE: Reply = { code: 200, success: true, message: "success!" };

function withoutOddList({ raw }: Group): Pick<Group, "raw"> {
  if (!raw) return {};
  const { assignMembers: _, ...others } = raw;
  return { raw: others };
}

/** Agents that the account does not have are skipped without a word. */
function admitted(account: Account, members: readonly Member[], strike: WriteContext["strike"]): Member[] {
  return members.filter(({ agentNumber }) => account.agents.has(agentNumber) && !strike.skipAgents.has(agentNumber));
}
