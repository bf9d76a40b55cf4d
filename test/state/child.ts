// A process of its own, for tests of what several processes do to each other. Bundled and started by `harness.ts`.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Limiter } from "../../src/moor/limiter/limiter.js";
import { acquireApplyLock } from "../../src/state/applyLock.js";
import { openCreateJournal } from "../../src/state/createJournal.js";
import { VersionedFile } from "../../src/state/versionedFile.js";
import { openLimiter } from "./openLimiter.js";

const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};
const owner = crypto.randomUUID();
const ACCOUNT = { host: "http://127.0.0.1:1", accountId: "N1" };

interface Common {
  readonly folder: string;
  readonly log: string;
}
export interface Spend extends Common {
  readonly limit: { readonly calls: number; readonly windowMs: number };
  readonly timeoutMs: number;
  readonly count: number;
  readonly inFlight: number;
  /** Ms from a claim to its answer: at least, at most. */
  readonly lasts: readonly [number, number];
  /** Ends without a word, as by `kill -9`, when this many calls have been claimed. */
  readonly dieAt?: number;
}
export interface Visit extends Pick<Spend, "log" | "limit" | "timeoutMs" | "count" | "inFlight"> {
  /** The address of the store. */
  readonly store: string;
  /** This machine's wall clock minus the right one, in ms. */
  readonly shiftMs: number;
  /** Where the calls go. */
  readonly to: string;
  readonly startAt: number;
}
export interface Remember extends Pick<Common, "log"> {
  readonly store: string;
}
export interface Append extends Common {
  readonly count: number;
}
export interface Hold extends Common {
  readonly rounds: number;
  readonly dies: boolean;
}
export interface Race extends Common {
  /** When each round begins, ms since 1970. */
  readonly startsAt: readonly number[];
}
export interface Begin extends Common {
  readonly names: readonly string[];
  readonly until: number;
}

/** One write, in append mode: lines of several processes never mix. */
function log(path: string, line: object): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`);
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

const lockOptions = {
  clock,
  pid: process.pid,
  host: "here",
  command: "apply",
  isAlive: (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EPERM";
    }
  },
  stop: new AbortController().signal,
  onWait: () => undefined,
};

const jobs: Readonly<Record<string, (args: never) => Promise<void>>> = {
  /** Claims and settles; logs each call from claim to answer. */
  async spend({ folder, log: path, limit, timeoutMs, count, inFlight, lasts: [least, most], dieAt }: Spend) {
    let outage: Error | undefined;
    const onOutage = (error: Error): void => {
      outage = error;
    };
    const limiter = openLimiter({ folder, limit, clock, owner, timeoutMs, onOutage });
    let begun = 0;
    let claimed = 0;
    const worker = async () => {
      while (begun < count) {
        begun += 1;
        const id = `${owner} ${begun}`;
        const claim = await limiter.acquire();
        log(path, { id, claimedAt: Date.now() });
        claimed += 1;
        if (claimed === dieAt) die();
        await sleep(least + Math.random() * (most - least));
        log(path, { id, settledAt: Date.now() });
        await claim.settle({ how: "passed" });
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    if (outage !== undefined) throw outage;
  },

  /** Makes real calls, as a process on a machine of its own with a clock of its own does over a store. */
  async visit({ store: url, log: path, limit, timeoutMs, count, inFlight, shiftMs, to, startAt }: Visit) {
    const shifted = { ...clock, now: () => Date.now() + shiftMs };
    const { openRedisStore } = await import("../../src/state/redisStore.js");
    const store = await openRedisStore({ url, account: ACCOUNT, clock: shifted, owner });
    const onOutage = (error: Error): void => log(path, { outage: error.message });
    const shared = { store, key: "calls/op", onOutage };
    const stop = new AbortController().signal;
    const limiter = new Limiter({ limit, timeoutMs, clock: shifted, stop, shared });
    await sleep(startAt - Date.now());
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const permit = await limiter.acquire();
        const { ok } = await fetch(to, { method: "POST" });
        await permit.settle(ok ? { how: "passed" } : { how: "limited" });
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    log(path, { skewMs: store.skewMs, offsetMs: Math.round(store.offsetMs) });
    await store.close();
  },

  /** Writes a text into a store, reads it, and ends without closing anything. */
  async remember({ store: url, log: path }: Remember) {
    const { openRedisStore } = await import("../../src/state/redisStore.js");
    const store = await openRedisStore({ url, account: ACCOUNT, clock, owner });
    await store.text("lock").change(() => ({ text: "a", value: undefined }));
    log(path, { read: await store.text("lock").read() });
  },

  /** Adds its own words to a shared text, each once; logs a word when it is surely in. */
  async append({ folder, log: path, count }: Append) {
    const text = new VersionedFile(folder, owner);
    for (let n = 0; n < count; n += 1) {
      const word = `${owner}.${n}`;
      await text.change((found = "") =>
        found.includes(word) ? { value: undefined } : { text: `${found}${word}\n`, value: undefined },
      );
      log(path, { word });
    }
  },

  /** Takes the lock, holds it for a moment, and gives it back; or dies with it in its hands. */
  async hold({ folder, log: path, rounds, dies }: Hold) {
    for (let round = 0; round < rounds; round += 1) {
      const lock = await acquireApplyLock({ ...lockOptions, folder, waitMs: 20_000 });
      if ("heldBy" in lock) throw new Error("waited in vain");
      log(path, { enter: owner });
      await sleep(Math.random() * 5);
      log(path, { leave: owner });
      if (dies) die();
      await lock.release();
    }
  },

  /** At the same instant as its rivals asks for the lock, once in each of several folders, and keeps what it gets. */
  async race({ folder, log: path, startsAt }: Race) {
    for (const [round, startAt] of startsAt.entries()) {
      await sleep(startAt - Date.now() - 3);
      while (Date.now() < startAt);
      const lock = await acquireApplyLock({ ...lockOptions, folder: `${folder}/${round}`, waitMs: 0 });
      log(path, { round, won: !("heldBy" in lock) });
    }
    await sleep(60_000);
  },

  /** Begins creations, and never hears of them again. */
  async begin({ folder, log: path, names, until }: Begin) {
    const journal = openCreateJournal({ folder, clock, owner });
    for (const name of names) {
      await journal.begin(name, until);
      log(path, { name });
    }
    die();
  },
};

const [job = "", args = ""] = process.argv.slice(2);
await jobs[job]?.(JSON.parse(args) as never);
