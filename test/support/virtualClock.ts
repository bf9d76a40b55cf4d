import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../src/model/clock.js";

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that passes only when everything is asleep: minutes of waiting take milliseconds, and always the same. */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer: Timer = { at: this.#now + ms, wake };
      this.#timers.push(timer);
      signal?.addEventListener("abort", stop);
    });
  }

  /** Like SIGSTOP for that long: time goes on, and no timer fires meanwhile. */
  standStill(ms: number): void {
    this.#now += ms;
  }

  /** Moves time on by hand. What happens between two timers may take real files. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      if (!this.#wakeNext(until)) break;
    }
    this.#now = until;
    await settled();
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
      if (!this.#wakeNext()) throw new Error("everything sleeps, and nothing will ever wake it");
    }
    return finished;
  }

  /** @returns whether there was a timer until then */
  #wakeNext(until = Number.POSITIVE_INFINITY): boolean {
    this.#timers.sort((a, b) => a.at - b.at);
    const [next] = this.#timers;
    if (next === undefined || next.at > until) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}

/** Lets go on what waits for nothing but a promise. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await sleep(0);
}
