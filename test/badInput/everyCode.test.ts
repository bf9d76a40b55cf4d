import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { configMessages } from "../../src/report/messages/en/config.js";
import { ACCOUNT_CASES } from "./accountCases.js";

const TESTS = join(import.meta.dirname, "..");

/** Codes that neither `validate` nor an account's settings lead to, and the test that has one. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "missing-environment": "badInput/account.test.ts",
  "account-id-odd": "config/musterFile.test.ts",
  "limit-above-documented": "config/settingsOf.test.ts",
  "after-merge": "cli/settingsFrom.test.ts",
  "guard-changed": "cli/settingsFrom.test.ts",
  "level-changed": "cli/settingsFrom.test.ts",
  "remark-added": "config/levels.test.ts",
  "waiver-changed": "cli/settingsFrom.test.ts",
  "agent-not-found": "cli/who.test.ts",
  "bad-instant": "cli/time.test.ts",
  "calendar-ends": "config/timetable.test.ts",
  "calendar-ended": "config/timetable.test.ts",
  "too-many-stretches": "config/timetable.test.ts",
  "too-many-entries": "config/timetable.test.ts",
  "coverage-gap": "config/coverage.test.ts",
};

/** Without comments: what is only mentioned is not tested. */
function codeOf(test: string): string {
  return transformSync(readFileSync(join(TESTS, test), "utf8"), { loader: "ts", legalComments: "none" }).code;
}

describe("every code of a finding about files", () => {
  it("has bad input that leads to it", () => {
    // What `validate` printed: the tests of the corpus hold each of these texts to a run.
    const expected = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".txt") && !path.endsWith(".zh.txt"))
      .map((path) => readFileSync(join(import.meta.dirname, path), "utf8"));
    const said = [...expected, ...ACCOUNT_CASES.map(({ head }) => head)];
    const seen = new Set(
      said.flatMap((text) => [...text.matchAll(/(?:error|warning)\[(.+?)\]/g)].map(([, code = ""]) => code)),
    );
    for (const [code, test] of Object.entries(ELSEWHERE)) if (codeOf(test).includes(code)) seen.add(code);
    expect(Object.keys(configMessages).filter((code) => !seen.has(code))).toEqual([]);
  });
});
