import { describe, expect, test } from "vitest";
import { type StoredName, storedName } from "../../src/simulator/api/writes.js";
import { parseBehaviour } from "../../src/simulator/behaviour/behaviourSpec.js";
import { systemClock } from "../../src/simulator/world.js";
import { call, open, type Received, seed, start } from "./harness.js";

const READS = ["queueQueue", "queueQueueAgentClaimStatus"] as const;
const entries = ({ json }: Received) => json.data.list;
const numbers = (entry: { assignMembers: { agentNumber: string }[] }) =>
  entry.assignMembers.map(({ agentNumber }) => agentNumber);

/** A clock that a test turns by hand. */
function handClock() {
  const clock = { ...systemClock, passed: 0, now: () => Date.now() + clock.passed };
  return clock;
}

describe("stored names", () => {
  const cases: [StoredName, string, string][] = [
    ["as-sent", " a ", " a "],
    ["trim", "售后 ", "售后"],
    ["cut-3", "一二三四", "一二三"],
    ["nfc", "Cafe\u0301", "Café"],
    ["entities", "A&B<c>", "A&amp;B&lt;c&gt;"],
    ["no-emoji", "🛒直播", "直播"],
    ["question-marks", "🛒直播", "????直播"],
    ["lowercase", "VIP 专线", "vip 专线"],
    ["squeeze", "a  b", "a b"],
    ["halfwidth", "ＶＩＰ（１）", "VIP(1)"],
    ["default", "售前", "默认技能组"],
  ];
  test.each(cases)("%s: %j is kept as %j", async (kind, sent, kept) => {
    expect(storedName(kind, sent)).toBe(kept);
    const simulator = await start({ storeName: kind });
    const { exten } = (await call(simulator, "addQueue", { displayName: sent })).json.data;
    expect(entries(await call(simulator, "queueQueue", { exten }))[0].displayName).toBe(kept);
  });
});

describe("what shows late", () => {
  test("a new group, in each interface at its own time", async () => {
    const clock = handClock();
    const invisibleMs = { queueQueue: 1000, queueQueueAgentClaimStatus: 3000 };
    const simulator = await start({ invisibleMs, clock });
    const { exten } = (await call(simulator, "addQueue", { displayName: "新" })).json.data;
    const seen = async () => {
      const queries = READS.flatMap((name) =>
        [{}, { exten }, { displayName: "新" }].map((body) => [name, body] as const),
      );
      return Promise.all(queries.map(async ([name, body]) => (await call(simulator, name, body)).json.data.count));
    };
    expect(await seen()).toEqual([3, 0, 0, 3, 0, 0]);
    clock.passed = 1500;
    expect(await seen()).toEqual([4, 1, 1, 3, 0, 0]);
    clock.passed = 3500;
    expect(await seen()).toEqual([4, 1, 1, 4, 1, 1]);
  });

  test("a written list, and an edit in the console, in the interface that lags", async () => {
    const clock = handClock();
    const simulator = await start({ listLagMs: { queueQueueAgentClaimStatus: 5000 }, clock });
    const exten = "10018578";
    const listed = () =>
      Promise.all(READS.map(async (name) => numbers(entries(await call(simulator, name, { exten }))[0])));
    await call(simulator, "updateQueueAssignMembers", { exten, assignMembers: [{ agentNumber: "8002" }] });
    expect(await listed()).toEqual([["8002"], ["8000", "8001"]]);
    clock.passed = 2000;
    simulator.editor().editGroup(exten, { members: [] });
    expect(await listed()).toEqual([[], ["8000", "8001"]]);
    clock.passed = 5500;
    expect(await listed()).toEqual([[], ["8002"]]);
    clock.passed = 8000;
    expect(await listed()).toEqual([[], []]);
  });

  test("a new group's members, and its settings", async () => {
    const clock = handClock();
    const simulator = await start({ listLagMs: { queueQueue: 1000 }, settingsLagMs: 2000, clock });
    const body = {
      displayName: "新",
      assignRule: "least",
      isMemory: true,
      memoryTime: "120",
      assignMembers: [{ agentNumber: "8000" }],
    };
    const { exten } = (await call(simulator, "addQueue", body)).json.data;
    const shown = async () => {
      const [entry] = entries(await call(simulator, "queueQueue", { exten }));
      return [numbers(entry), entry.assignRule, entry.isMemory];
    };
    expect(await shown()).toEqual([[], "random", false]);
    clock.passed = 1500;
    expect(await shown()).toEqual([["8000"], "random", false]);
    clock.passed = 2500;
    expect(await shown()).toEqual([["8000"], "least", true]);
  });
});

describe("what a listing leaves out", () => {
  test.each([
    ["some-members", ["8000"]],
    ["no-members", []],
    ["null-members", null],
  ])("%s, once", async (kind, shown) => {
    const simulator = await start({ faults: [`queueQueueAgentClaimStatus:${kind}@1`] });
    const list = async () =>
      entries(await call(simulator, "queueQueueAgentClaimStatus", { exten: "10018578" }))[0].assignMembers;
    const first = await list();
    expect(first && numbers({ assignMembers: first })).toEqual(shown);
    expect(await list()).toHaveLength(2);
  });

  test("a group, or all of them", async () => {
    const simulator = await start({ faults: ["queueQueue:no-group=10018578@1-2", "queueQueue:no-group=all@3"] });
    const count = async (body: object) => (await call(simulator, "queueQueue", body)).json.data.count;
    expect([await count({}), await count({ exten: "10018578" }), await count({}), await count({})]).toEqual([
      2, 0, 0, 3,
    ]);
  });
});

describe("odd entries", () => {
  test("whatever the seed says, until a list is written", async () => {
    const twice = [
      { agentNumber: "8000", agentName: "张伟", priority: "1" },
      { agentNumber: "8000", agentName: "张伟", priority: "5" },
    ];
    const groups = [
      { displayName: "a", raw: { displayName: null } },
      { displayName: "b", raw: { displayName: undefined, exten: null } },
      { displayName: "c", raw: null },
      { displayName: "d", raw: { assignMembers: twice }, members: ["8000"] },
    ];
    const simulator = await start({ seed: { ...seed, groups }, order: "oldest" });
    const [a, b, c, d] = entries(await call(simulator, "queueQueue"));
    expect([a.displayName, b.exten, c, d.assignMembers]).toEqual([null, null, null, twice]);
    expect(b).not.toHaveProperty("displayName");
    expect((await call(simulator, "queueQueue", { displayName: "a" })).json.data.count).toBe(0);

    await call(simulator, "updateQueueAssignMembers", { exten: d.exten, assignMembers: [{ agentNumber: "8001" }] });
    expect(numbers(entries(await call(simulator, "queueQueue", { exten: d.exten }))[0])).toEqual(["8001"]);
  });

  test("and the console can make one", async () => {
    const simulator = await start();
    simulator.editor().editGroup("10018578", { raw: { assignMembers: [null] } });
    const [entry] = entries(await call(simulator, "queueQueueAgentClaimStatus", { exten: "10018578" }));
    expect(entry.assignMembers).toEqual([null]);
  });
});

describe("odd refusals", () => {
  test.each([
    ["limit-words", "pageSize exceeds the limit of 2"],
    ["chinese", "每页条数超过限制"],
    ["error", "pageSize error"],
    ["code-500", "500 server error"],
  ] as const)("a page that is too large: %s", async (pageRefusal, message) => {
    const simulator = await start({ maxPageSize: 2, pageRefusal });
    expect((await call(simulator, "queueQueue", { pageSize: 3 })).json).toMatchObject({ success: false, message });
    expect(entries(await call(simulator, "queueQueue", { pageSize: 2 }))).toHaveLength(2);
  });

  test("a page that is too large: count and an empty list, or the default of ten", async () => {
    const empty = await start({ maxPageSize: 2, pageRefusal: "empty" });
    expect((await call(empty, "queueQueue", { pageSize: 3 })).json.data).toEqual({ count: 3, list: [] });
    const ten = await start({ maxPageSize: 20, pageRefusal: "default" });
    for (let n = 0; n < 20; n += 1) ten.editor().createGroup({ displayName: `组${n}` });
    expect(entries(await call(ten, "queueQueue", { pageSize: 21 }))).toHaveLength(10);
  });

  test("codes and words of the server's own", async () => {
    const own = '{"code":418,"message":"自己的话","count":9007199254740993}';
    const simulator = await start({ faults: ["*:refuse-201000@1", `*:answer=${own}@2`] });
    expect((await call(simulator, "queueQueue")).json).toEqual({ code: "201000", message: "签名错误" });
    expect((await call(simulator, "queueQueue")).text).toBe(own);
  });
});

describe("floods", () => {
  test("a body without an end", async () => {
    const simulator = await start({ faults: ["queueQueue:endless-body"] });
    const { body } = await open(simulator, "queueQueue");
    let bytes = 0;
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (bytes > 5_000_000) break; // which closes the connection
    }
    expect(bytes).toBeGreaterThan(5_000_000);
  });

  test("a gzip bomb", async () => {
    const simulator = await start({ faults: ["queueQueue:gzip-bomb=3000000"] });
    const { text, json, headers } = await call(simulator, "queueQueue");
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(text.length).toBeGreaterThan(3_000_000);
    expect(json.data.list).toEqual([]);
  });

  test("counts, names and numbers out of all bounds", async () => {
    const faults = ["*:count=1e12@1", "*:long-name=3000000@2", "*:big-numbers@3", "addQueue:big-numbers"];
    const simulator = await start({ faults });
    expect((await call(simulator, "queueQueue")).text).toContain('"count":1e12');
    expect(entries(await call(simulator, "queueQueue"))[0].displayName).toHaveLength(1_000_000);
    expect((await call(simulator, "queueQueue")).text).toContain('"exten":9007199254740993');
    expect((await call(simulator, "addQueue", { displayName: "新" })).text).toContain('"exten":9007199254740993');
  });

  test("pages without a count and without an end", async () => {
    const simulator = await start({ faults: ["queueQueue:uncounted"] });
    const pages = await Promise.all([1, 2, 999].map((page) => call(simulator, "queueQueue", { page, pageSize: 50 })));
    expect(new Set(pages.flatMap((page) => entries(page).map((entry: { exten: string }) => entry.exten))).size).toBe(
      150,
    );
    expect(pages[0]?.json.data).not.toHaveProperty("count");
  });

  test.each(["9999999999", "Wed, 01 Jan 2099 00:00:00 GMT"])("Retry-After: %s", async (value) => {
    const simulator = await start({ faults: [`*:retry-after=${value}`] });
    const { status, headers } = await call(simulator, "queueQueue");
    expect([status, headers.get("retry-after")]).toEqual([429, value]);
  });
});

test("a gateway gives up, and the creation is carried out later", async () => {
  const simulator = await start({ faults: ["addQueue:late-504=150@1", "addQueue:late-drop=150@2"] });
  expect((await call(simulator, "addQueue", { displayName: "a" })).status).toBe(504);
  await expect(call(simulator, "addQueue", { displayName: "b" })).rejects.toThrow();
  expect(simulator.state().groups).toHaveLength(3);
  await expect.poll(() => simulator.state().groups.length).toBe(5);
});

test("a twin: somebody else creates the same name in the same moment", async () => {
  const simulator = await start({ faults: ["addQueue:twin@1"] });
  const { exten } = (await call(simulator, "addQueue", { displayName: "新" })).json.data;
  const named = entries(await call(simulator, "queueQueue", { displayName: "新" }));
  expect(named.map((entry: { exten: string }) => entry.exten)).toEqual([exten, String(Number(exten) - 1)]);
});

describe("other people's calls", () => {
  const codes = async (simulator: Awaited<ReturnType<typeof start>>, operations: readonly (typeof READS)[number][]) => {
    const answers: number[] = [];
    for (const operation of operations) answers.push((await call(simulator, operation)).json.code ?? 200);
    return answers;
  };

  test("a limit over all interfaces of the account", async () => {
    const simulator = await start({ accountLimit: { calls: 3, windowMs: 60_000 } });
    const [query, claims] = READS;
    expect(await codes(simulator, [query, claims, query, claims, query])).toEqual([200, 200, 200, 429, 429]);
    expect(simulator.requests.map(({ limited }) => limited)).toEqual([false, false, false, true, true]);
  });

  test("a budget that is eaten for a while", async () => {
    const clock = { ...systemClock, passed: 0, monotonic: () => performance.now() + clock.passed };
    const simulator = await start({ faults: ["queueQueue:eaten=30000@2"], clock });
    const [query, claims] = READS;
    expect(await codes(simulator, [query, query, claims, query])).toEqual([200, 429, 200, 429]);
    clock.passed = 31_000;
    expect(await codes(simulator, [query])).toEqual([200]);
  });

  test("the account's, too", async () => {
    const simulator = await start({ faults: ["*:eaten=30000@2"] });
    const [query, claims] = READS;
    expect(await codes(simulator, [query, query, claims])).toEqual([200, 429, 429]);
  });
});

describe("behaviour as ordered on the command line", () => {
  test("each name", () => {
    const specs = [
      "store-name=cut-20",
      "invisible=1500",
      "settings-lag=7",
      "page-refusal=empty",
      "account-limit=10/60",
    ];
    const lags = ["list-lag=queueQueue:5", "list-lag=queueQueueAgentClaimStatus:9"];
    expect(
      parseBehaviour([...specs, ...lags, "limit-shape=http-429", "order=oldest", "name-filter=contains", "drift=on"]),
    ).toEqual({
      storeName: "cut-20",
      invisibleMs: 1500,
      settingsLagMs: 7,
      pageRefusal: "empty",
      accountLimit: { calls: 10, windowMs: 60_000 },
      listLagMs: { queueQueue: 5, queueQueueAgentClaimStatus: 9 },
      limitShape: "http-429",
      order: "oldest",
      nameFilter: "contains",
      drift: true,
    });
  });

  test.each([
    ["nonsense", "expected NAME=VALUE with one of store-name,"],
    ["toString=1", "expected NAME=VALUE"],
    ["store-name=upper", "expected as-sent, trim,"],
    ["invisible=soon", "expected milliseconds, or INTERFACE:milliseconds"],
    ["account-limit=10", "expected CALLS/SECONDS, such as 10/60"],
  ])("%s is refused", (spec, problem) => {
    expect(() => parseBehaviour([spec])).toThrow(`manner "${spec}": ${problem}`);
  });
});
