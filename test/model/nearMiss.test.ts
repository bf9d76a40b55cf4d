import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NearNames, nearMiss, plain } from "../../src/model/nearMiss.js";

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
    ["售前北京网页", "售前-北京-网页", "punctuation"],
    ["售前（北京）", "售前(北京)", "width"],
    ["售前·北京", "售前・北京", "punctuation"],
    ["售前|北京", "售前_北京", "punctuation"],
    ["“发票”", "发票", "punctuation"],
    ["１组", "①组", "width"],
    ["售前🔥", "售前", "punctuation"],
    ["售前🔥", "售前????", "punctuation"],
    ["A&B<1>", "A&amp;B&lt;1&gt;", "punctuation"],
    ["售前咨询", "售前资询", "character"],
    ["售前咨询", "售前咨询组", "character"],
    ["Service", "Servise", "character"],
    ["售前一北京", "售前—北京", "character"],
    ["组1", "组一", "character"],
    ["𠮷野家", "吉野家", "character"],
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
    ["Team A", "Team B"],
    ["TeamA", "TeamB"],
    ["VIP-A", "VIP-B"],
    ["组Ⅰ", "组Ⅱ"],
    ["客服组", "客服一组"],
    ["河南-网页", "湖南-网页"],
    ["周六值班", "周日值班"],
    ["金牌客服", "银牌客服"],
    ["售前咨询", "售后咨询"],
    ["早班客服", "晚班客服"],
    ["A", "B"],
    ["...", "!!"],
    [LONG.slice(0, 12), LONG],
    [`${LONG}1`, `${LONG}12`],
  ])("%j and %j are two names", (a, b) => {
    expect(nearMiss(a, b)).toBeUndefined();
  });

  it("takes the signs of a keyboard for what they are in all other names", () => {
    // The character before makes the name a rare one, which is read by the patterns for all signs.
    for (let code = 0x20; code < 0x7f; code += 1) {
      const sign = String.fromCharCode(code);
      expect(plain(`é售${sign}后aB`)).toBe(`é${plain(`售${sign}后aB`)}`);
    }
  });

  it("finds in an index what asking of every pair finds, of those that differ in the same character only some", () => {
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
        const found = new NearNames(others).like(one);
        expect(each).toEqual(expect.arrayContaining(found));
        expect(found.length).toBeGreaterThanOrEqual(Math.min(each.length, 3));
      }),
      { numRuns: Number(process.env["RUNS"] ?? 500) },
    );
  });

  it("names three of a family, and one of it that is distinct accepts all", () => {
    const names = new NearNames([..."王李张刘赵"].map((surname) => `${surname}组长热线`));
    expect(names.like("陈组长热线").map((one) => one.name)).toEqual(["刘组长热线", "张组长热线", "李组长热线"]);
    expect(names.like("陈组长热线", ["赵组长热线"])).toEqual([]);
    expect(names.like("王组长热钱", ["赵组长热线"]).map((one) => one.name)).toEqual(["王组长热线"]);
  });

  it("says nothing of an account whose names are regular", () => {
    const regular = [
      ...["北京", "上海", "广州", "深圳", "杭州", "成都", "河南", "湖南", "南京", "苏州"].flatMap((city) =>
        ["网页", "微信", "APP"].map((channel) => `售前-${city}-${channel}`),
      ),
      ...Array.from({ length: 12 }, (_, at) => `售后-北京-网页${at + 1}`),
      ...[
        "A组",
        "B组",
        "C组",
        "售前一组",
        "售前二组",
        "售前十一组",
        "早班",
        "晚班",
        "夜班",
        "大客户VIP1",
        "大客户VIP2",
      ],
      ...[
        "退款",
        "退货",
        "发票",
        "物流查询",
        "投诉建议",
        "技术支持",
        "直播间🛒",
        "Team A",
        "Team B",
        "测试",
        "夜间兜底",
      ],
    ];
    expect(regular).toHaveLength(64);
    const names = new NearNames(regular);
    expect(regular.flatMap((one) => names.like(one).map((other) => `${one} ${other.name}`))).toEqual([]);
  });

  it("looks up thousands of names among thousands, however regular", () => {
    const many = (prefix: string) => Array.from({ length: 2000 }, (_, at) => `${prefix}${at}`);
    const long = many("华东大区在线售前咨询服务小组第-");
    const odd = Array.from({ length: 2000 }, (_, at) => `${String.fromCodePoint(0x4e00 + at)}组长热线`);
    const startedAt = performance.now();
    for (const known of [many("售前-北京-网页"), long, odd]) {
      const names = new NearNames(known);
      for (const name of known) names.like(name);
    }
    // Measured: 0.1 s. Of each pair it would be a minute.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
