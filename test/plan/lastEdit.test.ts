import { describe, expect, it } from "vitest";
import { lastEditOf } from "../../src/plan/lastEdit.js";
import { checkStaleness } from "../../src/plan/savedPlan.js";
import { desiredGroup, liveGroup, planned } from "../support/builders.js";

const nameOf = (agent: string): string | undefined => (agent === "8001" ? "胡娟" : undefined);

describe("the last edit of a group", () => {
  it.each([
    [
      { updateTime: "2026-11-28 03:12:00", updateAgent: "8001" },
      { at: "2026-11-27T19:12:00.000Z", by: "8001", byName: "胡娟" },
    ],
    [
      { updateTime: "2026-11-28T03:12:00", updateAgent: " 8002 " },
      { at: "2026-11-27T19:12:00.000Z", by: "8002" },
    ],
    // An API client.
    [{ updateTime: "2022-01-04 16:17:27", updateAgent: "" }, { at: "2022-01-04T08:17:27.000Z" }],
    [{ updateTime: "2022-01-04 16:17:27" }, { at: "2022-01-04T08:17:27.000Z" }],
    [{ updateAgent: "8001" }, undefined],
    [{ updateTime: "", updateAgent: "8001" }, undefined],
    [{ updateTime: "2026-13-40 99:00:00", updateAgent: "8001" }, undefined],
    [{ updateTime: "yesterday" }, undefined],
  ])("%j", (live, expected) => {
    expect(lastEditOf(live, nameOf)).toEqual(expected);
  });

  it("stands with what differs, and is no part of the hash", () => {
    const edited = { updateTime: "2026-11-28 03:12:00", updateAgent: "2", assignRule: "random" };
    const desired = [desiredGroup("a", ["1"], { assignRule: "least" })];
    const [plain, now] = [{}, edited].map((more) => planned(desired, [liveGroup("10", "a", ["2"], more)]));
    expect(now?.actions).toMatchObject([{ lastEdit: { at: "2026-11-27T19:12:00.000Z", by: "2" } }]);
    expect(now?.manual).toMatchObject([{ lastEdit: { by: "2" } }]);
    expect(plain?.actions[0]).not.toHaveProperty("lastEdit");
    expect(plain?.hash).toBe(now?.hash);
  });

  it("is told where a saved plan is stale", () => {
    const saved = planned([desiredGroup("a", ["1"]), desiredGroup("b", ["1"])], [liveGroup("10", "a", ["2"])]);
    const edited = { updateTime: "2026-11-28 03:12:00", updateAgent: "7" };
    const seven = { agentNumber: "7", priority: 0, agentName: "王杰" };
    const live = [
      liveGroup("10", "a", ["2", "3"], edited),
      liveGroup("11", "b", ["9"], edited),
      { ...liveGroup("12", "c"), members: [seven] },
    ];
    const lastEdit = { at: "2026-11-27T19:12:00.000Z", by: "7", byName: "王杰" };
    expect(checkStaleness(saved, live)).toMatchObject({
      findings: [
        { code: "plan-stale-name", args: { lastEdit } },
        { code: "plan-stale-group", args: { lastEdit } },
      ],
    });
  });
});
