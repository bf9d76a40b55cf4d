import { describe, expect, it } from "vitest";
import { literalPattern, pathPattern } from "../../src/config/pathPattern.js";

const FILES = [
  "a.yaml",
  "groups/售前/北京.yaml",
  "groups/售前/[旧].yml",
  "groups/售后.yaml",
  "groups/b.yaml",
  "../shared/x.yaml",
];

describe("pathPattern", () => {
  it.each<[pattern: string, fits: readonly string[]]>([
    ["*.yaml", ["a.yaml"]],
    ["groups/*.yaml", ["groups/售后.yaml", "groups/b.yaml"]],
    ["./groups/./*.yaml", ["groups/售后.yaml", "groups/b.yaml"]],
    ["groups/**/*.yaml", ["groups/售前/北京.yaml", "groups/售后.yaml", "groups/b.yaml"]],
    ["**/*.yml", ["groups/售前/[旧].yml"]],
    ["groups/**", FILES.slice(1, 5)],
    ["groups/售*", ["groups/售前/北京.yaml", "groups/售前/[旧].yml", "groups/售后.yaml"]],
    ["*", FILES.slice(0, 5)],
    ["gr?ups/售?", ["groups/售前/北京.yaml", "groups/售前/[旧].yml"]],
    ["groups/{售后,b}.yaml", ["groups/售后.yaml", "groups/b.yaml"]],
    ["{a,groups/{b,c}}.yaml", ["a.yaml", "groups/b.yaml"]],
    ["groups/[a-c].yaml", ["groups/b.yaml"]],
    ["groups/[!a-c]*.yaml", ["groups/售后.yaml"]],
    [literalPattern("groups/售前/[旧].yml"), ["groups/售前/[旧].yml"]],
    ["groups/../a*", ["a.yaml"]],
    ["../shared/*", ["../shared/x.yaml"]],
    ["groups/{b.yaml", []],
    ["groups/b.yaml/*", []],
    ["GROUPS/*", []],
    ["", []],
  ])("%j", (pattern, fits) => {
    expect(FILES.filter(pathPattern(pattern))).toEqual(fits);
  });

  it("means one and the same name however it is composed", () => {
    expect(pathPattern("Caf\u00e9*")("Cafe\u0301.yaml")).toBe(true);
  });

  it("takes no time for what would make an expression backtrack, or grow without end", () => {
    const began = performance.now();
    expect(pathPattern(`${"*a".repeat(2_000)}b`)("a".repeat(5_000))).toBe(false);
    expect(pathPattern(`${"**/".repeat(500)}b`)("a/".repeat(500))).toBe(false);
    pathPattern("{a,b}".repeat(200));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
