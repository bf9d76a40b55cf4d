import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/plan/plan.js";
import { orderWrites } from "../../src/plan/writeOrder.js";
import { desiredGroup, liveGroup, planned } from "../support/builders.js";

type Rosters = readonly (readonly string[])[];

/** Groups that exist have rosters before and after; those to create only after. */
function actionsFor(before: Rosters, after: Rosters, created: Rosters = []) {
  const live = before.map((members, index) => liveGroup(String(index), `g${index}`, members));
  const desired = [
    ...after.map((members, index) => desiredGroup(`g${index}`, members)),
    ...created.map((members, index) => desiredGroup(`new${index}`, members)),
  ];
  return planned(desired, live).actions;
}

const order = (before: Rosters, after: Rosters, created?: Rosters) =>
  orderWrites(actionsFor(before, after, created)).steps.map((step) => step.id);

/** Carries the writes out: each finds what it expects, and nobody who moves is in neither group in between. */
function checkWrites(before: Rosters, actions: readonly Action[]): void {
  const { steps } = orderWrites(actions);
  const state = new Map(before.map((members, index) => [`g${index}`, new Set(members)]));
  /** Groups of which each agent is to become a member. */
  const joins = (agent: string) =>
    actions
      .filter((action) => action.added.some((one) => one.agentNumber === agent))
      .map((action) => action.displayName);
  for (const step of steps) {
    const name = step.action.displayName;
    const was = state.get(name) ?? new Set<string>();
    expect([...was].sort()).toEqual(step.expects.map((one) => one.agentNumber));
    state.set(name, new Set(step.writes.map((one) => one.agentNumber)));
    for (const agent of was) {
      if (state.get(name)?.has(agent)) continue;
      for (const joined of joins(agent)) expect(state.get(joined)?.has(agent)).toBe(true);
    }
  }
  for (const action of actions)
    expect([...(state.get(action.displayName) ?? [])].sort()).toEqual(
      action.after.members.map((one) => one.agentNumber),
    );
}

describe("orderWrites", () => {
  it("writes the group that gains an agent before the one that loses it, whatever their names", () => {
    expect(order([["1", "2"], ["3"]], [["2"], ["3", "1"]])).toEqual(["replaceMembers:1", "replaceMembers:0"]);
    expect(order([["3"], ["1", "2"]], [["3", "1"], ["2"]])).toEqual(["replaceMembers:0", "replaceMembers:1"]);
  });

  it("creates the group that an agent moves to before the old one loses the agent", () => {
    expect(order([["1", "2"]], [["2"]], [["1"]])).toEqual(["create:new0", "replaceMembers:0"]);
  });

  it("writes one group of a ring twice, and the others once", () => {
    const { steps } = orderWrites(actionsFor([["1"], ["2"]], [["2"], ["1"]]));
    expect(steps.map((step) => step.id)).toEqual(["replaceMembers:0#arrivals", "replaceMembers:1", "replaceMembers:0"]);
    expect(steps[0]?.writes.map((member) => member.agentNumber)).toEqual(["1", "2"]);
    expect(steps[2]).toMatchObject({ expects: steps[0]?.writes, follows: "replaceMembers:0#arrivals" });
  });

  it("opens a ring at the ring, not at a group behind it", () => {
    // g0 and g1 exchange; g2 only gives an agent to g0.
    expect(order([["1"], ["2"], ["3", "9"]], [["2", "3"], ["1"], ["9"]])).toHaveLength(4);
  });

  it("writes every changed group once where nothing moves in a ring", () => {
    const n = 60;
    const before = Array.from({ length: n }, (_, index) => [`a${index}`, `b${index}`]);
    const after = before.map((_, index) => [`b${index}`, ...(index > 0 ? [`a${index - 1}`] : [])]);
    expect(order(before, after)).toHaveLength(n);
  });

  /** The coverage of each group; `undefined`: none. */
  const covered = (before: Rosters, after: Rosters, least: readonly (number | undefined)[]) =>
    actionsFor(before, after).map((action): Action => {
      const min = least[Number(action.action === "create" ? -1 : action.exten)];
      return min === undefined ? action : { ...action, coverage: { min } };
    });
  const orderOf = (actions: readonly Action[]) => orderWrites(actions).steps.map((step) => step.id);

  it("writes groups that are below their coverage first, and before them only what they wait for", () => {
    const fuller = [["1"], ["2"], ["3"], ["4"]];
    const next = fuller.map((members, index) => [...members, `n${index}`]);
    expect(orderOf(covered(fuller, next, [undefined, undefined, 2, 1]))).toEqual([
      "replaceMembers:2",
      "replaceMembers:0",
      "replaceMembers:1",
      "replaceMembers:3",
    ]);
    // g3 gets 9 and gives 4 to g1, which must have 4 before; g0 and g2 are nobody's business.
    const given = [
      ["1", "n0"],
      ["2", "4"],
      ["3", "n2"],
      ["9", "8"],
    ];
    expect(orderOf(covered(fuller, given, [undefined, undefined, undefined, 2]))).toEqual([
      "replaceMembers:1",
      "replaceMembers:3",
      "replaceMembers:0",
      "replaceMembers:2",
    ]);
  });

  it("nobody is waited for who does not come: a group below its coverage that only loses has no haste", () => {
    expect(orderOf(covered([["1"], ["2", "3"]], [["1", "4"], ["2"]], [undefined, 5]))).toEqual([
      "replaceMembers:0",
      "replaceMembers:1",
    ]);
  });

  const roster = fc.uniqueArray(fc.constantFrom(..."ABCDEFGH"), { maxLength: 5 });
  const cases = fc.integer({ min: 1, max: 6 }).chain((n) =>
    fc.record({
      before: fc.array(roster, { minLength: n, maxLength: n }),
      after: fc.array(roster, { minLength: n, maxLength: n }),
      created: fc.array(roster, { maxLength: 2 }),
    }),
  );

  it("never leaves an agent who moves in neither group, at any moment, and ends as planned", () => {
    fc.assert(
      fc.property(cases, ({ before, after, created }) => {
        checkWrites(before, actionsFor(before, after, created));
      }),
      { numRuns: 1_000 },
    );
  });

  it("never writes a group more than twice, nor one that is not in a plan", () => {
    fc.assert(
      fc.property(cases, ({ before, after, created }) => {
        const actions = actionsFor(before, after, created);
        const { steps } = orderWrites(actions);
        for (const action of actions) {
          const times = steps.filter((step) => step.action === action).length;
          expect(times).toBeGreaterThanOrEqual(1);
          expect(times).toBeLessThanOrEqual(action.action === "create" ? 1 : 2);
        }
      }),
    );
  });

  it("with coverage keeps to all of that, and nothing else goes before a group that is below it and waits for nobody", () => {
    const least = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(cases, least, ({ before, after }, mins) => {
        const actions = covered(before, after, mins);
        const plain = orderWrites(actionsFor(before, after));
        const { steps } = orderWrites(actions);
        checkWrites(before, actions);
        // The same writes: each group once, or twice where a ring had to be opened.
        expect(new Set(steps.map(({ action }) => action.id))).toEqual(
          new Set(plain.steps.map(({ action }) => action.id)),
        );
        const leaving = new Set(
          actions.flatMap((one) => (one.action === "create" ? [] : one.removed)).map((one) => one.agentNumber),
        );
        const arriving = new Set(actions.flatMap(({ added }) => added).map((one) => one.agentNumber));
        const isUrgent = (action: Action) =>
          action.action === "replaceMembers" &&
          action.before.members.length < (action.coverage?.min ?? 0) &&
          action.added.length > 0;
        const isFree = (action: Action) =>
          action.action === "replaceMembers" &&
          action.removed.every((one) => !(leaving.has(one.agentNumber) && arriving.has(one.agentNumber)));
        const free = steps.flatMap(({ action }, index) => (isUrgent(action) && isFree(action) ? [index] : []));
        const calm = steps.findIndex(({ action }) => !isUrgent(action));
        if (calm >= 0 && !actions.some((action) => isUrgent(action) && !isFree(action)))
          expect(free.every((index) => index < calm)).toBe(true);
      }),
    );
  });
});
