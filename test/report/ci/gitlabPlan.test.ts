import { describe, expect, test } from "vitest";
import { gitlabPlan } from "../../../src/report/ci/gitlabPlan.js";
import type { Report } from "../../../src/report/report.js";
import { buildPlan } from "../fakes/buildPlan.js";
import { everyReport, failure, hugePlan, optionsFor } from "./fakes.js";

/** What GitLab's parser makes of a document: counts, or why there are none. Source: `Gitlab::Ci::Parsers::Terraform::Tfplan`. */
function asGitLabReads(text: string): Record<string, number> | "missing_json_keys" {
  const document = JSON.parse(text) as Record<string, unknown>;
  const keys = ["create", "update", "delete"];
  if (keys.some((key) => !Object.hasOwn(document, key))) return "missing_json_keys";
  return Object.fromEntries(
    keys.map((key) => {
      const value = document[key];
      if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw new Error("invalid_resource_count");
      return [key, Math.min(value, 999_999)];
    }),
  );
}

const read = (report: Report) => asGitLabReads(gitlabPlan(report, optionsFor("en")));

describe("counts the changes that apply would make", () => {
  test.each([
    ["no plan", { create: 0, update: 0, delete: 0 }],
    ["an empty plan", { create: 0, update: 0, delete: 0 }],
    // Two creations; three changes, of which one empties a group.
    ["an ordinary plan", { create: 2, update: 3, delete: 0 }],
    ["two plans", { create: 4, update: 6, delete: 0 }],
    ["a dry run", { create: 2, update: 3, delete: 0 }],
    ["a troubled result", { create: 2, update: 3, delete: 0 }],
    ["a tripped guard", { create: 2, update: 3, delete: 0 }],
  ])("%s", (name, counts) => {
    expect(read(everyReport("en")[name] as Report)).toEqual(counts);
  });

  test("3,000 groups", () => {
    expect(read(hugePlan(3000))).toEqual({ create: 1500, update: 1500, delete: 0 });
  });
});

test.each(["valid files", "invalid files", "a failed plan", "an interruption"])(
  "says that there is no plan rather than that nothing changes: %s",
  (name) => {
    expect(read(everyReport("en")[name] as Report)).toBe("missing_json_keys");
  },
);

test("counts no plan of a run that failed half way through its accounts", () => {
  expect(read(failure([], { exitCode: 1, plans: [buildPlan()] }))).toBe("missing_json_keys");
});
