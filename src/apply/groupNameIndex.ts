import type { Clock } from "../model/clock.js";
import type { LiveState, Through } from "../moor/live.js";
import type { LastLook, NameLook } from "./lastLook.js";
import type { ApplyClient } from "./ports.js";

/**
 * Which groups have which names now. Asked before every create and after every lost answer. Names are compared here:
 * whether the server's own filter matches exactly, by part or by pattern is not documented.
 */
export class GroupNameIndex {
  readonly #lastLook: LastLook;
  readonly #onShown: (groups: LiveState["groups"]) => Promise<void>;
  readonly #readings: Readonly<Record<Through, SharedReading>>;

  /**
   * @param lastLook the looks right before a write
   * @param onShown called with what the query lists
   */
  constructor(
    client: ApplyClient,
    clock: Clock,
    lastLook: LastLook,
    onShown: (groups: LiveState["groups"]) => Promise<void>,
  ) {
    this.#lastLook = lastLook;
    this.#onShown = onShown;
    const through = (way: Through) =>
      new SharedReading(async () => {
        const live = await client.readAll(way);
        if (way === "queueQueue") await onShown(live.groups);
        return live;
      }, clock);
    this.#readings = { either: through("either"), queueQueue: through("queueQueue") };
  }

  /** Groups that have a name just now, for a create that is about to leave. */
  async groupsNamed(displayName: string): Promise<NameLook> {
    const look = await this.#lastLook.groupsNamed(displayName);
    await this.#onShown(look.seen);
    return look;
  }

  /** Is the latest such look too old for the create to leave? */
  isStale(displayName: string): boolean {
    return this.#lastLook.isNameStale(displayName);
  }

  /**
   * All groups, from a complete reading.
   *
   * @param since monotonic ms: the reading must have begun then or later
   */
  async all(since: number, through: Through): Promise<LiveState["groups"]> {
    return (await this.#readings[through].since(since)).groups;
  }
}

/** Readings of the whole account, each shared by all who ask at the time. */
class SharedReading {
  readonly #read: () => Promise<LiveState>;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly state: Promise<LiveState> } | undefined;
  #next: Promise<LiveState> | undefined;

  constructor(read: () => Promise<LiveState>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** A reading that began late enough. All who ask while one is under way share the one after it. */
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
    // A reading that failed must not answer later questions.
    state.catch(() => {
      if (this.#last?.state === state) this.#last = undefined;
    });
    return state;
  }
}
