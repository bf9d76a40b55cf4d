import type { ClaimGroup } from "../model/claims.js";
import type { LimitedOperation } from "../model/rates.js";
import type { Member } from "../model/skillGroup.js";

export interface LiveMember extends Member {
  readonly agentName?: string;
}

/** A group as the account has it now. Settings that the API page does not know stay as the words the server used. */
export interface LiveGroup {
  readonly exten: string;
  readonly displayName: string;
  /** One of the four rules, or the server's own word. */
  readonly assignRule: string;
  /**
   * One of muster's memories, or `<minutes>m` for a time that the API page does not list. Absent when the group was
   * read through the claim-status interface, which does not carry it.
   */
  readonly memory?: string;
  /** When and by whom it was last edited, in the query's own words; absent where it does not say. */
  readonly updateTime?: string;
  readonly updateAgent?: string;
  /** As the server listed them: an agent with two priorities stands here twice. */
  readonly members: readonly LiveMember[];
}

/** A live group of which a part cannot be read. It is named as well as it can be, and it is left alone. */
export interface OddGroup {
  /** Absent where it has no readable number. */
  readonly exten?: string;
  /** Absent where it has no readable name. */
  readonly displayName?: string;
  /** The part of the group that is missing or of the wrong kind, such as `assignMembers[0].agentNumber`. */
  readonly expected: string;
}

export function isOdd(group: object): group is OddGroup {
  return "expected" in group;
}

/** A complete read of an account, and what it took. */
export interface WholeRead<G> {
  readonly groups: readonly G[];
  /** Groups that are there and cannot be read. */
  readonly odd: readonly OddGroup[];
  /** Groups a page that the server granted; it may clamp what is asked for. */
  readonly pageSize: number;
  /** Calls that one complete read takes at that page size. */
  readonly pages: number;
}

export type LiveState = WholeRead<LiveGroup>;

/** The two interfaces that list groups: the query has all settings, the claim status five times the rate. */
export type ReadingOperation = Extract<LimitedOperation, "queueQueue" | "queueQueueAgentClaimStatus">;

/**
 * How groups are read. The query says what is there and what is not. `either` may show a group or a member sooner, through
 * the claim status (without `memory`), but what it does not show may be there all the same: nothing is known of how fresh
 * the claim status is.
 */
export type Through = Extract<ReadingOperation, "queueQueue"> | "either";

/** What the server lists for a name. */
export interface NamedGroups {
  readonly groups: readonly LiveGroup[];
  readonly odd: readonly OddGroup[];
  /** These are all that match. */
  readonly whole: boolean;
}

/** An agent as the account's directory lists one: of all that it says, nothing else is kept. */
export interface DirectoryAgent {
  /** May be empty. */
  readonly name: string;
  /** Absent for agents who may work, and for a status that is not known. */
  readonly status?: AgentStatus;
}
export type AgentStatus = "disabled" | "locked";

/** The agents of an account by their numbers. */
export type AgentDirectory = ReadonlyMap<string, DirectoryAgent>;

/** What a plan needs of an account: the API, or a snapshot of it. */
export interface LiveReader {
  /** Groups that the first page of a query is asked for, as far as is known by now. */
  readonly pageAsked: number;
  /** All groups of the account, read whole or not at all. */
  readAll(through: Through): Promise<LiveState>;
  /** These groups alone, through the query, in as few calls as possible. */
  readSome(extens: readonly string[]): Promise<LiveState>;
  /** Who takes conversations, in all groups of the account: read whole or not at all. */
  readClaims(): Promise<WholeRead<ClaimGroup>>;
  /**
   * The agent directory. Many accounts may not call it.
   *
   * @param withinMs a call that could not leave within so many ms is not made, and the answer is `undefined`
   */
  readAgents(withinMs: number): Promise<AgentDirectory | undefined>;
}
