import { describe, expect, test } from "vitest";
import { FAULT_KIND_NAMES, type FaultKind } from "../../src/simulator/behaviour/faultKinds.js";
import { FaultSpecError } from "../../src/simulator/behaviour/faultSpec.js";
import { call, type Received, start } from "./harness.js";

/** What a client sees of an addQueue: an answer, or the connection's end. */
type Seen = Partial<Pick<Received, "status">> & { code?: number; body?: "json" | "html" | "broken"; error?: true };

const html = (status: number): Seen => ({ status, body: "html" });
const json = (status: number, code?: number): Seen => ({ status, body: "json", ...(code !== undefined && { code }) });
const lost: Seen = { error: true };

/** For every kind that ends a call: what the client sees, and whether the group was created all the same. */
const ENDINGS: readonly (readonly [FaultKind, Seen, boolean])[] = [
  ["limit", json(200, 429), false],
  ["limit-http-429", json(429, 429), false],
  ["limit-http-429-bare", json(429), false],
  ["limit-code-429", json(200, 429), false],
  ["limit-code-400", json(200, 400), false],
  ["limit-html-503", html(503), false],
  ["http-500-before", json(500, 500), false],
  ["http-500-after", json(500, 500), true],
  ["code-500-before", json(200, 500), false],
  ["code-500-after", json(200, 500), true],
  ["html-502-before", html(502), false],
  ["html-502-after", html(502), true],
  ["html-200", html(200), false],
  ["html-200-after", html(200), true],
  ["drop-before", lost, false],
  ["drop-after", lost, true],
  ["hang-before", lost, false],
  ["hang-after", lost, true],
  ["cut-after", lost, true],
  ["garbled-after", { status: 200, body: "broken" }, true],
  ["refuse", json(200, 400), false],
  ["forbidden", json(200, 403), false],
  ["refuse-quota", json(200, 400), false],
  ["refuse-length", json(200, 400), false],
  ["refuse-members", json(200, 400), false],
  ["refuse-frequency", json(200, 400), false],
  ["refuse-address", json(200, 403), false],
  ["refuse-210", json(200, 210), false],
  ["late-408", html(408), false],
  ["late-499", html(499), false],
  ["late-502", html(502), false],
  ["late-503", html(503), false],
  ["late-504", html(504), false],
  ["late-524", html(524), false],
  ["late-drop", lost, false],
  ["late-hang", lost, false],
];

/** See badManners.test.ts. */
const ELSEWHERE: readonly FaultKind[] = [
  "answer",
  "refuse-201000",
  "retry-after",
  "endless-body",
  "gzip-bomb",
  "long-name",
  "big-numbers",
  "count",
  "uncounted",
  "no-group",
  "some-members",
  "no-members",
  "null-members",
  "twin",
  "eaten",
];

const GOING_ON: readonly FaultKind[] = [
  "slow",
  "skip-agent",
  "ignore-write",
  "repeat-page",
  "short-page",
  "stale",
  "omit",
];

test("every kind of fault is tested here", () => {
  expect([...ENDINGS.map(([kind]) => kind), ...GOING_ON, ...ELSEWHERE].sort()).toEqual([...FAULT_KIND_NAMES].sort());
});

describe("faults that end a call", () => {
  test.each(ENDINGS)("%s: the client sees %j, carried out: %s", async (kind, seen, carriedOut) => {
    const simulator = await start({ faults: [`addQueue:${kind}${kind.startsWith("late-") ? "=60000" : ""}@1`] });
    const create = () => call(simulator, "addQueue", { displayName: "新" });
    const hangs = kind.includes("hang");
    const patience = hangs ? 250 : 5000;
    const received = await Promise.race([create(), after(patience)]).catch(() => undefined);
    expect(seenOf(received)).toEqual(seen);
    expect(simulator.state().groups).toHaveLength(carriedOut ? 4 : 3);

    const [request] = simulator.requests;
    expect(request).toMatchObject({ outcome: kind, faults: [kind], limited: kind.startsWith("limit") });
    expect(request?.answeredAt === null).toBe(hangs);

    // The fault was for one call: the next one finds a server in good health.
    expect((await create()).json.code).toBe(200);
  });
});

describe("faults that let the call go on", () => {
  test("slow: carried out at once, answered later", async () => {
    const simulator = await start({ faults: ["addQueue:slow=400"] });
    const answer = call(simulator, "addQueue", { displayName: "新" });
    await after(150);
    expect(simulator.state().groups).toHaveLength(4);
    expect(simulator.requests[0]?.answeredAt).toBeNull();
    expect((await answer).json.code).toBe(200);
  });

  test("skip-agent: left out without a word", async () => {
    const simulator = await start({ faults: ["*:skip-agent=8000"] });
    const assignMembers = [{ agentNumber: "8000" }, { agentNumber: "8001" }];
    const { json } = await call(simulator, "updateQueueAssignMembers", { exten: "10018580", assignMembers });
    expect(json.code).toBe(200);
    expect(simulator.state().groups[2]?.members).toEqual([{ agentNumber: "8001", priority: 0 }]);
  });

  test("ignore-write: success, and nothing done", async () => {
    const simulator = await start({ faults: ["*:ignore-write"] });
    const before = simulator.state();
    const created = await call(simulator, "addQueue", { displayName: "新" });
    const updated = await call(simulator, "updateQueueAssignMembers", { exten: "10018578", assignMembers: [] });
    expect([created.json.code, updated.json.code]).toEqual([200, 200]);
    expect(created.json.data.exten).toBe("10018581");
    expect(simulator.state()).toEqual(before);
  });

  test("stale: a listing shows what was there at the start; the other interface shows what is", async () => {
    const simulator = await start({ faults: ["queueQueueAgentClaimStatus:stale"] });
    await call(simulator, "addQueue", { displayName: "新" });
    await call(simulator, "updateQueueAssignMembers", { exten: "10018580", assignMembers: [] });
    const counts = async (operation: "queueQueue" | "queueQueueAgentClaimStatus") =>
      (await call(simulator, operation, {})).json.data.count;
    expect([await counts("queueQueue"), await counts("queueQueueAgentClaimStatus")]).toEqual([4, 3]);
  });

  test("omit: a listing leaves a field out, of groups and of members", async () => {
    const simulator = await start({ faults: ["queueQueue:omit=priority", "queueQueue:omit=assignRule"] });
    const { data } = (await call(simulator, "queueQueue", { exten: "10018578" })).json;
    expect(JSON.stringify(data)).not.toMatch(/priority|assignRule/);
    expect(data.list[0].assignMembers[0]).toHaveProperty("agentNumber");
  });

  test.each([
    ["repeat-page", 2, ["10018580"], 3],
    ["repeat-page", 1, ["10018580"], 3],
    ["short-page", 2, [], 3],
  ])("%s on page %i", async (kind, page, extens, count) => {
    const simulator = await start({ faults: [`queueQueue:${kind}`] });
    const { data } = (await call(simulator, "queueQueue", { page, pageSize: 1 })).json;
    expect(data.list.map(({ exten }: { exten: string }) => exten)).toEqual(extens);
    expect(data.count).toBe(count);
  });
});

test("refusals by a fault follow statusFollowsCode too", async () => {
  const simulator = await start({ statusFollowsCode: true, faults: ["*:refuse@1", "*:forbidden@2"] });
  expect((await call(simulator, "queueQueue")).status).toBe(400);
  expect((await call(simulator, "queueQueue")).status).toBe(403);
});

test("the limit fault takes the simulator's own shape", async () => {
  const simulator = await start({ limitShape: "html-503", faults: ["*:limit@1"] });
  expect((await call(simulator, "queueQueue")).status).toBe(503);
});

test("faults set at run time replace those before, and count from then on", async () => {
  const simulator = await start({ faults: ["*:http-500-before"] });
  expect((await call(simulator, "queueQueue")).status).toBe(500);
  simulator.setFaults(["queueQueue:html-502-before@2"]);
  expect((await call(simulator, "queueQueue")).status).toBe(200);
  expect((await call(simulator, "queueQueue")).status).toBe(502);
  expect(() => simulator.setFaults(["queueQueue:nonsense"])).toThrow(FaultSpecError);
  expect((await call(simulator, "queueQueue")).status).toBe(200);
});

test("a bad fault stops the start", async () => {
  await expect(start({ faults: ["addQueue:limt"] })).rejects.toThrow('did you mean "limit"?');
});

test("close frees calls that hang, or wait, at once", async () => {
  const simulator = await start({ faults: ["queueQueue:hang-before", "addQueue:slow=60000"] });
  const open = [call(simulator, "queueQueue"), call(simulator, "addQueue", { displayName: "x" })];
  const settled = Promise.allSettled(open);
  await after(50);
  // Left alone, one would hang for ever, and the other for longer than this test may take.
  await simulator.close();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

function seenOf(received: Received | undefined): Seen {
  if (!received) return lost;
  const { status, json: body, text } = received;
  if (body) return json(status, body.code);
  return { status, body: text.startsWith("<html>") ? "html" : "broken" };
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined));
}
