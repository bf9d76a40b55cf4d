import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import type { ClaimGroup, ClaimState } from "../../src/model/claims.js";
import { isWorse, readStaffingGuard, settleGuards } from "../../src/plan/guards.js";
import type { StaffedGroup } from "../../src/plan/plan.js";
import { staffingFindings, staffingOf } from "../../src/plan/staffing.js";
import { desiredGroup, liveGroup, planned } from "../support/builders.js";

/** A group of the claim status: `{ 8000: "pc" }`. */
function claims(exten: string, members: Readonly<Record<string, ClaimState>>): ClaimGroup {
  return {
    exten,
    displayName: `g${exten}`,
    members: Object.entries(members).map(([agentNumber, claim]) => ({ agentNumber, priority: 0, claim })),
  };
}

const actionsOf = (...args: Parameters<typeof planned>) => planned(...args).actions;

describe("staffing", () => {
  it("counts members who stay by what the group itself says, and added ones by what other groups say", () => {
    const actions = actionsOf(
      [desiredGroup("a", ["8001", "8002", "8003", "8004"]), desiredGroup("b", ["8002"])],
      [liveGroup("1", "a", ["8001", "8005"]), liveGroup("2", "b", ["8002", "8003"])],
    );
    const state = [claims("1", { 8001: "none", 8005: "both" }), claims("2", { 8001: "pc", 8002: "app", 8003: "none" })];
    expect(staffingOf(actions, state)).toEqual([
      {
        actionId: "replaceMembers:1",
        displayName: "a",
        exten: "1",
        before: { members: 2, claiming: 1, unknown: 0 },
        // 8001 does not take those of this group; 8002 does elsewhere; 8003 does not; 8004 is nowhere.
        after: { members: 4, claiming: 1, unknown: 1 },
      },
      {
        actionId: "replaceMembers:2",
        displayName: "b",
        exten: "2",
        before: { members: 2, claiming: 1, unknown: 0 },
        after: { members: 1, claiming: 1, unknown: 0 },
      },
    ]);
  });

  it.each([
    ["groups that contradict each other", [{ 8001: "pc" }, { 8001: "none" }], { claiming: 0, unknown: 1 }],
    ["three of them", [{ 8001: "pc" }, { 8001: "none" }, { 8001: "pc" }], { claiming: 0, unknown: 1 }],
    ["places that differ", [{ 8001: "pc" }, { 8001: "app" }], { claiming: 1, unknown: 0 }],
    ["a group that does not know", [{ 8001: "unknown" }, { 8001: "pc" }], { claiming: 1, unknown: 0 }],
    ["nobody who knows", [{ 8001: "unknown" }], { claiming: 0, unknown: 1 }],
    ["no group at all", [], { claiming: 0, unknown: 1 }],
  ] as const)("an agent who joins, of %s, is never guessed at", (_what, groups, expected) => {
    const [staffed] = staffingOf(
      actionsOf([desiredGroup("new", ["8001"])], []),
      groups.map((members, index) => claims(String(index + 1), members as Record<string, ClaimState>)),
    );
    expect(staffed).toEqual({ actionId: "create:new", displayName: "new", after: { members: 1, ...expected } });
  });

  it("warns, with the group's line, where nobody is left who takes conversations", () => {
    const desired = [desiredGroup("a", ["8002"]), desiredGroup("empty", []), desiredGroup("fine", ["8001"])];
    const live = [liveGroup("1", "a", ["8001"]), liveGroup("2", "empty", ["8001"]), liveGroup("3", "fine", ["8002"])];
    const actions = actionsOf(desired, live);
    const state = [claims("1", { 8001: "pc" }), claims("2", { 8001: "pc" }), claims("3", { 8002: "none" })];
    expect(staffingFindings(actions, staffingOf(actions, state))).toEqual([
      {
        code: "nobody-claiming",
        severity: "warning",
        args: { displayName: "a", exten: "1", members: 1, unknown: 0, before: 1 },
        source: { file: "groups.yaml", line: 10, column: 3 },
      },
    ]);
  });
});

describe("minClaiming", () => {
  const group = (before: number | undefined, after: number, members = 5): StaffedGroup => ({
    actionId: `${before}-${after}`,
    displayName: "g",
    ...(before === undefined ? {} : { before: { members: 5, claiming: before, unknown: 0 } }),
    after: { members, claiming: after, unknown: 0 },
  });

  const settled = (minClaiming: number) => settleGuards({ settings: { ...DEFAULT_GUARDS, minClaiming } }, 0);

  it.each<[string, StaffedGroup, boolean]>([
    ["fewer than asked for", group(3, 1), true],
    ["as many as asked for", group(3, 2), false],
    ["below already, and not worse", group(1, 1), false],
    ["below already, and better", group(0, 1), false],
    ["below already, and worse", group(1, 0), true],
    ["new, with fewer", group(undefined, 1), true],
    ["new, with enough", group(undefined, 2), false],
    ["left without a member, which is maxEmptied's", group(3, 0, 0), false],
  ])("%s", (_what, staffed, tripped) => {
    expect(readStaffingGuard([staffed], settled(2))[0]?.tripped).toBe(tripped);
  });

  it("counts the groups, and is silent where it is off", () => {
    const groups = [group(3, 1), group(3, 2), group(undefined, 0), group(3, 0, 0)];
    expect(readStaffingGuard(groups, settleGuards({ settings: DEFAULT_GUARDS, flags: { minClaiming: 2 } }, 0))).toEqual(
      [{ guard: "minClaiming", limit: "2", actual: 2, of: 3, setBy: "flag", tripped: true }],
    );
    expect(readStaffingGuard(groups, settled(0))).toEqual([]);
  });

  it("a change that takes nobody away never trips it at a group that is there", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (before, more, least) => {
        expect(isWorse(before, before + more, least)).toBe(false);
        expect(isWorse(before, before - 1, least)).toBe(before - 1 < least);
      }),
    );
  });

  it("is no part of the hash", () => {
    const one = () => planned([desiredGroup("a", ["8001"])], [liveGroup("1", "a", [])]);
    expect(
      planned([desiredGroup("a", ["8001"])], [liveGroup("1", "a", [])], {
        guards: {
          settings: { maxRemovals: { kind: "count", value: 1 }, maxEmptied: 1, maxCreates: 1, minClaiming: 9 },
        },
      }).hash,
    ).toBe(one().hash);
  });
});
