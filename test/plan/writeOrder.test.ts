import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
        const actions = actionsFor(before, after, created);
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
});
