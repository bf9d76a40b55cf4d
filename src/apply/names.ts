import type { Clock } from "../model/clock.js";
import type { MoorClient } from "../moor/client.js";
import { MoorError } from "../moor/errors.js";
import type { LiveState } from "../moor/live.js";

/** How old a look at all names may be when a create leaves, in ms: a few seconds of queueing cost no new look. */
const FRESH_MS = 15_000;

/**
 * Which groups bear which names now. Asked before every create and after every lost answer; many askers share one
 * reading of the account. Names are compared here: whether the server's own filter matches exactly, by part or by
 * pattern is documented nowhere.
 */
export class Names {
  readonly #client: MoorClient;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly state: Promise<LiveState> } | undefined;

  constructor(client: MoorClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /**
   * Numbers of the groups that bear a name, as of a reading begun at `since` or later.
   *
   * @param since monotonic ms; by default a few seconds ago
   */
  async bearers(displayName: string, since: number = this.#clock.monotonic() - FRESH_MS): Promise<string[]> {
    const { groups } = await this.#reading(since);
    return groups.filter((group) => group.displayName === displayName).map((group) => group.exten);
  }

  #reading(since: number): Promise<LiveState> {
    if (this.#last === undefined || this.#last.at < since) {
      const state = readAllEitherWay(this.#client);
      this.#last = { at: this.#clock.monotonic(), state };
      // A reading that failed is nobody's answer for later.
      state.catch(() => {
        if (this.#last?.state === state) this.#last = undefined;
      });
    }
    return this.#last.state;
  }
}

/** Through the claim status, at five times the rate; through the query where an account may not call that. */
export async function readAllEitherWay(client: MoorClient): Promise<LiveState> {
  const first = client.freerReading();
  try {
    return await client.readAll(first);
  } catch (error) {
    if (!isTurnedDown(error)) throw error;
    return client.readAll(first === "queueQueue" ? "queueQueueAgentClaimStatus" : "queueQueue");
  }
}

/** This interface will not answer us, however often it is asked. */
export function isTurnedDown(error: unknown): boolean {
  return (
    error instanceof MoorError &&
    (error.fault.code === "wrong-credentials" || error.fault.code === "api-refused" || error.fault.code === "not-json")
  );
}
