import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { flat } from "../support/cli.js";
import { freePort, missing } from "../support/programs.js";
import { groupsYaml, membersOf, type World, world } from "../support/simulated.js";
import { type Tinyproxy, tinyproxy } from "../support/tinyproxy.js";
import { privateAuthority, tlsForwarder } from "../support/tls.js";

const absent = missing("tinyproxy", "openssl");
const USER = { name: "someone", password: "pr0xy-passw0rd" };
/** Hosts that none of these tests means to reach by its own name. */
const ALLOWED = "0.0.0.0 127.0.0.1 no-such-host.invalid api.example";
const WANTED = groupsYaml({ 售前: ["8000", "8001"], 新组: ["8002"] });

/** 127.0.0.1 is never called through a proxy; by this address Linux reaches itself just as well. */
const throughProxy = (url: string) => url.replace("127.0.0.1", "0.0.0.0");

async function secureWorld(wanted = WANTED) {
  const all = await world([{ displayName: "售前", members: ["8000"] }], wanted);
  const authority = await privateAuthority();
  const { port } = await tlsForwarder(all.simulator.url, await authority.issue("none"));
  const env = {
    MUSTER_HOST: `https://0.0.0.0:${port}`,
    MUSTER_ALLOWED_HOSTS: ALLOWED,
    NODE_EXTRA_CA_CERTS: authority.caFile,
  };
  return { ...all, port, env };
}

async function applied(
  { run, simulator }: World,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
) {
  expect(await run(["plan", ...flags], { env })).toMatchObject({ code: 0 });
  expect(await run(["apply", "--auto-approve", ...flags], { env })).toMatchObject({ code: 0 });
  expect(await run(["plan", "--detailed-exitcode", ...flags], { env })).toMatchObject({ code: 0 });
  expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"], 新组: ["8002"] });
}

const withUser = ({ port }: Tinyproxy, user: { name: string; password: string }) =>
  `http://${user.name}:${user.password}@127.0.0.1:${port}`;

describe.skipIf(absent !== "")(`through tinyproxy${absent}`, { timeout: 180_000 }, () => {
  it("http: plan and apply", async () => {
    const all = await world([{ displayName: "售前", members: ["8000"] }], WANTED);
    const proxy = await tinyproxy();
    const host = throughProxy(all.simulator.url);
    await applied(all, { MUSTER_HOST: host, MUSTER_ALLOWED_HOSTS: ALLOWED, HTTP_PROXY: proxy.url }, [
      "--insecure-http",
    ]);
    const seen = await proxy.requests();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((line) => line.startsWith(`POST ${host}/`))).toBe(true);
  });

  it("https: plan and apply, through a tunnel that hides everything", async () => {
    const all = await secureWorld();
    const proxy = await tinyproxy();
    await applied(all, { ...all.env, HTTPS_PROXY: proxy.url });
    const seen = await proxy.requests();
    expect(new Set(seen)).toEqual(new Set([`CONNECT 0.0.0.0:${all.port} HTTP/1.1`]));
    expect(seen.length).toBe(all.simulator.requests.length); // a connection of its own for every call
  });

  it("with a user and password, which are never printed", async () => {
    const all = await secureWorld();
    const proxy = await tinyproxy({ user: USER });
    await applied(all, { ...all.env, https_proxy: withUser(proxy, USER) });
    const others = withUser(proxy, { name: USER.name, password: "an0ther-passw0rd" });
    const printed = await Promise.all([
      all.run(["plan", "--verbose"], { env: { ...all.env, HTTPS_PROXY: others } }),
      all.run(["plan", "--format", "json"], { env: { ...all.env, HTTPS_PROXY: others } }),
      all.run(["check"], { env: { ...all.env, HTTPS_PROXY: proxy.url } }),
    ]);
    for (const { code, stdout, stderr } of printed) {
      expect(code).toBe(1);
      expect(flat(stdout + stderr)).toContain(
        `The proxy 127.0.0.1:${proxy.port}, used for ${all.env.MUSTER_HOST}, needs`,
      );
      expect(stdout + stderr).not.toMatch(/passw0rd|someone/);
    }
  });

  it("http with a wrong password is told apart from a host that says no", async () => {
    const { run, simulator } = await world([], WANTED);
    const proxy = await tinyproxy({ user: USER });
    const env = { MUSTER_HOST: throughProxy(simulator.url), MUSTER_ALLOWED_HOSTS: ALLOWED, HTTP_PROXY: proxy.url };
    const { code, stdout } = await run(["check", "--insecure-http", "--format", "json"], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).accounts[0].checks).toContainEqual(
      expect.objectContaining({ check: "host", args: expect.objectContaining({ reason: "proxy-auth" }) }),
    );
  });

  it("NO_PROXY, and this machine itself, are called without it", async () => {
    const all = await secureWorld();
    const dead = `http://127.0.0.1:${await freePort()}`;
    const env = { ...all.env, HTTPS_PROXY: dead };
    expect(await all.run(["plan"], { env })).toMatchObject({ code: 1 });
    expect(await all.run(["plan"], { env: { ...env, NO_PROXY: ".example.com,0.0.0.0" } })).toMatchObject({ code: 0 });
    expect(await all.run(["plan"], { env: { ...env, NO_PROXY: "*" } })).toMatchObject({ code: 0 });
    const itself = { HTTP_PROXY: dead, HTTPS_PROXY: dead };
    expect(await all.run(["plan"], { env: itself })).toMatchObject({ code: 0 });
  });

  it("a host that the proxy allows no tunnel to, and one that it cannot reach", async () => {
    const all = await secureWorld();
    const strict = await tinyproxy({ connectPort: 443 });
    const denied = await all.run(["plan"], { env: { ...all.env, HTTPS_PROXY: strict.url } });
    expect(denied.code).toBe(1);
    expect(flat(denied.stderr)).toMatch(/does not allow connections to .*HTTP 403/);
    const proxy = await tinyproxy();
    const env = { MUSTER_HOST: "https://no-such-host.invalid", MUSTER_ALLOWED_HOSTS: ALLOWED, HTTPS_PROXY: proxy.url };
    const lost = await all.run(["check"], { env });
    expect(lost.code).toBe(1);
    expect(flat(lost.stdout)).toContain(
      `The proxy 127.0.0.1:${proxy.port} could not reach https://no-such-host.invalid`,
    );
  });

  it("that dies in the middle of an apply: each write says so, nothing is doubled, the next apply ends well", async () => {
    const names = Array.from({ length: 9 }, (_, index) => `组${index}${index}`);
    const all = await secureWorld(groupsYaml(Object.fromEntries(names.map((name) => [name, ["8001"]]))));
    const proxy = await tinyproxy();
    const env = { ...all.env, HTTPS_PROXY: proxy.url, MUSTER_SETTLE: "300ms" };
    all.simulator.onCall("addQueue", 3, () => proxy.kill());
    const died = await all.run(["apply", "--auto-approve", "--format", "json"], { env });
    expect(died.code).toBe(1);
    const { actions, summary } = JSON.parse(died.stdout);
    expect(summary.applied).toBeGreaterThan(0);
    expect(summary.applied).toBeLessThan(names.length);
    expect(actions.map((action: { status: string }) => action.status)).not.toContain("conflict");
    const again = await tinyproxy();
    expect(await all.run(["apply", "--auto-approve"], { env: { ...env, HTTPS_PROXY: again.url } })).toMatchObject({
      code: 0,
    });
    expect(Object.keys(membersOf(all.simulator)).sort()).toEqual(["售前", ...names].sort());
    expect(all.simulator.state().groups).toHaveLength(names.length + 1);
  });
});

describe("a proxy that is none", { timeout: 60_000 }, () => {
  async function failing(proxy: string, args: readonly string[] = ["check"]) {
    const { run } = await world([], WANTED);
    return run(args, {
      env: { MUSTER_HOST: "https://api.example", MUSTER_ALLOWED_HOSTS: ALLOWED, HTTPS_PROXY: proxy },
    });
  }

  it("is not there", async () => {
    const port = await freePort();
    const { code, stdout } = await failing(`http://127.0.0.1:${port}`);
    expect(code).toBe(1);
    expect(flat(stdout)).toContain(`The proxy 127.0.0.1:${port}, used for https://api.example, refused`);
  });

  it("has a name that nobody knows, given without http://", async () => {
    const { code, stdout } = await failing("no-such-proxy.invalid:3128");
    expect(code).toBe(1);
    expect(flat(stdout)).toContain("The host name of the proxy no-such-proxy.invalid:3128");
  });

  it("hangs up: it is asked once per attempt, not thousands of times a second", async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.once("data", () => socket.destroy()).on("error", () => undefined);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new TypeError("no port");
    const { code, stdout } = await failing(`http://127.0.0.1:${address.port}`);
    expect(code).toBe(1);
    expect(flat(stdout)).toContain("closed the connection when asked for");
    expect(connections).toBe(2);
  });

  it("never answers: given up after --timeout, and muster ends", async () => {
    const server = createTcpServer((socket) => socket.on("error", () => undefined));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new TypeError("no port");
    const { code, stdout } = await failing(`http://127.0.0.1:${address.port}`, ["check", "--timeout", "0.5"]);
    expect(code).toBe(1);
    expect(flat(stdout)).toContain("did not answer in time");
  });

  it.each(["socks5://127.0.0.1:1080", "http://", "http://user:pa55word@:3128"])("%s is no proxy", async (proxy) => {
    const { code, stderr } = await failing(proxy, ["plan"]);
    expect(code).toBe(1);
    expect(flat(stderr)).toContain("HTTPS_PROXY is not valid");
    expect(stderr).not.toContain("pa55word");
  });
});
