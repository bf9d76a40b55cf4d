import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import checkSchema from "../../schemas/check.schema.json" with { type: "json" };
import type { StoreVerdict } from "../../src/engine/checkStore.js";
import { judgeStore } from "../../src/engine/checkStore.js";
import type { Check } from "../../src/report/check.js";
import { flat, type Run } from "../support/cli.js";
import { freePort, missing } from "../support/programs.js";
import { redisServer } from "../support/redisServer.js";
import { groupsYaml, SECRET, world } from "../support/simulated.js";

const absent = missing("redis-server");
const YAML = groupsYaml({ 售前: ["8000"] });
const PASSWORD = "p@ss:w0rd/#%25";

const isCheck = new Ajv({ allErrors: true, strict: true }).compile(checkSchema);

/** The lines of a check about the store. */
function storeLines({ code, stdout, stderr }: Run): string[] {
  const document: Check = JSON.parse(stdout);
  expect(isCheck(document) ? [] : isCheck.errors).toEqual([]);
  expect(code).toBe(document.ok ? 0 : 1);
  expect(stdout + stderr).not.toContain(SECRET);
  expect(stdout + stderr).not.toContain("p@ss");
  expect(stdout + stderr).not.toContain("p%40ss");
  const checks = document.accounts[0]?.checks ?? [];
  // Whatever the store is like, the rest is checked.
  expect(checks.find(({ check }) => check === "queueQueue")?.status).toBe("ok");
  return checks.flatMap(({ check, status, code: what, args }) =>
    check === "store" ? [`${status} ${what}${"reason" in args ? ` ${args["reason"]}` : ""}`] : [],
  );
}

const JSON_CHECK = ["check", "--format", "json"];
const checked = async (env: Readonly<Record<string, string>>): Promise<string[]> => {
  const { run } = await world([{ displayName: "售前", members: [] }], YAML, {}, onTestFinished);
  return storeLines(await run(JSON_CHECK, { env }));
};

describe("muster check, of the store", { timeout: 60_000 }, () => {
  it("without one says what that means, and more about it in CI", async () => {
    expect(await checked({})).toEqual(["ok store-none"]);
    expect(await checked({ CI: "true" })).toEqual(["note store-none-in-ci"]);
    const { run } = await world([], YAML);
    const { stdout } = await run(["check"], { env: { CI: "true" } });
    expect(flat(stdout)).toContain("! store: None is set, and most CI systems throw the machine away after the job.");
  });

  it("that is away: exit 1, and the rest is checked", async () => {
    expect(await checked({ MUSTER_STORE: `redis://:p%40ss@127.0.0.1:${await freePort()}` })).toEqual([
      "failed store-unusable unreachable",
    ]);
  });

  it("that is no address: exit 1, before anything is sent", async () => {
    const { run, simulator } = await world([], YAML);
    const { code, stdout, stderr } = await run(["check"], { env: { MUSTER_STORE: "redis://:p@ss/word@h" } });
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("MUSTER_STORE");
    expect(stdout + stderr).not.toMatch(/p@ss|ss\/word/);
    expect(simulator.requests).toEqual([]);
  });

  describe.skipIf(absent !== "")(`on a real server${absent}`, () => {
    it("is probed, and warned of what makes it forget", async () => {
      const { url, cli, port } = await redisServer({
        password: PASSWORD,
        config: ["maxmemory 10mb", "maxmemory-policy allkeys-lru"],
      });
      expect(await checked({ MUSTER_STORE: url })).toEqual(["ok store-ok", "note store-evicts", "note store-forgets"]);
      await cli("config", "set", "maxmemory-policy", "noeviction");
      await cli("config", "set", "appendonly", "yes");
      expect(await checked({ MUSTER_STORE: `${url}/3` })).toEqual(["ok store-ok"]);
      // What it tried with goes by itself within seconds: its user needs no right to delete.
      const key = await cli("-n", "3", "keys", "*probe*");
      expect(Number(await cli("-n", "3", "pttl", key))).toBeLessThanOrEqual(10_000);
      expect(Number(await cli("-n", "3", "pttl", key))).not.toBe(-1);

      const { run } = await world([], YAML);
      const english = await run(["check"], { env: { MUSTER_STORE: url } });
      expect(flat(english.stdout)).toMatch(
        new RegExp(`✔ store: 127\\.0\\.0\\.1:${port}/0 \\(redis \\d.*?\\) works as a store\\. Its clock is \\d+ ms`),
      );
      const chinese = await run(["check", "--lang", "zh"], { env: { MUSTER_STORE: url } });
      expect(chinese.stdout).toContain(`✔ 共享存储：127.0.0.1:${port}/0`);
    });

    it("that refuses the password, the commands or the writes is named and refused", async () => {
      const { url, cli, port } = await redisServer({ password: PASSWORD });
      expect(await checked({ MUSTER_STORE: `redis://:not-the-one@127.0.0.1:${port}` })).toEqual([
        "failed store-unusable auth",
      ]);
      await cli("acl", "setuser", "reader", "on", ">some-password", "~muster:*", "-@all", "+get");
      expect(await checked({ MUSTER_STORE: `redis://reader:some-password@127.0.0.1:${port}` })).toEqual([
        "failed store-unusable not-allowed",
      ]);
      const follower = await redisServer({ replicaOf: port, config: [`masterauth ${PASSWORD}`] });
      expect(await checked({ MUSTER_STORE: follower.url })).toEqual(["failed store-unusable read-only"]);
      expect(url).toContain(encodeURIComponent(PASSWORD));
    });

    it("works with the rights that the documents name, and no more", async () => {
      const { cli, port } = await redisServer({ password: PASSWORD });
      await cli("acl", "setuser", ...ACL_RULES("some-password"));
      expect(await checked({ MUSTER_STORE: `redis://muster:some-password@127.0.0.1:${port}/2` })).toEqual([
        "ok store-ok",
      ]);
    });
  });
});

const ACL_RULES = (password: string) =>
  `muster on >${password} resetkeys ~muster:* resetchannels -@all +eval +strlen +get +set +time +ping +info +select`.split(
    " ",
  );

describe("what a probe shows", () => {
  const SOUND = {
    where: "h:6379/0",
    refusesStale: true,
    expires: true,
    engine: "redis",
    version: "7.0.15",
    role: "master",
    isCluster: false,
    maxmemoryPolicy: "noeviction",
    persists: true,
    offsetMs: -3.4,
    roundTripMs: 0.6,
  } as const;
  const brief = ([status, { code, args }]: StoreVerdict) =>
    `${status} ${code}${"lacks" in args ? ` ${args.lacks}` : "reason" in args ? ` ${args.reason}` : ""}`;

  it.each([
    [{}, ["ok store-ok"]],
    [{ engine: undefined, version: undefined, role: undefined, maxmemoryPolicy: undefined }, ["ok store-ok"]],
    [{ persists: undefined, isCluster: undefined }, ["ok store-ok"]],
    [{ version: "6.2.0" }, ["ok store-ok"]],
    [{ version: "6.0.16" }, ["failed store-unusable too-old"]],
    [{ version: "5.0.3" }, ["failed store-unusable too-old"]],
    [{ version: "10.1" }, ["ok store-ok"]],
    [{ engine: "valkey", version: "8.1.0" }, ["ok store-ok"]],
    [{ role: "replica" }, ["failed store-unusable read-only"]],
    [{ refusesStale: false }, ["failed store-broken compare-and-swap"]],
    [{ expires: false }, ["failed store-broken expiry"]],
    [
      { expires: false, refusesStale: false, persists: false },
      ["failed store-broken compare-and-swap", "failed store-broken expiry"],
    ],
    [{ maxmemoryPolicy: "volatile-ttl", persists: false }, ["ok store-ok", "note store-evicts", "note store-forgets"]],
  ] as const)("%j", (change, expected) => {
    expect(judgeStore({ ...SOUND, ...change }).map(brief)).toEqual(expected);
  });

  it("has whole numbers", () => {
    expect(judgeStore(SOUND)[0]?.[1].args).toEqual({
      store: "h:6379/0",
      server: "redis 7.0.15",
      aheadMs: -3,
      roundTripMs: 1,
    });
  });
});
