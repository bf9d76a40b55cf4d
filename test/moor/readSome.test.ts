import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LiveGroup } from "../../src/moor/live.js";
import { PageSizes } from "../../src/moor/pages.js";
import { readLive, readSome } from "../../src/moor/readLive.js";
import { liveGroup } from "../support/builders.js";
import { VirtualClock } from "../support/virtualClock.js";

const ALL = Array.from({ length: 1_000 }, (_, index) => liveGroup(String(index + 1), `g${index}`, [String(index)]));

/** An account in pages of `clamp`, and every call that it is asked for. */
async function read(extens: readonly string[], groups: readonly LiveGroup[], clamp: number, counts = true) {
  const calls: string[] = [];
  const list = async (page: number, size: number) => {
    calls.push(`page ${page}`);
    const length = Math.min(size, clamp);
    return { count: counts ? groups.length : null, groups: groups.slice((page - 1) * length, page * length) };
  };
  const single = async (exten: string) => {
    calls.push(`group ${exten}`);
    return groups.find((group) => group.exten === exten);
  };
  const clock = new VirtualClock();
  const sizes = new PageSizes();
  const whole = (first: { count: number | null; groups: readonly LiveGroup[] }) =>
    readLive("queueQueue", list, clock, new AbortController().signal, { sizes, first });
  const live = await clock.run(readSome(extens, list, single, whole, sizes));
  return { live, calls, extens: live.groups.map((group) => group.exten).sort() };
}

describe("readSome", () => {
  it.each([
    // groups, clamp, wanted, calls
    [1_000, 100, [], []],
    [1_000, 100, ["1"], ["group 1"]],
    [1, 100, ["1"], ["group 1"]],
    [1_000, 100, ["1", "2", "100"], ["page 1"]],
    [1_000, 100, ["1", "500", "1000"], ["page 1", "group 500", "group 1000"]],
    [1_000, 100, ["300", "500", "1000"], ["page 1", "group 300", "group 500", "group 1000"]],
    [60, 100, ["1", "2", "60"], ["page 1"]],
    // Two pages are one call more, three groups would be three.
    [200, 100, ["101", "102", "103"], ["page 1", "page 2"]],
    [200, 100, ["1", "101"], ["page 1", "group 101"]],
  ] as const)("of %i groups in pages of %i reads %j by %j", async (count, clamp, wanted, expected) => {
    const { calls, extens } = await read(wanted, ALL.slice(0, count), clamp);
    expect(calls).toEqual(expected);
    expect(extens).toEqual([...wanted].sort());
  });

  it("gives these groups and no others, in one call more than the fewest at the most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 50 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 130 }), { maxLength: 20 }),
        fc.boolean(),
        async (count, clamp, numbers, counts) => {
          const groups = ALL.slice(0, count);
          const wanted = numbers.map(String);
          const { live, calls } = await read(wanted, groups, clamp, counts);
          expect(new Set(live.groups)).toEqual(new Set(groups.filter((group) => wanted.includes(group.exten))));
          const pages = Math.max(1, Math.ceil(count / clamp));
          if (counts) expect(calls.length).toBeLessThanOrEqual(Math.min(wanted.length, pages) + 1);
          if (counts && wanted.length > 1) expect(live.pages).toBe(pages);
        },
      ),
    );
  });

  it("does not miss a group that a short or repeated first page leaves out", async () => {
    const { calls, extens } = await read(["1", "2"], ALL.slice(1, 40), 20);
    expect(extens).toEqual(["2"]);
    expect(calls).toEqual(["page 1", "group 1"]);
  });
});
