import type { ClaimGroup } from "../model/claims.js";
import type { Member } from "../model/skillGroup.js";
import type { JsonObject } from "./answer.js";
import { MoorError, timedOut } from "./errors.js";
import {
  type AgentDirectory,
  isOdd,
  type LiveGroup,
  type LiveReader,
  type LiveState,
  type NamedGroups,
  type OddGroup,
  type ReadingOperation,
  type Through,
  type WholeRead,
} from "./live.js";
import { firstPage, type ListPage, lengthOf, PageSizes, pagesOf } from "./pages.js";
import { readLive, readSome } from "./readLive.js";
import {
  type GroupPage,
  parseAgents,
  parseClaimPage,
  parseCreated,
  parseGroupPage,
  parseSingleGroup,
  parseStandInPage,
} from "./replies.js";
import { addQueueBody, type NewGroup, nameBody, pageBody, singleBody, updateMembersBody } from "./requests.js";
import { type CallOptions, Transport, type TransportOptions } from "./transport.js";

export interface ClientOptions extends TransportOptions {
  /** The largest page to ask for; where it is absent, as much as the server grants. */
  readonly pageSize?: number;
}

const QUERY = "queueQueue";
const CLAIM_STATUS = "queueQueueAgentClaimStatus";

/** The API in muster's words. Every method rejects with a `MoorError` or, when the run stops, with a `StoppedError`. */
export class MoorClient implements LiveReader {
  readonly transport: Transport;
  readonly #options: ClientOptions;
  readonly #sizes: Readonly<Record<ReadingOperation, PageSizes>>;
  /** Calls that the latest reading of the whole account took: so many are to be expected of the next. */
  #pages = 1;
  /** The claim status turned us down for good, or hung, while the query answered. */
  #isClaimStatusClosed = false;

  constructor(options: ClientOptions) {
    const { pageSize } = options;
    this.#options = options;
    this.#sizes = { queueQueue: new PageSizes(pageSize), queueQueueAgentClaimStatus: new PageSizes(pageSize) };
    this.transport = new Transport(options);
  }

  get pageAsked(): number {
    return this.#sizes.queueQueue.size;
  }

  readAll(through: Through): Promise<LiveState> {
    return this.#read(through, this.#pages, async (operation, how) => {
      const live = await this.#readWhole(operation, this.#lister(operation, GROUP_PAGE[operation], how));
      this.#pages = live.pages;
      return live;
    });
  }

  async readSome(extens: readonly string[]): Promise<LiveState> {
    const live = await readSome(
      extens,
      this.#lister(QUERY, parseGroupPage),
      (exten) => this.#single(exten, QUERY),
      (first) => this.#readWhole(QUERY, this.#lister(QUERY, parseGroupPage), first),
      this.#sizes[QUERY],
    );
    this.#pages = live.pages;
    return live;
  }

  readClaims(): Promise<WholeRead<ClaimGroup>> {
    return this.#readWhole(CLAIM_STATUS, this.#lister(CLAIM_STATUS, parseClaimPage));
  }

  /** The first page of a reading, and how many groups there are over all pages. */
  async firstGroups(
    operation: ReadingOperation,
  ): Promise<{ readonly count: number; readonly groups: readonly Pick<LiveGroup, "exten" | "members">[] }> {
    const parse: (reply: JsonObject) => GroupPage<Pick<LiveGroup, "exten" | "members">> =
      operation === "queueQueue" ? parseGroupPage : parseClaimPage;
    const page = await firstPage(this.#lister(operation, parse), this.#sizes[operation]);
    const listed = lengthOf(page);
    const { count, groups } = page;
    if (count === null || count === 0 || listed > 0) return { count: Math.max(count ?? 0, listed), groups };
    throw new MoorError(
      { code: "incomplete-read", args: { operation, tries: 1, listed, count, constant: true } },
      "not-done",
    );
  }

  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: Through): Promise<LiveGroup | undefined> {
    return this.#read(through, 1, (operation, how) => this.#sound(exten, operation, how));
  }

  /**
   * All groups, through the query, right before a write.
   *
   * @param onSend called as the first page leaves, and again when it is sent again: from then on the answer grows old
   */
  lookAtAll(onSend: () => void): Promise<LiveState> {
    const first = this.#lister(QUERY, parseGroupPage, { onSend });
    const others = this.#lister(QUERY, parseGroupPage);
    return this.#readWhole(QUERY, (page, ...asked) => (page === 1 ? first : others)(page, ...asked));
  }

  /** One group by its number, through the query, right before a write. `onSend` as for {@link lookAtAll}. */
  lookAtGroup(exten: string, onSend: () => void): Promise<LiveGroup | undefined> {
    return this.#sound(exten, QUERY, { onSend });
  }

  /**
   * Groups that the query lists for a name, right before a write. Which names match is decided by the server and
   * documented nowhere. `onSend` as for {@link lookAtAll}.
   */
  async lookForName(displayName: string, onSend?: () => void): Promise<NamedGroups> {
    const body = nameBody(displayName);
    const how = onSend === undefined ? {} : { onSend };
    const page = await this.transport.call(QUERY, body, parseGroupPage, how);
    return { groups: page.groups, odd: page.odd ?? [], whole: (page.count ?? 0) <= lengthOf(page) };
  }

  /**
   * What the account shows right after the run was told to stop: through the query if a call of it may leave within the
   * time, else through the claim status. A page that is refused or late is left out: a group that is not among them may be
   * there all the same.
   *
   * @param withinMs a call that could not leave within so many ms is not made
   */
  async readAfterStop(withinMs: number): Promise<readonly LiveGroup[]> {
    const operation = await this.#soonest(withinMs);
    if (operation === undefined) return [];
    const list = this.#lister(operation, GROUP_PAGE[operation], { attempts: 1, afterStop: true });
    const first = await firstPage(list, this.#sizes[operation]);
    const size = Math.max(1, lengthOf(first));
    const others = Array.from({ length: (pagesOf(first) ?? 1) - 1 }, (_, index) => list(index + 2, size));
    const pages = await Promise.all(others.map((page) => page.catch(() => undefined)));
    return [first, ...pages].flatMap((page) => page?.groups ?? []);
  }

  /** The query, where it may be called within the time; else the claim status, where that may. */
  async #soonest(withinMs: number): Promise<ReadingOperation | undefined> {
    for (const operation of [QUERY, CLAIM_STATUS] as const)
      if ((await this.transport.outlookMs(operation, this.#pages)) < withinMs) return operation;
    return undefined;
  }

  async readAgents(withinMs: number): Promise<AgentDirectory | undefined> {
    if ((await this.transport.outlookMs("getCCAgentsByAcc", 1)) > withinMs) return undefined;
    return this.transport.call("getCCAgentsByAcc", {}, parseAgents);
  }

  /**
   * Reads through the query; or, where a presence is proof enough, through the claim status when it answers no later: its
   * budget is five times as large. When the claim status fails, the query answers instead. Some accounts may not call the
   * claim status, and a wait for one that hangs costs more than its budget saves: then it is not asked again.
   *
   * @param calls that the reading is expected to take
   */
  async #read<T>(
    through: Through,
    calls: number,
    read: (operation: ReadingOperation, how: CallOptions) => Promise<T>,
  ): Promise<T> {
    if (through === QUERY || this.#isClaimStatusClosed || (await this.#isQuerySooner(calls))) return read(QUERY, {});
    try {
      return await read(CLAIM_STATUS, { attempts: 1 });
    } catch (error) {
      if (!(error instanceof MoorError)) throw error;
      const answer = await read(QUERY, {});
      this.#isClaimStatusClosed ||= error.fault.code === "wrong-credentials" || timedOut(error);
      return answer;
    }
  }

  async #isQuerySooner(calls: number): Promise<boolean> {
    const both = [QUERY, CLAIM_STATUS] as const;
    const [queryMs, claimStatusMs] = await Promise.all(both.map((one) => this.transport.outlookMs(one, calls)));
    return (queryMs ?? 0) < (claimStatusMs ?? 0);
  }

  #single(
    exten: string,
    operation: ReadingOperation,
    how: CallOptions = {},
  ): Promise<LiveGroup | OddGroup | undefined> {
    return this.transport.call(operation, singleBody(exten), parseSingleGroup(exten, GROUP_PAGE[operation]), how);
  }

  /** One group, of which every part can be read. */
  async #sound(exten: string, operation: ReadingOperation, how: CallOptions): Promise<LiveGroup | undefined> {
    const group = await this.#single(exten, operation, how);
    if (group === undefined || !isOdd(group)) return group;
    throw new MoorError({ code: "bad-reply", args: { operation, expected: group.expected, attempts: 1 } }, "not-done");
  }

  #lister<G extends { readonly exten: string }>(
    operation: ReadingOperation,
    parse: (reply: JsonObject) => GroupPage<G>,
    how: CallOptions = {},
  ): ListPage<G> {
    return (page, pageSize, once = false) =>
      this.transport.call(operation, pageBody(page, pageSize), parse, { ...how, once });
  }

  #readWhole<G extends { readonly exten: string }>(
    operation: ReadingOperation,
    list: ListPage<G>,
    first?: GroupPage<G>,
  ): Promise<WholeRead<G>> {
    const { clock, stop } = this.#options;
    const options = { sizes: this.#sizes[operation], ...(first === undefined ? {} : { first }) };
    return readLive(operation, list, clock, stop, options);
  }

  /**
   * Creates a group: **not idempotent**, and never sent again by itself when the server may have carried it out.
   *
   * @param mayLeave asked at the last moment
   * @param isStale asked as the call leaves: is it too long ago that `mayLeave` said yes? Then it is asked again
   * @returns its number; `undefined` when `mayLeave` said no
   * @throws {MoorError} with `delivery` `unknown` when the group may exist
   */
  addQueue(
    group: NewGroup,
    mayLeave: () => Promise<boolean>,
    isStale: () => boolean,
  ): Promise<{ readonly exten: string } | undefined> {
    const body = addQueueBody(group);
    const prepare = async () => ((await mayLeave()) ? body : undefined);
    return this.transport.call("addQueue", prepare, parseCreated, { isStale });
  }

  /**
   * Replaces the whole member list of a group.
   *
   * @param membersNow gives the list at the last moment, and again before a repetition (`maybeDone`: after an
   *   attempt that may have been carried out); `undefined`: do not write
   * @param isStale asked as the list leaves: is it too long ago that it was given? Then it is asked for again
   * @returns `true` when the server said so; `undefined` when nothing was (or had to be) sent
   */
  updateMembers(
    exten: string,
    membersNow: (maybeDone: boolean) => Promise<readonly Member[] | undefined>,
    isStale: () => boolean,
  ): Promise<true | undefined> {
    const prepare = async (maybeDone: boolean) => {
      const members = await membersNow(maybeDone);
      return members && updateMembersBody(exten, members);
    };
    return this.transport.call("updateQueueAssignMembers", prepare, () => true as const, { isStale });
  }
}

/** A setting that the query leaves out has the API's default. The claim status must not leave out what the query has. */
const GROUP_PAGE = { queueQueue: parseGroupPage, queueQueueAgentClaimStatus: parseStandInPage } as const;
