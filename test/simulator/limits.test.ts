import { describe, expect, test } from "vitest";
import { LIMIT_SHAPES } from "../../src/simulator/api/answers.js";
import { WINDOW_KINDS } from "../../src/simulator/api/limiter.js";
import { OPERATIONS, type OperationName } from "../../src/simulator/api/operations.js";
import { call, start } from "./harness.js";

// A window that began in 1970 and is half over: it neither ends nor refills during a test.
const twenty = { calls: 20, windowMs: 2 * Date.now() };
const endless = { addQueue: twenty, queueQueue: twenty };

test("the documented limits are the defaults", () => {
  const calls = Object.entries(OPERATIONS).map(([name, { limit }]) => [name, limit === "none" ? limit : limit.calls]);
  expect(Object.fromEntries(calls)).toEqual({
    addQueue: 20,
    updateQueueAssignMembers: 20,
    queueQueue: 20,
    queueQueueAgentClaimStatus: 100,
    getCCAgentsByAcc: "none",
  });
});

test.each(WINDOW_KINDS)("%s: twenty at once and no more, each operation for itself", async (windowKind) => {
  const simulator = await start({ windowKind, limits: endless });
  const send = (operation: OperationName, body: object) =>
    Promise.all(Array.from({ length: 25 }, () => call(simulator, operation, body)));
  const [created, listed, agents] = await Promise.all([
    send("addQueue", { displayName: "x" }),
    send("queueQueue", {}),
    send("getCCAgentsByAcc", {}),
  ]);
  expect(created.filter(({ json }) => json.code === 429)).toHaveLength(5);
  expect(listed.filter(({ json }) => json.code === 429)).toHaveLength(5);
  expect(agents.filter(({ json }) => json.code === 200)).toHaveLength(25);
  expect(simulator.state().groups).toHaveLength(23);
  expect(simulator.requests.filter(({ limited }) => limited)).toHaveLength(10);
  expect(
    simulator
      .overruns()
      .map(({ operation, calls }) => `${operation} ${calls}`)
      .sort(),
  ).toEqual(["addQueue", "queueQueue"].flatMap((name) => [21, 22, 23, 24, 25].map((calls) => `${name} ${calls}`)));
});

describe("a refusal's shape", () => {
  const shapes = {
    "http-429": { status: 429, retryAfter: "3600", json: { code: 429, success: false } },
    "http-429-bare": { status: 429, retryAfter: null, json: { message: "Too Many Requests" } },
    "code-429": { status: 200, retryAfter: null, json: { code: 429, success: false } },
    "code-400": { status: 200, retryAfter: null, json: { code: 400, message: "请求过于频繁,请稍后再试" } },
    "html-503": { status: 503, retryAfter: null, json: undefined },
  } satisfies Record<(typeof LIMIT_SHAPES)[number], object>;

  test.each(LIMIT_SHAPES)("%s", async (limitShape) => {
    const simulator = await start({ limitShape, limits: { queueQueue: { calls: 1, windowMs: 3_600_000 } } });
    await call(simulator, "queueQueue");
    const { status, headers, json, text } = await call(simulator, "queueQueue");
    const expected = shapes[limitShape];
    expect(status).toBe(expected.status);
    expect(headers.get("retry-after")).toBe(expected.retryAfter);
    if (expected.json) expect(json).toMatchObject(expected.json);
    else expect(text).toContain("<html>");
  });
});

test("a window passes, over HTTP too", async () => {
  const simulator = await start({ limits: { queueQueue: { calls: 2, windowMs: 600 } } });
  const codes = async () => (await call(simulator, "queueQueue")).json.code ?? 200;
  expect([await codes(), await codes(), await codes()]).toEqual([200, 200, 429]);
  await new Promise((resolve) => setTimeout(resolve, 620));
  expect(await codes()).toBe(200);
});

test("foreign calls leave less for us, and are not our overruns", async () => {
  const simulator = await start({ limits: endless, foreignCalls: { queueQueue: 15 } });
  for (let n = 0; n < 6; n += 1) await call(simulator, "queueQueue");
  expect(simulator.requests.map(({ limited }) => limited)).toEqual([false, false, false, false, false, true]);
  expect(simulator.overruns()).toEqual([]);
});

test("latency comes before counting, jitter after", async () => {
  const simulator = await start({ latencyMs: [30, 30], jitterMs: 40, random: () => 0.5 });
  await call(simulator, "queueQueue");
  const [request] = simulator.requests;
  if (!request?.countedAt || !request.answeredAt) throw new Error("not answered");
  expect(request.countedAt - request.receivedAt).toBeGreaterThanOrEqual(28);
  expect(request.answeredAt - request.countedAt).toBeGreaterThanOrEqual(18);
});
