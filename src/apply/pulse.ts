import type { Clock } from "../model/clock.js";

const BEAT_MS = 250;
/** A beat that comes so much late, in ms, was not late by load: the process was stopped, or the machine slept. */
const LATE_MS = 1_000;

/**
 * Feels, from a call's sending to its answer, whether this process stood still: a slow answer and a stopped process look
 * alike on the clock.
 */
export class Pulse {
  readonly #clock: Clock;
  readonly #over = new AbortController();
  #since: { readonly wall: number; readonly monotonic: number };
  #last: { readonly wall: number; readonly monotonic: number };
  #stoodStill = false;
  #isBeating = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = this.#now();
    this.#last = this.#since;
  }

  /** The call leaves now (again). */
  begin(): void {
    this.#since = this.#now();
    this.#last = this.#since;
    this.#stoodStill = false;
    if (!this.#isBeating) void this.#beat();
  }

  /** When the call left (or was asked for, until then), by both clocks. */
  get since(): { readonly wall: number; readonly monotonic: number } {
    return this.#since;
  }

  /** It stood still since the call left. */
  get stoodStill(): boolean {
    this.#feel();
    return this.#stoodStill;
  }

  end(): void {
    this.#over.abort();
  }

  async #beat(): Promise<void> {
    this.#isBeating = true;
    while (!this.#over.signal.aborted) {
      await this.#clock.sleep(BEAT_MS, this.#over.signal).catch(() => undefined);
      this.#feel();
    }
  }

  #feel(): void {
    const now = this.#now();
    const gapMs = Math.max(now.wall - this.#last.wall, now.monotonic - this.#last.monotonic);
    if (gapMs > BEAT_MS + LATE_MS) this.#stoodStill = true;
    this.#last = now;
  }

  #now(): { readonly wall: number; readonly monotonic: number } {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }
}
