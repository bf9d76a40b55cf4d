import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Limiter, Permit } from "../../src/moor/limiter/limiter.js";
import type { Spend } from "./child.js";
import { readLog, ShiftableClock, startChild, tempFolder, until } from "./harness.js";
import { openLimiter } from "./openLimiter.js";

const QUICK = { calls: 2, windowMs: 200 };
/** A window, and the margin for it. */
const HOLD = 215;
/** The shared state counts whole ms of the wall clock, a test measures by another clock: they differ by up to one. */
const LEAST = HOLD - 1;

/** Sleeps until it is woken. */
class SoundSleeper extends ShiftableClock {
  override sleep(_: number, signal?: AbortSignal): Promise<void> {
    return new Promise((_resolve, reject) => {
      if (signal?.aborted) reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  }
}

/** Limiters of the same account, each as if in a process of its own. */
function account(limit = QUICK, timeoutMs = 100, clock = new ShiftableClock()) {
  const folder = tempFolder();
  let owners = 0;
  const openOne = (options: Partial<Parameters<typeof openLimiter>[0]> = {}) => {
    owners += 1;
    return openLimiter({ folder, limit, clock, owner: `p${owners}`, timeoutMs, ...options });
  };
  return { folder, clock, openOne };
}

/** Ms that something takes, begun by what is passed in. Timers fire up to a ms early, and the wall clock truncates. */
async function duration(...work: readonly Promise<unknown>[]): Promise<number> {
  const from = performance.now();
  await Promise.all(work);
  return performance.now() - from + 2;
}

describe.concurrent("claims", () => {
  it("are granted at once while there are places, and then a window after the answer", async () => {
    const { openOne } = account();
    const [a, b] = [openOne(), openOne()];
    const first = await a.acquire();
    await (await b.acquire()).settle({ how: "passed" });
    await sleep(150);
    const settledAt = performance.now();
    await first.settle({ how: "passed" });
    // The one that was settled earlier is free earlier; the next is free a window after the answer, not the claim.
    await a.acquire();
    expect(performance.now() - settledAt).toBeLessThan(HOLD - 20);
    await b.acquire();
    expect(performance.now() - settledAt).toBeGreaterThanOrEqual(LEAST);
  });

  it("of two limiters in one process are two", async () => {
    const [folder, clock] = [tempFolder(), new SoundSleeper()];
    const stop = new AbortController();
    const limit = { calls: 1, windowMs: 60_000 };
    const openOne = () => openLimiter({ folder, limit, clock, owner: "same", timeoutMs: 1_000, stop: stop.signal });
    const [first, second] = [openOne(), openOne()];
    await first.acquire();
    const claim = second.acquire();
    await until(() => second.state().shared, "the wait");
    stop.abort();
    await expect(claim).rejects.toMatchObject({ name: "StoppedError" });
  });

  it("of one operation take nothing from another", async () => {
    const { openOne } = account({ calls: 2, windowMs: 60_000 });
    await Promise.all([openOne().acquire(), openOne().acquire()]);
    expect(await duration(openOne({ operation: "other" }).acquire())).toBeLessThan(1_000);
  });

  it("can be foretold, which takes no place", async () => {
    const { openOne } = account({ calls: 2, windowMs: 60_000 });
    await (await openOne().acquire()).settle({ how: "passed" });
    const next = openOne();
    expect(await Promise.all([1, 1, 1].map((calls) => next.outlookMs(calls)))).toEqual([0, 0, 0]);
    expect(await next.outlookMs(2)).toBeGreaterThan(50_000);
    expect(await next.outlookMs(4)).toBeGreaterThan(110_000);
    expect(await duration(next.acquire())).toBeLessThan(1_000);
  });

  it("are remembered by the next process", async () => {
    const { openOne } = account();
    const claims = [await openOne().acquire(), await openOne().acquire()];
    const settled = claims.map((claim) => claim.settle({ how: "passed" }));
    expect(await duration(...settled, openOne().acquire())).toBeGreaterThanOrEqual(LEAST);
  });

  it("keep the order of asking", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60 });
    const limiter = openOne();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const claim = await limiter.acquire();
        order.push(n);
        await claim.settle({ how: "passed" });
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("given back are free at once for this process", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const limiter = openOne();
    const first = await limiter.acquire();
    const next = limiter.acquire();
    await until(() => limiter.state().nextInMs > 0, "the wait");
    await first.release();
    await (await next).release();
  });

  it("given back are soon free for others", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 });
    const [a, b] = [openOne(), openOne()];
    const first = await a.acquire();
    const next = b.acquire();
    await until(() => b.state().nextInMs > 0, "the wait");
    await first.release();
    await (await next).release();
  });

  it("end once", async () => {
    const { openOne } = account({ calls: 1, windowMs: 200 });
    const limiter = openOne();
    const claim = await limiter.acquire();
    const ends = [claim.settle({ how: "passed" }), claim.release(), claim.settle({ how: "limited", restMs: 60_000 })];
    const ms = await duration(...ends, limiter.acquire());
    expect(ms).toBeGreaterThanOrEqual(LEAST);
    expect(ms).toBeLessThan(2_000);
  });

  it("are held for as long as their process lives, however long that takes", async () => {
    const { openOne } = account({ calls: 1, windowMs: 200 }, 100);
    const claim = await openOne().acquire();
    const other = openOne().acquire();
    const lapse = 100 + HOLD;
    expect(await Promise.race([other, sleep(2 * lapse, "still held")])).toBe("still held");
    expect(await duration(claim.settle({ how: "passed" }), other)).toBeGreaterThanOrEqual(LEAST);
  });

  it("wait no longer when told to stop, and leave nothing taken", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const stop = new AbortController();
    const limiter = openOne({ stop: stop.signal });
    const claim = await openOne().acquire();
    const waiting = [limiter.acquire(), limiter.acquire()];
    await until(() => limiter.state().shared, "the wait");
    stop.abort();
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "StoppedError" });
    await expect(limiter.acquire()).rejects.toMatchObject({ name: "StoppedError" });
    await claim.release();
    await openOne().acquire();
  });

  it("leave nothing taken when told to stop in the very moment of taking a place", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const stop = new AbortController();
    const claim = openOne({ stop: stop.signal }).acquire();
    await Promise.resolve();
    stop.abort();
    await expect(claim).rejects.toMatchObject({ name: "StoppedError" });
    await openOne().acquire();
  });

  it("say how long they have to wait", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 });
    const stop = new AbortController();
    const [limiter, other] = [openOne({ stop: stop.signal }), openOne({ operation: "other" })];
    const first = await openOne().acquire();
    expect(limiter.state().nextInMs).toBe(0);
    await first.settle({ how: "passed" });
    const settledAt = performance.now();
    const waiting = limiter.acquire();
    await until(() => limiter.state().shared, "the wait");
    expect(limiter.state().nextInMs).toBeLessThanOrEqual(60_251);
    expect(limiter.state().nextInMs).toBeGreaterThan(60_000 - (performance.now() - settledAt));
    expect(other.state().nextInMs).toBe(0);
    stop.abort();
    await waiting.catch(() => undefined);
    expect(limiter.state().nextInMs).toBe(0);
  });
});

describe.concurrent("a limit answer", () => {
  it("lets all processes rest, then one of them alone try", async () => {
    const { openOne } = account({ calls: 10, windowMs: 500 });
    const [a, b] = [openOne(), openOne()];
    const refusedAt = performance.now();
    await (await a.acquire()).settle({ how: "limited", restMs: 300 });
    const began: number[] = [];
    const call = async (limiter: Limiter) => {
      const claim = await limiter.acquire();
      began.push(performance.now() - refusedAt);
      await sleep(300);
      await claim.settle({ how: "passed" });
    };
    await Promise.all([call(a), call(b), call(b)]);
    const [probe = 0, ...others] = began;
    expect(probe).toBeGreaterThanOrEqual(300);
    expect(others.every((at) => at >= probe + 299)).toBe(true);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThan(250);
  });

  it("without a time means a window", async () => {
    const { openOne } = account();
    const claim = await openOne().acquire();
    expect(await duration(claim.settle({ how: "limited" }).then(() => openOne().acquire()))).toBeGreaterThanOrEqual(
      LEAST,
    );
  });

  it("is not believed to last longer than ten minutes", async () => {
    const { openOne } = account();
    const stop = new AbortController();
    const limiter = openOne({ stop: stop.signal });
    await (await openOne().acquire()).settle({ how: "limited", restMs: 1e12 });
    const waiting = limiter.acquire().catch(() => undefined);
    await until(() => limiter.state().shared, "the wait");
    expect(limiter.state().nextInMs).toBeGreaterThan(590_000);
    expect(limiter.state().nextInMs).toBeLessThanOrEqual(600_000);
    stop.abort();
    await waiting;
  });
});

it("a clock set back by an hour costs a window, and lets nothing through", async () => {
  const { openOne, clock } = account();
  for (const limiter of [openOne(), openOne()]) await (await limiter.acquire()).settle({ how: "passed" });
  clock.shiftMs = -3_600_000;
  const ms = await duration(openOne().acquire());
  expect(ms).toBeGreaterThanOrEqual(LEAST);
  expect(ms).toBeLessThan(10 * HOLD);
});

describe.concurrent("without a memory", () => {
  const garbage = "\u0000\u0001 not a record \ufffd".repeat(100);
  it.each([
    ["garbage", garbage],
    ["nothing", ""],
    ["another version's record", '{"version":99,"open":{"a":1}}'],
  ])("%s is no record, and is replaced by one", async (_, text) => {
    const { folder, openOne } = account({ calls: 1, windowMs: 200 });
    mkdirSync(join(folder, "calls", "op"), { recursive: true });
    writeFileSync(join(folder, "calls", "op", "41"), text);
    const outages: Error[] = [];
    const claim = await openOne({ onOutage: (error) => outages.push(error) }).acquire();
    expect(outages).toEqual([]);
    expect(await duration(claim.settle({ how: "passed" }), openOne().acquire())).toBeGreaterThanOrEqual(LEAST);
  });

  it.each([
    ["the account's folder", (folder: string) => writeFileSync(join(folder, "calls"), "")],
    [
      "the operation's folder",
      (folder: string) => {
        mkdirSync(join(folder, "calls"));
        writeFileSync(join(folder, "calls", "op"), "");
      },
    ],
  ])("a file in place of %s: each process counts for itself alone, and nothing fails", async (_, spoil) => {
    const { folder, openOne } = account({ calls: 5, windowMs: 60_000 });
    spoil(folder);
    const outages: Error[] = [];
    const limiter = openOne({ onOutage: (error) => outages.push(error) });
    await openOne().acquire();
    expect(outages).toEqual([]);
    const claims: Permit[] = [];
    const ms = await duration(
      (async () => {
        for (let n = 0; n < 5; n += 1) claims.push(await limiter.acquire());
      })(),
    );
    expect(ms).toBeLessThan(1_000);
    expect(outages[0]).toMatchObject({ name: "RecordError" });
    await claims[0]?.settle({ how: "passed" });
    await claims[1]?.settle({ how: "limited", restMs: 100 });
    await Promise.all(claims.map((claim) => claim.release()));
  });

  it("is healthy again when the record can be written again", async () => {
    const { folder, openOne } = account({ calls: 1, windowMs: 200 });
    const spoiled = join(folder, "calls");
    writeFileSync(spoiled, "");
    const outages: Error[] = [];
    const claim = await openOne({ onOutage: (error) => outages.push(error) }).acquire();
    expect(outages).toHaveLength(1);
    rmSync(spoiled);
    // The call that could not be written down when it left is when it is answered.
    const next = claim.settle({ how: "passed" }).then(() => openOne().acquire());
    expect(await duration(next)).toBeGreaterThanOrEqual(LEAST);
    expect(outages).toHaveLength(1);
  });
});

it("leaves a handful of files, however many calls", async () => {
  const { folder, openOne } = account({ calls: 100, windowMs: 60_000 });
  const limiter = openOne();
  for (let n = 0; n < 100; n += 1) await (await limiter.acquire()).settle({ how: "passed" });
  expect(readdirSync(join(folder, "calls", "op")).length).toBeLessThan(10);
});

describe("several processes", () => {
  interface Line {
    readonly id: string;
    readonly claimedAt?: number;
    readonly settledAt?: number;
  }

  /** Each call as `[from, to]`, during which the server may have counted it; who died, did so just after its last claim. */
  async function callsIn(log: string): Promise<[number, number][]> {
    const calls = new Map<string, [number, number]>();
    for (const { id, claimedAt, settledAt } of await readLog<Line>(log)) {
      const call = calls.get(id) ?? [claimedAt ?? 0, claimedAt ?? 0];
      if (settledAt !== undefined) call[1] = settledAt;
      calls.set(id, call);
    }
    return [...calls.values()];
  }

  function mostInOneWindow(calls: readonly [number, number][], windowMs: number): number {
    return Math.max(...calls.map(([at]) => calls.filter(([from, to]) => from <= at && at < to + windowMs).length));
  }

  it("never spend more than the limit together, one of them killed in the middle", async () => {
    const [folder, log, limit] = [tempFolder(), join(tempFolder(), "log"), { calls: 20, windowMs: 1_000 }];
    const args: Spend = { folder, log, limit, timeoutMs: 300, count: 20, inFlight: 4, lasts: [0, 30] };
    const from = Date.now();
    const children = await Promise.all([
      startChild("spend", { ...args, dieAt: 10 } satisfies Spend),
      ...[1, 2, 3].map(() => startChild("spend", args)),
    ]);
    const [killed, ...others] = await Promise.all(children.map(({ ended }) => ended));
    expect(killed).toBe("SIGKILL");
    expect(others).toEqual(["0", "0", "0"]);
    const calls = await callsIn(log);
    expect(calls.length).toBeGreaterThanOrEqual(60 + 10);
    expect(mostInOneWindow(calls, limit.windowMs)).toBeLessThanOrEqual(20);
    // And they do spend it: 70 calls need three windows after the first, not six.
    expect(mostInOneWindow(calls, limit.windowMs)).toBeGreaterThan(16);
    expect(Date.now() - from).toBeLessThan(6_500);
  });

  it("count what a killed one had on its way until it can no longer matter, then forget it", async () => {
    const [folder, log, limit] = [tempFolder(), join(tempFolder(), "log"), { calls: 3, windowMs: 400 }];
    const args: Spend = {
      folder,
      log,
      limit,
      timeoutMs: 1_000,
      count: 3,
      inFlight: 3,
      lasts: [60_000, 60_000],
      dieAt: 3,
    };
    expect(await (await startChild("spend", args)).ended).toBe("SIGKILL");
    const sent = (await readLog<Line>(log)).filter(({ claimedAt }) => claimedAt !== undefined);
    expect(sent).toHaveLength(3);
    const clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: new ShiftableClock().sleep };
    await openLimiter({ folder, limit, clock, owner: "next", timeoutMs: 1_000 }).acquire();
    const waited = Date.now() - (sent[0]?.claimedAt ?? 0);
    // Its time limit and a window from when the claim was written down; it was logged a moment later.
    expect(waited).toBeGreaterThanOrEqual(1_000 + 400 - 300);
    expect(waited).toBeLessThan(5_000);
  });
});
