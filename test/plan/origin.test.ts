import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesiredGroup } from "../../src/config/desired.js";
import { sortMembers } from "../../src/model/skillGroup.js";
import type { LiveGroup } from "../../src/moor/live.js";
import { hashPlan } from "../../src/plan/hash.js";
import type { PlanDraft } from "../../src/plan/makePlan.js";
import { pairWithBase } from "../../src/plan/origin.js";
import type { Action, Origin, Plan } from "../../src/plan/plan.js";
import { isIntact } from "../../src/plan/savedPlan.js";
import { desiredGroup, desiredState, liveGroup, plan, planned } from "../support/builders.js";

type Groups = readonly DesiredGroup[];
type More = Parameters<typeof planned>[2];

function compared(base: Groups, head: Groups, live: readonly LiveGroup[], more: More = {}): PlanDraft {
  return planned(head, live, { base: desiredState(...base), ...more });
}

function onlyChange(base: Groups, head: Groups, live: readonly LiveGroup[]): PlanDraft {
  return compared(base, head, live, { part: "change" });
}

/** `change a +1`, `drift a -2`, `change create b`: everything that a plan does, with its origin. */
function told(actions: readonly Action[]): string[] {
  return actions
    .flatMap((action) => {
      const { displayName: name } = action;
      if (action.action === "create") return [`${action.origin} create ${name}`];
      return [
        ...action.added.map((one) => `${one.origin} ${name} +${one.agentNumber}`),
        ...action.removed.map((one) => `${one.origin} ${name} -${one.agentNumber}`),
        ...action.reprioritized.map((one) => `${one.origin} ${name} ${one.agentNumber} ${one.from}→${one.to}`),
      ];
    })
    .sort();
}

const a = (members?: readonly string[], more: Partial<DesiredGroup> = {}) => desiredGroup("a", members, more);
const liveA = (...members: string[]) => liveGroup("10", "a", members);

describe("the origin of a difference", () => {
  it.each<[string, Groups, Groups, readonly LiveGroup[], string[]]>([
    ["an agent whom the change adds", [a(["1"])], [a(["1", "2"])], [liveA("1")], ["change a +2"]],
    ["an agent whom the console removed", [a(["1", "2"])], [a(["1", "2"])], [liveA("1")], ["drift a +2"]],
    ["both in one group", [a(["1"])], [a(["1", "2"])], [liveA("1", "9")], ["change a +2", "drift a -9"]],
    ["an agent whom the change removes", [a(["1", "2"])], [a(["1"])], [liveA("1", "2")], ["change a -2"]],
    ["another priority", [a(["1"])], [a(["1:5"])], [liveA("1")], ["change a 1 0→5"]],
    ["a priority of the console", [a(["1:5"])], [a(["1:5"])], [liveA("1")], ["drift a 1 0→5"]],
    ["what the change wants and the console undid in part", [a(["1"])], [a(["1:5"])], [liveA()], ["change a +1"]],
    ["a group that is taken over, removals included", [], [a(["1"])], [liveA("2")], ["change a +1", "change a -2"]],
    ["members that are taken over", [a()], [a(["1"])], [liveA("2")], ["change a +1", "change a -2"]],
    ["members that are given back", [a(["1"])], [a()], [liveA("2")], []],
    ["a new group", [], [a(["1"])], [], ["change create a"]],
    ["a group of both that is not live", [a(["1"])], [a(["1", "2"])], [], ["drift create a"]],
    ["a group that the files do not name any more", [a(["1"])], [], [liveA("2")], []],
    [
      "additive: adds only",
      [a(["1"], { membership: "additive" })],
      [a(["1", "2"], { membership: "additive" })],
      [liveA("9")],
      ["change a +2", "drift a +1"],
    ],
    [
      "additive to exact: who is not listed was nobody's business before",
      [a(["1"], { membership: "additive" })],
      [a(["1"])],
      [liveA("1", "9")],
      ["change a -9"],
    ],
    ["exact to additive", [a(["1"])], [a(["1", "2"], { membership: "additive" })], [liveA("1", "9")], ["change a +2"]],
    [
      "a group that the change pins and renames at once",
      [a(["1", "9"])],
      [desiredGroup("b", ["1", "2", "9"], { exten: "10" })],
      [liveA("1")],
      ["change a +2", "drift a +9"],
    ],
    [
      "an agent whom the server lists twice",
      [a(["1"])],
      [a(["1", "2"])],
      [liveA("1", "1:5")],
      ["change a +2", "drift a 1 5→0"],
    ],
  ])("%s", (_, base, head, live, expected) => {
    const draft = compared(base, head, live);
    expect(told(draft.actions)).toEqual(expected);
    const limited = onlyChange(base, head, live);
    expect(told(limited.actions)).toEqual(expected.filter((one) => one.startsWith("change")));
    expect(told(limited.left ?? [])).toEqual(expected.filter((one) => one.startsWith("drift")));
  });

  it("--only change lets nobody leave for a group that it does not create", () => {
    const b = (members: readonly string[]) => desiredGroup("b", members);
    const change = [[a(["1", "2"]), b(["3"])], [a(["2"]), b(["1", "3"])], [liveA("1", "2")]] as const;
    const { plan: draft, findings } = plan(change[1], change[2], {
      base: desiredState(...change[0]),
      part: "change",
    });
    expect([told(draft.actions), told(draft.left ?? [])]).toEqual([[], ["drift create b"]]);
    expect(findings).toMatchObject([
      { code: "waits-for-stopped", severity: "error", args: { displayName: "a", agents: ["1"], other: "b" } },
    ]);
    expect(told(compared(...change).actions)).toEqual(["change a -1", "drift create b"]);
  });

  it("of a setting and of a name for the console goes by the same rule", () => {
    const live = [liveGroup("10", "旧名", ["1"], { assignRule: "random", memory: "off" })];
    const base = [desiredGroup("旧名", ["1"], { memory: "1d", exten: "10" })];
    const head = [desiredGroup("新名", ["1"], { memory: "1d", assignRule: "least", exten: "10" })];
    const draft = compared(base, head, live);
    expect(draft.manual.map(({ attribute, origin }) => `${origin} ${attribute}`)).toEqual([
      "change assignRule",
      "change displayName",
      "drift memory",
    ]);
    expect([draft.summary.change, draft.summary.drift]).toMatchObject([{ manual: 2 }, { manual: 1 }]);
  });

  it.each<[string, Groups, Groups, readonly string[]]>([
    ["the same pin", [desiredGroup("x", [], { exten: "1" })], [desiredGroup("y", [], { exten: "1" })], ["y=x"]],
    ["the same name", [desiredGroup("x")], [desiredGroup("x")], ["x=x"]],
    ["the same name, pinned since", [desiredGroup("x")], [desiredGroup("x", [], { exten: "1" })], ["x=x"]],
    ["two pins", [desiredGroup("x", [], { exten: "2" })], [desiredGroup("x", [], { exten: "1" })], []],
    ["an old name", [desiredGroup("x")], [desiredGroup("y", [], { previously: ["x"] })], ["y=x"]],
    ["a rename that is taken back", [desiredGroup("y", [], { previously: ["x"] })], [desiredGroup("x")], ["x=y"]],
    [
      "a pin before a name",
      [desiredGroup("x", [], { exten: "1" }), desiredGroup("y", [], { exten: "2" })],
      [desiredGroup("y", [], { exten: "1" }), desiredGroup("x", [], { exten: "2" })],
      ["x=y", "y=x"],
    ],
    [
      "a name before an old name",
      [desiredGroup("x")],
      [desiredGroup("x"), desiredGroup("y", [], { previously: ["x"] })],
      ["x=x"],
    ],
    ["nothing", [desiredGroup("x")], [desiredGroup("y")], []],
  ])("matches a group of the head with the base's by %s", (_, base, head, expected) => {
    const pairs = pairWithBase(head, base);
    expect([...pairs].map(([one, other]) => `${one.displayName}=${other.displayName}`).sort()).toEqual(expected);
  });

  it("counts what the change wants and is so already", () => {
    const base = [a(["1", "2", "3"], { memory: "1d" })];
    const head = [a(["1", "4"], { memory: "off" }), desiredGroup("b", ["1"]), desiredGroup("c", ["1"])];
    // 4 is there, 2 is gone, 3 is to leave; the memory is off; b is there, with 1.
    const live = [liveGroup("10", "a", ["1", "3", "4"], { memory: "off" }), liveGroup("11", "b", ["1"])];
    expect(compared(base, head, live).summary).toMatchObject({
      change: { create: 1, replaceMembers: 1, membersAdded: 1, membersRemoved: 1, alreadySo: 5 },
      drift: { create: 0, replaceMembers: 0, manual: 0, membersAdded: 0, membersRemoved: 0 },
    });
  });

  it("lists what is no longer managed", () => {
    const base = [a(["1"]), desiredGroup("b", ["1"]), desiredGroup("c", ["1"]), desiredGroup("gone", ["1"])];
    const live = [liveA("1", "2"), liveGroup("11", "b", ["1"]), liveGroup("12", "c"), liveGroup("13", "other")];
    const draft = compared(base, [desiredGroup("b"), desiredGroup("c", ["1"])], live);
    expect(draft.noLongerManaged).toEqual([
      { displayName: "a", exten: "10", members: 2 },
      { displayName: "b", exten: "11", members: 1, part: "members" },
    ]);
    expect(draft.unmanaged.map((one) => one.displayName)).toEqual(["a", "other"]);
    expect(compared(base, base, live).noLongerManaged).toBeUndefined();
    const ignoring = { isIgnored: () => true };
    expect(compared(base, [], live, ignoring).noLongerManaged?.map((one) => one.displayName)).toEqual(["a", "b", "c"]);
  });

  it("says of each guard how much is change", () => {
    const base = [a(["1", "2"]), desiredGroup("b", ["1"])];
    const head = [a([]), desiredGroup("b", ["1"]), desiredGroup("c", [])];
    const live = [liveA("1", "2", "3"), liveGroup("11", "b", ["1", "5", "6"])];
    expect(compared(base, head, live).guards).toMatchObject([
      { guard: "maxRemovals", actual: 5, change: 2, drift: 3 },
      { guard: "maxEmptied", actual: 1, change: 1, drift: 0 },
      { guard: "maxCreates", actual: 1, change: 1, drift: 0 },
    ]);
    expect(onlyChange(base, head, live).guards).toMatchObject([
      { guard: "maxRemovals", actual: 2, change: 2, drift: 0 },
      { guard: "maxEmptied", actual: 0, change: 0, drift: 0 },
      { guard: "maxCreates", actual: 1, change: 1, drift: 0 },
    ]);
  });

  it("says that the files name no group where groups are live", () => {
    const said = (...args: Parameters<typeof plan>) => plan(...args).findings.map(({ code }) => code);
    expect(said([], [liveA("1")])).toEqual(["nothing-desired"]);
    expect(said([], [])).toEqual([]);
  });

  it("a plan that is limited to the change has another hash, even where it writes the same", () => {
    const [base, head, live] = [[a(["1"])], [a(["1", "2"])], [liveA("1")]] as const;
    expect(onlyChange(base, head, live).hash).not.toBe(compared(base, head, live).hash);
    expect(compared(base, head, live).hash).toBe(planned(head, live).hash);
  });
});

const AGENTS = ["1", "2", "3", "4"];
const members = fc.uniqueArray(fc.tuple(fc.constantFrom(...AGENTS), fc.constantFrom("", ":5")), {
  selector: ([agent]) => agent,
});
const texts = members.map((list) => list.map(([agent, priority]) => `${agent}${priority}`));
const NAMES = ["a", "b", "c"];
const EXTENS: Readonly<Record<string, string>> = { a: "10", b: "11", c: "12" };
const some = <T>(one: (name: string) => fc.Arbitrary<T>) =>
  fc
    .tuple(...NAMES.map((name) => fc.option(one(name), { nil: undefined })))
    .map((all) => all.filter((x) => x !== undefined));
const desiredGroups = some((name) =>
  fc
    .tuple(
      fc.option(texts, { nil: undefined }),
      fc.constantFrom("exact", "additive"),
      fc.option(fc.constantFrom("1d", "off"), { nil: undefined }),
    )
    .map(([list, membership, memory]) =>
      desiredGroup(name, list, { membership: membership as "exact", ...(memory && { memory: memory as "off" }) }),
    ),
);
const liveGroups = some((name) => texts.map((list) => liveGroup(EXTENS[name] ?? "", name, list)));

/** The account after a plan. */
function after(live: readonly LiveGroup[], { actions }: Pick<PlanDraft, "actions">): LiveGroup[] {
  const written = new Map(actions.map((action) => [action.displayName, action.after.members]));
  const created = actions
    .filter((action) => action.action === "create")
    .map((action) => ({
      ...liveGroup(EXTENS[action.displayName] ?? "", action.displayName),
      members: action.after.members,
    }));
  return [...live.map((group) => ({ ...group, members: written.get(group.displayName) ?? group.members })), ...created];
}

/** The desired state wins where it says anything. */
function merged(live: readonly LiveGroup[], actions: readonly Action[]): string {
  return shown(after(live, { actions }));
}

function shown(live: readonly LiveGroup[]): string {
  return JSON.stringify(
    [...live]
      .sort((one, other) => (one.displayName < other.displayName ? -1 : 1))
      .map((group) => [group.displayName, sortMembers(group.members).map((one) => [one.agentNumber, one.priority])]),
  );
}

/** Everything of a plan without what depends on the base. */
function without(actions: readonly Action[]): unknown {
  return JSON.parse(JSON.stringify(actions, (key, value) => (key === "origin" ? undefined : value)));
}

/** `ORIGIN_RUNS=2000` for a long search. */
const RUNS = { numRuns: Number(process.env["ORIGIN_RUNS"] ?? 40) };

describe("change and drift", () => {
  const states = fc.tuple(desiredGroups, desiredGroups, liveGroups);

  it("together are the plan", () => {
    fc.assert(
      fc.property(states, ([base, head, live]) => {
        const plain = planned(head, live);
        const both = compared(base, head, live);
        expect(without(both.actions)).toEqual(plain.actions);
        expect(both.hash).toBe(plain.hash);
        const { change, drift } = both.summary;
        for (const key of ["create", "manual", "membersAdded", "membersRemoved", "membersReprioritized"] as const)
          expect((change?.[key] ?? 0) + (drift?.[key] ?? 0)).toBe(plain.summary[key]);
        for (const { actual, change: ours, drift: theirs } of both.guards)
          expect((ours ?? 0) + (theirs ?? 0)).toBe(actual);
      }),
      RUNS,
    );
  });

  it("--only change, and then the head, come to the head; what is left is the plan after, drift alone", () => {
    fc.assert(
      fc.property(states, ([base, head, live]) => {
        const { plan: limited, findings } = plan(head, live, { base: desiredState(...base), part: "change" });
        // Nobody leaves for a group that is not created: the rest of that change waits.
        fc.pre(!findings.some(({ code }) => code === "waits-for-stopped"));
        expect(new Set(limited.actions.map(({ origin }) => origin))).toEqual(
          new Set(limited.actions.length === 0 ? [] : ["change"]),
        );
        const then = after(live, limited);
        const next = compared(base, head, then);
        expect(told(next.actions)).toEqual(told(limited.left ?? []));
        expect(without(next.actions)).toEqual(without(limited.left ?? []));
        expect(told(next.actions).filter((one) => !one.startsWith("drift"))).toEqual([]);
        expect(onlyChange(base, head, then).actions).toEqual([]);
        expect(merged(then, next.actions)).toBe(merged(live, planned(head, live).actions));
      }),
      RUNS,
    );
  });

  it("--only change moves no agent whom neither commit mentions, unless the change takes the members over", () => {
    fc.assert(
      fc.property(states, ([base, head, live]) => {
        const { actions } = onlyChange(base, head, live);
        for (const action of actions) {
          if (action.action === "create") continue;
          const lists = [base, head].map((groups) => groups.find((one) => one.displayName === action.displayName));
          const isTakenOver = lists[0]?.members === undefined || lists[0].membership === "additive";
          const mentioned = new Set(lists.flatMap((one) => one?.members ?? []).map((one) => one.agentNumber));
          for (const one of [...action.added, ...action.removed, ...action.reprioritized])
            expect(mentioned.has(one.agentNumber) || isTakenOver).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it("with base = head all is drift; with an empty base all is change", () => {
    fc.assert(
      fc.property(states, ([, head, live]) => {
        const origins = (plan: PlanDraft): Set<Origin | undefined> =>
          new Set([...plan.actions, ...plan.manual].map(({ origin }) => origin));
        const same = compared(head, head, live);
        expect([...origins(same)].filter((one) => one !== "drift")).toEqual([]);
        expect(same.summary.change?.alreadySo).toBe(0);
        expect([...origins(compared([], head, live))].filter((one) => one !== "change")).toEqual([]);
      }),
      RUNS,
    );
  });

  it("do not depend on any order", () => {
    const reversed = (groups: Groups): DesiredGroup[] =>
      [...groups]
        .reverse()
        .map((one) => (one.members === undefined ? one : { ...one, members: [...one.members].reverse() }));
    fc.assert(
      fc.property(states, ([base, head, live]) => {
        const turned = onlyChange(reversed(base), reversed(head), [...live].reverse());
        expect(turned).toEqual(onlyChange(base, head, live));
      }),
      RUNS,
    );
  });

  it("a saved plan that is limited to the change is intact, and not without its limit", () => {
    fc.assert(
      fc.property(states, ([base, head, live]) => {
        const plan: Plan = { ...onlyChange(base, head, live), diagnostics: [] };
        expect(isIntact(plan)).toBe(true);
        expect(hashPlan(plan.account, plan.actions)).not.toBe(plan.hash);
      }),
      RUNS,
    );
  });
});
