import type { LimitedOperation } from "../config/settings.js";
import type { Member } from "../model/skillGroup.js";
import type { ClaimGroup } from "./claims.js";
import { MoorError } from "./errors.js";
import type { LiveGroup, LiveState, WholeRead } from "./live.js";
import { readLive } from "./readLive.js";
import { parseAgents, parseClaimPage, parseCreated, parseGroupPage, parseSingleGroup } from "./replies.js";
import { addQueueBody, type NewGroup, nameBody, pageBody, singleBody, updateMembersBody } from "./requests.js";
import { Transport, type TransportOptions } from "./transport.js";

/** The two interfaces that list groups: the query has all settings, the claim status five times the rate. */
export type ReadingOperation = Extract<LimitedOperation, "queueQueue" | "queueQueueAgentClaimStatus">;

/** The API in muster's words. Every method rejects with a `MoorError` or, once told to stop, a `StoppedError`. */
export class MoorClient {
  readonly transport: Transport;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.transport = new Transport(options);
  }

  /**
   * All groups of the account, read whole or not at all.
   *
   * @param through one of the interfaces (through the claim status, `memory` is absent), or whichever is freer
   */
  readAll(through: ReadingOperation | "either"): Promise<LiveState> {
    return this.#read(through, (operation) => {
      const list = (page: number, pageSize: number) =>
        this.transport.call(operation, pageBody(page, pageSize), parseGroupPage);
      return readLive(operation, list, this.#options.clock, this.#options.stop);
    });
  }

  /** Who takes conversations, in all groups of the account: read whole or not at all. */
  readClaims(): Promise<WholeRead<ClaimGroup>> {
    const operation = "queueQueueAgentClaimStatus";
    const list = (page: number, pageSize: number) =>
      this.transport.call(operation, pageBody(page, pageSize), parseClaimPage);
    return readLive(operation, list, this.#options.clock, this.#options.stop);
  }

  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: ReadingOperation | "either"): Promise<LiveGroup | undefined> {
    return this.#read(through, (operation) =>
      this.transport.call(operation, singleBody(exten), parseSingleGroup(exten)),
    );
  }

  /**
   * Numbers of groups that the server lists for a name, in one call. Whoever is there bears the name; who is not may
   * bear it all the same, since how the server's filter matches is documented nowhere.
   */
  async glimpse(displayName: string): Promise<string[]> {
    const page = await this.#read("either", (operation) =>
      this.transport.call(operation, nameBody(displayName), parseGroupPage),
    );
    return page.groups.filter((group) => group.displayName === displayName).map((group) => group.exten);
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

  /** Through the interface asked for; or through the freer of the two, and the other where that one turns us down. */
  async #read<T>(through: ReadingOperation | "either", read: (operation: ReadingOperation) => Promise<T>): Promise<T> {
    if (through !== "either") return read(through);
    const first = this.#freer();
    try {
      return await read(first);
    } catch (error) {
      if (!(error instanceof MoorError) || !TURNED_DOWN.has(error.fault.code)) throw error;
      return read(first === "queueQueue" ? "queueQueueAgentClaimStatus" : "queueQueue");
    }
  }

  /** The one whose budget is freer now; the claim status, at five times the rate, when both are. */
  #freer(): ReadingOperation {
    const claim = this.transport.state("queueQueueAgentClaimStatus");
    const query = this.transport.state("queueQueue");
    if (claim.resting !== query.resting) return claim.resting ? "queueQueue" : "queueQueueAgentClaimStatus";
    const isQueryFreer = query.nextInMs + query.waiting < claim.nextInMs + claim.waiting;
    return isQueryFreer ? "queueQueue" : "queueQueueAgentClaimStatus";
  }
}

/** Faults after which an interface will not answer us, however often it is asked: some accounts may not call both. */
const TURNED_DOWN: ReadonlySet<string> = new Set(["wrong-credentials", "api-refused", "not-json"]);
