import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { readingNeeds, restsOnAbsence, savedPlanNeeds } from "../../src/plan/readingNeeds.js";
import { desiredGroup, liveGroup, liveState, plan, planned } from "../support/builders.js";

const pinned = desiredGroup("a", ["1"], { exten: "10" });
const other = desiredGroup("b", ["1"], { exten: "11" });
const byName = desiredGroup("c", ["1"]);
const remembering = desiredGroup("d", ["1"], { exten: "12", memory: "1d" });
const ALL = [pinned, other, byName, remembering];
const only =
  (...groups: readonly DesiredGroup[]) =>
  (group: DesiredGroup) =>
    groups.includes(group);

describe("what a plan needs to know", () => {
  it.each([
    ["all groups, one of which has a memory", ALL, undefined, { queryOnly: true }],
    ["all groups, none with a memory", [pinned, byName], undefined, { queryOnly: false }],
    ["pinned groups of a limited run", ALL, only(pinned, other), { queryOnly: false, extens: ["10", "11"] }],
    ["a pinned group with a memory", ALL, only(remembering), { queryOnly: true, extens: ["12"] }],
    ["a limited run with a group that goes by its name", ALL, only(pinned, byName), { queryOnly: false }],
    ["a limited run with no group of this account", ALL, only(), { queryOnly: false, extens: [] }],
    ["only pinned groups, in a run that is not limited", [pinned, other], undefined, { queryOnly: false }],
  ] as const)("of %s", (_, groups, chosen, expected) => {
    expect(readingNeeds(groups, chosen)).toEqual(expected);
  });

  it("of a saved plan is the query's word where it makes a group, and no shorter way otherwise", () => {
    const live = [liveGroup("10", "a", ["2"]), liveGroup("11", "b", ["2"])];
    expect(savedPlanNeeds(planned([pinned, other], live).actions)).toEqual({ queryOnly: false });
    expect(savedPlanNeeds(planned([pinned, byName], live).actions)).toEqual({ queryOnly: true });
  });
});

describe("a plan rests on absence", () => {
  const live = [liveGroup("10", "a", ["2"])];
  it.each([
    ["members change", [pinned], false],
    ["nothing changes", [desiredGroup("a", ["2"], { exten: "10" })], false],
    ["a group is made", [pinned, byName], true],
    ["a pin is not live", [other], true],
    ["a pinned group has another name", [desiredGroup("new", ["1"], { exten: "10" })], false],
    ["a group is found by its old name", [desiredGroup("new", ["1"], { previously: ["a"] })], true],
  ] as const)("when %s", (_, groups, expected) => {
    expect(restsOnAbsence(plan(groups, live), groups)).toBe(expected);
  });
});

describe("a run limited to pinned groups", () => {
  it("comes to the same by these groups alone as by the whole account", () => {
    const members = fc.uniqueArray(fc.constantFrom("1", "2:3", "3", "4:1"), { maxLength: 4 });
    const name = fc.constantFrom("a", "b", "c", "A", "c ");
    const group = fc.record({ name, members, wanted: members, pinned: fc.boolean(), managed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (specs, pages) => {
        const live = specs.map((spec, index) => liveGroup(String(index + 10), spec.name, spec.members));
        const desired = specs.flatMap((spec, index) =>
          spec.managed ? [desiredGroup(spec.name, spec.wanted, spec.pinned ? { exten: String(index + 10) } : {})] : [],
        );
        const chosen = (one: DesiredGroup) => one.exten !== undefined && Number(one.exten) % 2 === 0;
        const { extens = [] } = readingNeeds(desired, chosen);
        const some = live.filter(({ exten }) => extens.includes(exten));
        const of = (groups: typeof live) =>
          plan(desired, live, { only: chosen, live: { ...liveState(...groups), pages } });
        expect(of(some)).toEqual(of(live));
      }),
    );
  });
});
