import type { Clock } from "../../src/model/clock.js";

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Two clocks of one machine that a test holds still, lets jump, or lets run from one timer to the next. */
export class StageClock implements Clock {
  #monotonic = 50_000;
  #wall = 1_700_000_000_000;
  #timers: Timer[] = [];

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /** SIGSTOP for so long: both clocks go on, and no timer fires meanwhile. */
  standStill(ms: number): void {
    this.#monotonic += ms;
    this.#wall += ms;
  }

  /** A laptop asleep for so long: only the wall clock goes on. */
  suspend(ms: number): void {
    this.#wall += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const timer: Timer = { at: this.#monotonic + ms, wake };
      this.#timers.push(timer);
      signal?.addEventListener("abort", abort);
    });
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => undefined);
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      if (done) break;
      this.#timers.sort((a, b) => a.at - b.at);
      const next = this.#timers.shift();
      if (next === undefined) throw new Error("everything sleeps, and nothing will ever wake it");
      const passed = Math.max(0, next.at - this.#monotonic);
      this.#monotonic += passed;
      this.#wall += passed;
      next.wake();
    }
    return finished;
  }
}
