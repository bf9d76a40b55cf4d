import { describe, expect, it } from "vitest";
import type { ConfigFinding } from "../../src/config/findings.js";
import { loadMusterFile } from "../../src/config/musterFile.js";
import { resolveAccount } from "../../src/config/resolveAccount.js";
import { DEFAULT_GUARDS } from "../../src/config/settings.js";
import { brief, fileOf, unmark } from "./reading.js";

const V = "version: 1\n";
const ACCOUNT = "    host: https://openapis.7moor.com\n    accountId: ${ID}\n    apiSecret: ${SECRET}\n";
const PROD = `${V}accounts:\n  prod:\n${ACCOUNT}`;

async function load(text: string, path = "muster.yaml") {
  return await loadMusterFile(fileOf(text, path));
}

/** As `expectFindings`, for muster.yaml. */
async function expectFindings(marked: string, ...codes: ConfigFinding["code"][]): Promise<readonly ConfigFinding[]> {
  const { text, places } = unmark(marked, "muster.yaml");
  const { findings, musterFile } = await load(text);
  expect(findings.map(brief)).toEqual(places.map((place, index) => `${place} ${codes[index]}`));
  expect(musterFile === undefined).toBe(findings.some(({ severity }) => severity === "error"));
  return findings;
}

describe("muster.yaml", () => {
  it("reads as the contract shows it, without looking up a variable", async () => {
    const { musterFile, findings } = await load(`${V}accounts:
  prod:
    host: https://openapis.7moor.com
    accountId: \${MOOR_PROD_ACCOUNT}
    apiSecret: \${MOOR_PROD_SECRET}
    groups: [groups/prod, ./groups/shared, /abs]
    pageSize: 100
    limits:
      addQueue: 20/60s
      queueQueueAgentClaimStatus: 100/1m
  staging:
    host: \${HOST}
    accountId: N1
    apiSecret: "\${S}"
guards:
  maxRemovals: 12
  maxCreates: 5
unmanaged:
  ignore: ["测试*"]
`);
    expect(findings).toEqual([]);
    expect(musterFile).toMatchObject({
      accounts: [
        {
          name: "prod",
          accountId: { value: "${MOOR_PROD_ACCOUNT}", at: { file: "muster.yaml", line: 5, column: 16 } },
          groups: ["groups/prod", "groups/shared", "/abs"],
          pageSize: 100,
          limits: {
            addQueue: { calls: 20, windowMs: 60_000 },
            queueQueueAgentClaimStatus: { calls: 100, windowMs: 60_000 },
          },
          source: { line: 3, column: 3 },
        },
        { name: "staging", groups: ["."], limits: {} },
      ],
      guards: { maxRemovals: { kind: "count", value: 12 }, maxEmptied: 0, maxCreates: 5, minClaiming: 0 },
      ignore: ["测试*"],
    });
  });

  it("has folders relative to itself", async () => {
    const groupsOf = async (text: string, path: string) => (await load(text, path)).musterFile?.accounts[0]?.groups;
    expect(await groupsOf(`${PROD}    groups: [groups, ../shared]\n`, "ops/muster.yaml")).toEqual([
      "ops/groups",
      "shared",
    ]);
    expect(await groupsOf(PROD, "ops/muster.yaml")).toEqual(["ops"]);
    expect(await groupsOf(PROD, "/etc/ops/muster.yaml")).toEqual(["/etc/ops"]);
    expect(await groupsOf(PROD, "muster.yaml")).toEqual(["."]);
  });

  it("without accounts, or not there, leaves the account to the environment and the rest to defaults", async () => {
    for (const { musterFile } of [await loadMusterFile(undefined), await load(V)]) {
      expect(musterFile?.accounts.map(({ name, groups }) => ({ name, groups }))).toEqual([
        { name: "default", groups: ["."] },
      ]);
      expect(musterFile?.guards).toEqual(DEFAULT_GUARDS);
      expect(musterFile?.ignore).toEqual([]);
    }
    expect((await load(`${V}guards: { maxEmptied: 3 }\n`)).musterFile?.guards).toEqual({
      ...DEFAULT_GUARDS,
      maxEmptied: 3,
    });
  });

  it.each([
    ["no version", "missing-field", "‸guards: {}\n"],
    ["a version to come", "newer-version", "version: ‸2\n"],
    ["an unknown field", "unknown-field", `${V}‸account: {}\n`],
    ["accounts without a value", "wrong-type", `${V}‸accounts:\n`],
    ["accounts that are none", "empty-value", `${V}accounts: ‸{}\n`],
    ["an account without a value", "wrong-type", `${V}accounts:\n  ‸prod:\n`],
    ["an unknown field of an account", "unknown-field", `${PROD}    ‸group: []\n`],
    ["no secret", "missing-field", `${V}accounts:\n  prod:\n    ‸host: https://a\n    accountId: b\n`],
    ["groups that are none", "empty-value", `${PROD}    groups: ‸[]\n`],
    ["groups that are one", "wrong-type", `${PROD}    groups: ‸groups\n`],
    ["a variable in groups", "reference-not-here", `${PROD}    groups: [‸"\${DIR}/a"]\n`],
    ["a limit of an unknown interface", "unknown-field", `${PROD}    limits: { ‸addQueues: 1/1s }\n`],
    ["a page of nothing", "out-of-range", `${PROD}    pageSize: ‸0\n`],
    ["a page that is too large", "out-of-range", `${PROD}    pageSize: ‸501\n`],
    ["a page size in words", "wrong-type", `${PROD}    pageSize: ‸many\n`],
    ["a window that no call waits for", "bad-rate", `${PROD}    limits: { addQueue: ‸20/61m }\n`],
    ["a limit without a window", "bad-rate", `${PROD}    limits: { addQueue: ‸"20" }\n`],
    ["a limit of nothing", "bad-rate", `${PROD}    limits: { addQueue: ‸0/60s }\n`],
    ["a limit that is a number", "unquoted-text", `${PROD}    limits: { addQueue: ‸20 }\n`],
    [
      "a broken variable",
      "bad-reference",
      `${V}accounts:\n  prod:\n    host: ‸"\${HOST"\n    accountId: b\n    apiSecret: \${S}\n`,
    ],
    [
      "a variable of another kind",
      "bad-reference",
      `${V}accounts:\n  prod:\n    host: a\n    accountId: ‸\${A:-b}\n    apiSecret: \${S}\n`,
    ],
    ["a guard over all", "bad-guard", `${V}guards: { maxRemovals: ‸130% }\n`],
    ["a guard of half a group", "bad-guard", `${V}guards: { maxRemovals: ‸1.5 }\n`],
    ["a guard below nothing", "bad-guard", `${V}guards: { maxRemovals: ‸-1 }\n`],
    ["a guard that is true", "wrong-type", `${V}guards: { maxRemovals: ‸true }\n`],
    ["a count below nothing", "out-of-range", `${V}guards: { maxEmptied: ‸-1 }\n`],
    ["a count in per cent", "wrong-type", `${V}guards: { maxCreates: ‸"5%" }\n`],
    ["an empty pattern", "empty-value", `${V}unmanaged: { ignore: [‸""] }\n`],
    ["a pattern without quotes", "unknown-anchor", `${V}unmanaged: { ignore: [‸*测试] }\n`],
    ["an account twice", "duplicate-key", `${PROD}  ‸prod:\n${ACCOUNT}`],
    ["several documents", "several-documents", `${V}---\n‸${V}`],
    ["a tab", "yaml-tab", `${V}guards:\n‸\tmaxEmptied: 1\n`],
    ["nothing", "empty-file", "‸"],
  ] as const)("%s: %s", async (_what, code, marked) => {
    await expectFindings(marked, code);
  });

  it("that is not UTF-8 is reported like any other file", async () => {
    const { findings, musterFile } = await loadMusterFile({ path: "muster.yaml", bytes: Uint8Array.of(0x61, 0xff) });
    expect(findings.map(brief)).toEqual(["muster.yaml:1:2 not-utf8"]);
    expect(musterFile).toBeUndefined();
  });
});

describe("a literal secret", () => {
  const SECRET = "7f3c-9a1e";
  it.each([
    ["plain", `    apiSecret: ‸${SECRET}\n`],
    ["in quotes", `    apiSecret: ‸"${SECRET}"\n`],
    ["with a variable", `    apiSecret: ‸${SECRET}\${S}\n`],
    ["as a number", "    apiSecret: ‸73519\n"],
    ["as block text", `    apiSecret: ‸|\n      ${SECRET}\n`],
    ["on the next line", `    apiSecret:\n      ‸${SECRET}\n`],
    ["like an alias", `    apiSecret: ‸*${SECRET}\n`],
    ["like a tag", `    apiSecret: ‸!${SECRET} x\n`],
    ["with a quote that is never closed", `    apiSecret: ‸"${SECRET}\n`],
    ["with a colon", `    apiSecret: ‸${SECRET}: x\n`],
    ["under a key in quotes", `    "apiSecret": ‸${SECRET}\n`],
    ["as a list", `    apiSecret: ‸[${SECRET}]\n`],
  ])("%s is refused, and shown nowhere", async (_what, line) => {
    const marked = `${V}accounts:\n  prod:\n    host: https://a\n    accountId: N1\n${line}`;
    await expectFindings(marked, "literal-secret");
    const { text } = unmark(marked);
    const loaded = await load(text);
    const shown = loaded.texts.get("muster.yaml") ?? "";
    expect(JSON.stringify([loaded, shown])).not.toMatch(/7f3c|9a1e|73519/);
    expect(shown.length).toBe(text.length);
    expect(shown).toContain("host: https://a\n    accountId: N1\n");
  });

  it("in braces hides the rest of the line", async () => {
    const { findings, texts } = await load(
      `${V}accounts:\n  prod: { host: https://a, accountId: N1, apiSecret: ${SECRET}, groups: [c] }\n`,
    );
    expect(findings.map(({ code }) => code)).toEqual(["literal-secret"]);
    expect(texts.get("muster.yaml")).toBe(
      `${V}accounts:\n  prod: { host: https://a, accountId: N1, apiSecret: ********** ******* *** *\n`,
    );
  });

  it("is not one that a comment speaks of", async () => {
    const { findings, texts } = await load(`${V}# apiSecret: set in CI\n  guards: {}\n`);
    expect(findings.map(brief)).toEqual(["muster.yaml:3:3 yaml-indent"]);
    expect(texts.get("muster.yaml")).toContain("set in CI\n  guards: {}");
  });

  it("is not one that is a variable", async () => {
    const text = `${PROD}    groups: [a] # apiSecret\n  b: { host: https://a, accountId: N1, apiSecret: "\${S}", groups: [c] }\n`;
    expect((await load(text)).findings).toEqual([]);
    expect((await load(text)).texts.get("muster.yaml")).toBe(text);
  });
});

describe("resolveAccount", () => {
  /** Names that files may ask for here, and hosts that may get a signed call. */
  const ENV = {
    ID: "N00000000556",
    SECRET: "s3cret",
    MUSTER_VARIABLES: "ID, HOST SUB,DOMAIN",
    MUSTER_ALLOWED_HOSTS:
      "a a.b *.7moor.com 127.0.0.1 127.8.0.1 localhost [::1] 10.0.0.1 127.0.0.1.evil.com localhost.evil.com [::2] 0.0.0.0",
  };
  const entryOf = async (text: string) => {
    const entry = (await load(text)).musterFile?.accounts[0];
    if (!entry) throw new Error("not sound");
    return entry;
  };

  it("fills in the variables", async () => {
    const { account, findings } = resolveAccount(await entryOf(`${PROD}    groups: [g]\n`), ENV);
    expect(findings).toEqual([]);
    expect(account).toEqual({
      name: "prod",
      host: "https://openapis.7moor.com",
      accountId: "N00000000556",
      apiSecret: "s3cret",
      groups: ["g"],
      limits: {},
      source: { file: "muster.yaml", line: 3, column: 3 },
    });
  });

  it("fills in several in one text, and drops the white space that secret stores add", async () => {
    const entry = await entryOf(
      `${V}accounts:\n  a:\n    host: https://\${SUB}.\${DOMAIN}/\n    accountId: \${ID}\n    apiSecret: \${SECRET}\n`,
    );
    const { account } = resolveAccount(entry, {
      ...ENV,
      SUB: "apis",
      DOMAIN: "7moor.com",
      ID: " N1\n",
      SECRET: "s\r\n",
    });
    expect(account).toMatchObject({ host: "https://apis.7moor.com", accountId: "N1", apiSecret: "s" });
  });

  it("names every variable that is not set, or empty, with its place", async () => {
    const { account, findings } = resolveAccount(await entryOf(PROD), { ...ENV, ID: " \n", SECRET: "" });
    expect(account).toBeUndefined();
    expect(findings.map((one) => [brief(one), one.args])).toEqual([
      ["muster.yaml:5:16 undefined-variable", { variable: "ID", field: "accountId", account: "prod" }],
      ["muster.yaml:6:16 undefined-variable", { variable: "SECRET", field: "apiSecret", account: "prod" }],
    ]);
  });

  it("takes the environment's account, or names all that it lacks", async () => {
    const entry = (await loadMusterFile(undefined)).musterFile?.accounts[0];
    if (!entry) throw new Error("no account");
    const env = { ...ENV, MUSTER_HOST: "https://a/", MUSTER_ACCOUNT_ID: "N1", MUSTER_API_SECRET: "s" };
    expect(resolveAccount(entry, env).account).toEqual({
      name: "default",
      host: "https://a",
      accountId: "N1",
      apiSecret: "s",
      groups: ["."],
      limits: {},
    });
    expect(resolveAccount(entry, { MUSTER_ACCOUNT_ID: "N1" }).findings).toEqual([
      { code: "missing-environment", severity: "error", args: { variables: ["MUSTER_HOST", "MUSTER_API_SECRET"] } },
    ]);
  });

  it("lets MUSTER_LIMITS override the file's limits", async () => {
    const entry = await entryOf(`${PROD}    limits: { addQueue: 20/60s, queueQueue: 10/60s }\n`);
    expect(resolveAccount(entry, { ...ENV, MUSTER_LIMITS: "addQueue=5/500ms" }).account?.limits).toEqual({
      addQueue: { calls: 5, windowMs: 500 },
      queueQueue: { calls: 10, windowMs: 60_000 },
    });
    const { account, findings } = resolveAccount(entry, { ...ENV, MUSTER_LIMITS: "addQueu=5/1s,queueQueue=x" });
    expect(account).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(["bad-rate", "unknown-operation"]);
  });

  it.each([
    ["not an address", "openapis.7moor.com", { fault: "not-a-url" }],
    ["no host", "https://", { fault: "not-a-url" }],
    ["another scheme", "ftp://a.b", { fault: "not-http" }],
    ["a file", "file:///etc/passwd", { fault: "not-a-url" }],
    ["a password", "https://u:p@a.b", { fault: "credentials" }],
    ["a query", "https://a.b/?x=1", { fault: "query" }],
    ["a bare question mark", "https://a.b/?", { fault: "query" }],
    ["a fragment", "https://a.b/#x", { fault: "query" }],
  ])("refuses a host with %s, and does not quote it", async (_what, host, expected) => {
    const entry = await entryOf(
      `${V}accounts:\n  a:\n    host: \${HOST}\n    accountId: \${ID}\n    apiSecret: \${SECRET}\n`,
    );
    const { account, findings } = resolveAccount(entry, { ...ENV, HOST: host });
    expect(account).toBeUndefined();
    expect(findings.map((one) => [brief(one), one.args])).toEqual([
      ["muster.yaml:4:11 host-invalid", { written: "${HOST}", ...expected }],
    ]);
  });

  it.each([
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://127.8.0.1/x/", "http://127.8.0.1/x"],
    ["http://localhost:3000/", "http://localhost:3000"],
    ["http://[::1]:3000", "http://[::1]:3000"],
    ["HTTPS://A.b//", "https://a.b"],
  ])("allows %s", async (host, expected) => {
    const entry = await entryOf(
      `${V}accounts:\n  a:\n    host: "${host}"\n    accountId: \${ID}\n    apiSecret: \${SECRET}\n`,
    );
    expect(resolveAccount(entry, ENV).account?.host).toBe(expected);
  });

  it.each([
    "http://a.b",
    "http://10.0.0.1",
    "http://127.0.0.1.evil.com",
    "http://localhost.evil.com",
    "http://[::2]",
    "http://0.0.0.0",
  ])("refuses %s, unless plain http is asked for", async (host) => {
    const entry = await entryOf(
      `${V}accounts:\n  a:\n    host: "${host}"\n    accountId: \${ID}\n    apiSecret: \${SECRET}\n`,
    );
    expect(resolveAccount(entry, ENV).findings.map(brief)).toEqual(["muster.yaml:4:11 host-insecure"]);
    expect(resolveAccount(entry, ENV, { insecureHttp: true }).account?.host).toBe(host);
  });

  it.each(["N1/../x", "N 1", "N1?a", "N1:2", "N1\r\nX: y"])("refuses the account number %j", async (id) => {
    const { findings } = resolveAccount(await entryOf(PROD), { ...ENV, ID: id });
    expect(findings.map((one) => [brief(one), one.args])).toEqual([["muster.yaml:5:16 account-id-invalid", {}]]);
  });

  it("never lets the secret into a finding", async () => {
    const { findings } = resolveAccount(await entryOf(PROD), { ...ENV, ID: "not a number", MUSTER_LIMITS: "x" });
    expect(findings.length).toBeGreaterThan(1);
    expect(JSON.stringify(findings)).not.toContain("s3cret");
  });

  const written = async (host: string, accountId: string) =>
    await entryOf(
      `${V}accounts:\n  a:\n    host: ${host}\n    accountId: ${accountId}\n    apiSecret: \${MOOR_SECRET}\n`,
    );
  const OPEN = {
    MOOR_HOST: "https://openapis.7moor.com",
    MOOR_ID: "N00000000556",
    MOOR_SECRET: "S3cr3t-Qz81-vv",
    GITHUB_TOKEN: "ghs_0123456789",
    HOME: "/home/x",
    MUSTER_COPY: "S3cr3t-Qz81-vv",
    MOOR_NPM_TOKEN: "npm_0123456789",
  };

  it.each([
    ["${MOOR_HOST}", "${MOOR_ID}", undefined],
    ["${MOOR_HOST}/api", "N1", undefined],
    ["${MOOR_HOST}", "${MOOR_SECRET}", "variable-refused"],
    ["${MOOR_HOST}", "${MUSTER_COPY}", "variable-refused"],
    ["${MOOR_HOST}", "${GITHUB_TOKEN}", "variable-refused"],
    ["${MOOR_HOST}", "${MOOR_NPM_TOKEN}", "variable-refused"],
    ["${MOOR_HOST}", "${HOME}", "variable-refused"],
    ["${MOOR_HOST}", "${NOT_SET}", "variable-refused"],
    ["${MOOR_HOST}", "N${MOOR_ID}", "account-id-invalid"],
    ["${MOOR_HOST}", "S3cr3t-Qz81-vv", "account-id-is-secret"],
    ["${MOOR_HOST}", "n00000000556", "account-id-invalid"],
    ["https://${MOOR_SECRET}.7moor.com", "N1", "variable-refused"],
    ["https://${MUSTER_COPY}.7moor.com", "N1", "variable-refused"],
    ["https://a.7moor.com/${MOOR_ID}", "N1", "variable-in-path"],
    ['"${MOOR_HOST}/${MOOR_ID}"', "N1", "variable-in-path"],
  ])("lets files ask for what is open to them, and shows no value: %s, %s", async (host, accountId, code) => {
    const { findings, account } = resolveAccount(await written(host, accountId), OPEN);
    expect([...new Set(findings.map((one) => one.code))]).toEqual(code === undefined ? [] : [code]);
    expect(account === undefined).toBe(code !== undefined);
    expect(JSON.stringify(findings)).not.toMatch(/S3cr3t|0123456789|home/);
  });

  it("opens further variables by MUSTER_VARIABLES, but never a secret", async () => {
    const env = { ...OPEN, MUSTER_VARIABLES: "ACCOUNT,MOOR_SECRET, MUSTER_COPY", ACCOUNT: "N1" };
    expect(resolveAccount(await written("${MOOR_HOST}", "${ACCOUNT}"), env).account?.accountId).toBe("N1");
    for (const variable of ["MOOR_SECRET", "MUSTER_COPY"])
      expect(resolveAccount(await written("${MOOR_HOST}", `\${${variable}}`), env).findings).toMatchObject([
        { code: "variable-refused", args: { because: "secret" } },
      ]);
  });

  it("warns of an odd number that the environment gives, and refuses one that is swapped", async () => {
    const entry = (await loadMusterFile(undefined)).musterFile?.accounts[0];
    if (!entry) throw new Error("no account");
    const env = { MUSTER_HOST: "https://a.7moor.com", MUSTER_ACCOUNT_ID: "556", MUSTER_API_SECRET: "s" };
    expect(resolveAccount(entry, env)).toMatchObject({
      account: { accountId: "556" },
      findings: [{ code: "account-id-odd", severity: "warning" }],
    });
    const swapped = { ...env, MUSTER_ACCOUNT_ID: "S3cr3t-Qz81-vv", MUSTER_API_SECRET: "N00000000556" };
    expect(resolveAccount(entry, swapped).findings).toEqual([
      { code: "account-id-is-secret", severity: "error", args: {} },
    ]);
  });

  it.each<[string, string | undefined, boolean]>([
    ["https://openapis.7moor.com", undefined, true],
    ["https://OPENAPIS.7moor.com:8443/x", " ", true],
    ["https://7moor.com", undefined, false],
    ["https://7moor.com.evil.example", undefined, false],
    ["https://evil7moor.com", undefined, false],
    ["https://openapis.7moor.com.", undefined, false],
    ["http://127.0.0.9:1", undefined, true],
    ["http://localhost:1", undefined, true],
    ["http://[::1]:1", undefined, true],
    ["https://x.localhost", undefined, false],
    ["https://a.example", undefined, false],
    ["https://a.example", "a.example", true],
    ["https://a.example:8443", "a.example", true],
    ["https://a.example:8443", "a.example:443", false],
    ["https://a.example", "https://A.example:443/", true],
    ["https://b.a.example", "*.a.example,other", true],
    ["https://a.example", "*.a.example", false],
    ["https://b.a.example", "a.example", false],
    ["https://openapis.7moor.com", "a.example", false],
    ["http://127.0.0.1:1", "a.example", false],
    ["http://127.0.0.1:1", "127.0.0.1:1", true],
    ["https://[2001:db8::1]:1", "[2001:db8::1]:1", true],
    ["https://a.example", "*", false],
    ["https://a.example", "*.", false],
  ])("%s, where MUSTER_ALLOWED_HOSTS is %j: %s", async (host, allowed, isAllowed) => {
    const { account, findings } = resolveAccount(await written(`"${host}"`, "N1"), {
      ...OPEN,
      MUSTER_ALLOWED_HOSTS: allowed,
    });
    expect(account !== undefined).toBe(isAllowed);
    expect(findings.map(({ code }) => code)).toEqual(isAllowed ? [] : ["host-not-allowed"]);
  });
});
