import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import type { OutcomeDraft } from "../../src/apply/result.js";
import type { DesiredGroup } from "../../src/config/desired.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { desiredGroup, liveGroup, plan } from "../support/builders.js";
import { listOf, lost, type Stage, stage } from "./stage.js";

async function outcomesOf(
  desired: readonly DesiredGroup[],
  live: readonly LiveGroup[],
  arrange: (one: Stage) => void = () => undefined,
): Promise<Record<string, OutcomeDraft>> {
  const one = stage(...live);
  arrange(one);
  const made = plan(desired, live);
  const outcomes = await one.clock.run(
    applyPlan({ actions: made.plan.actions, writeOrder: made.writeOrder }, one.pages, one.ports),
  );
  return Object.fromEntries(outcomes.map((outcome) => [outcome.displayName, outcome]));
}

/** `1 2 → 1 3`, as the lists of an outcome say it; `-` where it has none. */
const lists = ({ before, after }: OutcomeDraft | Record<string, never>) =>
  `${before === undefined ? "-" : listOf(before.members)} → ${after === undefined ? "-" : listOf(after.members)}`;

describe("who moved", () => {
  it("is what was there, what is there, and the agents by whom the two differ, with their names", async () => {
    const named = liveGroup("10", "a", [], {
      members: [
        { agentNumber: "1", priority: 0, agentName: "甲" },
        { agentNumber: "2", priority: 0, agentName: "乙" },
      ],
    });
    const { a } = await outcomesOf([desiredGroup("a", ["1:5", "3"])], [named]);
    expect(a).toMatchObject({
      status: "applied",
      before: { members: [{ agentNumber: "1" }, { agentNumber: "2" }] },
      after: { members: [{ agentNumber: "1", priority: 5 }, { agentNumber: "3" }] },
      added: [{ agentNumber: "3", priority: 0 }],
      removed: [{ agentNumber: "2", priority: 0, agentName: "乙" }],
      reprioritized: [{ agentNumber: "1", from: 0, to: 5, agentName: "甲" }],
    });
  });

  it("of a creation is what was created", async () => {
    const { n } = await outcomesOf([desiredGroup("n", ["1"], { memory: "1d" })], []);
    expect(n).toMatchObject({
      after: { memory: "1d", members: [{ agentNumber: "1" }] },
      added: [{ agentNumber: "1" }],
    });
    expect(n).not.toHaveProperty("before");
  });

  it("of an additive group is what it held at the last look", async () => {
    const { a } = await outcomesOf(
      [desiredGroup("a", ["3"], { membership: "additive" })],
      [liveGroup("10", "a", ["1"])],
      (one) => one.groups.set("10", liveGroup("10", "a", ["1", "7:2"])),
    );
    expect(lists(a ?? {})).toBe("1 7:2 → 1 3 7:2");
    expect(a?.added).toEqual([{ agentNumber: "3", priority: 0 }]);
  });

  it.each<[what: string, arrange: (one: Stage) => void, status: string, moved: string]>([
    ["nobody where it was refused", (one) => (one.attempts = ["refused"]), "failed", "- → -"],
    ["nobody in a conflict", (one) => one.groups.set("10", liveGroup("10", "a", ["9"])), "conflict", "- → -"],
    ["nobody where it was so already", (one) => one.groups.set("10", liveGroup("10", "a", ["3"])), "applied", "3 → 3"],
    ["without whom the server left out", (one) => one.skips.add("3"), "applied", "1 → "],
    ["what was written, where its answer was lost", (one) => (one.attempts = ["lost", "passed"]), "applied", "1 → 3"],
  ])("is %s", async (_, arrange, status, moved) => {
    const { a } = await outcomesOf([desiredGroup("a", ["3"])], [liveGroup("10", "a", ["1"])], arrange);
    expect([a?.status, lists(a ?? {})]).toEqual([status, moved]);
  });

  it("is what may have been written, where that is not known", async () => {
    const { a } = await outcomesOf([desiredGroup("a", ["3"])], [liveGroup("10", "a", ["1"])], (one) => {
      one.attempts = ["lost"];
      one.onRead = () => {
        if (one.written.length > 0) throw lost();
      };
    });
    expect([a?.status, lists(a ?? {})]).toEqual(["unknown", "1 → 3"]);
  });

  it("of a ring is the whole way; and half of it where the second write fails", async () => {
    const live = [liveGroup("10", "a", ["1"]), liveGroup("11", "b", ["2"])];
    const wanted = [desiredGroup("a", ["2"]), desiredGroup("b", ["1"])];
    const whole = await outcomesOf(wanted, live);
    expect([lists(whole["a"] ?? {}), lists(whole["b"] ?? {})]).toEqual(["1 → 2", "2 → 1"]);
    const half = await outcomesOf(wanted, live, (one) => (one.attempts = ["passed", "passed", "refused"]));
    const opened = [half["a"], half["b"]].find((one) => one?.status === "failed");
    expect(lists(opened ?? {})).toMatch(/^(1|2) → 1 2$/);
    expect(opened?.added).toHaveLength(1);
  });
});

describe("a run that was told to stop", () => {
  const desired = ["a", "b", "c"].map((name) => desiredGroup(name, ["3"]));
  const live = desired.map(({ displayName }, index) => liveGroup(String(10 + index), displayName, ["1"]));
  const stopAtThird = (one: Stage) => {
    one.attempts = ["passed", "passed", "stopped"];
  };
  const verified = (outcomes: Record<string, OutcomeDraft>) =>
    Object.values(outcomes).map((one) => [one.status, one.verified]);

  it("reads back once what it has written", async () => {
    const outcomes = await outcomesOf(desired, live, stopAtThird);
    expect(verified(outcomes)).toEqual([
      ["applied", true],
      ["applied", true],
      ["skipped", false],
    ]);
  });

  it("reads that back while a call in flight is waited for, which may be too long", async () => {
    const outcomes = await outcomesOf(desired, live, (one) => (one.attempts = ["passed", "passed", "hangs"]));
    expect(verified(outcomes).slice(0, 2)).toEqual([
      ["applied", true],
      ["applied", true],
    ]);
  });

  it.each<[what: string, arrange: (one: Stage) => void]>([
    [
      "that page fails",
      (one) => (one.onRead = ({ through }) => (through === "either" ? Promise.reject(lost()) : undefined)),
    ],
    [
      "it does not show yet",
      (one) =>
        (one.shows = ({ through }, group) =>
          through === "either" ? liveGroup(group.exten, group.displayName, ["1"]) : group),
    ],
    [
      "it takes longer than three seconds",
      (one) => (one.onRead = ({ through }) => (through === "either" ? one.clock.sleep(9_000) : undefined)),
    ],
  ])("has proved nothing where %s", async (_, arrange) => {
    const run = outcomesOf(desired, live, (one) => {
      stopAtThird(one);
      arrange(one);
    });
    expect(verified(await run).slice(0, 2)).toEqual([
      ["applied", false],
      ["applied", false],
    ]);
  });
});
