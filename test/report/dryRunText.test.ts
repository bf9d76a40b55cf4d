import { expect, test } from "vitest";
import { jsonBody } from "../../src/report/text/jsonBody.js";
import { dryRunText } from "../../src/report/text/reportText.js";
import { DRY_RUN } from "./fakes/buildDryRun.js";

test.each(["en", "zh"] as const)("the very requests, in %s", async (language) => {
  const text = dryRunText(DRY_RUN, { language, colour: false, columns: 80 });
  await expect(text).toMatchFileSnapshot(`expected/dry-run.${language}.80.txt`);
});

test("nothing to send", () => {
  const text = dryRunText({ ...DRY_RUN, requests: [] }, { language: "en", colour: false, columns: 80 });
  expect(text).toContain("Dry run: there is nothing to send.");
});

test.each([20, 40, 80, 200])("bodies shown at %i columns are the bodies that are sent", (columns) => {
  for (const { body } of DRY_RUN.requests) {
    expect(JSON.parse(jsonBody(body, columns, "  ").join("\n"))).toEqual(body);
  }
  const odd = {
    "[ a": ["[ x", " ]y", "a\u202eb\n"],
    empty: [],
    none: {},
    nested: [[{ a: [1, [2, 3]] }]],
    nothing: null,
  };
  expect(JSON.parse(jsonBody(odd, columns, "").join("\n"))).toEqual(odd);
});
