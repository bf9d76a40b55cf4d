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

✔ create  售前咨询 (10018700)  done and verified
✔ change  售后 (10018578)      done and verified

Result: 2 applied, in 1 min 20 s.
14 calls.
Everything was read back: the members are what the files say.
`);
});

test("what was as planned before the run is not told as its work", () => {
  const result = buildResult([buildOutcome("售后", { attempts: 0 })]);
  expect(resultText(result, at80)).toContain("done and verified  it was so already, nothing written\n");
  expect(resultText(result, { ...at80, language: "zh" })).toContain("完成，已核对  此前已是如此，未写入\n");
});

test("a run that had nothing to do", () => {
  expect(resultText(buildResult([]), at80)).toContain("Nothing was to be applied.");
});

describe("what the error does not say is said beside it", () => {
  test("agents left out", () => {
    const text = resultText(buildResult([buildOutcome("售后", { skippedAgents: ["8099"], verified: false })]), at80);
    expect(text).toContain("    left out by the server: 8099\n");
    expect(text).toContain("The server left out agent 8099");
  });

  test("who changed the group underneath", () => {
    const underneath = { added: ["8007"], removed: ["8003", "8004"], reprioritized: [] };
    const text = resultText(buildResult([buildOutcome("售后", { status: "conflict", underneath })]), at80);
    expect(text).toContain("    joined meanwhile: 8007\n    left meanwhile: 8003, 8004\n");
  });
});

test("what was written but not proved is no success", () => {
  const text = resultText(buildResult([buildOutcome("售后", { verified: false })]), at80);
  expect(text).toContain("! change  售后 (10018578)  done, but not verified");
  expect(text).not.toContain("Everything was read back");
});

test("--verbose names the calls", () => {
  expect(resultText(buildResult([buildOutcome("售后")]), { ...at80, verbose: true })).toContain(
    "14 calls: addQueue 3, updateQueueAssignMembers 4",
  );
});
