import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGuardLimit, parseLimits, parseRate, parseWindow } from "../../src/config/limits.js";
import { matchesGlob } from "../../src/model/glob.js";
import { suggest } from "../../src/model/suggest.js";

describe("parseWindow", () => {
  it.each([
    ["60s", 60_000],
    ["2.5s", 2500],
    ["500ms", 500],
    ["1m", 60_000],
    [" 1s ", 1000],
    ["0.4ms", undefined],
    ["0s", undefined],
    ["60", undefined],
    ["s", undefined],
    ["-1s", undefined],
    ["1 s", undefined],
    ["1h", undefined],
    ["1e3s", undefined],
    ["", undefined],
  ])("%j is %j ms", (text, ms) => {
    expect(parseWindow(text)).toBe(ms);
  });
});

describe("parseRate", () => {
  it.each([
    ["20/60s", { calls: 20, windowMs: 60_000 }],
    ["1/2.5s", { calls: 1, windowMs: 2500 }],
    ["20 / 1m", { calls: 20, windowMs: 60_000 }],
    ["0/60s", undefined],
    ["20/0s", undefined],
    ["20", undefined],
    ["/60s", undefined],
    ["20/60s/1", undefined],
    ["2.5/60s", undefined],
    ["9999999999/1s", undefined],
    ["20/60m", { calls: 20, windowMs: 3_600_000 }],
    // No call is to wait for longer than an hour, nor a timer for longer than it can.
    ["20/61m", undefined],
    ["1/99999m", undefined],
  ])("%j", (text, rate) => {
    expect(parseRate(text)).toEqual(rate);
  });
});

describe("parseLimits", () => {
  it("reads a list", () => {
    expect(parseLimits("addQueue=20/60s, queueQueue = 5/500ms,")).toEqual({
      limits: { addQueue: { calls: 20, windowMs: 60_000 }, queueQueue: { calls: 5, windowMs: 500 } },
      findings: [],
    });
    expect(parseLimits("")).toEqual({ limits: {}, findings: [] });
  });

  it("reports what it cannot read, and reads the rest", () => {
    const { limits, findings } = parseLimits("addQeue=1/1s,queueQueue=20,constructor=1/1s,addQueue=1/1s");
    expect(limits).toEqual({ addQueue: { calls: 1, windowMs: 1000 } });
    expect(findings.map(({ code, args }) => [code, args])).toEqual([
      ["bad-rate", { value: "20", setting: "MUSTER_LIMITS" }],
      ["unknown-operation", expect.objectContaining({ operation: "addQeue", suggestion: "addQueue" })],
      ["unknown-operation", expect.objectContaining({ operation: "constructor" })],
    ]);
  });
});

describe("parseGuardLimit", () => {
  it.each([
    ["30%", { kind: "percent", value: 30 }],
    ["2.5%", { kind: "percent", value: 2.5 }],
    ["100%", { kind: "percent", value: 100 }],
    ["0", { kind: "count", value: 0 }],
    ["12", { kind: "count", value: 12 }],
    ["101%", undefined],
    ["1.5", undefined],
    ["-1", undefined],
    ["%", undefined],
    ["", undefined],
    ["many", undefined],
  ])("%j", (text, limit) => {
    expect(parseGuardLimit(text)).toEqual(limit);
  });
});

describe("matchesGlob", () => {
  it.each([
    ["测试*", "测试", true],
    ["测试*", "测试组", true],
    ["测试*", "新测试", false],
    ["*测试", "新测试", true],
    ["*测试*", "新测试组", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["?", "😀", true],
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["a*b*c", "a1b2b3c", true],
    ["a*b*c", "a1b2b3", false],
    ["A", "a", false],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
    ["[ab]", "[ab]", true],
    ["\\*", "\\anything", true],
  ])("%j on %j: %j", (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });

  it("agrees with a regular expression", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "售", "*", "?"), maxLength: 8 });
    const names = fc.string({ unit: fc.constantFrom("a", "b", "售"), maxLength: 10 });
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
        expect(matchesGlob(pattern, name)).toBe(expression.test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it("does not backtrack for ever", () => {
    expect(matchesGlob("*a".repeat(500), `${"a".repeat(2000)}b`)).toBe(false);
  });
});

describe("suggest", () => {
  it.each([
    ["prioriti", ["priority", "agent"], "priority"],
    ["agnet", ["priority", "agent"], "agent"],
    ["PRIORITY", ["priority"], "priority"],
    ["夜班组", ["夜班", "白班"], "夜班"],
    ["x", ["yz", "abc"], undefined],
    ["colour", ["members", "memory"], undefined],
    ["ab", ["ac", "ad"], "ac"],
    ["a".repeat(101), ["a".repeat(101)], undefined],
  ])("%j of %j: %j", (word, candidates, suggestion) => {
    expect(suggest(word, candidates)).toEqual(suggestion === undefined ? {} : { suggestion });
  });
});
