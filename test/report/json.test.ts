import { expect, test } from "vitest";
import { dryRunJson, errorJson, planJson, resultJson, validationJson } from "../../src/report/json.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { buildCreate, buildPlan, ORDINARY_PLAN } from "./fakes/buildPlan.js";
import { TROUBLED_RESULT } from "./fakes/buildResult.js";

test("one account is one document, as it is", () => {
  expect(planJson(ORDINARY_PLAN)).toBe(`${JSON.stringify(ORDINARY_PLAN, null, 2)}\n`);
  expect(JSON.parse(resultJson(TROUBLED_RESULT))).toEqual(TROUBLED_RESULT);
  expect(JSON.parse(dryRunJson(DRY_RUN))).toEqual(DRY_RUN);
});

test("several accounts are one document too", () => {
  expect(JSON.parse(planJson([ORDINARY_PLAN, ORDINARY_PLAN]))).toEqual({
    formatVersion: "1.0",
    kind: "plans",
    plans: [ORDINARY_PLAN, ORDINARY_PLAN],
  });
  expect(JSON.parse(resultJson([TROUBLED_RESULT]))).toEqual({
    formatVersion: "1.0",
    kind: "results",
    results: [TROUBLED_RESULT],
  });
  expect(JSON.parse(dryRunJson([DRY_RUN]))).toEqual({ formatVersion: "1.0", kind: "dry-runs", dryRuns: [DRY_RUN] });
});

test("errors", () => {
  const diagnostics = [{ severity: "error", code: "internal", message: "m" }] as const;
  expect(JSON.parse(errorJson(diagnostics))).toEqual({ formatVersion: "1.0", kind: "error", diagnostics });
});

test("validation", () => {
  const validation = { formatVersion: "1.0", kind: "validation", valid: true, accounts: [], diagnostics: [] } as const;
  expect(validationJson(validation)).toBe(`${JSON.stringify(validation, null, 2)}\n`);
});

test("what a terminal would obey is escaped, and still says the same", () => {
  const plan = buildPlan({ actions: [buildCreate("a\u009b31m\u202e\u200b\u2028\u{e0041}\u007f\n👨‍👩‍👧", [])] });
  const text = planJson(plan);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(text)).toEqual(plan);
});
