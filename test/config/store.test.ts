import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { resolveAccount } from "../../src/config/resolveAccount.js";
import { changedSettings } from "../../src/config/settingsOf.js";
import { storeSecrets } from "../../src/config/store.js";
import { Redactor } from "../../src/model/redactor.js";
import { brief, fileOf } from "./reading.js";

const ACCOUNT =
  "accounts:\n  prod:\n    host: https://openapis.7moor.com\n    accountId: N1\n    apiSecret: ${MOOR_SECRET}\n";
const ENV = { MOOR_SECRET: "S3cr3t-Qz81-vv" };

const load = async (text: string) => await loadMusterFile(fileOf(`version: 1\n${text}`, "muster.yaml"));

/** What a run gets from the settings of a file and the environment. */
async function resolved(text: string, env: Readonly<Record<string, string>>) {
  const { musterFile, findings } = await load(text);
  const entry = musterFile?.accounts[0];
  if (entry === undefined) throw new Error(`no account: ${JSON.stringify(findings)}`);
  return { ...resolveAccount(entry, { ...ENV, ...env }), entry };
}
const fromEnvironment = (address: string) => resolved(ACCOUNT, { MUSTER_STORE: address });

describe("store in muster.yaml", () => {
  it.each([
    ["an address", "redis://:hunter22@cache.example:6379/0"],
    ["an address in quotes", '"rediss://u:hunter22@cache.example"'],
    ["an address without a password", "redis://localhost"],
    ["a part of one in a variable", "redis://:${MUSTER_PASSWORD}@hunter22.example"],
    ["two variables", "${MUSTER_A}${MUSTER_B}"],
    ["text", "hunter22"],
    ["block text", "|\n  redis://:hunter22@cache.example"],
    ["the next line", "\n  redis://:hunter22@cache.example"],
    ["an anchor", "&a redis://:hunter22@cache.example"],
    ["a number", "6379", "unquoted-text"],
    ["a switch", "true"],
    ["a list", "[redis://:hunter22@cache.example]", "wrong-type"],
    ["a map", "{ url: redis://:hunter22@cache.example }", "wrong-type"],
    ["a map below", "\n  url: redis://:hunter22@cache.example", "wrong-type"],
    ["slashes as JSON has them", '"redis:\\/\\/:hunter22@cache.example"'],
  ])("refuses %s, and shows nothing of it", async (_what, written, code = "literal-store") => {
    const { findings, musterFile, texts } = await load(`store: ${written}\n${ACCOUNT}`);
    expect(musterFile).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual([code]);
    expect(JSON.stringify([findings, [...texts]])).not.toContain("hunter22");
  });

  it.each([
    ["misspelt", "stor: redis://:hunter22@cache.example"],
    ["in an account", "accounts:\n  prod:\n    store: redis://:hunter22@cache.example"],
    ["that YAML cannot read", "store: redis://:hunter22@cache.example: 1"],
    ["in quotes that do not end", 'store: "redis://:hunter22@cache.example'],
    ["elsewhere", "guards: { maxRemovals: 'redis://:hunter22@cache.example' }"],
    ["by an alias", "x: &s redis://:hunter22@cache.example\nstore: *s"],
  ])("shows nothing of an address %s", async (_what, text) => {
    const { findings, musterFile, texts } = await load(`${text}\n`);
    expect(musterFile).toBeUndefined();
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify([findings, [...texts]])).not.toContain("hunter22");
  });

  it.each(["", " ~", ' ""'])("refuses nothing at all: %j", async (written) => {
    expect((await load(`store:${written}\n`)).musterFile).toBeUndefined();
  });

  it("takes one variable, offline, whether it is set or not", async () => {
    for (const written of ["${MUSTER_STORE}", "${REDIS_URL}"]) {
      const { findings, musterFile } = await load(`store: ${written}\n${ACCOUNT}`);
      expect(findings).toEqual([]);
      expect(musterFile?.accounts).toMatchObject([{ store: { value: written } }]);
    }
  });

  it("refuses the variable of any account's secret, even where no variable is looked up", async () => {
    const other = "  test:\n    host: https://openapis.7moor.com\n    accountId: N2\n    apiSecret: ${MOOR_TEST}\n";
    for (const variable of ["MOOR_SECRET", "MOOR_TEST"]) {
      const { findings } = await load(`store: \${${variable}}\n${ACCOUNT}${other}`);
      expect(findings.map(brief)).toEqual(["muster.yaml:2:8 variable-refused"]);
      expect(findings).toMatchObject([{ args: { variable, field: "store", because: "secret" } }]);
    }
    expect((await load("store: ${MUSTER_API_SECRET}\n")).findings.map(({ code }) => code)).toEqual([
      "variable-refused",
    ]);
  });

  it("keeps an agent's name in files of groups readable", async () => {
    const { texts } = await load('agents:\n  store: "8001"\n  store: { number: "8001" }\n');
    expect([...texts.values()].join()).toContain('store: "8001"\n  store: { number: "8001" }');
  });

  it("is read from the base, and what a change does to it counts after the merge", async () => {
    const settings = async (text: string) => (await load(`${text}${ACCOUNT}`)).settings;
    const changed = async (base: string, head: string) =>
      changedSettings(await settings(base), await settings(head)).map(({ setting, change }) => `${change} ${setting}`);
    expect(await changed("", "store: ${MUSTER_STORE}\n")).toEqual(["added store"]);
    expect(await changed("store: ${MUSTER_STORE}\n", "")).toEqual(["removed store"]);
    expect(await changed("store: ${MUSTER_STORE}\n", "store: ${MUSTER_OTHER}\n")).toEqual(["changed store"]);
    expect(await changed("store: ${MUSTER_STORE}\n", 'store: "${MUSTER_STORE}"\n')).toEqual([]);
  });
});

describe("the store of a run", () => {
  const FILE = `store: \${MUSTER_CACHE}\n${ACCOUNT}`;
  const A = "redis://a.example";
  const B = "redis://b.example:6380/2";

  it.each([
    ["no file, no variable", ACCOUNT, {}, undefined],
    ["an empty variable, as CI sets it for a secret that it does not have", ACCOUNT, { MUSTER_STORE: " " }, undefined],
    [
      "MUSTER_STORE",
      ACCOUNT,
      { MUSTER_STORE: `${A}\n` },
      { variable: "MUSTER_STORE", url: A, shown: "a.example:6379/0" },
    ],
    ["the file", FILE, { MUSTER_CACHE: B }, { variable: "MUSTER_CACHE", url: B, shown: "b.example:6380/2" }],
    ["both", FILE, { MUSTER_CACHE: B, MUSTER_STORE: A }, { variable: "MUSTER_STORE", url: A }],
    ["the file, not set", FILE, {}, { missing: "MUSTER_CACHE" }],
    ["the file, empty", FILE, { MUSTER_CACHE: "" }, { missing: "MUSTER_CACHE" }],
    ["no accounts", "store: ${MUSTER_CACHE}\n", { MUSTER_CACHE: A, ...NAMED }, { variable: "MUSTER_CACHE", url: A }],
  ])("%s", async (_what, text, env, expected) => {
    const { account, findings } = await resolved(text, env);
    expect(findings).toEqual([]);
    expect(account?.store === undefined ? undefined : account.store).toEqual(
      expected === undefined ? undefined : expect.objectContaining(expected),
    );
  });

  it("is no variable that the environment does not open to files", async () => {
    const text = `store: \${REDIS_URL}\n${ACCOUNT}`;
    for (const env of [{}, { REDIS_URL: A }, { REDIS_URL: "not an address" }])
      expect((await resolved(text, env)).findings).toMatchObject([
        { code: "variable-refused", args: { variable: "REDIS_URL", field: "store", because: "not-open" } },
      ]);
    const open = await resolved(text, { REDIS_URL: A, MUSTER_VARIABLES: "REDIS_URL" });
    expect(open.account?.store).toMatchObject({ url: A, variable: "REDIS_URL" });
  });
});

const NAMED = { MUSTER_HOST: "https://openapis.7moor.com", MUSTER_ACCOUNT_ID: "N1", MUSTER_API_SECRET: "s3cr3t-api-x" };

describe("the address of a store", () => {
  it.each([
    ["redis://cache.example", "cache.example:6379/0", false],
    ["rediss://cache.example/", "cache.example:6379/0", true],
    ["REDIS://Cache_1.example:1/15", "Cache_1.example:1/15", false],
    ["redis://user:pass@127.0.0.1:6380/007", "127.0.0.1:6380/7", false],
    ["redis://:pass@[::1]:6380", "[::1]:6380/0", false],
    ["redis://:p%40%3A%2F%23%25w@h", "h:6379/0", false],
    ["redis://:p@ss:w0rd@h", "h:6379/0", false],
  ])("%s is %s", async (address, shown, isEncrypted) => {
    expect((await fromEnvironment(address)).account?.store).toEqual({
      url: address,
      variable: "MUSTER_STORE",
      shown,
      isEncrypted,
    });
  });

  it.each([
    ["http://cache.example", "scheme"],
    ["https://:hunter22@cache.example", "scheme"],
    ["valkey://cache.example", "scheme"],
    ["unix:///run/redis.sock", "scheme"],
    ["redis:cache.example", "scheme"],
    ["cache.example:6379", "scheme"],
    [":hunter22@cache.example", "scheme"],
    ["hunter22", "scheme"],
    ["${MUSTER_STORE}", "scheme"],
    ["'redis://cache.example'", "scheme"],
    ["redis://", "not-a-url"],
    ["redis:///0", "not-a-url"],
    ["redis://:hunter22@", "not-a-url"],
    ["redis://cache.example:0", "not-a-url"],
    ["redis://cache.example:99999", "not-a-url"],
    ["redis://cache.example:hunter22", "not-a-url"],
    ["redis://:hunter/22@cache.example", "not-a-url"],
    ["redis://:hunter22@a,b", "not-a-url"],
    ["redis://:hunter22@ca%20che", "not-a-url"],
    ["redis://:hunter22@-x", "not-a-url"],
    ["redis://hunter22@cache.example", "user-alone"],
    ["redis://:hunter%22%@cache.example", "encoding"],
    ["redis://:hunter22%E4@cache.example", "encoding"],
    ["redis://cache.example/x", "database"],
    ["redis://cache.example/0/", "database"],
    ["redis://cache.example/-1", "database"],
    ["redis://user:1/hunter22@cache.example", "database"],
    ["redis://cache.example?db=1", "query"],
    ["redis://cache.example/0?", "query"],
    ["redis://cache.example/0#x", "query"],
    ["redis://user:1#hunter22@cache.example", "query"],
    ["redis://user:1?hunter22@cache.example", "query"],
    ["redis://:hunter 22@cache.example", "space"],
    ["redis://:hunter22@cache.example\n/0", "space"],
    ["redis://:hunter22@cache\u0000.example", "space"],
  ])("is not %j: %s, and no part of it is shown", async (address, fault) => {
    const { account, findings, entry } = await fromEnvironment(address);
    expect(account).toBeUndefined();
    expect(findings).toEqual([{ code: "store-invalid", severity: "error", args: { variable: "MUSTER_STORE", fault } }]);
    const redactor = new Redactor();
    for (const secret of storeSecrets(entry.store, { MUSTER_STORE: address })) redactor.keep(secret);
    expect(redactor.redact(`error at ${address}!`)).not.toMatch(/hunter22/);
  });

  it("is kept from all output: whole, and the password in every encoding", () => {
    const kept = (address: string) => storeSecrets(undefined, { MUSTER_STORE: address });
    expect(kept("redis://user:p%40ss-w%25rd@h:1/2")).toEqual(["redis://user:p%40ss-w%25rd@h:1/2", "p@ss-w%rd"]);
    const redactor = new Redactor();
    for (const secret of kept("redis://user:p%40ss-w%25rd@h:1/2")) redactor.keep(secret);
    for (const text of ["p@ss-w%rd", "p%40ss-w%25rd", "p%40ss%2dw%25rd", "p%2540ss-w%2525rd", "p@ss\\u002dw%rd"])
      expect([text, redactor.redact(`AUTH ${text}`)]).toEqual([text, "AUTH ***"]);
    expect(kept("redis://hunter22@h")).toEqual(["redis://hunter22@h", "hunter22"]);
    expect(kept("redis://h")).toEqual(["redis://h"]);
    expect(kept(" ")).toEqual([]);
  });

  it("shows no password, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 8, maxLength: 24, unit: fc.constantFrom(..."aB3@:/#?%[]&=+ é密\\\"'") }),
        fc.boolean(),
        async (password, isEncoded) => {
          fc.pre(password.trim() === password && password.length >= 8);
          const address = `redis://app:${isEncoded ? encodeURIComponent(password) : password}@store.example:6379/1`;
          const { account, findings } = await fromEnvironment(address);
          const { store } = account ?? {};
          if (isEncoded) expect(store).toMatchObject({ url: address, shown: "store.example:6379/1" });
          expect(JSON.stringify(findings)).not.toContain(JSON.stringify(password).slice(1, -1));
          const redactor = new Redactor();
          for (const secret of storeSecrets(undefined, { MUSTER_STORE: address })) redactor.keep(secret);
          for (const text of [
            address,
            `connect ${password}`,
            encodeURIComponent(password),
            JSON.stringify({ password }),
          ])
            expect(redactor.redact(text)).toContain("***");
        },
      ),
      { numRuns: 20 },
    );
  });
});
