import type { SharedText } from "../../model/store.js";
import {
  asOfNow,
  EMPTY_STATE,
  printRateState,
  type RateState,
  readRateState,
  type Terms,
  waitMs,
  withOpen,
  withoutOpen,
  withoutRest,
  withRest,
  withSettled,
} from "./rateState.js";

/** What the answer to a call means for the limit. */
export type Ending =
  | { readonly how: "passed" | "unanswered" }
  /** The limit is reached. `restMs`: how long the server asks to wait; one window where it does not say. */
  | { readonly how: "limited"; readonly restMs?: number };

/** Where a {@link RateState} is kept, and the clock that its times are by. */
export interface StateStore {
  now(): number;
  /**
   * Changes the state as one step. Without `state` nothing is written.
   *
   * @param edit may be called more than once
   * @returns what the edit says; `undefined` when the state cannot be read or written
   */
  change<T>(edit: (state: RateState) => { readonly state?: RateState; readonly value: T }): Promise<T | undefined>;
}

/** The state of one process alone. */
export function memoryStore(now: () => number): StateStore {
  let held = EMPTY_STATE;
  return {
    now,
    change: async (edit) => {
      const { state = held, value } = edit(held);
      held = state;
      return value;
    },
  };
}

/**
 * The state that several processes share. Where it is gone (a store that was flushed, or restarted without its data), what
 * this process saw last takes its place.
 *
 * @param onOutage called when the text cannot be read or written; the calls go on without it
 */
export function textStore(text: SharedText, now: () => number, onOutage: (error: Error) => void): StateStore {
  let latest = EMPTY_STATE;
  return {
    now,
    change: async (edit) => {
      let written: RateState | undefined;
      try {
        const result = await text.change((found) => {
          if (found !== undefined) latest = readRateState(found);
          const { state, value } = edit(latest);
          written = state;
          return state === undefined ? { value } : { text: printRateState(state), value };
        });
        latest = written ?? latest;
        return result;
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error)) throw error;
        onOutage(error);
        return undefined;
      }
    },
  };
}

/** The policy of the limit, over the state of one interface in a store. Permits are known by ids of the caller. */
export class StoredRates {
  readonly #store: StateStore;
  readonly #terms: Terms;
  /** When each of our own permits was taken. */
  readonly #ours = new Map<string, number>();
  /** The state as we last saw it. */
  #latest = EMPTY_STATE;

  constructor(store: StateStore, terms: Terms) {
    this.#store = store;
    this.#terms = terms;
  }

  /**
   * Takes a permit when one is free.
   *
   * @returns ms to wait, 0 when the permit is taken; `undefined` when it is taken but could not be written down
   */
  async take(id: string): Promise<number | undefined> {
    let since = this.#store.now();
    const ms = await this.#look((state, now, mended) => {
      since = now;
      if (state.open.has(id)) return { value: 0 };
      const value = waitMs(state, this.#terms, now);
      if (value === 0) return { state: withOpen(state, id, now), value };
      return mended ? { state, value } : { value };
    });
    if (ms === undefined || ms === 0) this.#ours.set(id, since);
    return ms;
  }

  /** The call was answered, or given up without an answer: its permit stays taken for one window from now. */
  settle(id: string, ending: Ending): Promise<void> {
    const now = this.#store.now();
    const since = this.#ours.get(id) ?? now;
    return this.#end(id, (state) => {
      const settled = withSettled(state, id, this.#terms, now);
      if (ending.how === "limited")
        return withRest(settled, ending.restMs ?? this.#terms.limit.windowMs, this.#terms, now);
      return ending.how === "passed" ? withoutRest(settled, since) : settled;
    });
  }

  /** The call was never sent: its permit is free at once. */
  release(id: string): Promise<void> {
    return this.#end(id, (state) => withoutOpen(state, id));
  }

  /**
   * Says that this process is alive, so that its permits do not lapse. Called often enough, they also outlast its death by
   * as long as the server may still count what it sent last.
   */
  async heartbeat(): Promise<void> {
    const since = this.#store.now();
    await this.#store.change((found) => {
      const isNoted = [...this.#ours.keys()].every((id) => (found.open.get(id) ?? 0) >= since);
      return isNoted ? { value: undefined } : { state: this.#asOf(found, this.#store.now()).state, value: undefined };
    });
  }

  /** The wait of the last of so many calls, in ms, by the state as it was last seen. */
  waitMs(calls = 1): number {
    const now = this.#store.now();
    return waitMs(this.#asOf(this.#latest, now).state, this.#terms, now, calls);
  }

  /** The same by the state as it is now; 0 when it cannot be read. */
  async outlookMs(calls: number): Promise<number> {
    const ms = await this.#look((state, now) => ({ value: waitMs(state, this.#terms, now, calls) }));
    return ms ?? 0;
  }

  /** The server said that the limit is reached, and the rest that followed is not over. */
  get isResting(): boolean {
    const { rest } = this.#latest;
    return rest !== undefined && rest.at + rest.ms > this.#store.now();
  }

  async #end(id: string, change: (state: RateState) => RateState): Promise<void> {
    if (!this.#ours.delete(id)) return;
    let tried = false;
    await this.#store.change((state) => {
      // Gone since our first try: that was written after all. Gone from the start: it lapsed while this process was
      // suspended, or the disk was full; the call counts all the same.
      if (tried && !state.open.has(id)) return { value: undefined };
      tried = true;
      this.#latest = change(state);
      return { state: this.#latest, value: undefined };
    });
  }

  #look<T>(
    edit: (state: RateState, now: number, mended: boolean) => { readonly state?: RateState; readonly value: T },
  ): Promise<T | undefined> {
    return this.#store.change((found) => {
      const now = this.#store.now();
      const { state, mended } = this.#asOf(found, now);
      const result = edit(state, now, mended);
      this.#latest = result.state ?? state;
      return result;
    });
  }

  /** The state as of now. That we look at it shows that we are alive. */
  #asOf(found: RateState, now: number): { readonly state: RateState; readonly mended: boolean } {
    const alive = [...this.#ours.keys()].reduce((state, id) => withOpen(state, id, now), found);
    return asOfNow(alive, this.#terms, now);
  }
}
