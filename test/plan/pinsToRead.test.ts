import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { pinsToRead } from "../../src/plan/selectGroups.js";
import { desiredGroup, liveGroup, liveState, plan } from "../support/builders.js";

const pinned = desiredGroup("a", ["1"], { exten: "10" });
const other = desiredGroup("b", ["1"], { exten: "11" });
const byName = desiredGroup("c", ["1"]);
const ALL = [pinned, other, byName];
const only =
  (...groups: readonly DesiredGroup[]) =>
  (group: DesiredGroup) =>
    groups.includes(group);

describe("the groups that a plan has to read", () => {
  it.each([
    ["all groups", ALL, undefined, undefined],
    ["pinned groups of a limited run", ALL, only(pinned, other), ["10", "11"]],
    ["a limited run with a group that goes by its name", ALL, only(pinned, byName), undefined],
    ["a limited run with no group of this account", ALL, only(), []],
    ["only pinned groups, in a run that is not limited", [pinned, other], undefined, undefined],
  ] as const)("of %s", (_, groups, chosen, expected) => {
    expect(pinsToRead(groups, chosen)).toEqual(expected);
  });
});

describe("a run limited to pinned groups", () => {
  it("gives the same from these groups alone as from the whole account", () => {
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
        const extens = pinsToRead(desired, chosen) ?? [];
        const some = live.filter(({ exten }) => extens.includes(exten));
        const of = (groups: typeof live) =>
          plan(desired, live, { only: chosen, isPartial: true, live: { ...liveState(...groups), pages } });
        expect(of(some)).toEqual(of(live));
      }),
    );
  });
});
