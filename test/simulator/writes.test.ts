import { describe, expect, test } from "vitest";
import { systemClock } from "../../src/simulator/world.js";
import { call, seed, start } from "./harness.js";

const success = { code: 200, success: true, message: "success!" };
const refusal = { code: 400, success: false, message: "create Queue error" };

describe("addQueue", () => {
  test("creates a group of any name, as often as it is asked", async () => {
    const simulator = await start();
    const group = {
      displayName: "售前",
      assignRule: "priority",
      isMemory: true,
      memoryTime: "120",
      assignMembers: [{ agentNumber: "8000", priority: 3 }, { agentNumber: "8001" }],
    };
    const first = await call(simulator, "addQueue", group);
    const second = await call(simulator, "addQueue", group);
    expect(first.json).toEqual({ ...success, data: { exten: "10018581" } });
    expect(second.json).toEqual({ ...success, data: { exten: "10018582" } });
    expect(simulator.state().groups.at(-1)).toMatchObject({
      exten: "10018582",
      displayName: "售前",
      assignRule: "priority",
      memory: "2h",
      members: [
        { agentNumber: "8000", priority: 3 },
        { agentNumber: "8001", priority: 0 },
      ],
    });
  });

  test.each([
    ["unknown rule", { assignRule: "prioritty" }, { assignRule: "random" }],
    ["rule of a wrong type", { assignRule: 1 }, { assignRule: "random" }],
    ["memory without a time", { isMemory: true }, { memory: "off" }],
    ["memory with a time that is none of the four", { isMemory: true, memoryTime: "60" }, { memory: "off" }],
    ["memory with a number", { isMemory: true, memoryTime: 120 }, { memory: "off" }],
    ["memory as text", { isMemory: "true", memoryTime: "120" }, { memory: "off" }],
    ["a time without memory", { memoryTime: "120" }, { memory: "off" }],
    ["the longest memory", { isMemory: true, memoryTime: "43200" }, { memory: "30d" }],
    ["members that are no list", { assignMembers: "8000" }, { members: [] }],
    ["unknown agent", { assignMembers: [{ agentNumber: "9999" }, { agentNumber: "8001" }] }, { members: [at("8001")] }],
    ["agent as a number", { assignMembers: [{ agentNumber: 8000 }] }, { members: [] }],
    ["agent with a zero in front", { assignMembers: [{ agentNumber: "0803" }] }, { members: [at("0803")] }],
    ["disabled agent", { assignMembers: [{ agentNumber: "8002" }] }, { members: [at("8002")] }],
    ["priority as text", { assignMembers: [{ agentNumber: "8000", priority: "5" }] }, { members: [at("8000")] }],
    ["entries that are none", { assignMembers: [null, "8000", 8000, {}] }, { members: [] }],
    [
      "agent twice",
      {
        assignMembers: [
          { agentNumber: "8000", priority: 1 },
          { agentNumber: "8000", priority: 2 },
        ],
      },
      { members: [at("8000", 1)] },
    ],
  ])("%s is taken without a word", async (_, fields, stored) => {
    const simulator = await start();
    expect((await call(simulator, "addQueue", { displayName: "x", ...fields })).json).toMatchObject(success);
    expect(simulator.state().groups.at(-1)).toMatchObject(stored);
  });

  test.each([
    ["no name", {}],
    ["an empty name", { displayName: " " }],
    ["a name that is no text", { displayName: 7 }],
    ["a list", []],
    ["no JSON", "{"],
    ["nothing", ""],
  ])("%s is refused", async (_, body) => {
    const simulator = await start({ statusFollowsCode: true });
    const { status, json } = await call(simulator, "addQueue", body);
    expect([status, json]).toEqual([400, refusal]);
    expect(simulator.state().groups).toHaveLength(3);
  });
});

describe("updateQueueAssignMembers", () => {
  test("replaces the whole list, skipping unknown agents", async () => {
    const now = Date.UTC(2026, 0, 1);
    const simulator = await start({ clock: { ...systemClock, now: () => now } });
    const assignMembers = [{ agentNumber: "8002", priority: 2 }, { agentNumber: "404" }];
    const { json } = await call(simulator, "updateQueueAssignMembers", { exten: "10018578", assignMembers }, { now });
    expect(json).toEqual(success);
    expect(simulator.state().groups[0]).toMatchObject({
      displayName: "售前",
      assignRule: "priority",
      memory: "2h",
      members: [at("8002", 2)],
      updateTime: "2026-01-01 08:00:00",
    });
  });

  test("no list empties the group", async () => {
    const simulator = await start();
    await call(simulator, "updateQueueAssignMembers", { exten: "10018578" });
    expect(simulator.state().groups[0]?.members).toEqual([]);
  });

  test.each([["404"], [10018578], [undefined]])("exten %j is refused", async (exten) => {
    const simulator = await start();
    const { status, json } = await call(simulator, "updateQueueAssignMembers", { exten, assignMembers: [] });
    expect([status, json]).toEqual([200, refusal]);
    expect(simulator.state().groups[0]?.members).toHaveLength(2);
  });
});

test("accounts have their own groups, numbers and limits", async () => {
  const other = { ...seed, accountId: "T1", apiSecret: "other", groups: [] };
  const simulator = await start({
    seed: { accounts: [seed, other] },
    limits: { addQueue: { calls: 1, windowMs: 60_000 } },
  });
  const asOther = { accountId: "T1", apiSecret: "other" };
  expect((await call(simulator, "addQueue", { displayName: "a" })).json.data.exten).toBe("10018581");
  expect((await call(simulator, "addQueue", { displayName: "b" }, asOther)).json.data.exten).toBe("10018578");
  expect((await call(simulator, "addQueue", { displayName: "c" }, asOther)).json.code).toBe(429);
  expect(simulator.state("T1").groups.map(({ displayName }) => displayName)).toEqual(["b"]);
  expect(simulator.state(seed.accountId).groups).toHaveLength(4);
  expect(() => simulator.state()).toThrow("expected one of the accounts N00000000556, T1");
});

function at(agentNumber: string, priority = 0) {
  return { agentNumber, priority };
}
