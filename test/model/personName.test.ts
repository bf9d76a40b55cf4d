import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparableName, isCalled, mayBeOnePerson } from "../../src/model/personName.js";

describe("a person's name", () => {
  it.each([
    ["张伟", "张伟"],
    [" 张 伟\u3000", "张伟"],
    ["张伟\u200b", "张伟"],
    ["Li Na", "lina"],
    ["Ｌｉ　Ｎａ", "lina"],
    ["张伟-8077", "张伟"],
    ["张伟（8077）", "张伟"],
    ["张伟_[8077]", "张伟"],
    ["张伟8077", "张伟"],
    ["8077张伟", "张伟"],
    ["（8077）张伟", "张伟"],
    ["8077-张伟-8077", "8077-张伟"],
    ["张伟-18077", "张伟-18077"],
    ["张伟-8078", "张伟-8078"],
    ["张伟-80770", "张伟-80770"],
    ["8077", ""],
    ["(8077)", ""],
    ["", ""],
    [" \u3164 ", ""],
  ])("%j of agent 8077 is compared as %j", (name, expected) => {
    expect(comparableName(name, "8077")).toBe(expected);
  });

  it.each([
    ["李娜", "李娜-售后", true],
    ["李娜", "售后_李娜", true],
    ["张伟", "张伟2", true],
    ["阿依古丽·买买提", "阿依古丽.买买提", true],
    ["阿依古丽", "阿依古丽·买买提", true],
    ["li.na", "lina", true],
    ["李娜", "lina李娜", true],
    ["lina", "李娜lina", true],
    ["李娜", "售后李娜", true],
    ["李娜", "李娜北京", true],
    ["zhangwei", "wei.zhang", true],
    ["li", "lina", false],
    ["张伟a", "张伟b", false],
    ["lina李娜", "lina王芳", false],
    ["李娜", "胡娟", false],
    ["李娜", "李娜娜", false],
    ["李娜-售后", "胡娟-售后", false],
    ["10086", "10010", false],
    ["", "李娜", false],
  ])("%j and %j may be one person: %s", (one, other, expected) => {
    expect([mayBeOnePerson(one, other), mayBeOnePerson(other, one)]).toEqual([expected, expected]);
  });

  it("is found whichever way it is written, and nobody is called nothing", () => {
    expect(isCalled("张伟", "张伟-8077", "8077")).toBe(true);
    expect(isCalled("张伟-8077", "张伟", "8077")).toBe(true);
    expect(isCalled("张伟-8077", "张伟", "8005")).toBe(false);
    expect(isCalled("8077", "8077", "8077")).toBe(false);
  });

  it("survives any text, is stable, and does not depend on the agent's own number beside it", () => {
    const number = fc.stringMatching(/^[1-9][0-9]{3,5}$/);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), number, (name, agentNumber) => {
        const once = comparableName(name, agentNumber);
        expect(comparableName(once, "")).toBe(once);
        if (!/[\d\p{P}\p{S}]$/u.test(once)) expect(comparableName(`${once} (${agentNumber})`, agentNumber)).toBe(once);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 100) },
    );
  });
});
