import PQueue from "p-queue";
import type { Clock } from "../../model/clock.js";
import type { SharedStore } from "../../model/store.js";
import { MoorError, StoppedError } from "../errors.js";
import { AnswerCounts } from "./answerCounts.js";
import { Backoff } from "./backoff.js";
import { keepMs, LONGEST_WAIT_MS, spacingMs, type Terms } from "./rateState.js";
import { type Ending, memoryStore, StoredRates, textStore } from "./storedRates.js";

/** The right to send one call. Exactly one of its ends counts, the first; none rejects. */
export interface Permit {
  /** It was given while calls leave one by one. */
  readonly paced: boolean;
  /** The call was answered, or given up without an answer. Resolves when all processes know. */
  settle(ending: Ending): Promise<void>;
  /** The call was never sent: the permit is free at once. */
  release(): Promise<void>;
}

/** What progress shows of an interface. */
export interface LimiterState {
  /** Calls that wait for a permit. */
  readonly waiting: number;
  /** Ms until the next permit is free; 0 when one is. */
  readonly nextInMs: number;
  /** The server said that the limit is reached, and the interface rests. */
  readonly resting: boolean;
  /** The wait is for what other processes have spent, or hold. */
  readonly shared: boolean;
}

export interface LimiterOptions extends Terms {
  readonly clock: Clock;
  /** No permit is given after it is aborted; calls that wait are turned away. */
  readonly stop: AbortSignal;
  /** What other processes spend of the same limit; absent, this process counts for itself alone. */
  readonly shared?: {
    readonly store: SharedStore;
    readonly key: string;
    /** Called when the store cannot be read or written. The calls go on without it. */
    readonly onOutage: (error: Error) => void;
  };
}

/** More calls in flight gain nothing at twenty a minute, and a lost connection would lose more answers at once. */
const IN_FLIGHT = 4;

/**
 * Keeps one interface inside its limit, by proof and not by tuning (see {@link RateState}).
 *
 * The one policy is applied to two states. Our own calls are in memory, by the monotonic clock: this state needs no
 * disk, and no change of the wall clock misleads it. The calls of all processes are in the shared store. A permit is free
 * when it is free in both; where the store cannot be read or written, our own state decides alone.
 *
 * When the server says that the limit is reached all the same (something else spends the same budget), all processes rest.
 * Then one single call leaves as a probe, and those after it leave one by one: see {@link Backoff}.
 */
export class Limiter {
  readonly answers = new AnswerCounts();
  readonly #terms: Terms;
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  readonly #queue = new PQueue({ concurrency: IN_FLIGHT });
  readonly #own: StoredRates;
  readonly #shared: StoredRates | undefined;
  /** Begins the ids of our calls. */
  readonly #owner: string;
  readonly #backoff: Backoff;
  #ids = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Permits that have not ended. */
  #held = 0;
  /** The call whose turn it is waits for what other processes have spent, or hold. */
  #waitsForOthers = false;
  #wake = new AbortController();
  #stopHeartbeat = new AbortController();
  #closed: { readonly why: MoorError; readonly until: number } | undefined;
  #closing = new AbortController();

  constructor({ limit, timeoutMs, clock, stop, shared }: LimiterOptions) {
    this.#terms = { limit, timeoutMs };
    this.#clock = clock;
    this.#stop = stop;
    this.#backoff = new Backoff(spacingMs(this.#terms), limit.windowMs);
    this.#own = new StoredRates(
      memoryStore(() => clock.monotonic()),
      this.#terms,
    );
    this.#owner = shared?.store.owner ?? "own";
    if (shared !== undefined) {
      const { store, key, onOutage } = shared;
      // Known better with each answer of the store.
      const terms = {
        ...this.#terms,
        get skewMs() {
          return store.skewMs;
        },
      };
      const text = textStore(store.text(key, keepMs(terms)), () => store.now(), onOutage);
      this.#shared = new StoredRates(text, terms);
    }
    stop.addEventListener("abort", () => this.#wake.abort(), { once: true });
  }

  /**
   * Runs a call with its repetitions, at most four at a time.
   *
   * p-queue's own `signal` leaves aborted tasks in the queue (its issue 219); {@link acquire} turns them away instead.
   */
  inTurn<T>(call: () => Promise<T>): Promise<T> {
    return this.#queue.add(call);
  }

  /**
   * Waits for the right to send one call, in the order of asking.
   *
   * @param afterStop the run has been told to stop, and this call may leave all the same
   * @throws {StoppedError}
   * @throws {MoorError} the interface is closed: the fault that closed it; the call was not sent
   */
  acquire(afterStop = false): Promise<Permit> {
    if (this.#isClosed()) return Promise.reject(this.#closedError());
    this.#waiting += 1;
    const { signal: closing } = this.#closing;
    const permit = this.#turn.then(() => this.#waitForPermit(closing, afterStop));
    this.#turn = permit.catch(() => undefined);
    return permit;
  }

  /**
   * Nothing is let through, and one call has waited long enough: those that wait with it end too, and so do those that
   * come while the interface rests.
   */
  close(why: MoorError, restMs = this.#terms.limit.windowMs): void {
    this.#closed = { why, until: this.#clock.monotonic() + Math.min(restMs, LONGEST_WAIT_MS) };
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#wake.abort();
  }

  state(): LimiterState {
    const sharedMs = this.#waitsForOthers ? (this.#shared?.waitMs() ?? 0) : 0;
    return {
      waiting: this.#waiting + this.#queue.size,
      nextInMs: sharedMs > 0 ? sharedMs : this.#ownWaitMs(),
      resting: this.#own.isResting,
      shared: sharedMs > 0,
    };
  }

  /** Ms until the last of so many more calls can leave, were they all asked for now: behind those that wait already. */
  async outlookMs(calls: number): Promise<number> {
    const ahead = calls + this.#waiting + this.#queue.size;
    const ownMs = this.#ownWaitMs(ahead) + this.#backoff.gapMs * (ahead - 1);
    return Math.max(ownMs, (await this.#shared?.outlookMs(ahead)) ?? 0);
  }

  async #waitForPermit(closing: AbortSignal, afterStop: boolean): Promise<Permit> {
    this.#ids += 1;
    const id = `${this.#owner}.${this.#ids}`;
    try {
      for (;;) {
        if (closing.aborted) throw this.#closedError();
        if (this.#stop.aborted && !afterStop) throw new StoppedError();
        // Made before we look, so that what happens during the look ends the sleep after it.
        this.#wake = new AbortController();
        const ms = await this.#take(id);
        const isTurnedAway = (this.#stop.aborted && !afterStop) || closing.aborted;
        if (ms > 0) await this.#clock.sleep(ms, this.#wake.signal).catch(() => undefined);
        // Taken in the very moment of being turned away.
        else if (isTurnedAway) await Promise.all([this.#own.release(id), this.#shared?.release(id)]);
        else return this.#permit(id);
      }
    } finally {
      this.#waiting -= 1;
      this.#waitsForOthers = false;
    }
  }

  /** @returns ms until it is worth trying again; 0 when the permit is taken */
  async #take(id: string): Promise<number> {
    // Calls that leave one by one wait for the answer to the one before, which wakes them up.
    if (this.#backoff.gapMs > 0 && this.#held > 0) return this.#terms.limit.windowMs;
    const pauseMs = this.#backoff.waitMs(this.#clock.monotonic());
    if (pauseMs > 0) return pauseMs;
    const ownMs = await this.#own.take(id);
    if (ownMs !== undefined && ownMs > 0) return ownMs;
    const sharedMs = (await this.#shared?.take(id)) ?? 0;
    this.#waitsForOthers = sharedMs > 0;
    if (sharedMs === 0) return 0;
    await this.#own.release(id);
    return Math.min(sharedMs, this.#lookEveryMs());
  }

  #permit(id: string): Permit {
    const leftAt = this.#clock.monotonic();
    const { gapMs } = this.#backoff;
    this.#held += 1;
    if (this.#held === 1) void this.#heartbeat();
    let isHeld = true;
    const end = async (noteEnd: (rates: StoredRates) => Promise<void>): Promise<void> => {
      isHeld = false;
      this.#held -= 1;
      if (this.#held === 0) this.#stopHeartbeat.abort();
      const noted = [this.#own, this.#shared].map((rates) => rates && noteEnd(rates));
      this.#wake.abort();
      await Promise.all(noted);
      this.#wake.abort();
    };
    return {
      paced: gapMs > 0,
      settle: async (ending) => {
        if (!isHeld) return;
        const now = this.#clock.monotonic();
        this.answers.count(ending.how, leftAt, now);
        this.#backoff.answered(ending.how === "unanswered" ? "failed" : ending.how, gapMs, now);
        await end((rates) => rates.settle(id, ending));
      },
      release: async () => {
        if (isHeld) await end((rates) => rates.release(id));
      },
    };
  }

  #ownWaitMs(calls = 1): number {
    return Math.max(this.#own.waitMs(calls), this.#backoff.waitMs(this.#clock.monotonic()));
  }

  /** Another process may release a permit, or meet the limit, at any time; only a look into the store shows it. */
  #lookEveryMs(): number {
    return Math.min(1_000, Math.max(10, this.#terms.limit.windowMs / 4));
  }

  /** While calls of ours are under way, the other processes are told that we are alive. */
  async #heartbeat(): Promise<void> {
    if (this.#shared === undefined) return;
    this.#stopHeartbeat = new AbortController();
    const { signal } = this.#stopHeartbeat;
    while (!signal.aborted) {
      await this.#clock.sleep(this.#terms.timeoutMs / 2, signal).catch(() => undefined);
      if (!signal.aborted) await this.#shared.heartbeat();
    }
  }

  #isClosed(): boolean {
    return this.#closed !== undefined && this.#clock.monotonic() < this.#closed.until;
  }

  /** A call that is turned away was not sent. */
  #closedError(): Error {
    return this.#closed === undefined ? new StoppedError() : new MoorError(this.#closed.why.fault, "not-done");
  }
}
