import type { LimitedOperation } from "../config/settings.js";
import type { Member } from "../model/skillGroup.js";
import type { LiveGroup, LiveState } from "./live.js";
import { readLive } from "./readLive.js";
import { parseAgents, parseCreated, parseGroupPage, parseSingleGroup } from "./replies.js";
import { addQueueBody, type NewGroup, pageBody, singleBody, updateMembersBody } from "./requests.js";
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

  /** All groups of the account, read whole or not at all. Through the claim status, `memory` is absent. */
  readAll(through: ReadingOperation): Promise<LiveState> {
    const list = (page: number, pageSize: number) =>
      this.transport.call(through, pageBody(page, pageSize), parseGroupPage);
    return readLive(through, list, this.#options.clock, this.#options.stop);
  }

  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: ReadingOperation): Promise<LiveGroup | undefined> {
    return this.transport.call(through, singleBody(exten), parseSingleGroup(exten));
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
   * @param membersNow gives the list at the last moment, and again before a repetition; `undefined`: do not write
   * @returns `true` when the server said so; `undefined` when nothing was (or had to be) sent
   */
  updateMembers(
    exten: string,
    membersNow: (attempt: number) => Promise<readonly Member[] | undefined>,
  ): Promise<true | undefined> {
    const prepare = async (attempt: number) => {
      const members = await membersNow(attempt);
      return members && updateMembersBody(exten, members);
    };
    return this.transport.call("updateQueueAssignMembers", prepare, () => true as const);
  }

  /** Of the two reading interfaces the one whose budget is freer now. */
  freerReading(): ReadingOperation {
    const claim = this.transport.state("queueQueueAgentClaimStatus");
    const query = this.transport.state("queueQueue");
    if (claim.resting !== query.resting) return claim.resting ? "queueQueue" : "queueQueueAgentClaimStatus";
    return query.nextInMs + query.waiting < claim.nextInMs + claim.waiting
      ? "queueQueue"
      : "queueQueueAgentClaimStatus";
  }
}
