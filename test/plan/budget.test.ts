import { describe, expect, it } from "vitest";
import { looksAtNames } from "../../src/plan/budget.js";
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
    ["60 changes in one page: a page proves them all", 60, 0, 1, {}, { reads: 61, writes: 60, etaSeconds: 120 }],
    ["21 writes wait for one window", 21, 0, 100, {}, { reads: 42, writes: 21, etaSeconds: 60 }],
    [
      "50 made and 50 changed take no longer than 50",
      50,
      50,
      1,
      {},
      { reads: 50 + 3 + 1, writes: 100, etaSeconds: 120 },
    ],
    ["one made in 10 pages: all names, its name, and itself", 0, 1, 10, {}, { reads: 12, writes: 1, etaSeconds: 0 }],
    [
      "names are looked at again in the second window",
      0,
      21,
      10,
      {},
      { reads: 20 + 21 + 10, writes: 21, etaSeconds: 60 },
    ],
    [
      "more reads than one interface has, and not more than both",
      0,
      1,
      118,
      {},
      { reads: 120, writes: 1, etaSeconds: 0 },
    ],
    ["more reads than both have", 0, 1, 119, {}, { reads: 121, writes: 1, etaSeconds: 60 }],
    [
      "names are looked at and proved by the query alone",
      0,
      21,
      30,
      { memory: "1d" },
      { reads: 60 + 21 + 21, writes: 21, etaSeconds: 120 },
    ],
    [
      "many are proved by the query's pages",
      0,
      50,
      41,
      { memory: "1d" },
      { reads: 3 * 41 + 50 + 41, writes: 50, etaSeconds: 240 },
    ],
  ] as const)("%s", (_, replaced, created, pages, more, expected) => {
    expect(budget(replaced, created, pages, more)).toEqual(expected);
  });
});

describe("groups that are made", () => {
  it("make the listing longer, for the looks after them and for the verification", () => {
    // 15 groups in two pages of ten; 35 in four, 40 in four.
    expect(budget(15, 25, 2, {}, { pageSize: 10 }).reads).toBe(15 + 25 + 2 + 4 + 4);
    // Of an account that is a single page, nobody knows how many more that page takes.
    expect(budget(2, 3, 1, {}, { pageSize: 2 }).reads).toBe(2 + 1 + 1);
  });
});

describe("looks at all names", () => {
  it.each([
    [0, 20, 60_000, []],
    [20, 20, 60_000, [0]],
    [50, 20, 60_000, [0, 20, 40]],
    [5, 1, 15_000, [0, 2, 4]],
    [50, 20, 1_000, [0]],
    [400, 20, 1_000, [0, 320]],
  ])("of %i creations at %i in %i ms: before %j", (count, calls, windowMs, expected) => {
    expect(looksAtNames(count, { calls, windowMs }, false)).toEqual(expected);
  });
});
