import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/applyPlan.js";
import { LastLook } from "../../src/apply/lastLook.js";
import { judge, replaceMembers } from "../../src/apply/replaceMembers.js";
import { StoppedError } from "../../src/moor/errors.js";
import type { LiveGroup } from "../../src/moor/live.js";
import type { ReplaceMembersAction } from "../../src/plan/plan.js";
import { orderWrites, type Step } from "../../src/plan/writeOrder.js";
import { desiredGroup, liveGroup, plan, planned } from "../support/builders.js";
import { type Attempt, lost, type Read, type Stage, stage } from "./stage.js";

/** The action and its step that bring a group from one list to another. */
function change(
  wanted: readonly string[],
  from: readonly string[],
  membership: "exact" | "additive" = "exact",
): { readonly action: ReplaceMembersAction; readonly step: Step } {
  const { actions } = planned([desiredGroup("a", wanted, { membership })], [liveGroup("10", "a", from)]);
  const [action] = actions;
  const [step] = orderWrites(actions).steps;
  if (action?.action !== "replaceMembers" || step === undefined) throw new Error("nothing to write");
  return { action, step };
}

const EXACT = [["1", "9"], ["1", "2"], "exact"] as const;
const ADDITIVE = [["1", "9"], ["1", "2", "3", "4", "5"], "additive"] as const;

describe("judge", () => {
  const group = (...members: string[]) => liveGroup("10", "a", members);
  it.each([
    ["as planned", EXACT, group("2", "1"), false, "writes 1 9"],
    ["an agent added in the console", EXACT, group("1", "2", "7"), false, "changed-underneath"],
    ["an agent removed in the console", EXACT, group("1"), false, "changed-underneath"],
    ["a priority changed in the console", EXACT, group("1:3", "2"), false, "changed-underneath"],
    ["an agent listed twice by now", EXACT, group("1", "1:3", "2"), false, "changed-underneath"],
    ["emptied in the console", EXACT, group(), false, "changed-underneath"],
    ["the same change made by somebody else", EXACT, group("1", "9"), false, "applied"],
    ["a lost answer, carried out", EXACT, group("1", "9"), true, "applied"],
    ["a lost answer, carried out but for an unknown agent", EXACT, group("1"), true, "applied"],
    ["a lost answer, not carried out", EXACT, group("1", "2"), true, "writes 1 9"],
    ["a lost answer, and an agent added since", EXACT, group("1", "9", "7"), true, "changed-underneath"],
    ["deleted", EXACT, undefined, false, "group-vanished"],
    ["renamed", EXACT, liveGroup("10", "b", ["1", "2"]), false, "renamed-underneath"],
    ["additive, as planned", ADDITIVE, group("1", "2", "3", "4", "5"), false, "writes 1 2 3 4 5 9"],
    ["additive, an agent added in the console", ADDITIVE, group("1", "2", "7"), false, "writes 1 2 7 9"],
    ["additive, somebody not listed is listed twice", ADDITIVE, group("1", "2", "2:4"), false, "writes 1 2 2:4 9"],
    ["additive, somebody listed is listed twice", ADDITIVE, group("1", "1:4"), false, "writes 1 9"],
    ["additive, the same change made by somebody else", ADDITIVE, group("1", "9", "2"), false, "applied"],
  ] as const)("%s", (_, [wanted, from, membership], live, maybeDone, expected) => {
    const { action, step } = change(wanted, from, membership);
    const verdict = judge(action, step, live, maybeDone);
    const text =
      "writes" in verdict
        ? `writes ${verdict.writes.map((one) => (one.priority === 0 ? one.agentNumber : `${one.agentNumber}:${one.priority}`)).join(" ")}`
        : verdict.status === "applied"
          ? "applied"
          : verdict.failure.code;
    expect(text).toBe(expected);
  });

  it("says of a conflict who edited the group last", () => {
    const { action, step } = change(...EXACT);
    const edited = { updateTime: "2026-11-28 03:12:00", updateAgent: "7" };
    for (const live of [liveGroup("10", "a", ["7"], edited), liveGroup("10", "b", ["7"], edited)])
      expect(judge(action, step, live, false)).toMatchObject({
        failure: { args: { lastEdit: { at: "2026-11-27T19:12:00.000Z", by: "7" } } },
      });
  });
});

function write(one: Stage, [wanted, from, membership]: typeof EXACT | typeof ADDITIVE, pages = 1) {
  const { action, step } = change(wanted, from, membership);
  one.pages = pages;
  return one.clock.run(replaceMembers(action, step, new LastLook(one.ports, pages, 2), one.ports));
}

describe("answer x who else, of an exact group", () => {
  /** The console adds agent 7 at that read, before it is answered. */
  const edit = (nth: number) => (one: Stage) => (read: Read) => {
    const group = one.groups.get("10") as LiveGroup;
    if (read.nth === nth)
      one.groups.set("10", { ...group, members: [...group.members, { agentNumber: "7", priority: 0 }] });
  };
  const nobody = () => () => undefined;
  const NONE: readonly string[] = [];
  it.each<readonly [string, readonly Attempt[], (one: Stage) => Stage["onRead"], string, readonly string[], number]>([
    ["passed", ["passed"], nobody, "applied", ["10: 1 9"], 1],
    ["passed, an edit before", ["passed"], edit(1), "conflict", NONE, 0],
    ["refused", ["refused"], nobody, "failed", NONE, 1],
    ["limited, then passed", ["limited", "passed"], nobody, "applied", ["10: 1 9"], 2],
    ["limited, an edit before the next attempt", ["limited", "passed"], edit(2), "conflict", NONE, 1],
    ["lost, then found", ["lost"], nobody, "applied", ["10: 1 9"], 1],
    ["lost, then found before a repetition", ["lost", "passed"], nobody, "applied", ["10: 1 9"], 1],
    ["lost, an edit before the repetition", ["lost", "passed"], edit(2), "conflict", ["10: 1 9"], 1],
    ["gone, then passed", ["gone", "passed"], nobody, "applied", ["10: 1 9"], 2],
    ["gone for good", ["gone"], nobody, "failed", NONE, 1],
    ["stopped in a rest after the limit's answer: not done", ["limited", "stopped"], nobody, "skipped", NONE, 2],
  ])("%s", async (_, attempts, onRead, status, written, sent) => {
    for (const pages of [1, 9]) {
      const one = stage(liveGroup("10", "a", ["1", "2"]));
      one.attempts = [...attempts];
      one.onRead = onRead(one);
      const result = await write(one, EXACT, pages);
      expect(result).toMatchObject({ status, attempts: sent });
      expect(one.written).toEqual(written);
      // Nothing about a write is learnt from the claim status.
      expect(one.reads.every(({ through }) => through === "queueQueue")).toBe(true);
    }
  });

  it.each([
    ["that met only the limit is not done", ["limited", "passed"], "skipped", "interrupted"],
    ["whose answer was lost is unknown", ["gone", "passed"], "unknown", "write-unknown"],
  ] as const)("told to stop before a repetition, a write %s", async (_, attempts, status, code) => {
    const one = stage(liveGroup("10", "a", ["1", "2"]));
    one.attempts = [...attempts];
    one.onRead = ({ nth }) => {
      if (nth < 2) return;
      one.stop.abort();
      throw new StoppedError();
    };
    expect(await write(one, EXACT)).toMatchObject({ status, failure: { code } });
  });

  it("is unknown where the answer was lost and nothing can be read any more", async () => {
    const one = stage(liveGroup("10", "a", ["1", "2"]));
    one.attempts = ["lost"];
    one.onRead = ({ nth }) => {
      if (nth > 1) throw lost();
    };
    expect(await write(one, EXACT)).toMatchObject({ status: "unknown", failure: { code: "write-unknown" } });
  });
});

/** How the group is found, what becomes of the write, what happens as it is carried out, the outcome, writes, calls. */
type Row = readonly [
  "as planned" | "as wanted" | "edited" | "emptied" | "renamed" | "gone" | "odd",
  Attempt,
  "nothing" | "9 is skipped" | "7 is added",
  string,
  number,
  number,
];

const ROWS: readonly Row[] = [
  ["as planned", "passed", "nothing", "applied", 1, 1],
  ["as planned", "passed", "9 is skipped", "applied: agents-skipped", 1, 1],
  ["as planned", "passed", "7 is added", "applied: members-not-as-written", 1, 1],
  ["as planned", "refused", "nothing", "failed: api-refused", 0, 1],
  ["as planned", "refused", "7 is added", "failed: api-refused", 0, 1],
  ["as planned", "lost", "nothing", "applied", 1, 1],
  ["as planned", "lost", "9 is skipped", "applied: agents-skipped", 1, 1],
  ["as planned", "lost", "7 is added", "conflict: changed-underneath", 1, 1],
  ["as planned", "gone", "nothing", "failed: api-error", 0, 1],
  ["as planned", "gone", "7 is added", "conflict: changed-underneath", 0, 1],
  ["as planned", "limited", "nothing", "failed: still-limited", 0, 1],
  ["as wanted", "passed", "nothing", "applied", 0, 0],
  ["edited", "passed", "nothing", "conflict: changed-underneath", 0, 0],
  ["emptied", "passed", "nothing", "conflict: changed-underneath", 0, 0],
  ["renamed", "passed", "nothing", "conflict: renamed-underneath", 0, 0],
  ["gone", "passed", "nothing", "conflict: group-vanished", 0, 0],
  ["odd", "passed", "nothing", "failed: bad-reply", 0, 0],
];

describe("live at the last look x answer x verification, of an exact group", () => {
  it.each(ROWS)("%s, %s, %s: %s", async (found, attempt, then, expected, writes, calls) => {
    for (const pages of [1, 9]) {
      const live = [liveGroup("10", "a", ["1", "2"]), liveGroup("11", "b", ["3"])];
      const { plan: changes, writeOrder } = plan([desiredGroup("a", ["1", "9"]), desiredGroup("b", ["4"])], live);
      const one = stage(...live);
      one.pages = pages;
      const now = { "as wanted": ["1", "9"], edited: ["1", "2", "7"], emptied: [] } as const;
      if (found in now) one.groups.set("10", liveGroup("10", "a", now[found as keyof typeof now]));
      if (found === "renamed") one.groups.set("10", liveGroup("10", "c", ["1", "2"]));
      if (found === "gone") one.groups.delete("10");
      if (found === "odd") one.odd.add("10");
      one.attempts = [attempt];
      if (then === "9 is skipped") one.skips.add("9");
      if (then === "7 is added")
        one.afterWrite = () => {
          const group = one.groups.get("10") as LiveGroup;
          one.groups.set("10", { ...group, members: [...group.members, { agentNumber: "7", priority: 0 }] });
          one.afterWrite = () => undefined;
        };
      const outcomes = await one.clock.run(applyPlan({ ...changes, writeOrder }, pages, one.ports));
      const [{ status, failure, verified, attempts } = { status: "-" }, other] = outcomes;
      expect(failure === undefined ? status : `${status}: ${failure.code}`).toBe(expected);
      expect(verified).toBe(expected === "applied");
      expect(attempts).toBe(calls);
      expect(one.written.filter((line) => line.startsWith("10:"))).toHaveLength(writes);
      // One failure stops nothing else.
      expect(other).toMatchObject({ displayName: "b", status: "applied", verified: true, attempts: 1 });
      expect(one.reads.every(({ through }) => through === "queueQueue")).toBe(true);
    }
  });
});

describe("a write that has to wait between its look and its leaving", () => {
  const join = (one: Stage): void => {
    one.groups.set("10", liveGroup("10", "a", ["1", "2", "7"]));
  };
  it.each<readonly [string, (one: Stage) => Promise<void> | void, string, number]>([
    ["1.9 s in the line of an account-wide limit", (one) => one.clock.sleep(1_900), "applied", 1],
    ["2.1 s in that line", (one) => one.clock.sleep(2_100), "conflict", 0],
    ["stopped for 3 s", (one) => one.clock.standStill(3_000), "conflict", 0],
    ["asleep for an hour", (one) => one.clock.suspend(3_600_000), "conflict", 0],
  ])("%s: %s", async (_, wait, status, attempts) => {
    for (const pages of [1, 9]) {
      const one = stage(liveGroup("10", "a", ["1", "2"]));
      let waits = 1;
      one.beforeSend = async () => {
        if (waits-- > 0) await wait(one);
        join(one);
      };
      expect(await write(one, EXACT, pages)).toMatchObject({ status, attempts });
    }
  });
});

describe("an additive group", () => {
  /** What one odd answer, or all, show of it. */
  const odd = (members: readonly string[], until: number) => (one: Stage) => {
    one.shows = ({ nth }, group) => (nth <= until ? liveGroup(group.exten, group.displayName, members) : group);
  };
  it.each([
    ["one empty list", odd([], 1), "10: 1 2 3 4 5 9"],
    ["one list of some", odd(["1", "3", "5"], 1), "10: 1 2 3 4 5 9"],
    ["one list with a newcomer and without the others", odd(["1", "8"], 1), "10: 1 2 3 4 5 8 9"],
    ["two lists without agent 5: so says the query, twice", odd(["1", "2", "3", "4"], 2), "10: 1 2 3 4 9"],
    ["nothing odd", odd([], 0), "10: 1 2 3 4 5 9"],
  ] as const)("loses nobody by an odd answer: %s", async (_, show, expected) => {
    for (const pages of [1, 9]) {
      const one = stage(liveGroup("10", "a", ["1", "2", "3", "4", "5"]));
      show(one);
      expect(await write(one, ADDITIVE, pages)).toMatchObject({ status: "applied" });
      expect(one.written).toEqual([expected]);
    }
  });
});

describe("a ring's second write, and a list that shows late", () => {
  it("is written although the group still shows as it was before the first", async () => {
    const { actions } = planned(
      [desiredGroup("a", ["2"]), desiredGroup("b", ["1"])],
      [liveGroup("10", "a", ["1"]), liveGroup("11", "b", ["2"])],
    );
    const step = orderWrites(actions).steps.find(({ follows }) => follows !== undefined);
    if (step?.action.action !== "replaceMembers") throw new Error("no ring");
    const { exten, before } = step.action;
    expect(
      judge(step.action, step, { ...liveGroup(exten, step.action.displayName), members: before.members }, false),
    ).toEqual({
      writes: step.writes,
    });
  });
});
