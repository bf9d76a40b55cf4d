import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../support/programs.js";
import { groupsYaml, world } from "../support/simulated.js";

const YAML = groupsYaml({ 售前: ["8000"] });
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));
const why = hasIpv6 ? "" : " (skipped: this machine has no IPv6)";

describe("addresses", { timeout: 60_000 }, () => {
  it("all of 127.0.0.0/8 is this machine: plain http, and never through a proxy", async () => {
    const { simulator, run } = await world([], YAML);
    const port = await freePort();
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? "");
      response.end();
    }).listen(port, "127.0.0.1");
    onTestFinished(() => void proxy.close());
    const dead = { HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://127.0.0.1:${port}` };
    for (const host of ["127.0.0.2", "127.1.2.3"])
      await run(["check"], { env: { MUSTER_HOST: `http://${host}:${simulator.port}`, ...dead } });
    expect(await run(["plan"], { env: { MUSTER_HOST: `http://localhost:${simulator.port}`, ...dead } })).toMatchObject({
      code: 0,
    });
    expect(seen).toEqual([]);
    const below = await run(["plan"], { env: { MUSTER_HOST: `http://x.localhost:${simulator.port}` } });
    expect(below).toMatchObject({ code: 1, stderr: expect.stringContaining("host-not-allowed") });
  });

  it.skipIf(!hasIpv6)(`an IPv6 address in brackets${why}`, async () => {
    const { simulator, run } = await world([], YAML, { host: "::1" });
    const host = `http://[::1]:${simulator.port}`;
    expect(await run(["apply", "--auto-approve"], { env: { MUSTER_HOST: host } })).toMatchObject({ code: 0 });
    // Not even through a proxy that is set: it is this machine.
    const env = { MUSTER_HOST: host, HTTP_PROXY: "http://127.0.0.1:9" };
    expect(await run(["plan", "--detailed-exitcode"], { env })).toMatchObject({ code: 0 });
  });

  it("a name with two addresses, where only one answers", async () => {
    const { simulator, run } = await world([], YAML);
    const env = { MUSTER_HOST: `http://localhost:${simulator.port}` };
    expect(await run(["check"], { env })).toMatchObject({ code: 0 });
  });

  it("a connection of its own for every call: none is met that has gone stale", async () => {
    const { simulator, run } = await world([], YAML, { keepAliveMs: 60_000 });
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
    const connections = simulator.requests.map(({ connection }) => connection);
    expect(connections.length).toBeGreaterThan(2);
    expect(new Set(connections).size).toBe(connections.length);
  });

  it("--timeout is each call's own: a slow answer is given up, and asked for again", async () => {
    const { simulator, run } = await world([], YAML, { faults: ["queueQueue:slow=4000@1"] });
    expect(await run(["plan", "--timeout", "1"])).toMatchObject({ code: 0 });
    expect(simulator.requests.filter(({ operation }) => operation === "queueQueue")).toHaveLength(2);
  });
});
