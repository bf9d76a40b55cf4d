import { expect, test } from "vitest";
import type { Outcome } from "../../src/apply/result.js";
import { dryRunJson, errorJson, planJson, resultJson, sayAll, validationJson } from "../../src/report/json.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";
import { buildCreate, buildPlan, ORDINARY_PLAN } from "./fakes/buildPlan.js";
import { TROUBLED_RESULT } from "./fakes/buildResult.js";

const saidError = ({ error, ...rest }: Outcome) =>
  error === undefined ? rest : { ...rest, error: formatFinding(error, "en") };
const PLAN = { ...ORDINARY_PLAN, diagnostics: sayAll(ORDINARY_PLAN.diagnostics, "en") };
const RESULT = { ...TROUBLED_RESULT, actions: TROUBLED_RESULT.actions.map(saidError) };

test("one account is one document, as it is but for the sentences of its findings", () => {
  expect(planJson(ORDINARY_PLAN, "en")).toBe(`${JSON.stringify(PLAN, null, 2)}\n`);
  expect(PLAN.diagnostics[0]?.message).toMatch(/^"VIP/);
  expect(JSON.parse(resultJson(TROUBLED_RESULT, "en"))).toEqual(RESULT);
  expect(JSON.parse(dryRunJson(DRY_RUN, "en"))).toEqual(DRY_RUN);
});

test("several accounts are one document too", () => {
  expect(JSON.parse(planJson([ORDINARY_PLAN, ORDINARY_PLAN], "en"))).toEqual({
    formatVersion: "1.0",
    kind: "plans",
    plans: [PLAN, PLAN],
  });
  expect(JSON.parse(resultJson([TROUBLED_RESULT], "en"))).toEqual({
    formatVersion: "1.0",
    kind: "results",
    results: [RESULT],
  });
  expect(JSON.parse(dryRunJson([DRY_RUN], "en"))).toEqual({
    formatVersion: "1.0",
    kind: "dry-runs",
    dryRuns: [DRY_RUN],
  });
});

test("errors", () => {
  const diagnostics = [{ severity: "error", code: "internal", message: "m" }] as const;
  expect(JSON.parse(errorJson(diagnostics, "en"))).toEqual({ formatVersion: "1.0", kind: "error", diagnostics });
});

test("validation", () => {
  const validation = { formatVersion: "1.0", kind: "validation", valid: true, accounts: [], diagnostics: [] } as const;
  expect(validationJson(validation, "en")).toBe(`${JSON.stringify(validation, null, 2)}\n`);
});

test("what a terminal would obey is escaped, and still says the same", () => {
  const plan = buildPlan({ actions: [buildCreate("a\u009b31m\u202e\u200b\u2028\u{e0041}\u007f\n👨‍👩‍👧", [])] });
  const text = planJson(plan, "en");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(text)).toEqual(plan);
});

test("a document that came with sentences in another language gets them in this one", () => {
  const foreign = { ...ORDINARY_PLAN, diagnostics: sayAll(ORDINARY_PLAN.diagnostics, "zh") };
  expect(planJson(foreign, "en")).toBe(planJson(ORDINARY_PLAN, "en"));
  expect(planJson(foreign, "zh")).not.toBe(planJson(foreign, "en"));
});
