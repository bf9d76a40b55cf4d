import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NearNames, nearMiss } from "../../src/plan/nearMiss.js";

const LONG = "华东大区在线售前咨询第一服务小组备用";

describe("nearMiss", () => {
  it.each([
    ["VIP客服", "vip客服", "case"],
    ["VIP1", "ＶＩＰ１", "width"],
    ["VIP1", "ｖｉｐ１", "width"],
    ["Caf\u00e9", "Cafe\u0301", "composition"],
    ["售前 咨询", "售前咨询", "space"],
    ["售后 ", "售后", "space"],
    ["A\u200bB", "AB", "invisible"],
    ["售前-咨询", "售前咨询", "punctuation"],
    ["售前（咨询）", "售前咨询", "punctuation"],
    ["售前🔥", "售前", "punctuation"],
    ["售前🔥", "售前????", "punctuation"],
    ["A&B<1>", "A&amp;B&lt;1&gt;", "punctuation"],
    ["售前咨询", "售前资询", "character"],
    ["售前咨询", "售前咨询组", "character"],
    ["Service", "Servise", "character"],
    [LONG, `${LONG}一二三`, "beginning"],
    [LONG.slice(0, 15), LONG, "beginning"],
  ])("%j and %j differ in %s", (a, b, difference) => {
    expect(nearMiss(a, b)).toBe(difference);
    expect(nearMiss(b, a)).toBe(difference);
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      expect(new NearNames([other, "别的组"]).like(one)).toEqual([{ name: other, difference }]);
  });

  it.each([
    ["售前", "售后部门"],
    ["一", "二"],
    ["夜班一组", "夜班二组"],
    ["组09", "组10"],
    ["组1", "组10"],
    ["组1", "组11"],
    ["A组", "B组"],
    ["售前咨询", "售后咨询"],
    ["早班客服", "晚班客服"],
    ["A", "B"],
    ["...", "!!"],
    [LONG.slice(0, 12), LONG],
    [`${LONG}1`, `${LONG}12`],
  ])("%j and %j are two names", (a, b) => {
    expect(nearMiss(a, b)).toBeUndefined();
  });

  it("finds in an index what asking of every pair finds", () => {
    const name = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."aAｂ售前后 -1２é\u0301\u200b。"), maxLength: 5 }),
      fc.constantFrom(LONG, LONG.slice(0, 15), `${LONG}甲乙丙`),
    );
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 8 }), (one, others) => {
        const each = [...new Set(others)].sort().flatMap((other) => {
          const difference = nearMiss(one, other);
          return difference === undefined ? [] : [{ name: other, difference }];
        });
        expect(new NearNames(others).like(one)).toEqual(each);
      }),
      { numRuns: 500 },
    );
  });
});
