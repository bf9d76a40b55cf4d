import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SharedStore } from "../../../src/model/store.js";
import { Limiter } from "../../../src/moor/limiter/limiter.js";
import { EMPTY_STATE, marginMs, printRateState } from "../../../src/moor/limiter/rateState.js";
import { VirtualClock } from "../../support/virtualClock.js";

const CALLS = 20;
const WINDOW = 60_000;

interface Opened {
  readonly calls?: number;
  readonly stop?: AbortSignal;
  readonly store?: SharedStore;
}

function open(clock: VirtualClock, { calls = CALLS, stop = new AbortController().signal, store }: Opened = {}) {
  const shared = store === undefined ? {} : { shared: { store, key: "op", onOutage: () => undefined } };
  return new Limiter({ limit: { calls, windowMs: WINDOW }, timeoutMs: 30_000, clock, stop, ...shared });
}

/** A store in which an earlier process has left calls, by the times when their permits are free again. */
function storeOf(clock: VirtualClock, freeAt: readonly number[], calls: number): SharedStore {
  const holdMs = WINDOW + marginMs({ limit: { calls, windowMs: WINDOW }, timeoutMs: 30_000 });
  const settled = [...freeAt].sort((a, b) => a - b).map((at) => [at - holdMs, 1] as const);
  let text: string | undefined = printRateState({ ...EMPTY_STATE, settled });
  return {
    owner: "next",
    now: () => clock.now(),
    skewMs: 0,
    text: () => ({
      read: async () => text,
      change: async (edit) => {
        const { text: next = text, value } = edit(text);
        text = next;
        return value;
      },
    }),
  };
}

/** Counts a call the way some real server might, and says whether it is over the limit. */
type Server = (countedAt: number) => boolean;

const servers: Readonly<Record<string, () => Server>> = {
  sliding: () => {
    const counted: number[] = [];
    return (at) => {
      while (counted[0] !== undefined && counted[0] <= at - WINDOW) counted.shift();
      counted.push(at);
      return counted.length > CALLS;
    };
  },
  fixed: () => {
    const perWindow = new Map<number, number>();
    return (at) => {
      const window = Math.floor(at / WINDOW);
      perWindow.set(window, (perWindow.get(window) ?? 0) + 1);
      return (perWindow.get(window) ?? 0) > CALLS;
    };
  },
  "token bucket": () => {
    let tokens = CALLS;
    let last = 0;
    return (at) => {
      tokens = Math.min(CALLS, tokens + ((at - last) * CALLS) / WINDOW);
      last = at;
      tokens -= 1;
      return tokens < -1e-6;
    };
  },
};

/** Sends `n` calls, four at a time, through a limiter to a server; the latency is split before and after the counting. */
async function send(total: number, server: Server, latency: () => [before: number, after: number]) {
  const clock = new VirtualClock();
  const limiter = open(clock);
  let left = total;
  const counted: number[] = [];
  const startedAt = clock.monotonic();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const permit = await limiter.acquire();
      const [before, after] = latency();
      await clock.sleep(before);
      counted.push(clock.monotonic());
      await clock.sleep(after);
      permit.settle({ how: "passed" });
    }
  };
  await clock.run(Promise.all([worker(), worker(), worker(), worker()]));
  const over = counted.sort((a, b) => a - b).filter((at) => server(at)).length;
  return { over, ms: clock.monotonic() - startedAt };
}

describe("Limiter", () => {
  // The token bucket of a server with capacity and refill both at the limit lets a full burst and a refill into one
  // window, so whoever stays inside a sliding window stays inside the bucket too.
  for (const [name, server] of Object.entries(servers)) {
    it(`never goes over the limit of a ${name} server, whatever the latency`, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 21, max: 90 }),
          fc.infiniteStream(fc.tuple(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 1_500 }))),
          async (n, latencies) => {
            const { over } = await send(n, server(), () => latencies.next().value ?? [0, 0]);
            expect(over).toBe(0);
          },
        ),
        { numRuns: 60 },
      );
    });
  }

  // Fails without the margin of 250 ms.
  it("never goes over the limit of a server whose minute is a little longer than ours", async () => {
    const counted: number[] = [];
    const slowServer: Server = (at) => {
      while (counted[0] !== undefined && counted[0] <= at - WINDOW - 200) counted.shift();
      counted.push(at);
      return counted.length > CALLS;
    };
    expect((await send(90, slowServer, () => [0, 0])).over).toBe(0);
  });

  it.each([1, 20, 21, 50, 100])("takes hardly longer than the lower bound for %i calls", async (n) => {
    const { ms } = await send(
      n,
      () => false,
      () => [20, 20],
    );
    const bound = Math.floor((n - 1) / CALLS) * WINDOW;
    expect(ms).toBeGreaterThanOrEqual(bound);
    expect(ms).toBeLessThanOrEqual(bound * 1.01 + 1_000);
  });

  // nginx's limit_req without a burst: one call each three seconds, whatever came before.
  it.each([0, 50, 900])(
    "behind a leaky bucket without a burst calls leave one by one (latency %i ms)",
    async (latency) => {
      const clock = new VirtualClock();
      const limiter = open(clock);
      let passedAt = Number.NEGATIVE_INFINITY;
      let refused = 0;
      const call = async (): Promise<void> => {
        for (;;) {
          const permit = await limiter.acquire();
          await clock.sleep(latency / 2);
          const passes = clock.monotonic() - passedAt >= WINDOW / CALLS;
          if (passes) passedAt = clock.monotonic();
          await clock.sleep(latency / 2);
          if (passes) return permit.settle({ how: "passed" });
          refused += 1;
          void permit.settle({ how: "limited" });
        }
      };
      const startedAt = clock.monotonic();
      const worker = async (): Promise<void> => {
        for (let calls = 0; calls < 15; calls += 1) await call();
      };
      await clock.run(Promise.all([worker(), worker(), worker(), worker()]));
      // The first handful meets it, and who took the place of the one that passed; after one rest nobody does.
      expect(refused).toBeLessThanOrEqual(4);
      const share = WINDOW / CALLS;
      expect(clock.monotonic() - startedAt).toBeLessThan(WINDOW + 60 * (share * 1.1 + latency) + share);
    },
  );

  it("even calls cost a window at most, where the limit answer was a chance", async () => {
    const clock = new VirtualClock();
    const limiter = open(clock);
    const startedAt = clock.monotonic();
    await clock.run(
      (async () => {
        (await limiter.acquire()).settle({ how: "limited", restMs: 1_000 });
        for (let calls = 0; calls < 60; calls += 1) (await limiter.acquire()).settle({ how: "passed" });
      })(),
    );
    const inBursts = 2 * WINDOW;
    expect(clock.monotonic() - startedAt).toBeLessThan((inBursts + WINDOW) * 1.15);
  });

  it("rests after a limit answer, then sends one probe before it opens again", async () => {
    const clock = new VirtualClock();
    const limiter = open(clock);
    const sent: number[] = [];
    await clock.run(
      (async () => {
        (await limiter.acquire()).settle({ how: "limited" });
        const refusedAt = clock.monotonic();
        const call = async (): Promise<void> => {
          const permit = await limiter.acquire();
          sent.push(clock.monotonic() - refusedAt);
          await clock.sleep(100);
          permit.settle({ how: "passed" });
        };
        await Promise.all([call(), call(), call()]);
      })(),
    );
    expect(sent[0]).toBeGreaterThanOrEqual(WINDOW);
    expect(sent.slice(1).every((at) => at >= (sent[0] ?? 0) + 100)).toBe(true);
  });

  it("keeps to Retry-After where the server gives one", async () => {
    const clock = new VirtualClock();
    const limiter = open(clock);
    await clock.run(
      (async () => {
        (await limiter.acquire()).settle({ how: "limited", restMs: 7_000 });
        const from = clock.monotonic();
        await limiter.acquire();
        expect(clock.monotonic() - from).toBeGreaterThanOrEqual(7_000);
        expect(clock.monotonic() - from).toBeLessThan(WINDOW);
      })(),
    );
  });

  it("gives a place back at once when its call was never sent", async () => {
    const clock = new VirtualClock();
    const limiter = open(clock, { calls: 1 });
    await clock.run(
      (async () => {
        (await limiter.acquire()).release();
        const from = clock.monotonic();
        await limiter.acquire();
        expect(clock.monotonic()).toBe(from);
      })(),
    );
  });

  it("counts what an earlier process has spent", async () => {
    const clock = new VirtualClock();
    const from = clock.monotonic();
    const taken = Array.from({ length: CALLS }, () => from + 30_000);
    const limiter = open(clock, { store: storeOf(clock, taken, CALLS) });
    await clock.run(limiter.acquire());
    expect(clock.monotonic() - from).toBe(30_000);
  });

  it("turns away who waits when it is told to stop", async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const limiter = open(clock, { calls: 1, stop: stop.signal });
    await limiter.acquire();
    const waiting = limiter.acquire();
    stop.abort();
    await expect(waiting).rejects.toThrow("");
    await expect(limiter.acquire()).rejects.toMatchObject({ name: "StoppedError" });
    await expect(waiting).rejects.toMatchObject({ name: "StoppedError" });
  });

  it("foretells when the last of so many calls leaves, behind whatever is taken, in flight and waiting", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 60_250 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (places, taken, before, calls) => {
          const clock = new VirtualClock();
          const from = clock.monotonic();
          const free = taken.slice(0, places).map((ms) => from + ms);
          const limiter = open(clock, { calls: places, store: storeOf(clock, free, places) });
          const call = async () => (await limiter.acquire()).settle({ how: "passed" });
          // Answered at once: then nothing is uncertain. Those that cannot leave yet wait.
          const earlier = Array.from({ length: before }, call);
          const foretold = await limiter.outlookMs(calls);
          await clock.run(Promise.all([...earlier, ...Array.from({ length: calls }, call)]));
          expect(clock.monotonic() - from).toBe(foretold);
        },
      ),
    );
  });

  it("foretells a rest, and the gaps after it", async () => {
    const clock = new VirtualClock();
    const limiter = open(clock);
    (await limiter.acquire()).settle({ how: "limited", restMs: 7_000 });
    expect(await limiter.outlookMs(1)).toBeGreaterThanOrEqual(7_000);
    expect(await limiter.outlookMs(11)).toBeGreaterThanOrEqual(7_000 + 10 * (WINDOW / CALLS));
  });
});
