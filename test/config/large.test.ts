import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/loadDesired.js";
import { fileOf } from "./reading.js";

/** Enough to meet every bound but one of the schema. How the time grows is measured by `npm run bench -- --only growth`. */
const MANY = 3000;
/** One more than muster reads. */
const TOO_MANY_DOCUMENTS = 10_001;

const lines = (lineOf: (index: number) => string) => Array.from({ length: MANY }, (_, index) => lineOf(index)).join("");
const MEMBERS = "version: 1\ngroups:\n  - displayName: 售前\n    members:\n";
const AGENTS = "version: 1\nagents:\n";

describe("documents", () => {
  it("are read up to a number, and the first too many is pointed at", () => {
    const { findings } = loadDesired([fileOf("version: 1\ngroups: []\n---\n".repeat(TOO_MANY_DOCUMENTS))]);
    expect(findings.map(({ code, source }) => [code, source?.line])).toEqual([["too-many-documents", 30_000]]);
  });
});

describe("thousands of", () => {
  it.each([
    ["members, a line each", MEMBERS + lines((index) => `      - "${index}"\n`)],
    ["members, two lines each", MEMBERS + lines((index) => `      - agent: "${index}"\n        priority: 1\n`)],
    ["members in brackets", `${MEMBERS}      [${lines((index) => `"${index}", `)}]\n`],
  ])("%s", (_what, text) => {
    const { desired } = loadDesired([fileOf(text)]);
    expect(desired?.groups[0]?.members).toHaveLength(MANY);
    const { agentNumber, source } = desired?.groups[0]?.members?.at(-1) ?? {};
    expect(agentNumber).toBe(String(MANY - 1));
    expect(text.split("\n")[(source?.line ?? 0) - 1]?.slice((source?.column ?? 0) - 1)).toContain(`"${MANY - 1}"`);
  });

  it.each([
    ["agents, a line each", AGENTS + lines((index) => `  a${index}: "${index}"\n`)],
    ["agents, their names in quotes", AGENTS + lines((index) => `  "a${index}": "${index}"\n`)],
    ["agents in braces", `${AGENTS}  { ${lines((index) => `a${index}: "${index}", `)} }\n`],
  ])("%s", (_what, text) => {
    const { desired } = loadDesired([fileOf(text)]);
    expect(desired?.agentNames.size).toBe(MANY);
    expect(desired?.agentNames.get(String(MANY - 1))).toBe(`a${MANY - 1}`);
  });

  it.each([
    ["entries that are no groups", "wrong-type", `version: 1\ngroups:\n${lines(() => "  - 8000\n")}`, MANY],
    ["members that are nobody", "wrong-type", MEMBERS + lines(() => "      - true\n"), MANY],
    ["members that nobody declared", "unknown-agent-name", MEMBERS + lines((index) => `      - a${index}\n`), MANY],
    ["members who are one", "agent-twice", MEMBERS + lines(() => '      - "8000"\n'), MANY - 1],
    ["agents without a number", "wrong-type", AGENTS + lines((index) => `  a${index}: []\n`), MANY],
    ["agents of one name", "duplicate-key", AGENTS + lines(() => '  a: "8000"\n'), MANY - 1],
    ["fields that are unknown", "unknown-field", `version: 1\n${lines((index) => `a${index}: 1\n`)}`, MANY],
  ] as const)("%s: %s", (_what, code, text, count) => {
    const { findings } = loadDesired([fileOf(text)]);
    expect(findings.filter((finding) => finding.code === code)).toHaveLength(count);
  });
});
