import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Claim } from "../../src/state/callLane.js";
import { openCallLedger } from "../../src/state/callLedger.js";
import type { Spend } from "./child.js";
import { readLog, ShiftableClock, startChild, tempFolder, until } from "./harness.js";

const QUICK = { calls: 2, windowMs: 200 };
/** A window, and the margin for it. */
const HOLD = 215;
/** The ledger counts whole ms of the wall clock, a test measures by another clock: they differ by up to one. */
const LEAST = HOLD - 1;
const never = new AbortController().signal;

/** Sleeps until it is woken. */
class SoundSleeper extends ShiftableClock {
  override sleep(_: number, signal?: AbortSignal): Promise<void> {
    return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  }
}

/** Ledgers of the same account, each as if in a process of its own. */
function account(limit = QUICK, timeoutMs = 100, clock = new ShiftableClock()) {
  const folder = tempFolder();
  let owners = 0;
  const openOne = () => {
    owners += 1;
    return openCallLedger({ folder, limits: { op: limit, other: limit }, clock, owner: `p${owners}`, timeoutMs });
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
    const first = await a.claim("op", never);
    await (await b.claim("op", never)).settle("passed");
    await sleep(150);
    const settledAt = performance.now();
    await first.settle("passed");
    // The one that was settled earlier is free earlier; the next is free a window after the answer, not the claim.
    await a.claim("op", never);
    expect(performance.now() - settledAt).toBeLessThan(HOLD - 20);
    await b.claim("op", never);
    expect(performance.now() - settledAt).toBeGreaterThanOrEqual(LEAST);
  });

  it("of two ledgers in one process are two", async () => {
    const [folder, clock] = [tempFolder(), new SoundSleeper()];
    const limits = { op: { calls: 1, windowMs: 60_000 } };
    const openOne = () => openCallLedger({ folder, limits, clock, owner: "same", timeoutMs: 1_000 });
    const [first, second, stop] = [openOne(), openOne(), new AbortController()];
    await first.claim("op", never);
    const claim = second.claim("op", stop.signal);
    await until(() => second.waitMs("op") > 0, "the wait");
    stop.abort(new Error("no second place"));
    await expect(claim).rejects.toThrow("no second place");
  });

  it("of one operation take nothing from another", async () => {
    const { openOne } = account({ calls: 2, windowMs: 60_000 });
    await Promise.all([openOne().claim("op", never), openOne().claim("op", never)]);
    expect(await duration(openOne().claim("other", never))).toBeLessThan(1_000);
  });

  it("can be foretold, which takes no place", async () => {
    const { openOne } = account({ calls: 2, windowMs: 60_000 });
    await (await openOne().claim("op", never)).settle("passed");
    const next = openOne();
    expect(await Promise.all([1, 1, 1].map((calls) => next.outlookMs("op", calls)))).toEqual([0, 0, 0]);
    expect(await next.outlookMs("op", 2)).toBeGreaterThan(50_000);
    expect(await next.outlookMs("op", 4)).toBeGreaterThan(110_000);
    expect(await duration(next.claim("op", never))).toBeLessThan(1_000);
  });

  it("are remembered by the next process", async () => {
    const { openOne } = account();
    const claims = [await openOne().claim("op", never), await openOne().claim("op", never)];
    const settled = claims.map((claim) => claim.settle("passed"));
    expect(await duration(...settled, openOne().claim("op", never))).toBeGreaterThanOrEqual(LEAST);
  });

  it("keep the order of asking", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60 });
    const ledger = openOne();
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const claim = await ledger.claim("op", never);
        order.push(n);
        await claim.settle("passed");
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("given back are free at once for this process", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const ledger = openOne();
    const first = await ledger.claim("op", never);
    const next = ledger.claim("op", never);
    await until(() => ledger.waitMs("op") > 0, "the wait");
    await first.giveBack();
    await (await next).giveBack();
  });

  it("given back are soon free for others", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 });
    const [a, b] = [openOne(), openOne()];
    const first = await a.claim("op", never);
    const next = b.claim("op", never);
    await until(() => b.waitMs("op") > 0, "the wait");
    await first.giveBack();
    await (await next).giveBack();
  });

  it("end once", async () => {
    const { openOne } = account({ calls: 1, windowMs: 200 });
    const ledger = openOne();
    const claim = await ledger.claim("op", never);
    const ends = [claim.settle("passed"), claim.giveBack(), claim.refused(60_000)];
    const ms = await duration(...ends, ledger.claim("op", never));
    expect(ms).toBeGreaterThanOrEqual(LEAST);
    expect(ms).toBeLessThan(2_000);
  });

  it("are held for as long as their process lives, however long that takes", async () => {
    const { openOne } = account({ calls: 1, windowMs: 200 }, 100);
    const claim = await openOne().claim("op", never);
    const other = openOne().claim("op", never);
    const lapse = 100 + HOLD;
    expect(await Promise.race([other, sleep(2 * lapse, "still held")])).toBe("still held");
    expect(await duration(claim.settle("passed"), other)).toBeGreaterThanOrEqual(LEAST);
  });

  it("wait no longer when told to stop, and leave nothing taken", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const ledger = openOne();
    const stop = new AbortController();
    const claim = await ledger.claim("op", never);
    const waiting = [ledger.claim("op", stop.signal), ledger.claim("op", stop.signal)];
    await until(() => ledger.waitMs("op") > 0, "the wait");
    stop.abort(new Error("stopped"));
    for (const one of waiting) await expect(one).rejects.toThrow("stopped");
    await expect(ledger.claim("op", stop.signal)).rejects.toThrow("stopped");
    await claim.giveBack();
    await openOne().claim("op", never);
  });

  it("leave nothing taken when told to stop in the very moment of taking a place", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 }, 100, new SoundSleeper());
    const stop = new AbortController();
    const claim = openOne().claim("op", stop.signal);
    await Promise.resolve();
    stop.abort(new Error("stopped"));
    await expect(claim).rejects.toThrow("stopped");
    await openOne().claim("op", never);
  });

  it("say how long they have to wait", async () => {
    const { openOne } = account({ calls: 1, windowMs: 60_000 });
    const ledger = openOne();
    const stop = new AbortController();
    const first = await ledger.claim("op", never);
    expect(ledger.waitMs("op")).toBe(0);
    await first.settle("passed");
    const settledAt = performance.now();
    const waiting = ledger.claim("op", stop.signal);
    await until(() => ledger.waitMs("op") > 0, "the wait");
    expect(ledger.waitMs("op")).toBeLessThanOrEqual(60_251);
    expect(ledger.waitMs("op")).toBeGreaterThan(60_000 - (performance.now() - settledAt));
    expect(ledger.waitMs("other")).toBe(0);
    stop.abort();
    await waiting.catch(() => undefined);
    expect(ledger.waitMs("op")).toBe(0);
  });
});

describe.concurrent("a limit answer", () => {
  it("lets all processes rest, then one of them alone try", async () => {
    const { openOne } = account({ calls: 10, windowMs: 500 });
    const [a, b] = [openOne(), openOne()];
    const refusedAt = performance.now();
    await (await a.claim("op", never)).refused(300);
    const began: number[] = [];
    const call = async (ledger: typeof a) => {
      const claim = await ledger.claim("op", never);
      began.push(performance.now() - refusedAt);
      await sleep(300);
      await claim.settle("passed");
    };
    await Promise.all([call(a), call(b), call(b)]);
    const [probe = 0, ...others] = began;
    expect(probe).toBeGreaterThanOrEqual(300);
    expect(others.every((at) => at >= probe + 299)).toBe(true);
    expect(Math.max(...others) - Math.min(...others)).toBeLessThan(250);
  });

  it("without a time means a window", async () => {
    const { openOne } = account();
    const claim = await openOne().claim("op", never);
    expect(await duration(claim.refused().then(() => openOne().claim("op", never)))).toBeGreaterThanOrEqual(LEAST);
  });

  it("is not believed to last longer than ten minutes", async () => {
    const { openOne } = account();
    const ledger = openOne();
    const stop = new AbortController();
    await (await ledger.claim("op", never)).refused(1e12);
    const waiting = ledger.claim("op", stop.signal).catch(() => undefined);
    await until(() => ledger.waitMs("op") > 0, "the wait");
    expect(ledger.waitMs("op")).toBeGreaterThan(590_000);
    expect(ledger.waitMs("op")).toBeLessThanOrEqual(600_000);
    stop.abort();
    await waiting;
  });
});

it("a clock set back by an hour costs a window, and lets nothing through", async () => {
  const { openOne, clock } = account();
  for (const ledger of [openOne(), openOne()]) await (await ledger.claim("op", never)).settle("passed");
  clock.shiftMs = -3_600_000;
  const ms = await duration(openOne().claim("op", never));
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
    const ledger = openOne();
    const claim = await ledger.claim("op", never);
    expect(ledger.trouble).toBeUndefined();
    expect(await duration(claim.settle("passed"), openOne().claim("op", never))).toBeGreaterThanOrEqual(LEAST);
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
  ])("a file in place of %s: every claim is granted at once, and nothing fails", async (_, spoil) => {
    const { folder, openOne } = account({ calls: 1, windowMs: 60_000 });
    spoil(folder);
    const ledger = openOne();
    expect(ledger.trouble).toBeUndefined();
    const claims: Claim[] = [];
    const ms = await duration(
      (async () => {
        for (let n = 0; n < 5; n += 1) claims.push(await ledger.claim("op", never));
      })(),
    );
    expect(ms).toBeLessThan(1_000);
    expect(ledger.trouble).toBeDefined();
    await claims[0]?.settle("passed");
    await claims[1]?.refused(100);
    await Promise.all(claims.map((claim) => claim.giveBack()));
  });

  it("is healthy again when the record can be written again", async () => {
    const { folder, openOne } = account({ calls: 1, windowMs: 200 });
    const spoiled = join(folder, "calls");
    writeFileSync(spoiled, "");
    const ledger = openOne();
    const claim = await ledger.claim("op", never);
    expect(ledger.trouble).toBeDefined();
    rmSync(spoiled);
    // The call that could not be written down when it left is when it is answered.
    const next = claim.settle("passed").then(() => openOne().claim("op", never));
    expect(await duration(next)).toBeGreaterThanOrEqual(LEAST);
    expect(ledger.trouble).toBeUndefined();
  });
});

it("leaves a handful of files, however many calls", async () => {
  const { folder, openOne } = account({ calls: 100, windowMs: 60_000 });
  const ledger = openOne();
  for (let n = 0; n < 100; n += 1) await (await ledger.claim("op", never)).settle("passed");
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
    const ledger = openCallLedger({ folder, limits: { op: limit }, clock, owner: "next", timeoutMs: 1_000 });
    await ledger.claim("op", never);
    const waited = Date.now() - (sent[0]?.claimedAt ?? 0);
    // Its time limit and a window from when the claim was written down; it was logged a moment later.
    expect(waited).toBeGreaterThanOrEqual(1_000 + 400 - 300);
    expect(waited).toBeLessThan(5_000);
  });
});
