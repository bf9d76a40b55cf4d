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
