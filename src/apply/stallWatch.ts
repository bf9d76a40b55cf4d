import type { Clock } from "../model/clock.js";

/** A moment by both clocks: the monotonic one stands still while a laptop sleeps. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

const TICK_MS = 250;
/** A tick later than this, in ms, was not delayed by load: the process was stopped, or the machine slept. */
const LATE_MS = 1_000;

/**
 * Notices whether this process was stopped between a call's sending and its answer. By the clock alone, a stopped process
 * looks like a slow answer.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #since: Moment;
  #last: Moment;
  #stalled = false;
  #isTicking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = momentOf(clock);
    this.#last = this.#since;
  }

  /** The call leaves now, or leaves again. */
  start(): void {
    this.#since = momentOf(this.#clock);
    this.#last = this.#since;
    this.#stalled = false;
    if (!this.#isTicking) void this.#tick();
  }

  /** When the call left; before that, when it was asked for. */
  get since(): Moment {
    return this.#since;
  }

  /** The process was stopped since the call left. */
  get stalled(): boolean {
    this.#check();
    return this.#stalled;
  }

  end(): void {
    this.#over.abort();
  }

  async #tick(): Promise<void> {
    this.#isTicking = true;
    while (!this.#over.signal.aborted) {
      await this.#clock.sleep(TICK_MS, this.#over.signal).catch(() => undefined);
      this.#check();
    }
  }

  #check(): void {
    const now = momentOf(this.#clock);
    const gapMs = Math.max(now.wall - this.#last.wall, now.monotonic - this.#last.monotonic);
    if (gapMs > TICK_MS + LATE_MS) this.#stalled = true;
    this.#last = now;
  }
}
