import { createFixture } from "fs-fixture";
import { describe, expect, test } from "vitest";
import { checkSeed, readSeedFile, type SeedAccount, SeedError } from "../../src/simulator/account/seed.js";
import { call, seed, start } from "./harness.js";

/** One name is in use by two groups, as in the vendor's example reply. */
const demoSeed: SeedAccount = {
  accountId: "N00000000556",
  apiSecret: "secret",
  agents: [
    { number: "8000", name: "张伟" },
    { number: "8001", name: "李娜" },
    { number: "8002", name: "王芳" },
    { number: "8003", name: "刘洋" },
    { number: "8004", name: "陈静" },
    { number: "8005", name: "杨帆" },
    { number: "8006", name: "赵磊" },
    { number: "8007", name: "周敏" },
    { number: "8008", name: "吴强" },
    { number: "8009", name: "徐丽", enabled: false },
  ],
  groups: [
    {
      displayName: "售前咨询",
      assignRule: "priority",
      memory: "1d",
      members: ["8000", { agent: "8001", priority: 2 }],
    },
    { displayName: "售后服务", assignRule: "least", members: ["8002", "8003", "8009"] },
    { displayName: "技术支持", assignRule: "queue", memory: "2h", members: ["8004", "8005"] },
    { displayName: "夜班", members: ["8006", "8007"], claiming: "none" },
    { displayName: "测试组", members: [] },
    { displayName: "测试组", members: ["8008"] },
  ],
};

const agents = [{ number: "8000", name: "a" }];
const withGroup = (group: object) => ({ ...seed, groups: [{ displayName: "g", ...group }] });

describe("a seed that cannot be used says why, with the path", () => {
  test.each([
    [null, "$: expected an object with accountId, apiSecret, agents, groups, got null"],
    [{ ...seed, accountId: undefined }, "$.accountId: expected a text that is not empty, got nothing"],
    [{ ...seed, agents: {} }, "$.agents: expected a list, got {}"],
    [
      { ...seed, agents: [{ number: 8000, name: "a" }] },
      "$.agents[0].number: expected a text that is not empty, got 8000",
    ],
    [{ ...seed, agents: [...agents, ...agents] }, '$.agents[1].number: "8000" again, after $.agents[0].number'],
    [{ ...seed, group: [] }, "$.group: unknown field; did you mean groups?"],
    [withGroup({ displayName: "" }), '$.groups[0].displayName: expected a text that is not empty, got ""'],
    [
      withGroup({ assignRule: "rand" }),
      '$.groups[0].assignRule: expected "random" or "queue" or "least" or "priority", got "rand"',
    ],
    [withGroup({ memory: "1h" }), '$.groups[0].memory: expected "off" or "2h" or "1d" or "7d" or "30d", got "1h"'],
    [withGroup({ exten: "12a" }), '$.groups[0].exten: expected a text of 1 to 15 digits, got "12a"'],
    [withGroup({ claiming: "web" }), '$.groups[0].claiming: expected "both" or "pc" or "app" or "none", got "web"'],
    [withGroup({ members: ["8009"] }), '$.groups[0].members[0]: the account has no agent "8009"'],
    [
      withGroup({ members: ["8000", { agent: "8000" }] }),
      '$.groups[0].members[1]: "8000" again, after $.groups[0].members[0]',
    ],
    [
      withGroup({ members: [{ agent: "8000", priority: -1 }] }),
      "$.groups[0].members[0].priority: expected a whole number from 0, got -1",
    ],
    [
      {
        ...seed,
        groups: [
          { displayName: "a", exten: "1" },
          { displayName: "b", exten: "1" },
        ],
      },
      '$.groups[1].exten: "1" again',
    ],
    [{ accounts: [] }, "$.accounts: expected at least one account"],
    [{ accounts: [seed, seed] }, '$.accounts[1].accountId: "N00000000556" again, after $.accounts[0].accountId'],
    [{ accounts: [seed, { ...seed, accountId: "T1", groups: [{}] }] }, "$.accounts[1].groups[0].displayName: expected"],
  ])("%j", (value, problem) => {
    expect(() => checkSeed(value)).toThrow(SeedError);
    expect(() => checkSeed(value)).toThrow(problem);
  });

  test("all at once, with the file", () => {
    const value = { ...seed, apiSecret: 7, agents: [{ number: "1" }], groups: [{ displayName: "g", memory: 1 }] };
    expect(() => checkSeed(value, "demo.json")).toThrow(
      [
        "demo.json cannot be used:",
        "  $.apiSecret: expected a text that is not empty, got 7",
        "  $.agents[0].name: expected a text that is not empty, got nothing",
        '  $.groups[0].memory: expected "off" or "2h" or "1d" or "7d" or "30d", got 1',
      ].join("\n"),
    );
  });

  test("and stops the start", async () => {
    await expect(start({ seed: { accounts: [] } })).rejects.toThrow(SeedError);
  });
});

test("seed files: one account, several, no JSON, no file", async () => {
  await using files = await createFixture({
    "one.json": JSON.stringify(demoSeed),
    "two.json": JSON.stringify({ accounts: [seed, { ...seed, accountId: "T1" }] }),
    "broken.json": "{ not json",
  });
  expect(await readSeedFile(files.getPath("one.json"))).toEqual({ accounts: [demoSeed] });
  expect((await start({ seed: await readSeedFile(files.getPath("two.json")) })).state("T1").groups).toHaveLength(3);
  await expect(readSeedFile(files.getPath("broken.json"))).rejects.toThrow(
    /broken\.json cannot be used:\n {2}not JSON/,
  );
  await expect(readSeedFile(files.getPath("none.json"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("what a seed leaves out takes the API's defaults", async () => {
  const groups = [{ displayName: "a" }, { displayName: "b", exten: "30000000" }, { displayName: "c" }];
  const simulator = await start({ seed: { ...seed, groups } });
  const state = simulator.state();
  expect(state.groups[0]).toEqual({
    exten: "30000001",
    displayName: "a",
    assignRule: "random",
    memory: "off",
    members: [],
    updateTime: "2022-01-04 16:17:27",
    updateAgent: "",
    createdAt: 0,
  });
  expect(state.groups.map(({ exten }) => exten)).toEqual(["30000001", "30000000", "30000002"]);
  expect(state.agents[1]).toEqual({ number: "8001", name: "李娜", phone: "15700008001", enabled: true });
});

test("a seed may have a name twice, and a group that no agent serves", async () => {
  const simulator = await start({ seed: demoSeed });
  const { list } = (await call(simulator, "queueQueueAgentClaimStatus", { displayName: "夜班" })).json.data;
  expect(list[0].assignMembers).toMatchObject([
    { pcAutoClaim: false, mobileAutoClaim: false },
    { pcAutoClaim: false, mobileAutoClaim: false },
  ]);
  expect((await call(simulator, "queueQueue", { displayName: "测试组" })).json.data.count).toBe(2);
});
