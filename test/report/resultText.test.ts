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

describe("a run of sixty groups", () => {
  const exten = (index: number) => String(10018500 + index);
  const named = (index: number) => `客服${String(index + 1).padStart(2, "0")}组`;
  const refused = {
    code: "api-refused",
    severity: "error",
    args: { operation: "updateQueueAssignMembers", status: 400, detail: "no permission" },
  } as const;
  const stopped = (displayName: string) => ({ code: "interrupted", severity: "error", args: { displayName } }) as const;
  const sixty = (more: (index: number) => Parameters<typeof buildOutcome>[1]) =>
    Array.from({ length: 60 }, (_, index) => buildOutcome(named(index), { exten: exten(index), ...more(index) }));
  const REFUSED = sixty((index) => (index % 4 === 0 ? { status: "failed", error: refused } : {}));
  const STOPPED = sixty((index) =>
    index < 14 ? {} : { status: "skipped", attempts: 0, error: stopped(named(index)) },
  );

  test.each([
    ["en", 80],
    ["en", 40],
    ["zh", 80],
    ["zh", 40],
  ] as const)(
    "fits on a screen, each group once, the failures and their one reason last: %s, %i columns",
    async (language, columns) => {
      const text = resultText(buildResult(REFUSED), { language, columns, colour: false });
      await expect(text).toMatchFileSnapshot(`expected/result-60.${language}.${columns}.txt`);
      const lines = text.split("\n");
      expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
      for (const { displayName } of REFUSED) expect(text.split(displayName)).toHaveLength(2);
      expect(text.match(/api-refused/g)).toHaveLength(1);
      expect(text.indexOf("客服02组")).toBeLessThan(text.indexOf("客服01组"));
    },
  );

  test("that was stopped names what was not started in one paragraph, and says once what to do", () => {
    const text = resultText(buildResult(STOPPED, { interrupted: true }), at80);
    expect(text).toContain("- 46 not started: 客服15组, 客服16组,");
    expect(text.split("\n").length).toBeLessThan(30);
    expect(text.match(/Run muster apply again/g)).toHaveLength(1);
    expect(text).not.toContain("error[");
  });

  test("whose groups have one error each names it with the first as the example", () => {
    const unread = (displayName: string) =>
      ({ code: "verification-failed", severity: "error", args: { displayName, detail: "" } }) as const;
    const text = resultText(
      buildResult(["甲", "乙", "丙"].map((name) => buildOutcome(name, { verified: false, error: unread(name) }))),
      at80,
    );
    expect(text.replaceAll(/\n +/g, " ")).toContain(
      '! update members  applied, not verified (3): 甲, 乙, 丙 error[verification-failed]: "甲" was written, but could not be read back to verify it. The same for the 2 others.',
    );
  });

  test("keeps apart groups of one name by their numbers", () => {
    const twins = [...REFUSED.slice(1, 3), buildOutcome("同名", { exten: "1" }), buildOutcome("同名", { exten: "2" })];
    const text = resultText(buildResult([...REFUSED.slice(4), ...twins]), at80);
    expect(text.replaceAll(/\n +/g, " ")).toContain("同名 (1), 同名 (2)");
  });
});

describe("what is left for the console", () => {
  const manual = [
    {
      displayName: "售后",
      exten: "10018578",
      attribute: "memory",
      live: "off",
      desired: "1d",
      source: { file: "groups.yaml", line: 4, column: 5 },
    },
  ] as const;

  test.each(["en", "zh"] as const)("is listed, and the end does not say that all is done (%s)", (language) => {
    const text = resultText(buildResult([buildOutcome("售前")], { manual }), { ...at80, language });
    expect(text).toMatch(
      language === "en"
        ? /Manual \(1;[\s\S]*售后 \(10018578\)[\s\S]*1 change is still to be made manually/
        : /售后[\s\S]*还有 1 处需在七陌后台手工修改/,
    );
  });
});
