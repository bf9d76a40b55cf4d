import type { RateLimit } from "../config/settings.js";
import type { Clock } from "../model/clock.js";
import { StoppedError } from "./errors.js";
import { Pace } from "./pace.js";

/** The right to send one call. Exactly one of its ends is called, once; later calls do nothing. */
export interface Place {
  /** It was given while calls leave one by one. */
  readonly paced: boolean;
  /** The call was answered, or given up unanswered: the place stays taken for one window from now. */
  settle(answer: "passed" | "unanswered"): void;
  /**
   * The server answered that the limit is reached: besides, the whole interface rests.
   *
   * @param restMs from `Retry-After`; one window where the server does not say
   */
  refused(restMs?: number): void;
  /** The call was never sent: the place is free at once. */
  giveBack(): void;
}

/** What progress shows of an interface. */
export interface LimiterState {
  /** Calls that wait for a place. */
  readonly waiting: number;
  /** Ms until the next place is free; 0 when one is. */
  readonly nextInMs: number;
  /** The server said that the limit is reached, and the interface rests. */
  readonly resting: boolean;
}

interface Waiter {
  readonly admit: (place: Place) => void;
  readonly dismiss: (reason: unknown) => void;
}

/**
 * Keeps one interface inside its limit, by proof rather than by tuning: a call keeps its place until one window
 * after its *answer*. The server counts a call somewhere between its sending and its answer, so of any two calls
 * that use the same place the second is counted more than a window after the first, whatever the latency; a fixed
 * window and a token bucket follow from the sliding one.
 *
 * (`p-queue`'s own interval was measured and fails: it counts from the start of a call, and let up to 14 calls too
 * many into one window of a server with jitter.)
 *
 * When the server says that the limit is reached all the same (somebody else spends the same budget) the whole
 * interface rests, then lets one single call through as a probe; those after it leave at a {@link Pace}.
 */
export class Limiter {
  readonly #limit: RateLimit;
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  /** Monotonic times at which settled places are free again, ascending. */
  readonly #freeAt: number[];
  readonly #waiters: Waiter[] = [];
  #inFlight = 0;
  #restUntil = Number.NEGATIVE_INFINITY;
  readonly #pace: Pace;
  #alarm = new AbortController();

  /**
   * @param stop no place is given out after it is aborted; who waits is turned away
   * @param taken monotonic times at which places that an earlier process took are free again
   */
  constructor(limit: RateLimit, clock: Clock, stop: AbortSignal, taken: readonly number[] = []) {
    this.#limit = limit;
    this.#clock = clock;
    this.#stop = stop;
    this.#freeAt = [...taken].sort((a, b) => a - b);
    this.#pace = new Pace(limit.windowMs / limit.calls + this.#paceMarginMs(), limit.windowMs);
    stop.addEventListener("abort", () => this.turnAway(new StoppedError()), { once: true });
  }

  /** Waits for the right to send one call, in the order of asking. Rejects with a {@link StoppedError}. */
  acquire(): Promise<Place> {
    return new Promise((admit, dismiss) => {
      if (this.#stop.aborted) dismiss(new StoppedError());
      else this.#waiters.push({ admit, dismiss });
      this.#admitWaiters();
    });
  }

  state(): LimiterState {
    return {
      waiting: this.#waiters.length,
      nextInMs: this.#nextInMs(),
      resting: this.#clock.monotonic() < this.#restUntil,
    };
  }

  /**
   * Ms until the last of so many more calls can leave, were they all asked for now: behind those who wait already, and
   * each place again a window after it was used. Of what is in flight nobody knows the end; it is taken to end now.
   */
  outlookMs(calls: number): number {
    const now = this.#clock.monotonic();
    const rest = Math.max(0, this.#restUntil - now, this.#pace.waitMs(now));
    const holdMs = this.#limit.windowMs + this.#marginMs();
    const nth = calls + this.#waiters.length - 1;
    const taken = [...this.#freeAt, ...Array.from({ length: this.#inFlight }, () => now + holdMs)].map(
      (at) => at - now,
    );
    const free = Array.from({ length: Math.max(0, this.#limit.calls - taken.length) }, () => 0);
    const places = [...free, ...taken.map((ms) => Math.max(0, ms)).sort((a, b) => a - b)];
    const placeMs = (places[nth % this.#limit.calls] ?? 0) + Math.floor(nth / this.#limit.calls) * holdMs;
    return Math.max(rest, placeMs) + this.#pace.gapMs * nth;
  }

  /** Timers fire a little early and clocks truncate; 250 ms of a minute cost 0.6 %. Small windows get a small margin. */
  #marginMs(): number {
    return Math.min(250, Math.max(15, this.#limit.windowMs * 0.02));
  }

  /** A share of the window has no room for a whole margin; the gap is counted from the answer, which is a margin too. */
  #paceMarginMs(): number {
    return Math.min(this.#marginMs(), (this.#limit.windowMs / this.#limit.calls) * 0.1);
  }

  #nextInMs(): number {
    const now = this.#clock.monotonic();
    const rest = Math.max(0, this.#restUntil - now, this.#pace.waitMs(now));
    while (this.#freeAt[0] !== undefined && this.#freeAt[0] <= now) this.#freeAt.shift();
    if (this.#inFlight + this.#freeAt.length < this.#limit.calls) return rest;
    // Where every place is in flight nobody knows which settles first; a window follows in any case.
    return Math.max(rest, (this.#freeAt[0] ?? now + this.#limit.windowMs) - now);
  }

  #admitWaiters(): void {
    while (this.#waiters.length > 0) {
      if (this.#pace.gapMs > 0 && this.#inFlight > 0) return;
      const waitMs = this.#nextInMs();
      if (waitMs > 0) {
        this.#tryAgainIn(waitMs);
        return;
      }
      this.#waiters.shift()?.admit(this.#give());
    }
  }

  #give(): Place {
    const { gapMs } = this.#pace;
    this.#inFlight += 1;
    let held = true;
    const leave = (end: () => void): void => {
      if (!held) return;
      held = false;
      this.#inFlight -= 1;
      end();
      this.#admitWaiters();
    };
    return {
      paced: gapMs > 0,
      settle: (answer) =>
        leave(() => {
          this.#keepTaken();
          this.#pace.answered(answer === "passed" ? "passed" : "failed", gapMs, this.#clock.monotonic());
        }),
      refused: (restMs = this.#limit.windowMs) =>
        leave(() => {
          this.#keepTaken();
          const now = this.#clock.monotonic();
          this.#restUntil = Math.max(this.#restUntil, now + restMs + this.#marginMs());
          this.#pace.answered("limited", gapMs, now);
        }),
      giveBack: () => leave(() => undefined),
    };
  }

  /** Times only grow and the window is constant, so pushing keeps the list ascending. */
  #keepTaken(): void {
    this.#freeAt.push(this.#clock.monotonic() + this.#limit.windowMs + this.#marginMs());
  }

  #tryAgainIn(ms: number): void {
    this.#alarm.abort();
    this.#alarm = new AbortController();
    this.#clock.sleep(ms, this.#alarm.signal).then(
      () => this.#admitWaiters(),
      () => undefined, // set anew, or stopped
    );
  }

  /** Turns away all who wait now. */
  turnAway(reason: Error): void {
    this.#alarm.abort();
    for (const waiter of this.#waiters.splice(0)) waiter.dismiss(reason);
  }
}
