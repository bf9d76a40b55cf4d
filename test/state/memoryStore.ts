import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../src/model/clock.js";
import type { SharedStore, TextEdit } from "../../src/model/store.js";

/** A store of all machines, in memory: what it holds, and what may befall it. */
export class MemoryStore {
  readonly texts = new Map<string, { readonly text: string; readonly until: number }>();
  /** It does not answer; writes that are `lost` are carried out all the same. */
  away: "no" | "yes" | "lost" = "no";
  /** Of the server: another one when it was restarted. */
  epoch: string | undefined;
  /** The calls that it has answered. */
  calls = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  flush(): void {
    this.texts.clear();
  }

  copy(): ReadonlyMap<string, { readonly text: string; readonly until: number }> {
    return new Map(this.texts);
  }

  /** A server that took over with an older copy. */
  restore(copy: ReturnType<MemoryStore["copy"]>): void {
    this.flush();
    for (const [key, text] of copy) this.texts.set(key, text);
  }

  get(key: string): string | undefined {
    const found = this.texts.get(key);
    return found === undefined || found.until < this.#now() ? undefined : found.text;
  }

  /** One user of the store. */
  open(owner = crypto.randomUUID()): SharedStore {
    const answer = (): void => {
      this.calls += 1;
      if (this.away === "yes") throw Object.assign(new Error("ECONNREFUSED: store"), { code: "ECONNREFUSED" });
    };
    return {
      owner,
      now: () => this.#now(),
      skewMs: 0,
      epoch: this.epoch,
      text: (key, keepMs = Number.POSITIVE_INFINITY) => ({
        read: async () => {
          answer();
          return this.get(key);
        },
        change: async <T>(edit: (text: string | undefined) => TextEdit<T>): Promise<T> => {
          answer();
          const { text, value } = edit(this.get(key));
          if (text !== undefined) this.texts.set(key, { text, until: this.#now() + keepMs });
          if (this.away === "lost") throw Object.assign(new Error("ETIMEDOUT: store"), { code: "ETIMEDOUT" });
          return value;
        },
      }),
    };
  }
}

/** Time that a test moves on by hand. What happens between two timers may take real files. */
export class HandClock implements Clock {
  #now: number;
  #timers: { readonly at: number; readonly wake: () => void }[] = [];

  constructor(now = Date.UTC(2030, 0, 1)) {
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
      if (signal?.aborted) return reject(signal.reason);
      const end = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = { at: this.#now + ms, wake };
      this.#timers.push(timer);
      signal?.addEventListener("abort", end);
    });
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      this.#timers.sort((a, b) => a.at - b.at);
      const next = this.#timers[0];
      if (next === undefined || next.at > until) break;
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
    this.#now = until;
    await settled();
  }
}

/** Lets go on what waits for nothing but a promise. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await sleep(0);
}
