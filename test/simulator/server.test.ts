import { Agent, request } from "node:http";
import { expect, test } from "vitest";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { call, start } from "./harness.js";

/** An unsigned call, sent as it is through this agent. */
function send({ port }: Simulator, path: string, agent: Agent, method = "POST"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ port, path, agent, method }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    })
      .on("error", reject)
      .end();
  });
}

const path = "/v20210827/webChat/queueQueue/N00000000556";

test("the log numbers calls and connections", async () => {
  const simulator = await start();
  const kept = new Agent({ keepAlive: true, maxSockets: 1 });
  const fresh = new Agent({ keepAlive: false });
  for (const agent of [kept, kept, fresh, kept]) await send(simulator, path, agent);
  kept.destroy();
  expect(simulator.requests.map(({ seq, connection }) => [seq, connection])).toEqual([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 1],
  ]);
});

test("idle connections are closed as early as asked", async () => {
  const simulator = await start({ keepAliveMs: 1 });
  const kept = new Agent({ keepAlive: true });
  const closed = new Promise((resolve) => kept.on("free", (socket) => socket.once("close", resolve)));
  await send(simulator, path, kept);
  await closed;
  kept.destroy();
});

test("a request target that is no URL is an unknown path", async () => {
  const simulator = await start();
  expect(await send(simulator, "//", new Agent())).toBe(404);
});

test("a port that is taken, and a port that is asked for", async () => {
  const first = await start();
  await expect(start({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await first.close();
  const second = await start({ port: first.port });
  expect(second.url).toBe(`http://127.0.0.1:${first.port}`);
});

test("a call fills its record from arrival to answer", async () => {
  const simulator = await start();
  await call(simulator, "queueQueue", { page: 1 });
  const [record] = simulator.requests;
  expect(record).toMatchObject({ operation: "queueQueue", accountId: "N00000000556", body: { page: 1 }, outcome: 200 });
  const times = [record?.receivedAt, record?.countedAt, record?.answeredAt];
  expect(times).toEqual([...times].sort((a, b) => Number(a) - Number(b)));
});
