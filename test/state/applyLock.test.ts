import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  type ApplyLock,
  type ApplyLockOptions,
  acquireApplyLock,
  birthOf,
  type Holder,
  isGone,
  type LockEntry,
  placeOf,
  printLock,
  readLock,
} from "../../src/state/applyLock.js";
import { RecordError } from "../../src/state/recordError.js";
import { VersionedFile } from "../../src/state/versionedFile.js";
import type { Hold, Race } from "./child.js";
import { readLog, ShiftableClock, startChild, tempFolder, until } from "./harness.js";

const HAS_PROC = existsSync("/proc/self/stat");
/** No process has a pid like that. */
const NOBODY = 4_000_000_000;

function account() {
  const [folder, clock] = [tempFolder(), new ShiftableClock()];
  const acquire = (options: Partial<ApplyLockOptions> = {}) =>
    acquireApplyLock({
      folder,
      clock,
      pid: process.pid,
      host: "here",
      command: "apply --account prod",
      isAlive,
      waitMs: 0,
      stop: new AbortController().signal,
      onWait: () => undefined,
      ...options,
    });
  const text = new VersionedFile(join(folder, "apply-lock"), "test");
  return {
    folder,
    clock,
    acquire,
    entry: async () => readLock(await text.read()),
    write: (written: string) => text.change(() => ({ text: written, value: undefined })),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function hastily(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(ms / 200, undefined, signal === undefined ? {} : { signal });
}

function got(lock: ApplyLock | { readonly heldBy: Holder }): ApplyLock {
  if ("heldBy" in lock) throw new Error(`held by ${JSON.stringify(lock.heldBy)}`);
  return lock;
}

async function entryOf(change: Partial<LockEntry>): Promise<LockEntry> {
  const now = new ShiftableClock().now();
  const birth = await birthOf(process.pid);
  return {
    pid: process.pid,
    host: "here",
    since: new Date(now).toISOString(),
    command: "apply",
    token: "someone",
    place: await placeOf("here"),
    ...(birth === undefined ? {} : { birth }),
    seenAt: now,
    ...change,
  };
}

describe.concurrent("the lock", () => {
  it("is one at a time, and says who has it, since when and for what", async () => {
    const { acquire, clock } = account();
    const before = clock.now();
    const lock = got(await acquire());
    const second = await acquire({ command: "apply" });
    const { heldBy } = second as { heldBy: Holder };
    expect(heldBy).toEqual({
      pid: process.pid,
      host: "here",
      command: "apply --account prod",
      since: new Date(Date.parse(heldBy.since)).toISOString(),
    });
    expect(Date.parse(heldBy.since)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(heldBy.since)).toBeLessThanOrEqual(clock.now());
    await lock.release();
    await got(await acquire()).release();
  });

  it("of one account does not hinder another", async () => {
    await got(await account().acquire()).release();
    const lock = got(await account().acquire());
    await got(await account().acquire()).release();
    await lock.release();
  });

  it("is released once: a second time frees nobody else's", async () => {
    const { acquire } = account();
    const first = got(await acquire());
    await first.release();
    const second = got(await acquire());
    await first.release();
    expect(await acquire()).toHaveProperty("heldBy");
    await second.release();
  });

  it("is waited for, and the holder is named once", async () => {
    const { acquire } = account();
    const lock = got(await acquire());
    const named: Holder[] = [];
    const next = acquire({ waitMs: 10_000, onWait: (holder) => named.push(holder) });
    await sleep(600);
    await lock.release();
    await got(await next).release();
    expect(named).toMatchObject([{ pid: process.pid, command: "apply --account prod" }]);
  });

  it("is waited for no longer than asked", async () => {
    const { acquire } = account();
    const lock = got(await acquire());
    const from = performance.now();
    expect(await acquire({ waitMs: 300 })).toHaveProperty("heldBy.pid", process.pid);
    expect(performance.now() - from).toBeGreaterThanOrEqual(299);
    await lock.release();
  });

  it("is waited for no longer when told to stop", async () => {
    const { acquire } = account();
    const lock = got(await acquire());
    const stop = new AbortController();
    // Longer than this test may take.
    const waiting = acquire({ waitMs: 60_000, stop: stop.signal });
    await sleep(50);
    stop.abort();
    expect(await waiting).toHaveProperty("heldBy");
    await lock.release();
  });

  it("that cannot be written says so", async () => {
    const { acquire, folder } = account();
    writeFileSync(join(folder, "apply-lock"), "");
    await expect(acquire()).rejects.toBeInstanceOf(RecordError);
    await expect(acquire()).rejects.toMatchObject({ code: "ENOTDIR", path: join(folder, "apply-lock") });
  });

  it("is vouched for until it is released", async () => {
    const { acquire, entry, clock } = account();
    // Two hundred times as many sleeps as in life, so that the next sign of life is not seconds away.
    const hasty = { now: () => clock.now(), monotonic: () => clock.monotonic(), sleep: hastily };
    const lock = got(await acquire({ clock: hasty }));
    const { seenAt } = (await entry()) as LockEntry;
    await until(async () => ((await entry()) as LockEntry).seenAt >= seenAt + 100, "a sign of life");
    await lock.release();
    await sleep(100);
    expect(await entry()).toBe("free");
  });

  it("lost to somebody else is left to them", async () => {
    const { acquire, write, entry } = account();
    const lock = got(await acquire());
    await write(printLock(await entryOf({ token: "thief" })));
    await lock.release();
    expect(await entry()).toMatchObject({ token: "thief" });
  });
});

describe.concurrent("a lock left behind", () => {
  it("by a dead process is taken over at once", async () => {
    const { acquire, write, clock } = account();
    await write(printLock(await entryOf({ pid: NOBODY })));
    const sleeps: number[] = [];
    const counting = {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      sleep: (ms: number, signal?: AbortSignal) => {
        sleeps.push(ms);
        return clock.sleep(ms, signal);
      },
    };
    await got(await acquire({ clock: counting })).release();
    // Only the holder's own sleep, between two signs of life.
    expect(sleeps.filter((ms) => ms < 10_000)).toEqual([]);
  });

  it.each(["not JSON", "", '{"holder":{"pid":1}}', "[]", "null", '{"holder":0}'])("can be damaged: %j", (text) => {
    expect(readLock(text)).toBe("damaged");
  });

  it("damaged is taken over after a grace", async () => {
    const { acquire, write } = account();
    await write("not JSON");
    const from = performance.now();
    await got(await acquire()).release();
    expect(performance.now() - from).toBeGreaterThanOrEqual(499);
  });

  it("damaged, and repaired within the grace, is its holder's", async () => {
    const { acquire, write } = account();
    await write("not JSON");
    const taking = acquire();
    await sleep(100);
    await write(printLock(await entryOf({ token: "holder" })));
    expect(await taking).toHaveProperty("heldBy.pid", process.pid);
  });

  describe("is judged by its process", () => {
    const hour = 3_600_000;
    const elsewhere = { place: "there" };
    it.each<[string, Partial<LockEntry>, boolean, boolean]>([
      ["alive", {}, true, false],
      ["alive, and silent since its machine slept", { seenAt: -hour }, true, false],
      ["dead", {}, false, true],
      ["its pid given to another process", { birth: "1" }, true, true],
      ["another machine's, that was heard of just now", elsewhere, false, false],
      ["another machine's, silent for long", { ...elsewhere, seenAt: -61_000 }, false, true],
      ["another machine's, of the future", { ...elsewhere, seenAt: hour }, false, true],
    ])("%s", async (_, { seenAt = 0, ...change }, alive, gone) => {
      const now = new ShiftableClock().now();
      const entry = await entryOf({ ...change, seenAt: now + seenAt });
      expect(await isGone(entry, await placeOf("here"), () => alive, now)).toBe(gone);
    });

    it("where the system does not tell when it began: alive while it is heard of", async () => {
      const { birth: _, ...entry } = await entryOf({});
      const place = await placeOf("here");
      expect(await isGone(entry, place, () => true, entry.seenAt + 59_000)).toBe(false);
      expect(await isGone(entry, place, () => true, entry.seenAt + 61_000)).toBe(true);
    });
  });

  it.runIf(HAS_PROC)("by a dead process whose parent has not noticed is taken over", async () => {
    const { acquire, write } = account();
    // A shell that starts a child and then becomes a program that never waits for it.
    const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec sleep 20 3<&-"], {
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    const [, stdout, , input] = parent.stdio as unknown as [null, Readable, null, Writable];
    const pid = await new Promise<number>((resolve) => stdout.once("data", (text) => resolve(Number(text))));
    try {
      const birth = (await birthOf(pid)) ?? "";
      expect(birth).toMatch(/^\d+$/);
      await write(printLock(await entryOf({ pid, birth })));
      expect(await acquire()).toHaveProperty("heldBy.pid", pid);
      input.end();
      await until(async () => (await birthOf(pid)) === "dead", "the child's death");
      expect(isAlive(pid)).toBe(true);
      await got(await acquire()).release();
    } finally {
      input.destroy();
      parent.kill("SIGKILL");
    }
  });

  it.runIf(HAS_PROC)("knows a process by when it began", async () => {
    const birth = await birthOf(process.pid);
    expect(birth).toMatch(/^\d+$/);
    expect(await birthOf(process.pid)).toBe(birth);
    expect(await birthOf(1)).not.toBe(birth);
    expect(await birthOf(NOBODY)).toBeUndefined();
  });
});

describe("several processes", () => {
  interface Step {
    readonly enter?: string;
    readonly leave?: string;
  }

  async function turnsIn(log: string): Promise<number> {
    const steps = await readLog<Step>(log);
    for (let n = 0; n < steps.length; n += 2) {
      expect(steps[n]?.enter, `step ${n}`).toBeDefined();
      expect(steps[n + 1]?.leave, `step ${n + 1}`).toBe(steps[n]?.enter);
    }
    return steps.length / 2;
  }

  it("take turns, and follow at once on those that die with the lock in their hands", async () => {
    const [folder, log] = [tempFolder(), join(tempFolder(), "log")];
    const args: Hold = { folder, log, rounds: 4, dies: false };
    const children = await Promise.all([
      ...Array.from({ length: 4 }, () => startChild("hold", args)),
      ...Array.from({ length: 6 }, () => startChild("hold", { ...args, dies: true } satisfies Hold)),
    ]);
    const ends = await Promise.all(children.map(({ ended }) => ended));
    expect(ends).toEqual([...Array(4).fill("0"), ...Array(6).fill("SIGKILL")]);
    expect(await turnsIn(log)).toBe(4 * 4 + 6);
  });

  it("never get it two at a time, when all go for a dead one's lock at the same instant", async () => {
    const [folder, log, rivals] = [tempFolder(), join(tempFolder(), "log"), 6];
    // A lock of a dead process, none at all, and a damaged one: each has a taking of its own, the last a slow one.
    const dead = printLock(await entryOf({ pid: NOBODY }));
    const kinds = [...Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? dead : undefined)), "damaged"];
    for (const [round, text] of kinds.entries()) {
      const lock = join(folder, `${round}`, "apply-lock");
      mkdirSync(lock, { recursive: true });
      if (text !== undefined) writeFileSync(join(lock, "7"), text);
    }
    const from = Date.now() + 1_500;
    const startsAt = kinds.map((_, round) => from + 60 * round + 600 * Math.max(0, round - 20));
    const race: Race = { folder, log, startsAt };
    const children = await Promise.all(Array.from({ length: rivals }, () => startChild("race", race)));
    const steps = async () => readLog<{ round: number; won: boolean }>(log);
    await until(async () => (await steps()).length === kinds.length * rivals, "the last round");
    for (const child of children) child.process.kill("SIGKILL");
    const winners = (await steps()).filter(({ won }) => won).map(({ round }) => round);
    expect(winners.sort((a, b) => a - b)).toEqual([...kinds.keys()]);
  });
});
