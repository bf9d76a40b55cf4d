import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { openRedisStore, type RedisStore } from "../../src/state/redisStore.js";
import { StoreError } from "../../src/state/storeError.js";
import { freePort, missing } from "../support/programs.js";
import { type RedisServer, redisServer, slowWay } from "../support/redisServer.js";
import { privateAuthority } from "../support/tls.js";
import { readLog, ShiftableClock, startChild, tempFolder } from "./harness.js";

const absent = missing("redis-server");
const PASSWORD = "p@ss/w:rd%";
const ENCODED = encodeURIComponent(PASSWORD);

const clears: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const clear of clears.reverse()) await clear();
});

/** A monotonic clock that a test moves on: a pause after an outage is over when the test says so. */
class PausableClock extends ShiftableClock {
  aheadMs = 0;
  override monotonic(): number {
    return super.monotonic() + this.aheadMs;
  }
}

async function open(url: string, clock = new ShiftableClock()): Promise<RedisStore> {
  const account = { host: "http://127.0.0.1:1", accountId: "N1" };
  const store = await openRedisStore({ url, account, clock, owner: "p" });
  clears.push(() => store.close());
  return store;
}

/** How something fails. Whatever it is, nothing in it shows a password. */
async function faultOf(work: Promise<unknown>): Promise<StoreError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${inspect(error)}`);
  const all = `${error.stack}${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
  for (const secret of [PASSWORD, ENCODED]) expect(all).not.toContain(secret);
  return error;
}

const add = (word: string) => (found: string | undefined) => ({ text: `${found ?? ""}${word}`, value: found });

/** Ms that something takes. */
async function duration(work: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work.catch(() => undefined);
  return performance.now() - from;
}

const server = (options: Parameters<typeof redisServer>[0] = {}): Promise<RedisServer> =>
  redisServer({ onFinished: (clear) => clears.push(clear), ...options });
const way = (port: number) => slowWay(port, (clear) => clears.push(clear));

describe.skipIf(absent !== "").concurrent(`a Redis that one signs in to${absent}`, () => {
  it("takes the password, whatever it is made of, and a database", async ({ expect }) => {
    const redis = await server({ password: `"${PASSWORD}"` });
    const url = `redis://:${ENCODED}@127.0.0.1:${redis.port}/7`;
    const store = await open(url);
    await store.text("lock").change(add("a"));
    expect(store.where).toBe(`127.0.0.1:${redis.port}/7`);
    for (const shown of [inspect(store, { depth: 9, showHidden: true }), JSON.stringify(store)])
      expect(shown).not.toMatch(/p@ss|p%40ss/);
    const wrong = await faultOf(open(`redis://:${ENCODED}x@127.0.0.1:${redis.port}`));
    expect(wrong).toMatchObject({ reason: "auth", code: "WRONGPASS", where: `127.0.0.1:${redis.port}/0` });
    expect(await faultOf(open(`redis://127.0.0.1:${redis.port}`))).toMatchObject({ reason: "auth", code: "NOAUTH" });
    expect(await faultOf(open(`redis://:${ENCODED}@127.0.0.1:${redis.port}/99`))).toMatchObject({ reason: "refused" });
  });

  it("takes a user who may do only what muster does, and says what another one may not", async ({ expect }) => {
    const rights = "~muster:* +eval +get +set +strlen +time +ping +info";
    const redis = await server({
      config: [
        `user ci on ">${PASSWORD}" ${rights}`,
        `user dumb on ">${PASSWORD}" ~muster:* +ping`,
        `user reader on ">${PASSWORD}" ~muster:* ${rights.replace(" +set", "")}`,
        `user stranger on ">${PASSWORD}" ${rights.replace("~muster", "~other")}`,
        `user blind on ">${PASSWORD}" ${rights.replace(" +strlen", "")}`,
        `user mute on ">${PASSWORD}" ${rights.replace(" +info", "")}`,
      ],
    });
    const as = (user: string) => open(`redis://${user}:${ENCODED}@127.0.0.1:${redis.port}`);
    const store = await as("ci");
    await store.text("lock").change(add("a"));
    expect(await store.probe()).toMatchObject({ refusesStale: true, expires: true, persists: undefined });
    expect(await (await as("mute")).probe()).toMatchObject({ version: undefined, role: undefined });
    for (const user of ["dumb", "reader", "stranger", "blind"])
      expect(await faultOf(as(user))).toMatchObject({ reason: "not-allowed" });
    expect(await faultOf(as("nobody"))).toMatchObject({ reason: "auth", code: "WRONGPASS" });
  });
});

const withTls = missing("redis-server", "openssl");
describe.skipIf(withTls !== "").concurrent(`a Redis behind TLS${withTls}`, () => {
  it("is trusted by its certificate, and by nothing else", async ({ expect, onTestFinished: onFinished }) => {
    const authority = await privateAuthority((clear) => onFinished(clear));
    const redis = await server({ tls: await authority.issue("none") });
    const log = join(tempFolder(), "log");
    const extra = { NODE_EXTRA_CA_CERTS: authority.caFile };
    // Nothing is closed there, and it ends all the same.
    expect(await (await startChild("remember", { store: redis.url, log }, extra)).ended).toBe("0");
    expect(await readLog(log)).toEqual([{ read: "a" }]);
    // This process does not know the authority, and is told to trust anyone.
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    onFinished(() => {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    });
    const url = `rediss://u:${ENCODED}@localhost:${redis.port}`;
    expect(await faultOf(open(url))).toMatchObject({ reason: "tls", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    // No TLS, to one that speaks nothing else.
    expect(await faultOf(open(`redis://127.0.0.1:${redis.port}`))).toMatchObject({ reason: "unreachable" });
  });
});

describe.skipIf(absent !== "").concurrent(`a Redis that takes no writes${absent}`, () => {
  it("is a replica", async ({ expect }) => {
    const main = await server();
    const replica = await server({ replicaOf: main.port });
    expect(await faultOf(open(replica.url))).toMatchObject({ reason: "read-only", code: "READONLY" });
    // It can become one at any time, and the main one again.
    const clock = new PausableClock();
    const store = await open(main.url, clock);
    await main.cli("replicaof", "127.0.0.1", String(replica.port));
    expect(await faultOf(store.text("lock").change(add("a")))).toMatchObject({ reason: "read-only" });
    await main.cli("replicaof", "no", "one");
    clock.aheadMs = 60_000;
    await store.text("lock").change(add("b"));
  });

  it("is full", async ({ expect }) => {
    const redis = await server();
    const store = await open(redis.url);
    await store.text("lock").change(add("a"));
    await redis.cli("config", "set", "maxmemory", "1");
    expect(await faultOf(store.text("lock").change(add("b")))).toMatchObject({ reason: "full", code: "OOM" });
    expect(await store.text("lock").read()).toBe("a");
    expect(await faultOf(open(redis.url))).toMatchObject({ reason: "full" });
    await redis.cli("config", "set", "maxmemory", "0");
    // It was there all the time: nothing waits for a pause to end.
    await store.text("lock").change(add("b"));
  });

  it("is full of connections, and says so before it is asked", async ({ expect }) => {
    const redis = await server({ config: ["maxclients 1"] });
    const first = await open(redis.url);
    await first.text("lock").change(add("a"));
    expect(await faultOf(open(redis.url))).toMatchObject({
      reason: "refused",
      detail: expect.stringContaining("max number of clients"),
    });
  });

  it("cannot write to its disk", async ({ expect }) => {
    const redis = await server({ config: ["save 3600 1", "enable-protected-configs yes"] });
    const store = await open(redis.url);
    await redis.cli("config", "set", "dir", "/proc");
    await redis.cli("set", "any", "1");
    await redis.cli("bgsave");
    await expect.poll(() => redis.cli("info", "persistence")).toContain("rdb_last_bgsave_status:err");
    expect(await faultOf(store.text("lock").change(add("a")))).toMatchObject({ reason: "full", code: "MISCONF" });
  });
});

describe.skipIf(absent !== "").concurrent(`a cluster${absent}`, () => {
  it("is one store: whichever node is asked, the keys of an account are found", async ({ expect }) => {
    const [one, two] = await Promise.all([server({ cluster: "left" }), server({ cluster: "right" })]);
    await one.cli("cluster", "meet", "127.0.0.1", String(two.port), two.busPort);
    for (const node of [one, two])
      await expect.poll(() => node.cli("cluster", "info"), { timeout: 8_000 }).toContain("cluster_state:ok");
    const clock = new PausableClock();
    const [left, right] = [await open(one.url, clock), await open(two.url)];
    await left.text("lock").change(add("a"));
    await right.text("lock").change(add("b"));
    expect(await left.text("lock").read()).toBe("ab");
    expect(await left.probe()).toMatchObject({ refusesStale: true, expires: true, isCluster: true });
    expect(await faultOf(open(`${one.url}/1`))).toMatchObject({ reason: "refused" });
  });
});

describe.skipIf(absent !== "").concurrent(`a Redis that goes away${absent}`, () => {
  it("is restarted without its data: the next call goes on", async ({ expect }) => {
    const redis = await server();
    const store = await open(redis.url);
    const text = store.text("lock");
    await text.change(add("a"));
    await redis.kill();
    await redis.start();
    expect(await text.change(add("b"))).toBeUndefined();
    expect(await text.read()).toBe("b");
  });

  it("is killed: calls fail at once, and go on when it is back", async ({ expect }) => {
    const redis = await server();
    const clock = new PausableClock();
    const store = await open(redis.url, clock);
    const text = store.text("lock");
    await redis.kill();
    expect(await faultOf(text.change(add("a")))).toMatchObject({ reason: "unreachable", code: "ECONNREFUSED" });
    await redis.start();
    expect(await faultOf(text.change(add("b")))).toMatchObject({ code: "ECONNREFUSED" });
    clock.aheadMs = 60_000;
    await text.change(add("c"));
    expect(await text.read()).toBe("c");
  });

  it("hangs: the first call takes two seconds, and no other one", async ({ expect }) => {
    const redis = await server();
    const clock = new PausableClock();
    const store = await open(redis.url, clock);
    const texts = ["lock", "creates", "calls/x"].map((key) => store.text(key));
    await texts[0]?.change(add("a"));
    redis.pause();
    const first = await duration(Promise.all(texts.map((text) => faultOf(text.change(add("b"))))));
    expect(first).toBeGreaterThan(1_900);
    expect(first).toBeLessThan(3_900);
    expect(await duration(faultOf(store.text("lock").read()))).toBeLessThan(100);
    // The pause is over, and it still hangs: the attempt goes on without the call.
    clock.aheadMs = 60_000;
    const [fault] = await Promise.all([faultOf(store.text("lock").read())]);
    expect(fault).toMatchObject({ reason: "timeout", code: "ETIMEDOUT" });
    redis.resume();
    // What was sent before the timeout may have been carried out, or not.
    const back = () => texts[0]?.read().catch(() => "still away");
    await expect.poll(back, { timeout: 8_000 }).toMatch(/^ab?$/);
    await texts[0]?.change(add("c"));
  });

  it("answers in three seconds: that is as good as never", async ({ expect }) => {
    const redis = await server();
    const slow = await way(redis.port);
    const store = await open(`redis://127.0.0.1:${slow.port}`);
    slow.delayMs = 1_500;
    const ms = await duration(
      (async () => {
        for (let call = 0; call < 20; call += 1) await faultOf(store.text("calls/x").change(add("b")));
      })(),
    );
    expect(ms).toBeLessThan(3_900);
  });

  it("has cut an idle connection: the call is sent once more", async ({ expect }) => {
    const redis = await server();
    const cutting = await way(redis.port);
    const store = await open(`redis://127.0.0.1:${cutting.port}`);
    cutting.cut();
    await store.text("lock").change(add("a"));
    expect(await store.text("lock").read()).toBe("a");
    expect(cutting.connections()).toBe(2);
  });

  it("is closed by us: what comes later fails", async ({ expect }) => {
    const store = await open((await server()).url);
    await store.close();
    expect(await faultOf(store.text("lock").read())).toMatchObject({ reason: "unreachable" });
  });
});

describe.concurrent("what is no Redis", () => {
  it("speaks HTTP", async ({ expect, onTestFinished: onFinished }) => {
    const http = createServer((_, answer) => answer.end("hello")).listen(0, "127.0.0.1");
    onFinished(() => void http.close());
    const { port } = await listening(http);
    for (const signIn of ["", `u:${ENCODED}@`])
      expect(await faultOf(open(`redis://${signIn}127.0.0.1:${port}`))).toMatchObject({ reason: "not-redis" });
  });

  it.each([
    ["nothing at all", "", "timeout"],
    [
      "a refusal before it is asked, as when too many are connected",
      "-ERR max number of clients reached\r\n",
      "refused",
    ],
    ["another shape, for ever", "*1\r\n:1\r\n".repeat(9), "not-redis"],
    ["an array without end", "*1\r\n".repeat(20_000), "not-redis"],
  ])("says %s", async (_, words, reason) => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => undefined);
      if (words !== "") socket.write(words);
    }).listen(0, "127.0.0.1");
    clears.push(async () => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { port } = await listening(silent);
    let fault: StoreError | undefined;
    const ms = await duration(
      faultOf(open(`redis://u:${ENCODED}@127.0.0.1:${port}`)).then((one) => {
        fault = one;
      }),
    );
    expect(fault?.reason).toBe(reason);
    expect(ms).toBeLessThan(3_900);
  });

  it.each([
    ["5.0.14", "too-old"],
    ["6.0.20", "too-old"],
    // Not too old for us; this one knows no scripts.
    ["6.2.0", "refused"],
    ["10.0.1", "refused"],
  ])("says that it is Redis %s", async (version, reason) => {
    const port = await answering("-ERR unknown command\r\n", version);
    const fault = await faultOf(open(`redis://127.0.0.1:${port}`));
    expect(fault.reason).toBe(reason);
    if (reason === "too-old") expect(fault).toMatchObject({ code: "ERR_STORE_VERSION", detail: version });
  });

  it("is a cluster whose nodes cannot be reached, or send us round in circles", async ({ expect }) => {
    const dead = await freePort();
    const hidden = await answering(`-MOVED 7 127.0.0.1:${dead}\r\n`);
    expect(await faultOf(open(`redis://u:${ENCODED}@127.0.0.1:${hidden}`))).toMatchObject({
      ...{ reason: "unreachable", code: "ECONNREFUSED", where: `127.0.0.1:${hidden}/0`, detail: `127.0.0.1:${dead}` },
    });
    const circle = await answering((port) => `-MOVED 7 :${port}\r\n`);
    expect(await faultOf(open(`redis://127.0.0.1:${circle}`))).toMatchObject({ reason: "not-ready", code: "MOVED" });
  });

  it("is not there", async ({ expect }) => {
    const port = await freePort();
    expect(await faultOf(open(`redis://u:${ENCODED}@127.0.0.1:${port}`))).toMatchObject({ code: "ECONNREFUSED" });
    expect(await faultOf(open(`redis://u:${ENCODED}@no.invalid`))).toMatchObject({ reason: "unreachable" });
  });
});

async function listening(server: {
  address(): string | AddressInfo | null;
  once(event: "listening", on: () => void): unknown;
}) {
  if (server.address() === null) await new Promise<void>((resolve) => server.once("listening", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return address;
}

/** A server that says its version, and then the same to everything. @returns its port */
async function answering(words: string | ((port: number) => string), version = "7.0.0"): Promise<number> {
  const info = `# Server\r\nredis_version:${version}\r\n`;
  const server = createTcpServer((socket) => {
    const say = typeof words === "string" ? words : words(socket.localPort ?? 0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      if (chunk.includes("AUTH")) socket.write("+OK\r\n");
      if (chunk.includes("INFO")) socket.write(`$${info.length}\r\n${info}\r\n`);
      if (chunk.includes("EVAL")) socket.write(say);
    });
  }).listen(0, "127.0.0.1");
  clears.push(async () => void server.close());
  return (await listening(server)).port;
}
