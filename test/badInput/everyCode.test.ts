import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configMessages } from "../../src/report/messages/en/config.js";

/** Found only by a run that needs an account: `account.test.ts`. */
const WITH_AN_ACCOUNT = [
  "undefined-variable",
  "missing-environment",
  "host-invalid",
  "host-insecure",
  "host-not-allowed",
  "account-id-invalid",
  "account-id-is-secret",
  "account-id-odd", // musterFile.test.ts
  "variable-refused",
  "variable-in-path",
  "limit-above-documented", // settingsOf.test.ts
  "after-merge", // test/cli/settingsFrom.test.ts
  "guard-changed",
  "unknown-operation",
];

/** Not about the files: `muster who` was asked for somebody unknown. */
const ABOUT_A_QUESTION = ["agent-not-found"];

describe("every code of a finding about files", () => {
  it("has bad input that leads to it", () => {
    const expected = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".txt") && !path.endsWith(".zh.txt"))
      .map((path) => readFileSync(join(import.meta.dirname, path), "utf8"));
    const seen = new Set(
      expected.flatMap((text) => [...text.matchAll(/(?:error|warning)\[(.+?)\]/g)].map(([, code]) => code)),
    );
    const unseen = Object.keys(configMessages).filter(
      (code) => !seen.has(code) && ![...WITH_AN_ACCOUNT, ...ABOUT_A_QUESTION].includes(code),
    );
    expect(unseen).toEqual([]);
  });
});
