import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_GUARDS, type GuardLimit } from "../../src/config/settings.js";
import { type GuardRaise, type Guards, readGuards, settleGuards } from "../../src/plan/guards.js";
import { hashPlan } from "../../src/plan/hash.js";
import type { GuardName, Plan } from "../../src/plan/plan.js";
import { isIntact } from "../../src/plan/savedPlan.js";
import { desiredGroup, desiredState, liveGroup, plan, planned } from "../support/builders.js";

const count = (value: number): GuardLimit => ({ kind: "count", value });
const percent = (value: number): GuardLimit => ({ kind: "percent", value });
const waiver = (guard: GuardName, limit: GuardLimit): GuardRaise => ({
  ...{ guard, limit, setBy: "waiver", reason: "合并", until: "2026-12-01" },
});
const EMPTYING = [[desiredGroup("a", [])], [liveGroup("1", "a", ["8001", "8002"])]] as const;

describe("the limit of a guard", () => {
  it.each<[string, Partial<Guards>, GuardName, string, string | undefined, boolean]>([
    ["is the default", {}, "maxEmptied", "0", undefined, false],
    ["is that of muster.yaml", { setInFile: ["maxEmptied"] }, "maxEmptied", "0", "muster.yaml", false],
    ["is the flag's, and raised by it", { flags: { maxEmptied: 1 } }, "maxEmptied", "1", "flag", true],
    ["is the flag's where that is stricter", { flags: { maxCreates: 3 } }, "maxCreates", "3", "flag", false],
    ["is the waiver's", { raises: [waiver("maxEmptied", count(2))] }, "maxEmptied", "2", "waiver", true],
    [
      "is that of the most permissive waiver",
      { raises: [waiver("maxEmptied", count(2)), waiver("maxEmptied", count(5)), waiver("maxEmptied", count(3))] },
      ...(["maxEmptied", "5", "waiver", true] as const),
    ],
    [
      "is not a waiver's that is stricter",
      { raises: [waiver("maxCreates", count(2))] },
      "maxCreates",
      "20",
      undefined,
      false,
    ],
    [
      "is the flag's, whatever a waiver says",
      { raises: [waiver("maxEmptied", count(5))], flags: { maxEmptied: 0 } },
      ...(["maxEmptied", "0", "flag", false] as const),
    ],
    [
      "of removals counts what a percentage comes to: 30 of 100",
      { raises: [waiver("maxRemovals", count(30))] },
      "maxRemovals",
      "30%",
      undefined,
      false,
    ],
    [
      "of removals counts what a percentage comes to: 31 of 100",
      { raises: [waiver("maxRemovals", count(31))] },
      "maxRemovals",
      "31",
      "waiver",
      true,
    ],
    [
      "of agents is raised by being lowered",
      { settings: { ...DEFAULT_GUARDS, minClaiming: 2 }, raises: [waiver("minClaiming", count(1))] },
      "minClaiming",
      "1",
      "waiver",
      true,
    ],
    [
      "of agents is not raised by more",
      { raises: [waiver("minClaiming", count(1))] },
      "minClaiming",
      "0",
      undefined,
      false,
    ],
    [
      "of groups is no percentage",
      { raises: [waiver("maxEmptied", percent(50))] },
      "maxEmptied",
      "0",
      undefined,
      false,
    ],
  ])("%s", (_what, guards, guard, limit, setBy, isRaised) => {
    const { limits, raised } = settleGuards({ settings: DEFAULT_GUARDS, ...guards }, 100);
    const settled = limits[guard];
    expect([`${settled.limit.value}${settled.limit.kind === "percent" ? "%" : ""}`, settled.setBy]).toEqual([
      limit,
      setBy,
    ]);
    expect(raised.map((one) => [one.guard, one.limit, one.setBy])).toEqual(isRaised ? [[guard, limit, setBy]] : []);
  });

  it("is never stricter for a waiver, and what is carried is enough for the same plan", () => {
    const limit = fc.oneof(fc.nat(120).map(count), fc.nat(100).map(percent));
    const guard = fc.constantFrom<GuardName>("maxRemovals", "maxEmptied", "maxCreates");
    const raise = fc.record({ guard, limit }).map((one) => waiver(one.guard, one.limit));
    fc.assert(
      fc.property(fc.array(raise, { maxLength: 4 }), fc.nat(300), (raises, of) => {
        const { actions } = planned(...EMPTYING);
        const tripped = (guards: Guards) =>
          readGuards(actions, of, settleGuards(guards, of)).flatMap((one) => (one.tripped ? [one.guard] : []));
        const settings = { ...DEFAULT_GUARDS, maxRemovals: count(1) };
        const without = tripped({ settings });
        const waived = tripped({ settings, raises });
        expect(without).toEqual(expect.arrayContaining(waived));
        const { raised } = settleGuards({ settings, raises }, of);
        const carried = raised.map((one): GuardRaise => {
          const isShare = one.limit.endsWith("%");
          return { ...one, limit: isShare ? percent(Number.parseFloat(one.limit)) : count(Number(one.limit)) };
        });
        expect(tripped({ settings, raises: carried })).toEqual(waived);
      }),
    );
  });
});

describe("a raised guard", () => {
  const guards = (flags: Guards["flags"]): Guards => ({ settings: DEFAULT_GUARDS, ...(flags && { flags }) });
  const raised = planned(...EMPTYING, { guards: guards({ maxEmptied: 1 }) });
  const plain = planned(...EMPTYING);

  it("is in the plan and in its hash; without one the hash is what it was before there were any", () => {
    expect(raised.raised).toEqual([{ guard: "maxEmptied", limit: "1", setBy: "flag" }]);
    expect(raised.hash).not.toBe(plain.hash);
    expect(plain).not.toHaveProperty("raised");
    expect(plain.hash).toBe(hashPlan(plain.account, plain.actions));
    expect(plain.hash).toBe("sha256:fc6d4bb57f5e76bbecdade232aac8a201217905aa5847b3a5156475385276722");
    // Who raised it does not matter, nor what else is set.
    const waived = planned(...EMPTYING, {
      guards: { settings: DEFAULT_GUARDS, raises: [waiver("maxEmptied", count(1))], flags: { maxCreates: 1 } },
    });
    expect(waived.hash).toBe(raised.hash);
  });

  it("cannot be put into a saved plan, or taken out, or raised further", () => {
    const intact = (draft: object) => isIntact(draft as Plan);
    expect(intact(raised)).toBe(true);
    expect(intact({ ...plain, raised: raised.raised })).toBe(false);
    expect(intact({ ...raised, raised: [] })).toBe(false);
    expect(intact({ ...raised, raised: [{ guard: "maxEmptied", limit: "9", setBy: "flag" }] })).toBe(false);
  });
});

describe("a retired group", () => {
  const retired = (more = {}) => desiredGroup("a", [], { retired: true, ...more });
  const codes = ({ findings }: ReturnType<typeof plan>) => findings.map(({ code, args }) => ({ code, ...args }));

  it("is emptied, and no guard counts it", () => {
    const made = plan(
      [retired(), desiredGroup("b", ["8003"])],
      [liveGroup("1", "a", ["8001", "8002"]), liveGroup("2", "b", ["8003"])],
    );
    expect(made.plan.actions).toMatchObject([{ id: "replaceMembers:1", retired: true, after: { members: [] } }]);
    expect(made.plan.guards).toMatchObject([
      { guard: "maxRemovals", actual: 0, of: 1, tripped: false },
      { guard: "maxEmptied", actual: 0, tripped: false },
      { guard: "maxCreates", actual: 0, tripped: false },
    ]);
    expect(codes(made)).toMatchObject([
      { code: "retired-live", displayName: "a", exten: "1", members: 2 },
      { code: "left-without-group" },
    ]);
  });

  it("that --only change leaves as it is keeps its members, and says so", () => {
    const live = [liveGroup("1", "a", ["8001"])];
    const made = plan([retired()], live, { base: desiredState(retired()), part: "change" });
    expect(made.plan.actions).toEqual([]);
    expect(codes(made)).toEqual([{ code: "retired-live", displayName: "a", exten: "1", members: 1, stay: true }]);
  });

  it("counts its own only: members: [] still trips", () => {
    const made = planned(
      [retired(), desiredGroup("b", [])],
      [liveGroup("1", "a", ["8001"]), liveGroup("2", "b", ["8003"])],
    );
    expect(made.guards.find(({ guard }) => guard === "maxEmptied")).toMatchObject({ actual: 1, tripped: true });
  });

  it("that is empty is remembered, with nothing to write and nothing by hand", () => {
    const made = plan([retired({ assignRule: "priority", memory: "1d" })], [liveGroup("1", "a", [])]);
    expect([made.plan.actions, made.plan.manual, made.plan.summary.unchanged]).toEqual([[], [], 1]);
    expect(codes(made)).toEqual([{ code: "retired-live", displayName: "a", exten: "1", members: 0 }]);
  });

  it.each([
    ["by name", retired(), [], undefined],
    ["by its number", retired({ exten: "1" }), [], "1"],
    // The console has made another group of that name since.
    ["by its number, with another of its name", retired({ exten: "1" }), [liveGroup("9", "a", ["8001"])], "1"],
  ])("that is gone is never made anew: %s", (_what, desired, live, exten) => {
    const made = plan([desired], live);
    expect([made.plan.actions, made.plan.summary.create, made.plan.summary.unchanged]).toEqual([[], 0, 0]);
    expect(codes(made)).toEqual([
      { code: "retired-gone", displayName: "a", ...(exten === undefined ? {} : { exten }) },
    ]);
    expect(made.plan.unmanaged.map((one) => one.exten)).toEqual(live.map((one) => one.exten));
  });

  it("is emptied by the change that retires it, of whoever came meanwhile too; later comers are drift", () => {
    const base = { groups: [desiredGroup("a", ["8001"])], agentNames: new Map() };
    const live = [liveGroup("1", "a", ["8001", "8009"])];
    const retiring = planned([retired()], live, { base, part: "change" });
    expect(retiring.actions).toMatchObject([{ origin: "change", retired: true, after: { members: [] } }]);
    expect(retiring.left).toEqual([]);
    expect(isIntact(retiring as unknown as Plan)).toBe(true);
    expect(retiring.guards[0]).toMatchObject({ actual: 0, change: 0, drift: 0, tripped: false });
    const later = planned([retired()], live, { base: { ...base, groups: [retired()] }, part: "change" });
    expect([later.actions, later.left?.length]).toEqual([[], 1]);
  });

  it("is in the hash as retired, and a plan of one that keeps members is not believed", () => {
    const [made, plain] = [planned([retired()], EMPTYING[1]), planned(...EMPTYING)];
    expect(made.hash).not.toBe(plain.hash);
    expect(isIntact(made as unknown as Plan)).toBe(true);
    const forged = made.actions.map((action) => ({
      ...action,
      after: action.action === "create" ? action.after : action.before,
    }));
    const hash = hashPlan(made.account, forged as Plan["actions"]);
    expect(isIntact({ ...made, actions: forged, hash } as unknown as Plan)).toBe(false);
    const unmarked = made.actions.map((action) => ({ ...action, retired: undefined }));
    expect(isIntact({ ...made, actions: unmarked } as unknown as Plan)).toBe(false);
  });
});
