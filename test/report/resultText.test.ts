import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { resultText } from "../../src/report/text/resultText.js";
import { buildOutcome, buildResult, TROUBLED_RESULT } from "./fakes/buildResult.js";

const at80 = { language: "en", colour: false, columns: 80 } as const;

test.each([
  ["en", 80],
  ["zh", 80],
  ["zh", 40],
] as const)("a run with every kind of trouble, in %s at %i columns", async (language, columns) => {
  const text = resultText(TROUBLED_RESULT, { language, columns, colour: false });
  await expect(text).toMatchFileSnapshot(`expected/result.${language}.${columns}.txt`);
  expect(text.split("\n").filter((line) => stringWidth(line) > columns)).toEqual([]);
});

test("a run in which everything went well", () => {
  const result = buildResult([buildOutcome("售前咨询", { action: "create", exten: "10018700" }), buildOutcome("售后")]);
  expect(resultText(result, at80)).toBe(`Account prod  N00000000556  https://openapis.7moor.com

✔ create          售前咨询 (10018700)  applied and verified
✔ update members  售后 (10018578)      applied and verified

Result: 2 applied, in 1 min 20 s.
14 API calls.
Everything was verified: the live members match the files.
`);
});

test("what was as planned before the run is not told as its work", () => {
  const result = buildResult([buildOutcome("售后", { attempts: 0 })]);
  expect(resultText(result, at80)).toContain("applied and verified  no write needed\n");
  expect(resultText(result, { ...at80, language: "zh" })).toContain("已执行，已核对  无需写入\n");
});

test("a run that had nothing to do", () => {
  expect(resultText(buildResult([]), at80)).toContain("There was nothing to apply.");
});

describe("what the error does not say is said beside it", () => {
  test("agents skipped", () => {
    const text = resultText(buildResult([buildOutcome("售后", { skippedAgents: ["8099"], verified: false })]), at80);
    expect(text).toContain("    skipped by the server: 8099\n");
    expect(text).toContain("The server skipped agent 8099");
  });

  test("who changed the group underneath", () => {
    const underneath = { added: ["8007"], removed: ["8003", "8004"], reprioritized: [] };
    const text = resultText(buildResult([buildOutcome("售后", { status: "conflict", underneath })]), at80);
    expect(text).toContain("    added since the plan: 8007\n    removed since the plan: 8003, 8004\n");
  });
});

test("what was written but not proved is no success", () => {
  const text = resultText(buildResult([buildOutcome("售后", { verified: false })]), at80);
  expect(text).toContain("! update members  售后 (10018578)  applied, not verified");
  expect(text).not.toContain("Everything was verified");
});

test("--verbose names the calls", () => {
  expect(resultText(buildResult([buildOutcome("售后")]), { ...at80, verbose: true })).toContain(
    "14 API calls: addQueue 3, updateQueueAssignMembers 4",
  );
});
