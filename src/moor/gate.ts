import type { Clock } from "../model/clock.js";
import { StoppedError } from "./errors.js";
import { Pace } from "./pace.js";

/** Ends a turn; exactly once. */
export type EndTurn = (how: "passed" | "limited" | "failed") => void;

/**
 * The last door of all interfaces together. Open at first; once an interface meets the limit though its own calls came
 * one by one, the account's interfaces must be counted together: then every call waits for its turn here, since a group is
 * read right before it is written, and the two would meet such a limit again and again.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  #leastMs = 0;
  #pace: Pace | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock, stop: AbortSignal) {
    this.#clock = clock;
    this.#stop = stop;
  }

  /** From now on calls of all interfaces leave singly, at least a share of the window apart. */
  narrow(calls: number, windowMs: number): void {
    const leastMs = (windowMs / calls) * 1.1;
    if (leastMs <= this.#leastMs) return;
    this.#leastMs = leastMs;
    this.#pace = new Pace(leastMs, windowMs, calls);
    this.#pace.answered("limited", 0, this.#clock.monotonic());
  }

  /** Waits for the right to send one call now. Rejects with a {@link StoppedError}. */
  async pass(): Promise<EndTurn> {
    if (this.#pace === undefined) return () => undefined;
    const before = this.#last;
    let open: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      open = resolve;
    });
    await before;
    const pace = this.#pace;
    const waitMs = pace.waitMs(this.#clock.monotonic());
    if (waitMs > 0)
      await this.#clock.sleep(waitMs, this.#stop).catch(() => {
        open();
        throw new StoppedError();
      });
    const { gapMs } = pace;
    return (how) => {
      pace.answered(how, gapMs, this.#clock.monotonic());
      open();
    };
  }
}
