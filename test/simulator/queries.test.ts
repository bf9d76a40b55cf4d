import { describe, expect, test } from "vitest";
import { passwordOf } from "../../src/simulator/account/account.js";
import type { OperationName } from "../../src/simulator/api/operations.js";
import { systemClock } from "../../src/simulator/world.js";
import { call, type Received, receive, seed, start } from "./harness.js";

const extens = ({ json }: Received) => json.data.list.map((entry: { exten: string }) => entry.exten);

describe("replies", () => {
  test("queueQueue, as the vendor's example has it", async () => {
    const simulator = await start();
    const { json } = await call(simulator, "queueQueue", { exten: "10018578" });
    expect(json).toEqual({
      success: true,
      data: {
        count: 1,
        list: [
          {
            displayName: "售前",
            exten: "10018578",
            assignRule: "priority",
            isMemory: true,
            memoryTime: "120",
            updateTime: "2022-01-04 16:17:27",
            updateAgent: "",
            assignMembers: [
              { agentNumber: "8000", agentName: "张伟", priority: "0" },
              { agentNumber: "8001", agentName: "李娜", priority: "5" },
            ],
          },
        ],
      },
      message: "200 ok!",
    });
  });

  test("queueQueueAgentClaimStatus: members with phone, and no settings", async () => {
    const simulator = await start();
    const { json } = await call(simulator, "queueQueueAgentClaimStatus", { exten: "10018579" });
    expect(json).not.toHaveProperty("code");
    expect(json.data.list[0]).toEqual({
      displayName: "售后",
      exten: "10018579",
      assignRule: "random",
      assignMembers: [
        {
          agentNumber: "8002",
          agentName: "王芳",
          pcAutoClaim: false,
          mobileAutoClaim: true,
          priority: "0",
          phone: "15700008002",
        },
        {
          agentNumber: "0803",
          agentName: "刘洋",
          pcAutoClaim: expect.any(Boolean),
          mobileAutoClaim: expect.any(Boolean),
          priority: "0",
          phone: "15700000803",
        },
      ],
    });
  });

  test("getCCAgentsByAcc gives passwords away, of all agents or of one", async () => {
    const simulator = await start();
    const all = await call(simulator, "getCCAgentsByAcc");
    expect(all.json.code).toBe(200);
    expect(all.json.data).toHaveLength(4);
    expect(all.json.data[0]).toMatchObject({
      displayName: "张伟",
      exten: "8000",
      password: passwordOf("8000"),
      mobile: "15711356914",
      status: "enable",
    });
    const one = await call(simulator, "getCCAgentsByAcc", { exten: "8002" });
    expect(one.json.data.map(({ status }: { status: string }) => status)).toEqual(["disable"]);
    expect((await call(simulator, "getCCAgentsByAcc", { exten: "404" })).json.data).toEqual([]);
  });

  test("getCCAgentsByAcc shows odd entries as the seed has them, and lacks those that it hides", async () => {
    const agents = [
      { number: "1", name: "a", raw: { exten: 1, status: "lock" } },
      { number: "2", name: "b", raw: { status: undefined, displayName: "a" } },
      { number: "3", name: "c", raw: null },
    ];
    const { json } = await call(await start({ seed: { ...seed, agents, groups: [] } }), "getCCAgentsByAcc");
    expect(json.data).toMatchObject([
      { exten: 1, status: "lock", displayName: "a" },
      { exten: "2", displayName: "a" },
    ]);
    expect(json.data).toHaveLength(2);
    expect(json.data[1]).not.toHaveProperty("status");
  });

  test("claim status follows from the agent alone, for whoever sets none", async () => {
    const claimed = async () => (await call(await start(), "queueQueueAgentClaimStatus")).json.data.list;
    expect(await claimed()).toEqual(await claimed());
  });
});

describe.each<OperationName>(["queueQueue", "queueQueueAgentClaimStatus"])("%s selects", (operation) => {
  test.each([
    ["all, newest first", {}, ["10018580", "10018579", "10018578"], 3],
    ["one by exten, ignoring the rest", { exten: "10018578", displayName: "x", page: 9, pageSize: 1 }, ["10018578"], 1],
    ["nothing by a wrong exten", { exten: "1" }, [], 0],
    ["nothing by an exten of a wrong type", { exten: 10018578 }, [], 0],
    ["all by an empty exten", { exten: "", pageSize: 1 }, ["10018580"], 3],
    ["by whole name", { displayName: "售后" }, ["10018579"], 1],
    ["the first page", { page: 1, pageSize: 2 }, ["10018580", "10018579"], 3],
    ["the second page", { page: 2, pageSize: 2 }, ["10018578"], 3],
    ["nothing beyond the end", { page: 3, pageSize: 2 }, [], 3],
    ["page 1 for a page filled in wrongly", { page: 0, pageSize: 1 }, ["10018580"], 3],
    ["page 1 for a page as text", { page: "2", pageSize: 1 }, ["10018580"], 3],
    ["10 entries for a size filled in wrongly", { pageSize: -1 }, ["10018580", "10018579", "10018578"], 3],
  ])("%s", async (_, query, expected, count) => {
    const answer = await call(await start(), operation, query);
    expect(extens(answer)).toEqual(expected);
    expect(answer.json.data.count).toBe(count);
  });
});

test("behaviour of listings: order, filter, clamp", async () => {
  const simulator = await start({ order: "oldest", nameFilter: "contains", maxPageSize: 2 });
  expect(extens(await call(simulator, "queueQueue", { pageSize: 500 }))).toEqual(["10018578", "10018579"]);
  expect(extens(await call(simulator, "queueQueue", { pageSize: 500, page: 2 }))).toEqual(["10018580"]);
  expect(extens(await call(simulator, "queueQueue", { displayName: "售后" }))).toEqual(["10018579", "10018580"]);
});

test("ten entries a page by default, a hundred at most", async () => {
  const simulator = await start();
  const editor = simulator.editor();
  for (let n = 0; n < 120; n += 1) editor.createGroup({ displayName: `组${n}` });
  expect(extens(await call(simulator, "queueQueue"))).toHaveLength(10);
  expect(extens(await call(simulator, "queueQueue", { pageSize: 1000 }))).toHaveLength(100);
});

test("a new group can be invisible for a while, to every query", async () => {
  let now = Date.now();
  const simulator = await start({ invisibleMs: 1500, clock: { ...systemClock, now: () => now } });
  const { exten } = (await call(simulator, "addQueue", { displayName: "新" })).json.data;
  const seen = async (query: object) => (await call(simulator, "queueQueue", query)).json.data.count;
  now += 1499;
  expect([await seen({}), await seen({ exten }), await seen({ displayName: "新" })]).toEqual([3, 0, 0]);
  now += 1;
  expect([await seen({}), await seen({ exten }), await seen({ displayName: "新" })]).toEqual([4, 1, 1]);
});

test("drift: types change on every second entry, equally each time", async () => {
  const simulator = await start({ drift: true });
  const { json, text } = await call(simulator, "queueQueue");
  expect(json).toMatchObject({ code: "200", traceId: "simulated", data: { count: "3" } });
  expect(json.data.list[0]).toMatchObject({ exten: 10018580, isMemory: "false", assignMembers: null });
  expect(json.data.list[1]).toMatchObject({ exten: "10018579", isMemory: false });
  expect(json.data.list[2]).toMatchObject({
    memoryTime: 120,
    assignMembers: [
      { agentNumber: 8000, priority: 0 },
      { agentNumber: "8001", priority: "5" },
    ],
  });
  expect((await call(simulator, "queueQueue")).text).toBe(text);

  const even = await call(simulator, "queueQueueAgentClaimStatus", { displayName: "无" });
  expect(even.json).toEqual({
    success: true,
    data: { count: "0", list: [], traceId: "simulated" },
    message: "200 ok!",
    traceId: "simulated",
  });
  const created = await call(simulator, "addQueue", { displayName: "x" });
  expect(created.json).toMatchObject({ code: "200", success: true, data: { exten: 10018581 } });
});

test("drift never turns 0803 into 803", async () => {
  const simulator = await start({ drift: true });
  simulator.editor().editGroup("10018580", { members: ["0803"] });
  const { json } = await call(simulator, "queueQueue", { exten: "10018580" });
  expect(json.data.list[0].assignMembers[0].agentNumber).toBe("0803");
});

test("what is no call of the API: 405 and a page, 404 and a page", async () => {
  const simulator = await start();
  const path = "/v20210827/webChat/queueQueue/N00000000556";
  for (const [url, init, status] of [
    [path, {}, 405],
    [path, { method: "PUT", body: "{}" }, 405],
    ["/", {}, 404],
    ["/v20210827/webChat/queueQueue/", { method: "POST" }, 404],
    ["/v20210827/webChat/deleteQueue/N00000000556", { method: "POST" }, 404],
    ["/v20160818/webChat/queueQueue/N00000000556", { method: "POST" }, 404],
  ] as const) {
    const answer = await receive(`${simulator.url}${url}`, init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("text/html");
  }
  expect(simulator.requests).toEqual([]);
});
