import { request } from "node:http";
import { expect, test } from "vitest";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { start } from "./harness.js";

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A request with headers that `fetch` would not let anybody set. */
function send({ port }: Simulator, { path = "/__simulator/state", method = "GET", headers = {}, body = "" }: Sent) {
  return new Promise<number | undefined>((resolve, reject) => {
    request({ port, path, method, headers: { ...headers } }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    })
      .on("error", reject)
      .end(body);
  });
}

const API = "/v20210827/webChat/queueQueue/N00000000556";
const JSON_TYPE = { "Content-Type": "application/json" };

test.each(["127.0.0.1", "127.0.0.1:4711", "localhost:80", "[::1]:80", "[::1]"])("Host: %s is served", async (Host) => {
  const simulator = await start();
  expect(await send(simulator, { headers: { Host } })).toBe(200);
});

test.each(["attacker.example", "127.0.0.1.attacker.example", "localhost.attacker.example:80"])(
  "Host: %s is refused, API and admin alike",
  async (Host) => {
    const simulator = await start();
    expect(await send(simulator, { headers: { Host } })).toBe(403);
    expect(await send(simulator, { headers: { Host }, path: API, method: "POST" })).toBe(403);
    expect(simulator.requests).toEqual([]);
  },
);

test.each([
  { Origin: "https://attacker.example" },
  { Origin: "null" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site" },
])("requests of web pages are refused: %j", async (headers) => {
  const simulator = await start();
  expect(await send(simulator, { headers })).toBe(403);
  expect(await send(simulator, { headers, path: API, method: "POST" })).toBe(403);
});

test.each(["text/plain", "application/x-www-form-urlencoded", ""])("the admin interface takes no %j", async (type) => {
  const simulator = await start({ faults: [] });
  const edit = { path: "/__simulator/edit", method: "POST", body: '{"accountId":"N00000000556","displayName":"x"}' };
  const headers = type === "" ? {} : { "Content-Type": type };
  expect(await send(simulator, { ...edit, headers })).toBe(415);
  expect(simulator.state().groups).toHaveLength(3);
  expect(await send(simulator, { ...edit, headers: JSON_TYPE })).toBe(200);
});

test("bodies end at a mebibyte", async () => {
  const simulator = await start();
  for (const path of [API, "/__simulator/edit"]) {
    const body = Buffer.alloc(1024 * 1024 + 1, " ");
    expect(await send(simulator, { path, method: "POST", headers: JSON_TYPE, body }).catch(() => 413)).toBe(413);
  }
  const most = Buffer.alloc(1024 * 1024, " ");
  expect(await send(simulator, { path: API, method: "POST", headers: JSON_TYPE, body: most })).toBe(200);
});
