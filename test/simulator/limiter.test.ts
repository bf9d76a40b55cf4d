import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLimiter, type LimiterOptions, WINDOW_KINDS } from "../../src/simulator/api/limiter.js";
import type { RequestRecord } from "../../src/simulator/requestLog.js";
import { findOverruns } from "../../src/simulator/requestLog.js";

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
    const hammering = [0, 0, 0, 600, 700, 800, 1000, 1650, 2900];
    expect(verdicts(hammering)).toBe("+++---+++");
    expect(verdicts(hammering, { refusedCount: true })).toBe("+++-----+");
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
  const half = { limit: { calls: 20, windowMs: 1000 }, foreignCalls: 10 };
  const admitted = (times: readonly number[], kind: LimiterOptions["kind"]) =>
    [...verdicts(times, { ...half, kind })].filter((verdict) => verdict === "+").length;

  test.each([
    ["sliding", 10],
    ["fixed", 10],
    ["bucket", 19],
  ] as const)("%s: a late burst meets what they have spent by then", (kind, left) => {
    expect(admitted(Array(30).fill(10_999), kind)).toBe(left);
  });

  test.each([
    // Their calls are in every window before ours are, and come back as soon as they leave it.
    ["sliding", 100, 100],
    // Here whoever comes first has the call, and a client that never rests comes first often.
    ["fixed", 100, 190],
    ["bucket", 100, 130],
  ] as const)("%s: what is left for a client that never rests, over ten windows", (kind, least, most) => {
    const count = admitted(
      Array.from({ length: 2000 }, (_, n) => n * 5),
      kind,
    );
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
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
