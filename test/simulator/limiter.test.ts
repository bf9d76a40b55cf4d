import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLimiter, type LimiterOptions, WINDOW_KINDS } from "../../src/simulator/limiter.js";
import { findOverruns } from "../../src/simulator/overruns.js";
import type { RequestRecord } from "../../src/simulator/requestLog.js";

const limit = { calls: 3, windowMs: 1000 };

function verdicts(times: readonly number[], options: Partial<LimiterOptions> = {}): string {
  const limiter = createLimiter({
    limit,
    kind: "sliding",
    refusedCount: false,
    foreignCalls: 0,
    wallOffsetMs: 0,
    ...options,
  });
  return times.map((time) => (limiter(time).admitted ? "+" : "-")).join("");
}

describe("each kind of window", () => {
  test.each([
    ["sliding", [0, 0, 0, 999, 1000], "+++-+"],
    ["sliding", [0, 500, 900, 1000, 1499, 1500], "++++-+"],
    ["fixed", [900, 900, 900, 999, 1000, 1000, 1000, 1999], "+++-+++-"],
    ["bucket", [0, 0, 0, 333, 334, 500, 667], "+++-+-+"],
    ["bucket", [0, 0, 0, 5000, 5000, 5000, 5000], "++++++-"],
  ] as const)("%s: calls at %j", (kind, times, expected) => {
    expect(verdicts(times, { kind })).toBe(expected);
  });

  test("fixed windows are the wall clock's", () => {
    expect(verdicts([50, 50, 50, 99, 100], { kind: "fixed", wallOffsetMs: 900 })).toBe("+++-+");
  });

  test("refused calls count only when asked to", () => {
    const hammering = [0, 0, 0, 600, 700, 800, 1000, 1700, 1800, 2800];
    expect(verdicts(hammering)).toBe("+++---++++");
    expect(verdicts(hammering, { refusedCount: true })).toBe("+++----+-+");
    expect(verdicts([0, 0, 0, 300, 600, 900, 1300], { kind: "bucket", refusedCount: true })).toBe("+++---+");
  });

  test.each(WINDOW_KINDS)("%s: a call after retryAfterMs is let in, one just before is not", (kind) => {
    const refused = () => {
      const limiter = createLimiter({ limit, kind, refusedCount: false, foreignCalls: 0, wallOffsetMs: 0 });
      for (const time of [100, 200, 300]) limiter(time);
      return { limiter, wait: limiter(310).retryAfterMs };
    };
    const early = refused();
    expect(early.limiter(310 + early.wait - 1).admitted).toBe(false);
    const late = refused();
    expect(late.limiter(310 + late.wait).admitted).toBe(true);
  });
});

describe("somebody else's calls", () => {
  test.each(WINDOW_KINDS)("%s: take their part of every window, whenever we come", (kind) => {
    const tenOfTwenty = { limit: { calls: 20, windowMs: 1000 }, kind, foreignCalls: 10 };
    // A bucket is nearly full again after a window; the others keep exactly half of the budget for us.
    const [least, most] = kind === "bucket" ? [18, 20] : kind === "fixed" ? [19, 20] : [10, 10];
    const burst = verdicts(Array(30).fill(10_000), tenOfTwenty);
    const admitted = burst.lastIndexOf("+") + 1;
    expect(admitted).toBeGreaterThanOrEqual(least);
    expect(admitted).toBeLessThanOrEqual(most);
  });

  test.each(WINDOW_KINDS)("%s: what is left over ten windows is half of the budget", (kind) => {
    const times = Array.from({ length: 2000 }, (_, n) => n * 5);
    const admitted = [...verdicts(times, { limit: { calls: 20, windowMs: 1000 }, kind, foreignCalls: 10 })].filter(
      (verdict) => verdict === "+",
    );
    expect(admitted.length).toBeGreaterThanOrEqual(95);
    expect(admitted.length).toBeLessThanOrEqual(130);
  });
});

const times = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));

test("property: a client within sliding windows is never refused, by any kind", () => {
  fc.assert(
    fc.property(times, fc.constantFrom(...WINDOW_KINDS), (candidates, kind) => {
      const kept: number[] = [];
      for (const time of candidates) if (time - (kept.at(-limit.calls) ?? -Infinity) >= limit.windowMs) kept.push(time);
      expect(verdicts(kept, { kind })).toBe("+".repeat(kept.length));
    }),
  );
});

test("property: overruns are what the sliding limiter that counts all calls refuses", () => {
  fc.assert(
    fc.property(times, (candidates) => {
      const refused = [...verdicts(candidates, { refusedCount: true })].flatMap((v, n) => (v === "-" ? [n + 1] : []));
      expect(findOverruns(candidates.map(record), limits).map(({ seq }) => seq)).toEqual(refused);
    }),
  );
});

test("an overrun tells the window and how many calls it held", () => {
  expect(findOverruns([0, 100, 200, 300, 1100].map(record), limits)).toEqual([
    { accountId: "N1", operation: "addQueue", seq: 4, from: -700, to: 300, calls: 4, limit },
  ]);
});

const limits = {
  addQueue: limit,
  updateQueueAssignMembers: limit,
  queueQueue: limit,
  queueQueueAgentClaimStatus: limit,
  getCCAgentsByAcc: "none",
} as const;

function record(countedAt: number, index: number): RequestRecord {
  return {
    seq: index + 1,
    operation: "addQueue",
    accountId: "N1",
    connection: 1,
    receivedAt: countedAt,
    countedAt,
    answeredAt: countedAt,
    body: {},
    outcome: 200,
    faults: [],
    limited: false,
  };
}
