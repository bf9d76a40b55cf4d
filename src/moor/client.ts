import type { Member } from "../model/skillGroup.js";
import type { JsonObject } from "./answer.js";
import type { ClaimGroup } from "./claims.js";
import { MoorError } from "./errors.js";
import { isOdd, type LiveGroup, type LiveState, type OddGroup, type WholeRead } from "./live.js";
import { PageSizes } from "./pageSizes.js";
import { firstPage, type ListPage, lengthOf, readLive } from "./readLive.js";
import { readSome } from "./readSome.js";
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
import { type ReadingOperation, Routes, type Through } from "./routes.js";
import { type CallOptions, Transport, type TransportOptions } from "./transport.js";

/** What the server lists for a name. */
export interface NamedGroups {
  readonly groups: readonly LiveGroup[];
  readonly odd: readonly OddGroup[];
  readonly whole: boolean;
}

export interface ClientOptions extends TransportOptions {
  /** The largest page to ask for; where it is absent, as much as the server grants. */
  readonly pageSize?: number;
}

/** The API in muster's words. Every method rejects with a `MoorError` or, once told to stop, a `StoppedError`. */
export class MoorClient {
  readonly transport: Transport;
  readonly #options: ClientOptions;
  readonly #routes: Routes;
  readonly #sizes: Readonly<Record<ReadingOperation, PageSizes>>;
  /** Calls that the latest reading of the whole account took; so many are to be expected of the next. */
  #pages = 1;

  constructor(options: ClientOptions) {
    const { pageSize } = options;
    this.#options = options;
    this.#sizes = { queueQueue: new PageSizes(pageSize), queueQueueAgentClaimStatus: new PageSizes(pageSize) };
    this.transport = new Transport(options);
    this.#routes = new Routes(this.transport);
  }

  /** Groups that the first page of a query is asked for, as far as is known by now. */
  get pageAsked(): number {
    return this.#sizes.queueQueue.size;
  }

  /**
   * All groups of the account, read whole or not at all.
   *
   * @param through one of the interfaces (through the claim status, `memory` is absent), or whichever is freer
   */
  readAll(through: Through): Promise<LiveState> {
    return this.#routes.read(through, this.#pages, async (operation, hasty) => {
      const live = await this.#readWhole(operation, this.#lister(operation, GROUP_PAGE[operation], { hasty }));
      this.#pages = live.pages;
      return live;
    });
  }

  /** These groups alone, through the query, in as few calls as can be: see {@link readSome}. */
  async readSome(extens: readonly string[]): Promise<LiveState> {
    const operation = "queueQueue";
    const live = await readSome(
      extens,
      this.#lister(operation, parseGroupPage),
      (exten) => this.#single(exten, operation),
      (first) => this.#readWhole(operation, this.#lister(operation, parseGroupPage), first),
      this.#sizes[operation],
    );
    this.#pages = live.pages;
    return live;
  }

  /** Who takes conversations, in all groups of the account: read whole or not at all. */
  readClaims(): Promise<WholeRead<ClaimGroup>> {
    const operation = "queueQueueAgentClaimStatus";
    return this.#readWhole(operation, this.#lister(operation, parseClaimPage));
  }

  /** How many groups an interface speaks of, by the first page of a reading. */
  async countGroups(operation: ReadingOperation): Promise<number> {
    const parse: (reply: JsonObject) => GroupPage<{ readonly exten: string }> =
      operation === "queueQueue" ? parseGroupPage : parseClaimPage;
    const page = await firstPage(this.#lister(operation, parse), this.#sizes[operation]);
    const listed = lengthOf(page);
    const { count } = page;
    if (count === null || count === 0 || listed > 0) return count ?? listed;
    throw new MoorError(
      { code: "incomplete-read", args: { operation, tries: 1, listed, count, constant: true } },
      "no",
    );
  }

  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: Through): Promise<LiveGroup | undefined> {
    return this.#routes.read(through, 1, (operation, hasty) => this.#sound(exten, operation, { hasty }));
  }

  /**
   * All groups, through the query, right before a write.
   *
   * @param onSend called as the first page leaves, again where it is sent again: from then on the answer grows old
   */
  lookAtAll(onSend: () => void): Promise<LiveState> {
    const operation = "queueQueue";
    const first = this.#lister(operation, parseGroupPage, { onSend });
    const others = this.#lister(operation, parseGroupPage);
    return this.#readWhole(operation, (page, ...asked) => (page === 1 ? first : others)(page, ...asked));
  }

  /** One group by its number, through the query, right before a write. `onSend` as for {@link lookAtAll}. */
  lookAtGroup(exten: string, onSend: () => void): Promise<LiveGroup | undefined> {
    return this.#sound(exten, "queueQueue", { onSend });
  }

  /**
   * Groups that the query lists for a name, right before a write. Which names match is the server's affair, documented
   * nowhere. `onSend` as for {@link lookAtAll}.
   *
   * @returns `whole`: these are all that match
   */
  async lookForName(displayName: string, onSend?: () => void): Promise<NamedGroups> {
    const body = nameBody(displayName);
    const how = onSend === undefined ? {} : { onSend };
    const page = await this.transport.call("queueQueue", body, parseGroupPage, how);
    return { groups: page.groups, odd: page.odd ?? [], whole: (page.count ?? 0) <= lengthOf(page) };
  }

  /** The agent directory: number → name. Many accounts may not call it. */
  readAgents(): Promise<ReadonlyMap<string, string>> {
    return this.transport.call("getCCAgentsByAcc", {}, parseAgents);
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
    throw new MoorError({ code: "bad-reply", args: { operation, expected: group.expected, attempts: 1 } }, "no");
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
   * Creates a group: **not idempotent**, and never sent again by itself once the server may have carried it out.
   *
   * @param mayLeave asked at the last moment
   * @param isStale asked as the call leaves: is it too long ago that it was let go? Then `mayLeave` is asked again
   * @returns its number; `undefined` when `mayLeave` said no
   * @throws {MoorError} with `fate` `unknown` when the group may exist
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

/** What the query leaves out takes the API's default; the claim status must not leave out what the query has. */
const GROUP_PAGE = { queueQueue: parseGroupPage, queueQueueAgentClaimStatus: parseStandInPage } as const;
