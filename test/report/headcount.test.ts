import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headcountOf } from "../../src/report/headcount.js";
import { clockSpan, dayAfter, weekdayOf } from "../../src/report/scheduleTimes.js";
import { at } from "./fakes/buildPlan.js";

const START = Date.parse("2026-09-28T00:00:00+08:00");
const MINUTES = 300;
const time = (minute: number) => new Date(START + minute * 60_000).toISOString();
const stretch = fc
  .tuple(fc.integer({ min: -60, max: MINUTES + 60 }), fc.integer({ min: 1, max: 120 }))
  .map(([from, length]) => ({ from, until: from + length }));
const source = at("a.yaml", 1);

describe("how many are there", () => {
  test("is at each minute what counting finds, members counted once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(stretch, { maxLength: 4 }), { maxLength: 5 }),
        fc.array(fc.tuple(stretch, fc.integer({ min: 1, max: 4 })), { maxLength: 3 }),
        fc.array(stretch, { maxLength: 3 }),
        (members, demands, gaps) => {
          const texts = ({ from, until }: { from: number; until: number }) => ({
            from: time(from),
            until: time(until),
          });
          const counts = headcountOf(
            {
              members: members.map((spans, index) => ({
                agentNumber: String(index),
                spans: spans.map((span) => ({ ...texts(span), priority: 0, source })),
              })),
              required: demands.map(([span, min]) => ({ ...texts(span), min, source })),
              gaps: gaps.map((span) => ({ ...texts(span), min: 1, staffed: 0 })),
            },
            texts({ from: 0, until: MINUTES }),
          );
          const isIn = (minute: number) => (span: { from: number; until: number }) =>
            span.from <= minute && minute < span.until;
          const found = Array.from({ length: MINUTES }, (_, minute) => {
            const { staffed, min, gap } =
              counts.find((one) => one.from <= time(minute) && time(minute) < one.until) ?? fail(minute);
            return { staffed, min, gap };
          });
          expect(found).toEqual(
            Array.from({ length: MINUTES }, (_, minute) => {
              const mins = demands.filter(([span]) => isIn(minute)(span)).map(([, min]) => min);
              return {
                staffed: members.filter((spans) => spans.some(isIn(minute))).length,
                min: mins.length === 0 ? undefined : Math.max(...mins),
                gap: gaps.some(isIn(minute)),
              };
            }),
          );
          // Neighbours differ, or they would be one.
          for (const [index, one] of counts.entries()) {
            const next = counts[index + 1];
            if (next === undefined) break;
            expect(one.until).toBe(next.from);
            expect([one.staffed, one.min, one.gap]).not.toEqual([next.staffed, next.min, next.gap]);
          }
        },
      ),
    );
  });
});

function fail(minute: number): never {
  throw new Error(`no count at minute ${minute}`);
}

describe("times of the clock", () => {
  test.each([
    ["2026-09-28T09:00:00+08:00", "2026-09-28T12:00:00+08:00", "09:00", "12:00", 0],
    ["2026-09-28T16:00:00+08:00", "2026-09-29T00:00:00+08:00", "16:00", "24:00", 0],
    ["2026-09-28T22:00:00+08:00", "2026-09-29T08:00:00+08:00", "22:00", "08:00", 1],
    ["2026-09-28T00:00:00+08:00", "2026-09-30T00:00:00+08:00", "00:00", "24:00", 1],
    ["2026-12-31T22:00:00+08:00", "2027-01-01T08:00:00+08:00", "22:00", "08:00", 1],
    // As the clock shows it, not as it elapses.
    ["2026-03-08T01:00:00-05:00", "2026-03-08T09:00:00-04:00", "01:00", "09:00", 0],
  ])("%s to %s", (from, until, start, end, daysLater) => {
    expect(clockSpan({ from, until })).toEqual({ date: from.slice(0, 10), from: start, until: end, daysLater });
  });

  test("days of months and years", () => {
    expect([dayAfter("2028-02-28", 1), dayAfter("2026-02-28", 1), dayAfter("2026-12-31", 1)]).toEqual([
      "2028-02-29",
      "2026-03-01",
      "2027-01-01",
    ]);
    expect([weekdayOf("2026-10-10"), weekdayOf("2026-10-11")]).toEqual([6, 0]);
  });
});
