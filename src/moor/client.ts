import type { Member } from "../model/skillGroup.js";
import type { ClaimGroup } from "./claims.js";
import type { LiveGroup, LiveState, WholeRead } from "./live.js";
import { type PlanNeeds, type PlanReading, readForPlan } from "./readForPlan.js";
import { pageSizes, readLive } from "./readLive.js";
import {
  parseAgents,
  parseClaimPage,
  parseCreated,
  parseGroupPage,
  parseSingleGroup,
  parseStandInPage,
} from "./replies.js";
import { addQueueBody, type NewGroup, nameBody, pageBody, singleBody, updateMembersBody } from "./requests.js";
import { Routes, type Through } from "./routes.js";
import { Transport, type TransportOptions } from "./transport.js";
import { whileWanted } from "./whileWanted.js";

/** The API in muster's words. Every method rejects with a `MoorError` or, once told to stop, a `StoppedError`. */
export class MoorClient {
  readonly transport: Transport;
  readonly #options: TransportOptions;
  readonly #routes: Routes;
  /** Page sizes that each interface has not refused so far. */
  readonly #sizes = { queueQueue: pageSizes(), queueQueueAgentClaimStatus: pageSizes() };
  /** Calls that the latest reading of the whole account took; so many are to be expected of the next. */
  #pages = 1;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.transport = new Transport(options);
    this.#routes = new Routes(this.transport);
  }

  /**
   * All groups of the account, read whole or not at all.
   *
   * @param through one of the interfaces (through the claim status, `memory` is absent), or whichever is freer
   */
  readAll(through: Through): Promise<LiveState> {
    const { clock, stop } = this.#options;
    return this.#routes.read(through, this.#pages, (operation, hasty) =>
      whileWanted(async (over) => {
        const list = (page: number, pageSize: number) =>
          this.transport.call(operation, pageBody(page, pageSize), GROUP_PAGE[operation], { hasty, over });
        const live = await readLive(operation, list, clock, stop, { sizes: this.#sizes[operation] });
        this.#pages = live.pages;
        return live;
      }),
    );
  }

  /** What a plan needs of the account, through the interface that answers sooner: see {@link readForPlan}. */
  async readForPlan(needs: PlanNeeds): Promise<PlanReading> {
    const { clock, stop } = this.#options;
    const reading = await readForPlan(needs, {
      clock,
      stop,
      list: (operation, page, pageSize, how) =>
        this.transport.call(operation, pageBody(page, pageSize), GROUP_PAGE[operation], how),
      single: (operation, exten, how) =>
        this.transport.call(operation, singleBody(exten), parseSingleGroup(exten, GROUP_PAGE[operation]), how),
      sizesOf: (operation) => this.#sizes[operation],
      sooner: (calls) => this.#routes.sooner(calls, "queueQueue"),
    });
    this.#pages = reading.pages;
    return reading;
  }

  /** Who takes conversations, in all groups of the account: read whole or not at all. */
  readClaims(): Promise<WholeRead<ClaimGroup>> {
    const operation = "queueQueueAgentClaimStatus";
    const list = (page: number, pageSize: number) =>
      this.transport.call(operation, pageBody(page, pageSize), parseClaimPage);
    const { clock, stop } = this.#options;
    return readLive(operation, list, clock, stop, { sizes: this.#sizes[operation] });
  }

  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: Through): Promise<LiveGroup | undefined> {
    return this.#routes.read(through, 1, (operation, hasty) =>
      this.transport.call(operation, singleBody(exten), parseSingleGroup(exten, GROUP_PAGE[operation]), { hasty }),
    );
  }

  /**
   * What the query lists for a name, in one call. A group that is there and bears the name does; one that is not there may
   * bear it all the same, since how the server's filter matches is documented nowhere.
   */
  async readNamed(displayName: string): Promise<readonly LiveGroup[]> {
    return (await this.transport.call("queueQueue", nameBody(displayName), parseGroupPage)).groups;
  }

  /** The agent directory: number → name. Many accounts may not call it. */
  readAgents(): Promise<ReadonlyMap<string, string>> {
    return this.transport.call("getCCAgentsByAcc", {}, parseAgents);
  }

  /**
   * Creates a group: **not idempotent**, and never sent again by itself once the server may have carried it out.
   *
   * @param mayLeave asked at the last moment
   * @returns its number; `undefined` when `mayLeave` said no
   * @throws {MoorError} with `fate` `unknown` when the group may exist
   */
  addQueue(group: NewGroup, mayLeave: () => Promise<boolean>): Promise<{ readonly exten: string } | undefined> {
    const body = addQueueBody(group);
    return this.transport.call("addQueue", async () => ((await mayLeave()) ? body : undefined), parseCreated);
  }

  /**
   * Replaces the whole member list of a group.
   *
   * @param membersNow gives the list at the last moment, and again before a repetition (`maybeDone`: after an
   *   attempt that may have been carried out); `undefined`: do not write
   * @returns `true` when the server said so; `undefined` when nothing was (or had to be) sent
   */
  updateMembers(
    exten: string,
    membersNow: (maybeDone: boolean) => Promise<readonly Member[] | undefined>,
  ): Promise<true | undefined> {
    const prepare = async (maybeDone: boolean) => {
      const members = await membersNow(maybeDone);
      return members && updateMembersBody(exten, members);
    };
    return this.transport.call("updateQueueAssignMembers", prepare, () => true as const);
  }
}

/** What the query leaves out takes the API's default; the claim status must not leave out what the query has. */
const GROUP_PAGE = { queueQueue: parseGroupPage, queueQueueAgentClaimStatus: parseStandInPage } as const;
