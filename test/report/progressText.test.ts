import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import {
  finishedLine,
  lookingLine,
  type ProgressView,
  progressFrame,
  waitingLine,
} from "../../src/report/text/progressText.js";
import { buildOutcome } from "./fakes/buildResult.js";

const at80 = { language: "en", colour: false, columns: 80 } as const;
const VIEW: ProgressView = {
  total: 60,
  done: 20,
  failed: 1,
  verifying: false,
  looking: [],
  lanes: [
    { operation: "addQueue", action: "create", left: 2, nextInMs: 0, resting: false, etaMs: 0 },
    {
      operation: "updateQueueAssignMembers",
      action: "replaceMembers",
      left: 38,
      nextInMs: 41_200,
      resting: false,
      etaMs: 101_200,
    },
  ],
};

describe("the foot of the terminal", () => {
  test("shows what is done, what is left, and who waits", () => {
    expect(progressFrame(VIEW, at80).split("\n")).toEqual([
      "████████░░░░░░░░░░░░░░░░  20 of 60 done  1 not applied  about 1 min 42 s left",
      "  addQueue: 2 left",
      "  updateQueueAssignMembers: 38 left, next in 42 s (rate limit)",
    ]);
    expect(progressFrame(VIEW, { ...at80, language: "zh" }).split("\n")).toEqual([
      "████████░░░░░░░░░░░░░░░░  已完成 20/60  1 个未执行  预计还需 1 分 42 秒",
      "  addQueue：剩余 2 个",
      "  updateQueueAssignMembers：剩余 38 个，受频次限制，42 秒后继续",
    ]);
  });

  test("says that it reads back", () => {
    expect(progressFrame({ ...VIEW, done: 60, failed: 0, verifying: true, lanes: [] }, at80)).toBe(
      "████████████████████████  60 of 60 done  reading back to verify",
    );
  });

  test("where room is scarce the bar gives way to the facts", () => {
    const [line] = progressFrame({ ...VIEW, failed: 0 }, { ...at80, columns: 40 }).split("\n");
    expect(line).toBe("20 of 60 done  about 1 min 42 s left");
  });

  test("a bar is as long without a time as with one", () => {
    const at = (etaMs: number) =>
      progressFrame(
        { ...VIEW, failed: 0, lanes: VIEW.lanes.map((lane) => ({ ...lane, etaMs })) },
        { ...at80, columns: 45 },
      ).match(/[█░]+/g);
    expect(at(0)).toEqual(at(12_000));
    expect(at(0)).not.toBeNull();
  });

  test("where room is scarce the time stays, and the API's long names go", () => {
    const lanesAt = (columns: number, language: "en" | "zh") =>
      progressFrame(VIEW, { ...at80, columns, language })
        .split("\n")
        .slice(1);
    expect(lanesAt(40, "en")).toEqual(["  create: 2 left", "  update members: 38 left, next in 42 s"]);
    expect(lanesAt(40, "zh")).toEqual(["  新建：剩余 2 个", "  调整坐席：剩余 38 个，42 秒后继续"]);
  });

  test("says that it looks for what a lost answer may have made", () => {
    const [line] = progressFrame({ ...VIEW, looking: ["售前"] }, { ...at80, columns: 120 }).split("\n");
    expect(line).toContain("reply lost, looking for 1 group");
    expect(lookingLine("售前", at80)).toBe("The reply to the creation of 售前 was lost; checking whether it exists.");
  });

  test.each([20, 30, 40, 60, 80])("never wraps at %i columns", (columns) => {
    for (const language of ["en", "zh"] as const) {
      const lines = progressFrame(VIEW, { ...at80, language, columns }).split("\n");
      expect(lines.filter((line) => stringWidth(line) >= columns)).toEqual([]);
    }
  });
});

test("a limit that the server speaks of is not called ours", () => {
  const lane = { operation: "addQueue", left: 3, nextInMs: 41_200, resting: true };
  expect(waitingLine({ ...lane, shared: true }, at80)).toBe(
    "addQueue: 3 left, next in 42 s (rate limit, shared with other runs)",
  );
  expect(waitingLine(lane, at80)).toBe("addQueue: 3 left, the server says that its limit is reached, next try in 42 s");
});

describe("a finished action is one line", () => {
  test("whatever became of it", () => {
    expect(finishedLine(buildOutcome("售后", { verified: false }), VIEW, at80)).toBe(
      "20/60 ✔ update members 售后 (10018578)",
    );
    expect(finishedLine(buildOutcome("售后", { status: "conflict" }), VIEW, { ...at80, language: "zh" })).toBe(
      "20/60 ! 调整坐席 售后 (10018578)",
    );
  });

  test("whatever its name", () => {
    const line = finishedLine(buildOutcome(`售后\n\u001b[31m${"很长".repeat(60)}`), VIEW, at80);
    expect(line).toContain("售后\\n\\u001b[31m很长");
    expect(stringWidth(line)).toBeLessThan(80);
    expect(line.split("\n")).toHaveLength(1);
  });
});
