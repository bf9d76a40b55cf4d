import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { desiredGroup, liveGroup, liveState, plan, planned } from "../support/builders.js";

describe("makePlan", () => {
  it("is empty where the account is what the files say", () => {
    const draft = planned([desiredGroup("a", ["1", "2:5"])], [liveGroup("10", "a", ["2:5", "1"])]);
    expect(draft.actions).toEqual([]);
    expect(draft.summary).toMatchObject({ create: 0, replaceMembers: 0, unchanged: 1, manual: 0 });
    expect(draft.budget).toEqual({ reads: 0, writes: 0, etaSeconds: 0 });
  });

  it("creates what is not live, with its members and where they come from", () => {
    const { actions } = planned([desiredGroup("a", ["2:1", "1"], { assignRule: "priority", memory: "1d" })], []);
    expect(actions).toEqual([
      {
        id: "create:a",
        action: "create",
        displayName: "a",
        after: {
          assignRule: "priority",
          memory: "1d",
          members: [
            { agentNumber: "1", priority: 0 },
            { agentNumber: "2", priority: 1 },
          ],
        },
        added: [
          { agentNumber: "1", priority: 0, source: { file: "groups.yaml", line: 14, column: 3 } },
          { agentNumber: "2", priority: 1, source: { file: "groups.yaml", line: 13, column: 3 } },
        ],
        source: { file: "groups.yaml", line: 10, column: 3 },
      },
    ]);
  });

  it("shows what people are told, with the owner's name, and neither plans nor hashes it", () => {
    const told = { description: "工作日", owner: { written: "8000", agentNumber: "8000" } };
    const live = [
      liveGroup("10", "a", ["1"], { assignRule: "random" }),
      { ...liveGroup("11", "b"), members: [{ agentNumber: "8000", priority: 0, agentName: "张伟" }] },
    ];
    const wanted = (more: object) => [
      desiredGroup("a", ["2"], { assignRule: "queue", ...more }),
      desiredGroup("c", ["2"], more),
    ];
    const { actions, manual, hash } = planned(wanted(told), live);
    const shown = { description: "工作日", owner: { written: "8000", agentNumber: "8000", agentName: "张伟" } };
    expect([...actions, ...manual]).toMatchObject([shown, shown, shown]);
    expect(hash).toBe(planned(wanted({}), live).hash);
    expect(planned([desiredGroup("a", ["1"], told)], live).actions).toEqual([]);
    expect(planned([desiredGroup("a", ["1"], { owner: { written: "客服一部" } })], live).summary.unchanged).toBe(1);
  });

  it("lists added, removed and reprioritized members", () => {
    const { actions, summary } = planned(
      [desiredGroup("a", ["1", "3:2", "4:5"])],
      [liveGroup("10", "a", ["1", "2", "4"])],
    );
    expect(actions).toMatchObject([
      {
        id: "replaceMembers:10",
        before: { members: [{ agentNumber: "1" }, { agentNumber: "2" }, { agentNumber: "4", priority: 0 }] },
        after: { members: [{ agentNumber: "1" }, { agentNumber: "3" }, { agentNumber: "4", priority: 5 }] },
        added: [{ agentNumber: "3", priority: 2, source: { line: 14 } }],
        removed: [{ agentNumber: "2", source: { line: 12 } }],
        reprioritized: [{ agentNumber: "4", from: 0, to: 5, source: { line: 15 } }],
      },
    ]);
    expect(summary).toMatchObject({ replaceMembers: 1, membersAdded: 1, membersRemoved: 1, membersReprioritized: 1 });
  });

  it("leaves members alone where the files have no list, and empties a group where the list is empty", () => {
    expect(planned([desiredGroup("a")], [liveGroup("10", "a", ["1"])]).actions).toEqual([]);
    expect(planned([desiredGroup("a", [])], [liveGroup("10", "a", ["1"])]).actions).toMatchObject([
      { after: { members: [] }, removed: [{ agentNumber: "1" }] },
    ]);
  });

  it("adds to an additive group and removes no one", () => {
    const { actions } = planned(
      [desiredGroup("a", ["1:3", "2"], { membership: "additive" })],
      [liveGroup("10", "a", ["1", "9"])],
    );
    expect(actions).toMatchObject([
      {
        membership: "additive",
        listed: [{ agentNumber: "1" }, { agentNumber: "2" }],
        added: [{ agentNumber: "2" }],
        removed: [],
        reprioritized: [{ agentNumber: "1", from: 0, to: 3 }],
      },
    ]);
    expect(actions[0]?.after.members.map((one) => one.agentNumber)).toEqual(["1", "2", "9"]);
  });

  it("hands to a person what the API cannot change", () => {
    const live = liveGroup("10", "旧名", ["1"], { assignRule: "random", memory: "off" });
    const { actions, manual, summary } = planned(
      [desiredGroup("新名", ["1"], { exten: "10", assignRule: "least", memory: "7d" })],
      [live],
    );
    expect(actions).toEqual([]);
    expect(manual.map(({ attribute, live: was, desired }) => [attribute, was, desired])).toEqual([
      ["assignRule", "random", "least"],
      ["displayName", "旧名", "新名"],
      ["memory", "off", "7d"],
    ]);
    expect(summary).toMatchObject({ manual: 3, unchanged: 0 });
  });

  it("does not compare a setting that the files leave out", () => {
    expect(
      planned([desiredGroup("a", ["1"])], [liveGroup("10", "a", ["1"], { assignRule: "least", memory: "30d" })]).manual,
    ).toEqual([]);
  });

  it("lists live groups that no file names, unless told not to", () => {
    const live = [liveGroup("2", "b", ["1"]), liveGroup("1", "测试组")];
    const { unmanaged } = planned([], live, { isIgnored: (name) => name.startsWith("测试") });
    expect(unmanaged).toEqual([{ displayName: "b", exten: "2", members: 1 }]);
  });

  describe("where one group has an error", () => {
    it("plans all the others, and lists none of the groups that it may mean as unmanaged", () => {
      const { plan: draft, findings } = plan(
        [desiredGroup("a", ["9"]), desiredGroup("b", ["1"])],
        [liveGroup("1", "a"), liveGroup("2", "a"), liveGroup("3", "c")],
      );
      expect(draft.actions.map(({ id }) => id)).toEqual(["create:b"]);
      expect(draft.unmanaged.map(({ exten }) => exten)).toEqual(["3"]);
      expect(findings).toMatchObject([{ code: "ambiguous-name", severity: "error", args: { extens: ["1", "2"] } }]);
    });

    it("says which of two namesakes this machine made", () => {
      const made = [
        { displayName: "a", exten: "2", at: 0 },
        { displayName: "b", exten: "1", at: 0 },
      ];
      const { findings } = plan([desiredGroup("a")], [liveGroup("1", "a"), liveGroup("2", "a")], {
        memory: { open: [], stored: [], made },
      });
      expect(findings).toMatchObject([{ args: { made: ["2"] } }]);
    });

    it("lets nobody leave for it, nor for a group that is held for that", () => {
      const { plan: draft, findings } = plan(
        [desiredGroup("twice", ["1"]), desiredGroup("a", ["2"]), desiredGroup("b", []), desiredGroup("c", ["3"])],
        [
          liveGroup("1", "twice"),
          liveGroup("2", "twice"),
          liveGroup("3", "a", ["1"]),
          liveGroup("4", "b", ["2"]),
          liveGroup("5", "c", ["4"]),
        ],
      );
      expect(draft.actions.map(({ displayName }) => displayName)).toEqual(["c"]);
      expect(findings.filter(({ code }) => code === "waits-for-stopped")).toMatchObject([
        { severity: "error", args: { displayName: "a", agents: ["1"], other: "twice" } },
        { severity: "error", args: { displayName: "b", agents: ["2"], other: "a" } },
      ]);
    });
  });

  it.each([
    [{ open: [{ displayName: "a", startedAt: 0, until: 1, exten: "7" }] }, "creation-open", { exten: "7" }],
    [{ open: [{ displayName: "a", startedAt: 0, until: 1 }] }, "creation-open", { madeAt: "1970-01-01T00:00:00.000Z" }],
    [{ stored: [{ displayName: "a", exten: "7", live: "A", at: 0 }] }, "stored-differently", { exten: "7", live: "A" }],
  ])("says what is remembered of a creation: %j", (memory, code, args) => {
    const of = (name: string) =>
      plan([desiredGroup(name, ["1"])], [], { memory: { open: [], stored: [], made: [], ...memory } }).findings;
    expect(of("a")).toMatchObject([{ code, severity: "warning", args }]);
    expect(of("b")).toEqual([]);
  });

  it("says of a name that is stored differently no more than that: it is not made, and looks like nothing", () => {
    const { findings } = plan([desiredGroup("售后 ", ["1"])], [liveGroup("7", "售后", ["1"])], {
      memory: { open: [], stored: [{ displayName: "售后 ", exten: "7", live: "售后", at: 0 }], made: [] },
    });
    expect(findings.map(({ code }) => code)).toEqual(["stored-differently"]);
  });

  it.each([
    ["VIP", "vip", "case"],
    ["VIP1", "\uff36IP\uff11", "width"],
    ["售前 咨询", "售前咨询", "space"],
    ["售前咨询", "售前资询", "character"],
    ["售前咨询", "售前咨询组", "character"],
  ])("warns before creating %s where %s is live and nobody's", (wanted, live, difference) => {
    const { findings } = plan([desiredGroup(wanted, ["1"])], [liveGroup("1", live)]);
    expect(findings).toMatchObject([
      { code: "near-miss", severity: "warning", args: { other: live, exten: "1", difference } },
    ]);
  });

  it.each([
    [
      "a live group that a file names",
      [desiredGroup("VIP客服", ["1"], { exten: "1" })],
      [liveGroup("1", "VIP客服")],
      1,
    ],
    ["another group that is to be created", [desiredGroup("VIP客服", ["1"])], [], 2],
    ["one that it lists as distinct", [desiredGroup("VIP客服", ["1"], { distinct: ["vip客服"] })], [], 0],
  ])("holds a name to create against %s", (_, others, live, warnings) => {
    const { findings } = plan([desiredGroup("vip客服", ["1"]), ...others], live);
    expect(findings.map(({ code }) => code)).toEqual(Array.from({ length: warnings }, () => "near-miss"));
  });

  it("holds a name to create against a live group that cannot be read", () => {
    const live = { ...liveState(), odd: [{ displayName: "VIP客服", exten: "1", expected: "assignMembers" }] };
    expect(plan([desiredGroup("vip客服", ["1"])], [], { live }).findings).toContainEqual(
      expect.objectContaining({ code: "near-miss" }),
    );
  });

  it("holds a name to create against every other: ignored, old, in flight; and the group's own old name is none", () => {
    const of = (name: string, more: Parameters<typeof plan>[2] = {}, live = [liveGroup("1", "测试 vip")]) =>
      plan([desiredGroup(name, ["1"]), desiredGroup("新组", ["2"], { previously: ["旧-组名"] })], live, more).findings;
    const isIgnored = (name: string) => name.startsWith("测试");
    const open = [{ displayName: "夜班-客服", startedAt: 0, until: 0 }];
    const alike = (args: object) => [{ code: "near-miss", severity: "warning", args }];
    expect(of("测试vip", { isIgnored })).toMatchObject(alike({ other: "测试 vip", exten: "1", difference: "space" }));
    expect(of("旧组名")).toMatchObject(alike({ other: "旧-组名", where: { kind: "previously", of: "新组" } }));
    expect(of("夜班客服", { memory: { open, stored: [], made: [] } })).toMatchObject(
      alike({ other: "夜班-客服", where: { kind: "in-flight" } }),
    );
    expect(plan([desiredGroup("夜班客服", ["1"], { previously: ["夜班-客服"] })], []).findings).toEqual([]);
  });

  it("keeps distinct names in the plan and its hash", () => {
    const [plain, told] = [{}, { distinct: ["b", "a"] }].map((more) => planned([desiredGroup("c", ["1"], more)], []));
    expect(told?.actions).toMatchObject([{ distinct: ["a", "b"] }]);
    expect(told?.hash).not.toBe(plain?.hash);
  });

  it.each([
    ["售前", "售后部门"],
    ["一", "二"],
    ["夜班一组", "日班二组"],
  ])("does not mistake %s for %s", (wanted, live) => {
    expect(plan([desiredGroup(wanted, ["1"])], [liveGroup("1", live)]).findings).toEqual([]);
  });

  it("limits a run to the groups asked for", () => {
    const draft = planned(
      [desiredGroup("a", ["1"]), desiredGroup("b", ["1"])],
      [liveGroup("1", "a"), liveGroup("3", "c")],
      { only: (group) => group.displayName === "a" },
    );
    expect(draft.actions.map((action) => action.displayName)).toEqual(["a"]);
    expect(draft.unmanaged).toEqual([]);
  });

  const roster = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom("1", "2", "3", "4", "5"), fc.integer({ min: 0, max: 2 }))
      .map(([agent, priority]) => `${agent}:${priority}`),
    {
      selector: (text) => text.split(":")[0],
      maxLength: 5,
    },
  );
  const world = fc.record({
    desired: fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "b", "c", "d"), members: roster }), {
      selector: (one) => one.name,
    }),
    live: fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "b", "c", "e"), members: roster }), {
      selector: (one) => one.name,
    }),
  });
  const build = ({
    desired,
    live,
  }: {
    desired: { name: string; members: string[] }[];
    live: { name: string; members: string[] }[];
  }) =>
    [
      desired.map((one) => desiredGroup(one.name, one.members)),
      live.map((one) => liveGroup(`x${one.name}`, one.name, one.members)),
    ] as const;

  it("carried out and planned again is empty, for any two states", () => {
    fc.assert(
      fc.property(world, (states) => {
        const [desired, live] = build(states);
        const { actions } = planned(desired, live);
        const after = new Map(live.map((group) => [group.displayName, group]));
        for (const action of actions)
          after.set(
            action.displayName,
            liveGroup(
              `x${action.displayName}`,
              action.displayName,
              action.after.members.map((one) => `${one.agentNumber}:${one.priority}`),
            ),
          );
        expect(planned(desired, [...after.values()]).actions).toEqual([]);
      }),
    );
  });

  it("is the same document whatever order groups and members come in", () => {
    fc.assert(
      fc.property(world, (states) => {
        const [desired, live] = build(states);
        const turned = live.toReversed().map((group) => ({ ...group, members: group.members.toReversed() }));
        expect(planned(desired, turned)).toEqual(planned(desired, live));
        expect(planned(desired.toReversed(), live).hash).toBe(planned(desired, live).hash);
      }),
    );
  });
});

describe("the hash of a plan", () => {
  const base = () => planned([desiredGroup("a", ["1"])], [liveGroup("1", "a", ["2"])]).hash;
  it("is of the account and the actions", () => {
    expect(base()).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(planned([desiredGroup("a", ["1:1"])], [liveGroup("1", "a", ["2"])]).hash).not.toBe(base());
    expect(planned([desiredGroup("a", ["1"])], [liveGroup("1", "a", ["3"])]).hash).not.toBe(base());
    expect(
      planned([desiredGroup("a", ["1"])], [liveGroup("1", "a", ["2"])], {
        account: { name: "default", host: "https://other", accountId: "N0" },
      }).hash,
    ).not.toBe(base());
  });

  it("is not of time, places, names of accounts or version", () => {
    const other = planned(
      [desiredGroup("a", ["1"], { source: { file: "z.yaml", line: 99, column: 1 } })],
      [liveGroup("1", "a", ["2"])],
      {
        createdAt: "2030-01-01T00:00:00Z",
        musterVersion: "9.9.9",
        account: { name: "another name", host: "https://api.example", accountId: "N0" },
      },
    );
    expect(other.hash).toBe(base());
  });
});

describe("guards", () => {
  const nine = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const reading = (desired: string[], live: string[], guard: string) =>
    planned([desiredGroup("a", desired)], [liveGroup("1", "a", live)]).guards.find((one) => one.guard === guard);

  it("are read in every plan, however near or far", () => {
    expect(reading(nine, nine, "maxRemovals")).toEqual({
      guard: "maxRemovals",
      limit: "30%",
      actual: 0,
      of: 9,
      tripped: false,
    });
  });
  it("stop 8 of 9 removals", () => {
    expect(reading(["9"], nine, "maxRemovals")).toMatchObject({ actual: 8, of: 9, tripped: true });
  });
  it("never let a percentage forbid three", () => {
    expect(reading(["4"], ["1", "2", "3", "4"], "maxRemovals")).toMatchObject({ actual: 3, tripped: false });
    expect(reading(["5"], ["1", "2", "3", "4", "5"], "maxRemovals")).toMatchObject({ actual: 4, tripped: true });
  });
  it("stop a group that is emptied, but not one that was empty", () => {
    expect(reading([], ["1"], "maxEmptied")).toMatchObject({ actual: 1, tripped: true });
    expect(reading([], [], "maxEmptied")).toMatchObject({ actual: 0, tripped: false });
  });
  it("stop more creations than a right account would need", () => {
    const many = Array.from({ length: 21 }, (_, index) => desiredGroup(`group ${index * 7}`, ["1"]));
    expect(planned(many, []).guards.find((one) => one.guard === "maxCreates")).toEqual({
      guard: "maxCreates",
      limit: "20",
      actual: 21,
      tripped: true,
    });
  });
});

describe("the budget of a plan", () => {
  it("counts writes, a last look at the page before each burst, the verification, and the windows they wait for", () => {
    const n = 50;
    const desired = Array.from({ length: n }, (_, index) => desiredGroup(`g${index}`, ["1"]));
    const live = Array.from({ length: n }, (_, index) => liveGroup(`x${index}`, `g${index}`));
    expect(planned(desired, live).budget).toEqual({ reads: 3 + 1, writes: n, etaSeconds: 120 });
  });
});
