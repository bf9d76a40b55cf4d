import { describe, expect, it } from "vitest";
import { AccountThrottle } from "../../../src/moor/limiter/accountThrottle.js";
import { Backoff } from "../../../src/moor/limiter/backoff.js";
import { VirtualClock } from "../../support/virtualClock.js";

describe("Backoff", () => {
  const backoff = () => new Backoff(3_000, 60_000);

  it("keeps nothing apart before the first limit answer", () => {
    const it = backoff();
    it.answered("passed", 0, 5);
    it.answered("failed", 0, 6);
    expect([it.gapMs, it.waitMs(6)]).toEqual([0, 0]);
  });

  it("takes several limit answers to calls that left together for one", () => {
    const it = backoff();
    for (const at of [1, 2, 3]) it.answered("limited", 0, at);
    expect(it.gapMs).toBe(3_000);
    expect(it.waitMs(1_003)).toBe(2_000);
  });

  it("doubles the gap at each limit answer after calls that passed, up to a quarter of the window", () => {
    const it = backoff();
    const gaps = Array.from({ length: 5 }, (_, index) => {
      it.answered("passed", it.gapMs, index);
      it.answered("limited", it.gapMs, index);
      return it.gapMs;
    });
    expect(gaps).toEqual([3_000, 6_000, 12_000, 15_000, 15_000]);
  });

  it("is back at the least gap half a window after each halving", () => {
    const it = backoff();
    for (let round = 0; round < 5; round += 1) {
      it.answered("passed", it.gapMs, round);
      it.answered("limited", it.gapMs, round);
    }
    const gaps = Array.from({ length: 10 }, () => {
      it.answered("passed", it.gapMs, 10);
      return it.gapMs;
    });
    expect(gaps).toEqual([15_000, 7_500, 7_500, 7_500, 7_500, 3_750, 3_750, 3_750, 3_750, 3_750]);
    for (let calls = 0; calls < 200; calls += 1) it.answered("passed", it.gapMs, 10);
    expect(it.gapMs).toBe(3_000);
  });

  it("tries ever more rarely, up to once a window, while nothing passes, and forgets that with the first that does", () => {
    const it = backoff();
    const gaps = Array.from({ length: 7 }, (_, index) => {
      it.answered("limited", it.gapMs, index);
      return it.gapMs;
    });
    expect(gaps).toEqual([3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000]);
    it.answered("passed", it.gapMs, 8);
    expect(it.gapMs).toBe(3_000);
  });
});

describe("AccountThrottle", () => {
  it("is open until it is narrowed; then calls of all interfaces leave singly and apart", async () => {
    const clock = new VirtualClock();
    const throttle = new AccountThrottle(clock, new AbortController().signal);
    const left: number[] = [];
    const call = async (): Promise<void> => {
      const end = await throttle.pass();
      left.push(clock.monotonic());
      await clock.sleep(100);
      end("passed");
    };
    const from = clock.monotonic();
    await clock.run(Promise.all([call(), call(), call()]));
    expect(left.map((at) => at - from)).toEqual([0, 0, 0]);
    throttle.narrow({ calls: 20, windowMs: 60_000 });
    throttle.narrow({ calls: 100, windowMs: 60_000 }); // a wider one changes nothing
    await clock.run(Promise.all([call(), call(), call()]));
    const gaps = left.slice(3).map((at, index) => at - (left[index + 2] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
    expect(Math.max(...gaps)).toBeLessThan(3_600);
  });

  it("turns away who waits when it is told to stop, and lets nobody through after", async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const throttle = new AccountThrottle(clock, stop.signal);
    throttle.narrow({ calls: 20, windowMs: 60_000 });
    const waiting = [throttle.pass(), throttle.pass()];
    for (const one of waiting) one.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    for (const one of waiting) await expect(one).rejects.toMatchObject({ name: "StoppedError" });
  });

  it("has a call that looks first look when it may leave, and leave soon after, whatever the gap and the line", async () => {
    const clock = new VirtualClock();
    const throttle = new AccountThrottle(clock, new AbortController().signal);
    throttle.narrow({ calls: 10, windowMs: 60_000 });
    const from = clock.monotonic();
    const left: number[] = [];
    const call = async (prepared = false): Promise<number> => {
      const end = await throttle.pass(prepared);
      const at = clock.monotonic();
      left.push(at - from);
      await clock.sleep(50);
      end("passed");
      return at;
    };
    const ages: number[] = [];
    const write = async (): Promise<void> => {
      const end = await throttle.turn();
      const lookedAt = await call();
      ages.push((await call(true)) - lookedAt);
      end();
    };
    await clock.run(Promise.all([write(), call(), write(), call(), call(), write(), call()]));
    expect(ages).toHaveLength(3);
    expect(Math.max(...ages)).toBeLessThan(2_000);
    // What left early is made up for: the last of ten leaves no sooner than at an even pace.
    expect(left).toHaveLength(10);
    expect(Math.max(...left)).toBeGreaterThanOrEqual(9 * 6_600);
  });
});
