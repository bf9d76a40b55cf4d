import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Demand, demandsOf, type Gap, gapsOf } from "../../src/calendar/coverage.js";
import { membersAt, type TimedMember } from "../../src/calendar/timeline.js";
import type { Span } from "../../src/model/span.js";

const RUNS = Number(process.env["RUNS"] ?? 300);
/** Instants from 0 to this; spans reach beyond. */
const END = 40;
const WINDOW = { from: 5, until: END - 5 };

/** Sorted and disjoint, as spans are; some touch, some have no beginning or no end. */
const spans: fc.Arbitrary<Span[] | undefined> = fc.option(
  fc.uniqueArray(fc.integer({ min: -1, max: END + 1 }), { maxLength: 8 }).map((bounds) => {
    const sorted = bounds.sort((a, b) => a - b);
    const all = sorted.slice(0, -1).map((from, index) => ({
      from: from < 0 ? Number.NEGATIVE_INFINITY : from,
      until: (sorted[index + 1] as number) > END ? Number.POSITIVE_INFINITY : (sorted[index + 1] as number),
    }));
    return all.filter((_, index) => index % 3 !== 1);
  }),
  { nil: undefined },
);
const timeline: fc.Arbitrary<TimedMember[]> = fc
  .array(fc.record({ agent: fc.integer({ min: 0, max: 5 }), spans }), { maxLength: 9 })
  .map((entries) =>
    entries.map(({ agent, spans: when }) => ({
      agentNumber: String(agent),
      priority: 0,
      ...(when && { spans: when }),
    })),
  );
const demands: fc.Arbitrary<Demand[]> = fc.array(
  fc.record({ min: fc.integer({ min: 0, max: 4 }), spans }).map(({ min, spans: when }) => ({
    min,
    ...(when && { spans: when }),
  })),
  { maxLength: 3 },
);

/** The rule that counts at an instant, asked one by one. */
function demandAt(all: readonly Demand[], at: number): Demand | undefined {
  const due = all.filter((one) => one.spans === undefined || one.spans.some((s) => s.from <= at && at < s.until));
  const most = Math.max(0, ...due.map(({ min }) => min));
  return due.find(({ min }) => min === most && min > 0);
}

it("gaps are those of a scan, minute by minute", () => {
  fc.assert(
    fc.property(timeline, demands, (all, rules) => {
      const scanned: Gap<Demand>[] = [];
      for (let at = WINDOW.from; at < WINDOW.until; at += 1) {
        const demand = demandAt(rules, at);
        const staffed = membersAt(all, at).length;
        if (demand === undefined || staffed >= demand.min) continue;
        const last = scanned.at(-1);
        if (last?.until === at && last.demand === demand)
          scanned[scanned.length - 1] = { ...last, until: at + 1, staffed: Math.min(last.staffed, staffed) };
        else scanned.push({ from: at, until: at + 1, staffed, demand });
      }
      expect(gapsOf(all, rules, WINDOW)).toEqual(scanned);
    }),
    { numRuns: RUNS },
  );
});

it("a demand is the highest in force at each minute", () => {
  fc.assert(
    fc.property(demands, (rules) => {
      const stretches = demandsOf(rules, WINDOW);
      for (let at = WINDOW.from; at < WINDOW.until; at += 1) {
        const own = stretches.filter(({ from, until }) => from <= at && at < until);
        expect(own.map(({ demand }) => demand)).toEqual([demandAt(rules, at)].filter((one) => one !== undefined));
      }
      for (const [index, { from, demand }] of stretches.entries())
        expect(stretches[index - 1]?.until === from && stretches[index - 1]?.demand === demand).toBe(false);
    }),
    { numRuns: RUNS },
  );
});

describe("gaps by example", () => {
  const day = (agentNumber: string, ...bounds: [number, number][]): TimedMember => ({
    agentNumber,
    priority: 0,
    spans: bounds.map(([from, until]) => ({ from, until })),
  });
  const found = (all: readonly TimedMember[], ...rules: Demand[]) =>
    gapsOf(all, rules, { from: 0, until: 24 }).map(
      ({ from, until, staffed, demand }) => `${from}-${until}: ${staffed}/${demand.min}`,
    );

  it.each<[what: string, all: TimedMember[], rules: Demand[], gaps: string[]]>([
    ["nobody at all", [], [{ min: 1 }], ["0-24: 0/1"]],
    ["nothing demanded", [], [], []],
    ["a demand of nobody", [], [{ min: 0 }], []],
    ["somebody always", [{ agentNumber: "1", priority: 0 }], [{ min: 1 }], []],
    ["a hand-over without a minute between", [day("1", [0, 8]), day("2", [8, 24])], [{ min: 1 }], []],
    ["one agent by two entries is one", [day("1", [0, 24]), day("1", [6, 12])], [{ min: 2 }], ["0-24: 1/2"]],
    ["the least counts", [day("1", [0, 10]), day("2", [0, 24])], [{ min: 3 }], ["0-24: 1/3"]],
    [
      "lunch",
      [day("1", [9, 12], [13, 18]), day("2", [9, 18])],
      [{ min: 2, spans: [{ from: 9, until: 18 }] }],
      ["12-13: 1/2"],
    ],
    [
      "of two rules the higher",
      [day("1", [0, 24])],
      [{ min: 1 }, { min: 2, spans: [{ from: 9, until: 18 }] }],
      ["9-18: 1/2"],
    ],
    ["a rule that is never in force", [], [{ min: 1, spans: [] }], []],
  ])("%s", (_, all, rules, gaps) => {
    expect(found(all, ...rules)).toEqual(gaps);
  });

  it("60 groups with 40 agents over 31 days take less than the time that a person notices", () => {
    const hour = 3_600_000;
    const window = { from: 0, until: 31 * 24 * hour };
    const shifts = (agent: number): Span[] =>
      Array.from({ length: 62 }, (_, half) => {
        const from = (half * 12 + (agent % 5)) * hour;
        return { from, until: from + 7 * hour };
      });
    const all = Array.from(
      { length: 40 },
      (_, agent): TimedMember => ({
        agentNumber: String(agent),
        priority: 0,
        spans: shifts(agent),
      }),
    );
    const rules = [{ min: 30, spans: shifts(2) }, { min: 2 }];
    const begun = performance.now();
    for (let group = 0; group < 60; group += 1) expect(gapsOf(all, rules, window).length).toBeGreaterThan(50);
    // Far above what it takes, so that a busy machine does not fail the test.
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});
