import { describe, expect, it } from "vitest";
import { DOCUMENTED_LIMITS } from "../../src/moor/operations.js";
import { type Look, looksBefore } from "../../src/plan/budget.js";
import { orderWrites } from "../../src/plan/writeOrder.js";
import { desiredGroup, liveGroup, liveState, planned } from "../support/builders.js";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const replaces = (count: number) => many(count, (index) => desiredGroup(`r${index}`, ["1"]));
const creates = (count: number, more = {}) => many(count, (index) => desiredGroup(`c${index * 1000}`, ["1"], more));
const live = (count: number) => many(count, (index) => liveGroup(`9${index}`, `r${index}`, ["2"]));

function budget(replaced: number, created: number, pages: number, more = {}, paging = {}) {
  // Pages so large that what is made adds none, but where a case is about that.
  const state = { ...liveState(...live(replaced)), pageSize: 1_000, pages, ...paging };
  return planned([...replaces(replaced), ...creates(created, more)], [], { live: state }).budget;
}

describe("the budget of an apply", () => {
  it.each([
    ["3 changes in 10 pages: each is read before and after", 3, 0, 10, {}, { reads: 6, writes: 3, etaSeconds: 0 }],
    [
      "60 changes in one page: a page for each window of writes, and one proves them all",
      60,
      0,
      1,
      {},
      { reads: 3 + 1, writes: 60, etaSeconds: 120 },
    ],
    ["one change: its group", 1, 0, 1, {}, { reads: 2, writes: 1, etaSeconds: 0 }],
    ["50 changes in one page wait for two windows", 50, 0, 1, {}, { reads: 3 + 1, writes: 50, etaSeconds: 120 }],
    [
      "21 looks and 21 proofs behind what the reading has spent",
      21,
      0,
      100,
      {},
      { reads: 42, writes: 21, etaSeconds: 180 },
    ],
    ["50 made and 50 changed share their looks", 50, 50, 1, {}, { reads: 3 + 1, writes: 100, etaSeconds: 120 }],
    ["one made in 10 pages: its name, and itself", 0, 1, 10, {}, { reads: 2, writes: 1, etaSeconds: 0 }],
    ["21 made in 10 pages: name by name, proved by pages", 0, 21, 10, {}, { reads: 31, writes: 21, etaSeconds: 60 }],
  ] as const)("%s", (_, replaced, created, pages, more, expected) => {
    expect(budget(replaced, created, pages, more)).toEqual(expected);
  });
});

/** An account of 2,000 groups in pages of ten, of which the run touches a few. */
const LARGE = { pageSize: 10, pages: 200, groups: many(2_000, (index) => liveGroup(`7${index}`, `g${index}`, ["2"])) };

describe("an account of 2,000 groups in pages of ten", () => {
  it.each([
    // 20 of the 200 pages, 20 looks and 20 proofs: the third window is the last.
    ["20 made: at 20 a minute", 20, { reads: 40, writes: 20, etaSeconds: 120 }],
    ["60 made", 60, { reads: 120, writes: 60, etaSeconds: 360 }],
  ] as const)("%s", (_, created, expected) => {
    expect(budget(0, created, 200, {}, LARGE)).toEqual(expected);
  });
});

describe("groups that are made", () => {
  it("make the listing longer, for the verification", () => {
    // 15 groups in two pages of ten; 40 in four.
    expect(budget(15, 25, 2, {}, { pageSize: 10 }).reads).toBe(15 + 25 + 4);
    // Of an account that is a single page, nobody knows how many more that page takes.
    expect(budget(2, 3, 1, {}, { pageSize: 2 }).reads).toBe(1 + 1);
  });
});

describe("the last looks in an account of one page", () => {
  const looks = (replaced: number, created: number, calls: number, windowMs: number): Record<Look, number> => {
    const { actions } = planned([...replaces(replaced), ...creates(created)], live(replaced));
    const limit = { calls, windowMs };
    const limits = { ...DOCUMENTED_LIMITS, addQueue: limit, updateQueueAssignMembers: limit };
    const count = { page: 0, own: 0, shared: 0 };
    for (const look of looksBefore(orderWrites(actions), { pages: 1 }, limits).values()) count[look] += 1;
    return count;
  };
  it.each([
    [20, 0, 20, 60_000, { page: 1, own: 0, shared: 19 }],
    [50, 50, 20, 60_000, { page: 3, own: 0, shared: 97 }],
    [5, 0, 1, 2_000, { page: 3, own: 0, shared: 2 }],
    [5, 0, 1, 2_001, { page: 5, own: 0, shared: 0 }],
    [0, 1, 20, 60_000, { page: 1, own: 0, shared: 0 }],
    [1, 0, 20, 60_000, { page: 0, own: 1, shared: 0 }],
  ])("before %i replaced and %i made at %i in %i ms: %j", (replaced, created, calls, windowMs, expected) => {
    expect(looks(replaced, created, calls, windowMs)).toEqual(expected);
  });

  it("are two for the two writes that open a ring", () => {
    const { actions } = planned(
      [desiredGroup("a", ["2"]), desiredGroup("b", ["1"])],
      [liveGroup("10", "a", ["1"]), liveGroup("11", "b", ["2"])],
    );
    const found = [...looksBefore(orderWrites(actions), { pages: 1 }, DOCUMENTED_LIMITS).values()];
    expect(found.filter((look) => look === "page")).toHaveLength(2);
  });
});
