import { expect, test } from "vitest";
import type { Validation } from "../../src/report/documents.js";
import { validationText } from "../../src/report/text/reportText.js";
import { at } from "./fakes/buildPlan.js";

const en = { language: "en", colour: false, columns: 80 } as const;
const zh = { ...en, language: "zh" } as const;
const ONE: Validation = {
  formatVersion: "1.0",
  kind: "validation",
  valid: true,
  accounts: [{ name: "prod", files: 3, groups: 60, memberships: 900 }],
  diagnostics: [],
};
const WARNING = {
  severity: "warning",
  code: "empty-file",
  message: "The file is empty.",
  source: at("a.yaml", 1, 1),
} as const;

test("files without a problem are one line", () => {
  expect(validationText(ONE, undefined, en)).toBe("✔ 60 groups, 900 memberships: no problems\n");
  expect(validationText(ONE, undefined, zh)).toBe("✔ 60 个技能组，900 人次：没有问题\n");
});

test("several accounts are listed and summed up", () => {
  const two = { ...ONE, accounts: [...ONE.accounts, { name: "测试", files: 1, groups: 1, memberships: 9 }] };
  expect(validationText(two, undefined, en)).toBe(
    "  prod  60 groups, 900 memberships in 3 files\n  测试  1 group, 9 memberships in 1 file\n✔ 61 groups, 909 memberships, 2 accounts: no problems\n",
  );
});

test("warnings leave the files valid", () => {
  expect(validationText({ ...ONE, diagnostics: [WARNING] }, undefined, en)).toBe(
    "a.yaml:1:1: warning[empty-file]: The file is empty.\n\n✔ 60 groups, 900 memberships: 1 warning in 1 file\n",
  );
});

test("errors do not, and the lines are shown", () => {
  const invalid: Validation = { ...ONE, valid: false, diagnostics: [{ ...WARNING, severity: "error" }, WARNING] };
  expect(validationText(invalid, new Map([["a.yaml", "x: 1"]]), en)).toMatch(
    /1 \| x: 1\n {4}\| \^\n[\s\S]*\n\n✖ 1 error, 1 warning in 1 file\n$/,
  );
});
