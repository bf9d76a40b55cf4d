import { expect, test } from "vitest";
import { answerAdmin } from "../../src/simulator/admin.js";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { createWorld } from "../../src/simulator/world.js";
import { call, receive, seed, start } from "./harness.js";

const get = ({ url }: Simulator, path: string) => receive(`${url}/__simulator/${path}`);
const post = ({ url }: Simulator, path: string, body: unknown) =>
  receive(`${url}/__simulator/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("state and requests, without secret or signature", async () => {
  const simulator = await start({ seed: { ...seed, apiSecret: "hush-hush" } });
  await call(simulator, "queueQueue", { page: 1 }, { apiSecret: "hush-hush" });
  const state = await get(simulator, "state");
  expect(state.json.accounts[0]).toMatchObject({
    accountId: seed.accountId,
    groups: [{ displayName: "售前" }, {}, {}],
  });
  const requests = await get(simulator, "requests");
  expect(requests.json.requests).toEqual([
    expect.objectContaining({ seq: 1, operation: "queueQueue", body: { page: 1 }, outcome: 200, limited: false }),
  ]);
  for (const { text } of [state, requests]) expect(text).not.toMatch(/hush-hush|[0-9A-F]{32}|Authorization/);
});

test("faults are ordered, and replaced", async () => {
  const simulator = await start();
  expect((await post(simulator, "faults", { faults: ["queueQueue:http-500-before@1"] })).status).toBe(200);
  expect((await call(simulator, "queueQueue")).status).toBe(500);
  const bad = await post(simulator, "faults", { faults: ["queueQueue:htp-500-before"] });
  expect([bad.status, bad.json.error]).toEqual([400, expect.stringContaining('did you mean "http-500-before"?')]);
  expect((await post(simulator, "faults", { faults: "x" })).json.error).toBe('$.faults: expected a list, got "x"');
});

test("edits: create, change, delete", async () => {
  const simulator = await start();
  const { accountId } = seed;
  const created = await post(simulator, "edit", { accountId, displayName: "临时", members: ["8000"] });
  expect(created.json).toEqual({ accountId, exten: "10018581" });
  const { exten } = created.json;
  await post(simulator, "edit", { accountId, exten, displayName: "改名", assignRule: "queue", members: [] });
  expect(simulator.state().groups[3]).toMatchObject({ displayName: "改名", assignRule: "queue", members: [] });
  await post(simulator, "edit", { accountId, exten, delete: true });
  expect(simulator.state().groups).toHaveLength(3);
});

test.each([
  [{}, "$.accountId: expected a text that is not empty, got nothing"],
  [[], "$: expected an object with accountId, exten,"],
  [{ accountId: "X9", exten: "1" }, 'there is no account "X9"'],
  [{ accountId: seed.accountId }, "expected an exten, or the displayName of a group to create"],
  [{ accountId: seed.accountId, exten: "404", delete: true }, "has no group 404"],
  [{ accountId: seed.accountId, exten: "10018578", assignrule: "least" }, "did you mean assignRule?"],
  [{ accountId: seed.accountId, exten: "10018578", members: [8000] }, "$.members[0]: expected an object"],
])("edit %j is refused", async (edit, message) => {
  const simulator = await start();
  const answer = await post(simulator, "edit", edit);
  expect([answer.status, answer.json.error]).toEqual([400, expect.stringContaining(message)]);
});

test("unknown admin paths say which there are", async () => {
  const { status, json } = await get(await start(), "faults");
  expect([status, json.error]).toEqual([404, expect.stringContaining("GET state, GET requests, POST faults")]);
});

test("only this machine is served", async () => {
  const world = await createWorld({ seed }, new AbortController().signal);
  const from = async (remoteAddress: string | undefined) => {
    const request = { method: "GET", path: "/__simulator/state", body: {}, remoteAddress };
    return (await answerAdmin({ world, setFaults: () => {} }, request)).status;
  };
  expect(await Promise.all(["127.0.0.1", "::1", "::ffff:127.0.0.1"].map(from))).toEqual([200, 200, 200]);
  expect(await Promise.all(["10.0.0.7", "::ffff:10.0.0.7", "fe80::1", undefined].map(from))).toEqual(
    Array(4).fill(403),
  );
});
