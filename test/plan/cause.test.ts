import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastTurnsOf, membersAt } from "../../src/calendar/timeline.js";
import type { Declarations } from "../../src/config/declarations.js";
import type { Coverage, DesiredGroup, DesiredMember, DesiredState } from "../../src/config/desired.js";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import type { Moment } from "../../src/config/time/moment.js";
import { momentOf } from "../../src/config/time/times.js";
import type { Spans } from "../../src/model/span.js";
import { hashPlan } from "../../src/plan/hash.js";
import type { PlanDraft, PlanInput } from "../../src/plan/makePlan.js";
import type { Action, Plan } from "../../src/plan/plan.js";
import { isIntact } from "../../src/plan/savedPlan.js";
import { desiredGroup, liveGroup, liveState, member, plan, planned } from "../support/builders.js";

const HOUR = 3_600_000;
/** 2026-12-03 00:00 in Shanghai; times below are hours from then. */
const ZERO = Date.UTC(2026, 11, 2, 16);

const NO_WORDS = { times: [], zones: [] } as unknown as Declarations;

function momentAt(hour: number): Moment {
  const moment = momentOf({ now: ZERO + hour * HOUR }, NO_WORDS);
  if ("finding" in moment) throw new TypeError(moment.finding.code);
  return moment;
}

const hours = (...pairs: readonly (readonly [number, number])[]): Spans =>
  pairs.map(([from, until]) => ({ from: ZERO + from * HOUR, until: ZERO + until * HOUR }));

function timed(text: string, ...pairs: readonly (readonly [number, number])[]): DesiredMember {
  return pairs.length === 0 ? member(text) : { ...member(text), spans: hours(...pairs) };
}

function groupAt(
  name: string,
  timeline: readonly DesiredMember[],
  moment: Moment,
  more: Partial<DesiredGroup> = {},
): DesiredGroup {
  return {
    ...desiredGroup(name, []),
    members: moment.membersAt(timeline),
    timeline,
    turned: moment.lastTurnsOf(timeline),
    ...more,
  };
}

function stateAt(moment: Moment, ...groups: readonly DesiredGroup[]): DesiredState {
  return { groups, agentNames: new Map(), moment };
}

function plannedAt(
  hour: number,
  timeline: readonly DesiredMember[],
  live: readonly string[],
  more: Partial<PlanInput> = {},
  group: Partial<DesiredGroup> = {},
): PlanDraft {
  const moment = momentAt(hour);
  return planned([], [], {
    desired: stateAt(moment, groupAt("a", timeline, moment, group)),
    live: liveState(liveGroup("10", "a", live)),
    ...more,
  });
}

/** `schedule +1`, `drift -2`: everything that a plan does to members, with its cause. */
function told(actions: readonly Action[]): string[] {
  return actions
    .flatMap((action) =>
      action.action === "create"
        ? action.added.map((one) => `${one.cause} new +${one.agentNumber}`)
        : [
            ...action.added.map((one) => `${one.cause} +${one.agentNumber}`),
            ...action.removed.map((one) => `${one.cause} -${one.agentNumber}`),
            ...action.reprioritized.map((one) => `${one.cause} ${one.agentNumber} ${one.from}→${one.to}`),
          ],
    )
    .sort();
}

/** Day from 8 to 20, night from 20 to 8; 5 is always there. */
const DAY: readonly [number, number][] = [
  [8, 20],
  [32, 44],
];
const NIGHT: readonly [number, number][] = [
  [-4, 8],
  [20, 32],
];
const SHIFTS = [timed("1", ...DAY), timed("2", ...NIGHT), timed("5")];

describe("the cause of a difference, without a base", () => {
  it.each<[string, number, readonly DesiredMember[], readonly string[], string[]]>([
    ["a hand-over that has not been written", 9, SHIFTS, ["2", "5"], ["schedule +1", "schedule -2"]],
    ["exactly at the turn", 8, SHIFTS, ["2", "5"], ["schedule +1", "schedule -2"]],
    ["nothing, where it has been written", 9, SHIFTS, ["1", "5"], []],
    ["one who was never to be there", 9, SHIFTS, ["1", "5", "9"], ["drift -9"]],
    ["one who is always to be there", 9, SHIFTS, ["1"], ["drift +5"]],
    ["a priority that the files never wanted", 9, SHIFTS, ["1:4", "5"], ["drift 1 4→0"]],
    ["a console edit beside a boundary", 9, SHIFTS, ["2", "5", "9"], ["drift -9", "schedule +1", "schedule -2"]],
    ["the same, of one who is due to leave", 9, SHIFTS, ["2:7", "5"], ["drift -2", "schedule +1"]],
    ["a priority by the clock", 9, [timed("1:0", [0, 8]), timed("1:3", [8, 20])], ["1"], ["schedule 1 0→3"]],
    [
      "runs that were missed: two turns ago is the clock's, too",
      30,
      [timed("1:0", [0, 8]), timed("1:3", [20, 40])],
      ["1"],
      ["schedule 1 0→3"],
    ],
    ["a turn of more than 31 days ago", 24 * 40, [timed("1", [0, 8]), timed("5")], ["1", "5"], ["drift -1"]],
    [
      "an agent whom the server lists twice",
      9,
      [timed("1:0", [0, 8]), timed("1:3", [8, 20])],
      ["1:0", "1:1"],
      ["drift 1 0→3", "drift 1 1→3"],
    ],
  ])("%s", (_, hour, timeline, live, expected) => {
    expect(told(plannedAt(hour, timeline, live).actions)).toEqual(expected);
  });

  it("an additive group loses nobody, and gains by the clock", () => {
    const { actions } = plannedAt(9, SHIFTS, ["2", "5", "9"], {}, { membership: "additive" });
    expect(told(actions)).toEqual(["schedule +1"]);
  });

  it("a creation is never the clock's", () => {
    const { actions } = plannedAt(9, SHIFTS, [], { live: liveState() });
    expect(told(actions)).toEqual(["drift new +1", "drift new +5"]);
    expect(actions).toMatchObject([{ cause: "drift" }]);
  });

  it("an action has a cause where all its members have that one; counts are by cause", () => {
    expect(plannedAt(9, SHIFTS, ["2", "5"]).actions).toMatchObject([{ cause: "schedule" }]);
    const mixed = plannedAt(9, SHIFTS, ["2", "5", "9"]);
    expect(mixed.actions[0]).not.toHaveProperty("cause");
    expect(mixed.summary).toMatchObject({
      schedule: { replaceMembers: 1, membersAdded: 1, membersRemoved: 1 },
      drift: { replaceMembers: 1, membersAdded: 0, membersRemoved: 1 },
    });
    expect(mixed.summary).not.toHaveProperty("change");
  });

  it("files without time know no causes", () => {
    const said = JSON.stringify(planned([desiredGroup("a", ["1"])], [liveGroup("10", "a", ["2"])]));
    expect(said).not.toContain('"cause"');
    expect(said).not.toContain('"schedule"');
  });
});

it("with a base: what the files bring is the change's; of the rest the clock's is told apart", () => {
  const moment = momentAt(9);
  const base = stateAt(moment, groupAt("a", SHIFTS, moment));
  const timeline = [...SHIFTS, timed("6")];
  const { actions, summary } = plannedAt(9, timeline, ["2", "5", "9"], { base });
  expect(told(actions)).toEqual(["change +6", "drift -9", "schedule +1", "schedule -2"]);
  expect(actions).toMatchObject([{ origin: "change", removed: [{ origin: "drift" }, { origin: "drift" }] }]);
  expect(summary).toMatchObject({
    change: { membersAdded: 1, membersRemoved: 0 },
    schedule: { membersAdded: 1, membersRemoved: 1 },
    drift: { membersAdded: 0, membersRemoved: 1 },
  });
  // A change that ends memberships in the past removes people like any other.
  const ended = [timed("1", [0, 8]), timed("2", [0, 8]), timed("5")];
  const before = stateAt(moment, groupAt("a", [timed("1"), timed("2"), timed("5")], moment));
  const trick = plannedAt(9, ended, ["1", "2", "5"], { base: before });
  expect(told(trick.actions)).toEqual(["change -1", "change -2"]);
  expect(trick.guards[0]).toMatchObject({ guard: "maxRemovals", actual: 2, change: 2 });
  expect(trick.guards[0]).not.toHaveProperty("schedule");
});

describe("only what is due", () => {
  const due = (live: readonly string[], more: Partial<PlanInput> = {}) =>
    plannedAt(9, SHIFTS, live, { part: "schedule", ...more });

  it("writes the clock's part into the list as it is, and leaves the rest", () => {
    const { actions, left = [], only } = due(["2", "9"]);
    expect(only).toBe("schedule");
    expect(told(actions)).toEqual(["schedule +1", "schedule -2"]);
    expect(actions).toMatchObject([
      {
        cause: "schedule",
        before: { members: [{ agentNumber: "2" }, { agentNumber: "9" }] },
        after: { members: [{ agentNumber: "1" }, { agentNumber: "9" }] },
      },
    ]);
    expect(told(left)).toEqual(["drift +5", "drift -9"]);
    expect(left).toMatchObject([{ cause: "drift", before: { members: [{ agentNumber: "1" }, { agentNumber: "9" }] } }]);
  });

  it("creates nothing, and leaves the change of the files", () => {
    expect(due([], { live: liveState() })).toMatchObject({ actions: [], left: [{ action: "create" }] });
    const moment = momentAt(9);
    const base = stateAt(moment, groupAt("a", [timed("1", ...DAY), timed("2", ...NIGHT)], moment));
    const { actions, left = [] } = due(["2"], { base });
    expect(told(actions)).toEqual(["schedule +1", "schedule -2"]);
    expect(told(left)).toEqual(["change +5"]);
    expect(left).toMatchObject([{ origin: "change", cause: "change" }]);
  });

  it("is another plan than the whole, and of files without time nothing", () => {
    expect(due(["2", "5"]).hash).not.toBe(plannedAt(9, SHIFTS, ["2", "5"]).hash);
    const still = plan([desiredGroup("a", ["1"])], [liveGroup("10", "a", ["2"])], { part: "schedule" }).plan;
    expect(still).toMatchObject({ only: "schedule", actions: [], left: [{ displayName: "a" }] });
  });
});

describe("guards and the clock", () => {
  const twelve = (names: readonly string[]) => names.map((_, index) => `g${index}`);
  const GROUPS = twelve(Array.from({ length: 12 }, () => ""));
  const dayOf = (index: number, ...pairs: readonly (readonly [number, number])[]) =>
    [0, 1, 2].map((n) => timed(`1${index}${n}`, ...pairs));
  const nightOf = (index: number, ...pairs: readonly (readonly [number, number])[]) =>
    [0, 1, 2].map((n) => timed(`2${index}${n}`, ...pairs));
  const LIVE = liveState(
    ...GROUPS.map((name, index) =>
      liveGroup(
        String(index),
        name,
        dayOf(index).map(({ agentNumber }) => agentNumber),
      ),
    ),
  );

  it("twelve groups that hand over from day to night trip nothing", () => {
    const moment = momentAt(20);
    const groups = GROUPS.map((name, index) =>
      groupAt(name, [...dayOf(index, ...DAY), ...nightOf(index, ...NIGHT)], moment),
    );
    const { guards } = planned([], [], { desired: stateAt(moment, ...groups), live: LIVE });
    expect(guards).toMatchObject([
      { guard: "maxRemovals", actual: 0, of: 36, schedule: 36, tripped: false },
      { guard: "maxEmptied", actual: 0, tripped: false },
      { guard: "maxCreates", actual: 0, tripped: false },
    ]);
  });

  it("the same removals in the files do", () => {
    const groups = GROUPS.map((name, index) =>
      desiredGroup(
        name,
        nightOf(index).map(({ agentNumber }) => agentNumber),
      ),
    );
    const { guards } = planned(groups, LIVE.groups);
    expect(guards[0]).toMatchObject({ guard: "maxRemovals", actual: 36, tripped: true });
    expect(guards[0]).not.toHaveProperty("schedule");
  });

  const always = (min: number): Coverage => ({ min, source: { file: "groups.yaml", line: 1, column: 1 } });
  const during = (min: number, ...pairs: readonly (readonly [number, number])[]): Coverage => ({
    ...always(min),
    spans: hours(...pairs),
  });
  it.each<[string, readonly Coverage[] | undefined, readonly string[], object]>([
    [
      "no coverage: it counts, and that is what is missing",
      undefined,
      ["1"],
      { actual: 1, uncovered: 1, tripped: true },
    ],
    ["coverage, and nobody asked for now", [during(1, [8, 20])], ["1"], { actual: 0, schedule: 1, tripped: false }],
    ["coverage of none", [always(0)], ["1"], { actual: 0, schedule: 1, tripped: false }],
    ["somebody asked for by one of two", [during(1, [8, 20]), always(1)], ["1"], { actual: 1, tripped: true }],
    ["somebody asked for now", [during(1, [20, 24])], ["1"], { actual: 1, tripped: true }],
    ["one of them is no member by the clock", [during(1, [8, 20])], ["1", "9"], { actual: 1, tripped: true }],
  ])("a group without a member, with %s", (_, coverage, live, expected) => {
    const { guards, actions } = plannedAt(20, [timed("1", ...DAY)], live, {}, coverage ? { coverage } : {});
    const emptied = guards.find(({ guard }) => guard === "maxEmptied");
    expect(emptied).toMatchObject({ guard: "maxEmptied", ...expected });
    for (const key of ["schedule", "uncovered"] as const)
      if (!(key in expected)) expect(emptied).not.toHaveProperty(key);
    expect(actions[0]?.coverage?.min).toBe(
      coverage && Math.max(...coverage.map(({ min, spans }) => (spans?.[0]?.from === ZERO + 8 * HOUR ? 0 : min))),
    );
  });

  it("a saved plan in which a removal is made the clock's, or a coverage is added, is not intact", () => {
    const draft = plannedAt(9, SHIFTS, ["1", "5", "9"]);
    const saved: Plan = { ...draft, diagnostics: [] };
    expect(isIntact(saved)).toBe(true);
    const [action] = saved.actions;
    if (action?.action !== "replaceMembers") throw new TypeError("one action");
    const made = { ...action, removed: action.removed.map((one) => ({ ...one, cause: "schedule" as const })) };
    expect(isIntact({ ...saved, actions: [made] })).toBe(false);
    expect(isIntact({ ...saved, actions: [{ ...action, coverage: { min: 0 } }] })).toBe(false);
    expect(hashPlan(saved.account, [made], saved)).not.toBe(saved.hash);
  });
});

describe("whatever the timeline", () => {
  /** A group that the clock empties is not kept. */
  const EMPTYING = { settings: DEFAULT_GUARDS, flags: { maxEmptied: 1 } };
  const AGENTS = ["1", "2", "3", "4"];
  const span = fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 60 }));
  const entry = fc.record({
    agent: fc.constantFrom(...AGENTS),
    priority: fc.integer({ min: 0, max: 2 }),
    spans: fc.option(fc.array(span, { minLength: 1, maxLength: 4 }), { nil: undefined }),
  });
  const timelines = fc.array(entry, { minLength: 1, maxLength: 8 }).map((entries) =>
    entries.map(({ agent, priority, spans }): DesiredMember => {
      const own = member(`${agent}:${priority}`);
      if (spans === undefined) return own;
      const merged: { from: number; until: number }[] = [];
      for (const [from, length] of [...spans].sort(([a], [b]) => a - b)) {
        const last = merged.at(-1);
        if (last !== undefined && from <= last.until) last.until = Math.max(last.until, from + length);
        else merged.push({ from, until: from + length });
      }
      return { ...own, spans: hours(...merged.map(({ from, until }): [number, number] => [from, until])) };
    }),
  );
  const textOf = ({ agentNumber, priority }: DesiredMember) => `${agentNumber}:${priority}`;

  it("an account as the files wanted it earlier differs by the clock alone, and --due makes it so", () => {
    fc.assert(
      fc.property(
        timelines,
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: 1, max: 300 }),
        (timeline, now, ago) => {
          const live = membersAt(timeline, ZERO + (now - ago) * HOUR).map(textOf);
          const whole = plannedAt(now, timeline, live);
          expect(told(whole.actions).filter((text) => !text.startsWith("schedule"))).toEqual([]);
          const due = plannedAt(now, timeline, live, { part: "schedule", guards: EMPTYING });
          expect(due.left).toEqual([]);
          expect(due.actions).toEqual(whole.actions);
          expect(whole.guards.map(({ guard, actual }) => (guard === "maxEmptied" ? 0 : actual))).toEqual([0, 0, 0]);
        },
      ),
    );
  });

  it("what the console did is left as it is, whatever is due beside it", () => {
    const edits = fc.uniqueArray(fc.tuple(fc.constantFrom("7", "8", "9"), fc.integer({ min: 0, max: 9 })), {
      selector: ([agent]) => agent,
      maxLength: 3,
    });
    const priorities = fc.array(fc.tuple(fc.constantFrom(...AGENTS), fc.integer({ min: 5, max: 9 })), { maxLength: 2 });
    const now = fc.integer({ min: -100, max: 100 });
    fc.assert(
      fc.property(
        timelines,
        now,
        fc.integer({ min: 1, max: 200 }),
        edits,
        priorities,
        (timeline, at, ago, added, other) => {
          const changed = new Map(other);
          const before = membersAt(timeline, ZERO + (at - ago) * HOUR);
          const live = [
            ...before.map((one) => `${one.agentNumber}:${changed.get(one.agentNumber) ?? one.priority}`),
            ...added.map(([agent, priority]) => `${agent}:${priority}`),
          ];
          const edited = new Set([
            ...added.map(([agent]) => agent),
            ...before.map(({ agentNumber }) => agentNumber).filter((agent) => changed.has(agent)),
          ]);
          const { actions, left = [] } = plannedAt(at, timeline, live, { part: "schedule", guards: EMPTYING });
          for (const action of actions) {
            if (action.action === "create") throw new TypeError("nothing is created");
            const touched = [...action.added, ...action.removed, ...action.reprioritized];
            expect(touched.filter(({ agentNumber }) => edited.has(agentNumber))).toEqual([]);
          }
          expect(told(left).every((text) => text.startsWith("drift"))).toBe(true);
          // After it only the edits are left.
          const after = actions[0]?.after.members.map((one) => `${one.agentNumber}:${one.priority}`) ?? live;
          const rest = plannedAt(at, timeline, after);
          expect(told(rest.actions)).toEqual(told(left));
        },
      ),
    );
  });

  it("the clock's last turn is among what an agent was", () => {
    fc.assert(
      fc.property(timelines, fc.integer({ min: -100, max: 100 }), (timeline, now) => {
        const moment = momentAt(now);
        for (const { agentNumber, before } of lastTurnsOf(timeline, moment.at, moment.window.from + 1))
          expect(moment.wasSo(timeline, agentNumber, before?.priority)).toBe(true);
      }),
    );
  });
});
