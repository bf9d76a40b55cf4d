import type { Clock } from "../model/clock.js";
import type { MoorClient } from "../moor/client.js";
import { MoorError } from "../moor/errors.js";
import type { LiveState } from "../moor/live.js";
import type { Through } from "../moor/routes.js";
import { LISTING_SERVES_MS, NAMES_FRESH_MS } from "../plan/budget.js";

/**
 * Which groups bear which names now. Asked before every create and after every lost answer. Names are compared here:
 * whether the server's own filter matches exactly, by part or by pattern is documented nowhere.
 */
export class Names {
  readonly #client: MoorClient;
  readonly #clock: Clock;
  readonly #isShort: boolean;
  readonly #readings: Readonly<Record<Way, SharedReading>>;
  /** Numbers of all groups, as of the latest reading. */
  #there: ReadonlySet<string> = new Set();

  /**
   * @param pages calls that a reading of the whole account takes
   * @param onShown hears what the query lists
   */
  constructor(
    client: MoorClient,
    clock: Clock,
    pages: number,
    onShown: (groups: LiveState["groups"]) => Promise<void>,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#isShort = pages === 1;
    const through = (way: Way) =>
      new SharedReading(async () => {
        const live = await client.readAll(way);
        this.#there = new Set(live.groups.map(({ exten }) => exten));
        if (way === "queueQueue") await onShown(live.groups);
        return live;
      }, clock);
    this.#readings = { either: through("either"), queueQueue: through("queueQueue") };
  }

  /** Numbers of the groups that were there at the latest look: none of them can be that of a group made after it. */
  get there(): ReadonlySet<string> {
    return this.#there;
  }

  /**
   * Numbers of the groups that bear a name just now, for a create that is about to leave. That none does is the word of
   * the query alone: the claim status may be longer in showing a new group. Where the listing is one page, that page is
   * asked, once for all who leave within two seconds. Otherwise all names as they were a few seconds ago, and this one
   * once more through the query: the first misses what appeared since, the second what the server's filter does not match.
   */
  async bearersNow(displayName: string): Promise<string[]> {
    const now = this.#clock.monotonic();
    if (this.#isShort) return this.bearers(displayName, now - LISTING_SERVES_MS, "queueQueue");
    const all = await this.bearers(displayName, now - NAMES_FRESH_MS, "either");
    if (all.length > 0) return all;
    const named = await this.#client.readNamed(displayName).catch((error: unknown) => {
      // A filter that does not like the name tells nothing; the complete reading stands.
      if (error instanceof MoorError && error.fault.code === "api-refused") return [];
      throw error;
    });
    return named.filter((group) => group.displayName === displayName).map(({ exten }) => exten);
  }

  /**
   * Numbers of the groups that bear a name, as of a complete reading.
   *
   * @param since monotonic ms: the reading must have begun then or later
   */
  async bearers(displayName: string, since: number, way: Way): Promise<string[]> {
    const { groups } = await this.#readings[way].since(since);
    return groups.filter((group) => group.displayName === displayName).map((group) => group.exten);
  }
}

/** Through the query, where its word is needed. */
type Way = Extract<Through, "queueQueue" | "either">;

/** Readings of the whole account, each for all who ask at the time. */
class SharedReading {
  readonly #read: () => Promise<LiveState>;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly state: Promise<LiveState> } | undefined;
  #next: Promise<LiveState> | undefined;

  constructor(read: () => Promise<LiveState>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** A reading that began late enough; everybody who asks while one is under way shares the one after it. */
  since(since: number): Promise<LiveState> {
    if (this.#last !== undefined && this.#last.at >= since) return this.#last.state;
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<LiveState> {
    await this.#last?.state.catch(() => undefined);
    this.#next = undefined;
    const state = this.#read();
    this.#last = { at: this.#clock.monotonic(), state };
    // A reading that failed is nobody's answer for later.
    state.catch(() => {
      if (this.#last?.state === state) this.#last = undefined;
    });
    return state;
  }
}
