import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentIndexOf, agentNotFound } from "../../src/config/agentIndex.js";
import type { ConfigFinding } from "../../src/config/findings.js";
import { loadDesired } from "../../src/config/loadDesired.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { checkPolicies } from "../../src/config/rules/policies.js";
import { compilePattern } from "../../src/config/rules/regExp.js";
import type { Source } from "../../src/model/source.js";
import { expectLinear } from "../support/growth.js";
import { POLICY_CASES } from "./policyCases.js";
import { brief, desiredOf, fileOf, relatedOf, unmark } from "./reading.js";

const V = "version: 1\n";

/** What a marked text breaks of the policies, and where it was expected to. */
async function broken(
  policies: string,
  marked: string,
): Promise<{
  findings: readonly ConfigFinding[];
  places: readonly string[];
}> {
  const { musterFile, findings } = await loadMusterFile(fileOf(`${V}policies: ${policies}\n`, "muster.yaml"));
  expect(findings).toEqual([]);
  const { text, places } = unmark(`${V}${marked}`, "0.yaml");
  return { findings: checkPolicies(desiredOf(text), musterFile?.policies ?? {}), places };
}

describe("a policy is broken", () => {
  it.each(POLICY_CASES)("%s", async (_what, policies, marked, expected) => {
    const { findings, places } = await broken(policies, marked);
    const codes = expected.map((one) => one.split(" "));
    expect(findings.map((finding) => `${finding.severity} ${brief(finding)}`)).toEqual(
      codes.map(([severity, code], index) => `${severity} ${places[index]} ${code}`),
    );
  });

  const THREE = `agents: { li.na: "1" }
teams: { t: [li.na] }
groups:
- { displayName: a, members: ["1"] }
- { displayName: b, members: ["9", ‸{ team: t }] }
- { displayName: c, members: [{ team: t }] }
`;

  it("too many groups of an agent: at the first entry too many, with the others", async () => {
    const { findings, places } = await broken("{ maxGroupsPerAgent: 1 }", THREE);
    expect(findings.map(brief)).toEqual([[places[0], "policy-groups-per-agent"].join(" ")]);
    expect(findings[0]?.args).toEqual({ agent: "li.na (1)", groups: ["a", "b", "c"], maximum: 1 });
    expect(findings[0] && relatedOf(findings[0])).toEqual([
      "other 0.yaml:5:31",
      "other 0.yaml:7:31",
      "definition muster.yaml:2:13",
    ]);
  });

  it.each(["li.*", '"1"'])("an agent that is ignored as %s", async (name) => {
    expect((await broken(`{ maxGroupsPerAgent: { value: 1, ignore: [${name}] } }`, THREE)).findings).toEqual([]);
    expect((await broken("{ maxGroupsPerAgent: 3 }", THREE)).findings).toEqual([]);
  });
});

describe("policies in muster.yaml", () => {
  it.each<[string, string, string]>([
    ["misspelt", "unknown-field", "{ ‸minMember: 1 }"],
    ["with a field misspelt", "unknown-field", "{ minMembers: { value: 1, ‸levle: warning } }"],
    ["without a value", "missing-field", "{ minMembers: ‸{ level: warning } }"],
    ["with another level", "bad-value", "{ minMembers: { value: 1, level: ‸warn } }"],
    ["text for a number", "wrong-type", "{ minMembers: ‸two }"],
    ["a fraction", "wrong-type", "{ maxMembers: ‸1.5 }"],
    ["a list", "wrong-type", "{ maxMembers: ‸[1] }"],
    ["text for a number in a map", "wrong-type", "{ maxMembers: { value: ‸two } }"],
    ["below zero", "out-of-range", "{ minMembers: ‸-1 }"],
    ["below one", "out-of-range", "{ maxGroupsPerAgent: ‸0 }"],
    ["below one in a map", "out-of-range", "{ maxMembers: { value: ‸0 } }"],
    ["text for a switch", "wrong-type", '{ requireAlias: ‸"yes" }'],
    ["a number for a pattern", "wrong-type", "{ namePattern: ‸12 }"],
    ["a fraction for a pattern", "wrong-type", "{ namePattern: ‸1.5 }"],
    ["an empty pattern", "empty-value", '{ namePattern: ‸"" }'],
    ["an empty pattern in a map", "empty-value", '{ namePattern: { value: ‸"" } }'],
    ["no regular expression", "bad-pattern", '{ namePattern: ‸"(" }'],
    ["no regular expression in a map", "bad-pattern", '{ namePattern: { value: ‸"[z-a]" } }'],
    ["a look-ahead", "bad-pattern", '{ namePattern: ‸"(?=a)" }'],
  ])("%s: %s", async (_what, code, marked) => {
    const { text, places } = unmark(`${V}policies: ${marked}\n`, "muster.yaml");
    const { findings, musterFile } = await loadMusterFile(fileOf(text, "muster.yaml"));
    expect(findings.map(brief)).toEqual([`${places[0]} ${code}`]);
    expect(musterFile).toBeUndefined();
  });

  it("get a did-you-mean", async () => {
    const { findings } = await loadMusterFile(fileOf(`${V}policies: { namepatern: a }\n`, "muster.yaml"));
    expect(findings[0]?.args).toMatchObject({ suggestion: "namePattern" });
  });

  it("are absent where none is written", async () => {
    expect((await loadMusterFile(fileOf(V, "muster.yaml"))).musterFile).not.toHaveProperty("policies");
  });
});

const tested = (pattern: string, text: string) => {
  const compiled = compilePattern(pattern);
  return "fault" in compiled ? compiled.fault : compiled.test(text);
};

describe("a pattern", () => {
  it.each([
    ["售", "前售后", true],
    ["^售", "前售", false],
    ["后$", "售后", true],
    ["^(售前|售后|)$", "", true],
    ["^(a|ab)(c|bcd)$", "abcd", true],
    ["^[^ \\]]+$", "a]", false],
    ["^\\p{Script=Han}{2,4}$", "售前咨询", true],
    ["^\\p{Script=Han}{2,4}$", "售前咨询组", false],
    ["^a{2}$", "aaa", false],
    ["^a{2,}?$", "aaa", true],
    ["^.$", "😀", true],
    ["^(?:a*)*$", "aab", false],
    ["^(?<x>a|b)+$", "abab", true],
    ["\\.", "a", false],
    ["^\\u552e\\x41$", "售A", true],
    ["^\\u{1F600}[\\u{552e}]$", "😀售", true],
    ["^\\ud83d\\ude00$", "😀", true],
    ["^\\p{sc=Han}\\P{Script=Latin}$", "售1", true],
    ["^\\p{General_Category=Lu}\\p{gc=Nd}$", "A1", true],
    ["^\\S+$", "售　前", false],
    ["^[^\\s]+$", "售　前", false],
    ["^[\\S]+$", "售　前", false],
    ["^售\\s前$", "售　前", true],
    ["^[\\s售]+$", "售　\u00a0", true],
    ["^\\[(a)\\]$", "[a]", true],
    ["^[(]a$", "(a", true],
    ["\\bvip\\b", "售 vip", true],
    ["\\bvip\\b", "vips", false],
  ])("%s on %j: %s", (pattern, text, expected) => {
    expect(tested(pattern, text)).toBe(expected);
    expect(new RegExp(pattern, "u").test(text)).toBe(expected);
  });

  it("may ignore case, which JavaScript writes outside of a pattern", () => {
    expect(tested("(?i)^vip", "VIP客服")).toBe(true);
    expect(tested("^(?i:vip)客", "Vip客服")).toBe(true);
  });

  it.each([
    ["(", "syntax"],
    ["a**", "syntax"],
    ["[z-a]", "syntax"],
    ["a{3,1}", "syntax"],
    ["\\p{Script=Hann}", "syntax"],
    ["(?=a)b", "backtracking"],
    ["(?<!a)b", "backtracking"],
    ["(a)\\1", "backtracking"],
    ["(?!a)b", "backtracking"],
    ["(?<x>a)\\k<x>", "backtracking"],
    ["((a{100}){100}){100}", "too-large"],
    ["(a{1000000000}){1000000000}", "too-large"],
    ["(){1000000000}a", "too-large"],
    ["(a{1000}){1000}", "too-large"],
    ["a{1001,}", "too-large"],
    ["\\p{L}{1000}".repeat(40), "too-large"],
    ["(a{30}){30}".repeat(40), "too-large"],
    ["(\\p{L}{0,31}){0,31}".repeat(25), "too-large"],
    ["a".repeat(501), "too-large"],
  ])("%s is refused: %s", (pattern, fault) => {
    expect(tested(pattern, "a")).toBe(fault);
  });

  it("cannot hang where JavaScript's own would", () => {
    const text = `${"a".repeat(5000)}b`;
    for (const pattern of ["^(a+)+$", "^(a|a)*(a|aa)+a*a*a*$"]) {
      expect(tested(pattern, text)).toBe(false);
      expectLinear(
        1250,
        (length) => `${"a".repeat(length)}b`,
        (long) => tested(pattern, long),
      );
    }
  });

  it("as large as can be takes no memory to speak of", () => {
    const before = process.memoryUsage().heapUsed;
    for (const part of ["\\p{L}{1000}", "(a{30}){30}", "(.{0,31}){0,31}", "((((()))))*", "[^a]{999}", "(a|b|c|d)*"])
      compilePattern(part.repeat(Math.floor(500 / part.length)));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6);
  });

  it("means what JavaScript means by it", () => {
    const atom = fc.constantFrom("a", "b", "售", ".", "[ab]", "[^a]", "\\w", "^", "$");
    const quantifier = fc.constantFrom("*", "+", "?", "{2}", "{1,2}", "{2,}", "*?");
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
        fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
        fc.tuple(tie("pattern"), quantifier).map(([a, b]) => `(${a})${b}`),
      ),
    }));
    const name = fc.array(fc.constantFrom("a", "b", "售", "-"), { maxLength: 6 }).map((all) => all.join(""));
    fc.assert(
      fc.property(pattern, name, (written, text) => {
        const mine = tested(written, text);
        if (mine !== "too-large") expect(mine).toBe(new RegExp(written, "u").test(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a roster", () => {
  const { text, places } = unmark(`version: 1
agents:
  li.na: { number: "8001", name: 李娜 }
  other: { number: "8002", name: 王五 }
  third: { number: "8003", name: 王五 }
teams:
  inner: [‸li.na]
  outer: [{ team: inner }]
  unused: [‸"8001"]
groups:
  - { displayName: a, members: [{ team: outer }, ‸{ agent: li.na, priority: 2 }] }
  - { displayName: b, members: [{ team: inner }, { team: outer }] }
  - { displayName: c, members: ["8002"] }
`);
  const roster = agentIndexOf(loadDesired([fileOf(text)]).declared);

  it("has every entry once, also those that the resolved state drops", () => {
    expect(
      roster.mentionsOf("8001").map(({ source, ...rest }) => [`${source.file}:${source.line}:${source.column}`, rest]),
    ).toEqual([
      [places[0], { team: "inner", groups: ["a", "b"] }],
      [places[1], { team: "unused", groups: [] }],
      [places[2], { groups: ["a"] }],
    ]);
  });

  it("does not have an agent in groups that leave the agent out of a team", () => {
    const excepting = unmark(`version: 1
teams:
  s: [‸1, 2]
  t: [{ team: s, except: [‸1] }]
groups:
  - { displayName: a, members: [{ team: s }] }
  - { displayName: b, members: [{ team: t }, { team: s, except: [‸1] }] }
  - { displayName: c, members: [{ team: t }, { team: s, except: [2] }] }
`);
    const { mentionsOf, exclusionsOf } = agentIndexOf(loadDesired([fileOf(excepting.text)]).declared);
    const placed = <T extends { source: Source }>({ source, ...rest }: T) => [
      `${source.file}:${source.line}:${source.column}`,
      rest,
    ];
    expect(mentionsOf("1").map(placed)).toEqual([[excepting.places[0], { team: "s", groups: ["a", "c"] }]]);
    expect(mentionsOf("2")[0]?.groups).toEqual(["a", "b", "c"]);
    expect(exclusionsOf("1").map(placed)).toEqual([
      [excepting.places[1], { team: "s", inTeam: "t", groups: ["b", "c"] }],
      [excepting.places[2], { team: "s", groups: ["b"] }],
    ]);
    expect(exclusionsOf("3")).toEqual([]);
  });

  it.each([
    ["8001", ["8001"]],
    ["li.na", ["8001"]],
    ["李娜", ["8001"]],
    ["李 娜（8001）", ["8001"]],
    ["王五", ["8002", "8003"]],
    ["8099", []],
    ["__proto__", []],
    ["", []],
  ])("finds %s", (asked, expected) => {
    expect(roster.matchesOf(asked)).toEqual(expected);
  });

  it("says who was perhaps meant", () => {
    const finding = agentNotFound("li.ma", roster.names, "files");
    expect(brief(finding)).toBe("nowhere agent-not-found");
    expect(finding.args).toEqual({ agent: "li.ma", asked: "files", suggestion: "li.na" });
  });
});
