import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import checkSchema from "../../schemas/check.schema.json" with { type: "json" };
import type { Check } from "../../src/report/check.js";
import { flat, type Run } from "../support/cli.js";
import { freePort } from "../support/programs.js";
import { ACCOUNT, groupsYaml, SECRET, world } from "../support/simulated.js";

const isCheck = new Ajv({ allErrors: true, strict: true }).compile(checkSchema);
const YAML = groupsYaml({ 售前: ["8000"] });
const MINUTE = 60_000;

/** The lines of the only account: each check's status and code, the checks with several lines with all of them. */
function linesOf(run: Run): Record<string, string> {
  const document: Check = JSON.parse(run.stdout);
  expect(isCheck(document) ? [] : isCheck.errors).toEqual([]);
  expect(run.code).toBe(document.ok ? 0 : 1);
  expect(run.stdout + run.stderr).not.toContain(SECRET);
  const lines: Record<string, string> = {};
  for (const { check, status, code } of document.accounts[0]?.checks ?? [])
    lines[check] = [...(lines[check] === undefined ? [] : [lines[check]]), `${status} ${code}`].join(", ");
  return lines;
}

/** A clock for the simulator that is off from this machine's. */
function clockOff(ms: number) {
  return {
    now: () => Date.now() + ms,
    monotonic: () => performance.now(),
    sleep: (wait: number) => new Promise<void>((resolve) => setTimeout(resolve, wait)),
  };
}

async function serverWith(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return `http://127.0.0.1:${address.port}`;
}

const JSON_CHECK = ["check", "--format", "json"];
const UNTRIED = {
  clock: "skipped not-tried",
  credentials: "skipped not-tried",
  queueQueue: "skipped not-tried",
  queueQueueAgentClaimStatus: "skipped not-tried",
  getCCAgentsByAcc: "skipped not-tried",
};

describe("muster check", { timeout: 90_000 }, () => {
  it("all is well: one call of each reading interface, none that writes", async () => {
    const { simulator, run } = await world([{ displayName: "售前", members: [] }], YAML);
    expect(linesOf(await run(JSON_CHECK))).toEqual({
      settings: "ok settings-ok",
      files: "ok files-ok",
      store: "ok store-none",
      host: "ok host-ok",
      clock: "ok clock-ok",
      credentials: "ok credentials-ok",
      queueQueue: "ok interface-ok",
      queueQueueAgentClaimStatus: "ok interface-ok",
      getCCAgentsByAcc: "ok directory-ok",
    });
    expect(simulator.requests.map(({ operation }) => operation).sort()).toEqual([
      "getCCAgentsByAcc",
      "queueQueue",
      "queueQueueAgentClaimStatus",
    ]);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ["a name that DNS does not know", () => "https://no-such-host.invalid", "dns"],
    ["a port where nobody listens", async () => `http://127.0.0.1:${await freePort()}`, "refused"],
  ])("%s", async (_, host, reason) => {
    const { run } = await world([], YAML);
    const result = await run(JSON_CHECK, {
      env: { MUSTER_HOST: await host(), MUSTER_ALLOWED_HOSTS: "*.invalid 127.0.0.1" },
    });
    expect(linesOf(result)).toMatchObject({ host: "failed unreachable", ...UNTRIED });
    expect(result.stdout).toContain(`"reason": "${reason}"`);
  });

  it.each<[string, RequestListener, string]>([
    ["a page", (_, response) => response.end("<html><h1>Welcome to nginx!</h1></html>"), "not-json"],
    ["a page that is not there", (_, response) => response.writeHead(404).end("<html></html>"), "not-json"],
    ["a redirect", (_, response) => response.writeHead(302, { location: "/login" }).end(), "not-json"],
    [
      "somebody else's API",
      (_, response) => response.writeHead(404, { "content-type": "application/json" }).end('{"error":"Not Found"}'),
      "api-refused",
    ],
  ])("a host that answers with %s is no 7moor", async (_, listener, code) => {
    const { run } = await world([], YAML);
    const result = await run(JSON_CHECK, { env: { MUSTER_HOST: await serverWith(listener) } });
    expect(linesOf(result)).toMatchObject({ host: `failed ${code}`, ...UNTRIED });
    expect(flat(result.stdout)).toContain("对接数据");
  });

  it("a host that nothing comes back from: the proxy that the network may need is named", async () => {
    const { run } = await world([], YAML, { faults: ["queueQueue:hang-before"] });
    const { code, stdout } = await run(["check", "--timeout", "0.4"]);
    expect(code).toBe(1);
    expect(flat(stdout)).toMatch(/did not answer in time .*set HTTPS_PROXY/);
  });

  it.each([
    ["account", { MUSTER_ACCOUNT_ID: "N00000000999" }],
    ["secret", { MUSTER_API_SECRET: "another" }],
  ])("a wrong %s, where the server does not tell which: it is not guessed", async (_, env) => {
    const { run } = await world([], YAML);
    expect(linesOf(await run(JSON_CHECK, { env }))).toMatchObject({
      host: "ok host-ok",
      clock: "ok clock-ok",
      credentials: "failed account-or-secret",
      queueQueue: "skipped not-tried",
    });
  });

  it("a wrong secret, where the server says other words to an account that it does not know", async () => {
    const { run } = await world([], YAML);
    const host = await serverWith((request, response) => {
      const known = request.url?.includes(`/${ACCOUNT}?`);
      response.end(JSON.stringify({ code: 403, success: false, message: known ? "sig error" : "no such account" }));
    });
    const env = { MUSTER_HOST: host, MUSTER_API_SECRET: "another" };
    expect(linesOf(await run(JSON_CHECK, { env }))).toMatchObject({ credentials: "failed wrong-secret" });
    const unknown = await run(["check"], { env: { ...env, MUSTER_ACCOUNT_ID: "N00000000999" } });
    expect(flat(unknown.stdout)).toContain(
      'The account number N00000000999 is wrong: the server knows no such account ("no such account")',
    );
  });

  it.each([
    ["no such account or wrong secret", "account-or-secret"],
    ["account locked", "account-or-secret"],
    ["账户不存在", "wrong-account"],
  ])("what a server says of the account is believed as far as it goes: %s", async (message, code) => {
    const { run } = await world([], YAML);
    const host = await serverWith((_, response) =>
      response.end(JSON.stringify({ code: 403, success: false, message })),
    );
    expect(linesOf(await run(JSON_CHECK, { env: { MUSTER_HOST: host } }))).toMatchObject({
      credentials: `failed ${code}`,
    });
  });

  it("a gateway that turns everybody away is not taken for the API, by check or by plan", async () => {
    const { run } = await world([], YAML);
    const host = await serverWith((_, response) => response.writeHead(403).end("<html><h1>403 Forbidden</h1></html>"));
    const result = await run(JSON_CHECK, { env: { MUSTER_HOST: host } });
    expect(linesOf(result)).toMatchObject({ host: "failed turned-away", ...UNTRIED });
    const plan = await run(["plan"], { env: { MUSTER_HOST: host } });
    expect(flat(plan.stderr)).toMatch(/wrong-credentials.*not JSON, so it may come from a gateway or a firewall/);
  });

  it("a gateway whose server is down is told by its page's title, and the host is not called well", async () => {
    const { run } = await world([], YAML);
    const host = await serverWith((_, response) =>
      response.writeHead(502).end("<html>\n<head><title>502 Bad Gateway</title></head><body>…</body></html>"),
    );
    const result = await run(JSON_CHECK, { env: { MUSTER_HOST: host } });
    expect(linesOf(result)).toMatchObject({ host: "failed api-error", ...UNTRIED });
    expect(result.stdout).toContain("(502, 2 attempts): 502 Bad Gateway");
    expect(result.stdout).not.toContain("<");
  });

  it("a port that is never called", async () => {
    const { run } = await world([], YAML);
    const result = await run(JSON_CHECK, { env: { MUSTER_HOST: "http://127.0.0.1:6000" } });
    expect(linesOf(result)).toMatchObject({ host: "failed unreachable" });
    expect(result.stdout).toContain('"reason": "port"');
  });

  it.each([
    [10 * MINUTE, "10 min", "behind"],
    [-10 * MINUTE, "10 min", "ahead of"],
  ])("a clock that is %i ms off: said by check, and by plan", async (ms, length, way) => {
    const { run } = await world([], YAML, { clock: clockOff(ms) });
    const result = await run(JSON_CHECK);
    expect(linesOf(result)).toMatchObject({ clock: "failed clock-off", credentials: "skipped not-tried" });
    expect(flat(result.stdout)).toMatch(new RegExp(`This machine's clock is (${length}|9 min 59 s|10 min 1 s) ${way}`));
    expect(await run(["plan"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[clock-off]") });
  });

  it("a clock that is two minutes off works, and is worth a word", async () => {
    const { run } = await world([], YAML, { clock: clockOff(2 * MINUTE) });
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({
      clock: "note clock-drift",
      credentials: "ok credentials-ok",
    });
  });

  it("an interface that the account may not call", async () => {
    const { simulator, run } = await world([], YAML, { faults: ["queueQueue:forbidden"] });
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({
      credentials: "ok credentials-ok",
      queueQueue: "failed interface-forbidden",
      queueQueueAgentClaimStatus: "ok interface-ok",
    });
    // Without these two an apply works all the same.
    simulator.setFaults(["queueQueueAgentClaimStatus:forbidden", "getCCAgentsByAcc:forbidden"]);
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({
      queueQueue: "ok interface-ok",
      queueQueueAgentClaimStatus: "note claim-status-off",
      getCCAgentsByAcc: "note directory-off",
    });
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 0 });
  });

  it("a claim status that fails just now is no matter of permission", async () => {
    const { run } = await world([], YAML, { faults: ["queueQueueAgentClaimStatus:html-502-before"] });
    const result = await run(JSON_CHECK);
    expect(linesOf(result)).toMatchObject({
      host: "ok host-ok",
      queueQueueAgentClaimStatus: "note claim-status-failing",
    });
    expect(result.stdout).not.toContain("Ask the vendor to open it");
  });

  it("a guard that needs the claim status: where it does not answer an apply stops, and check says so", async () => {
    const { folder, run } = await world([], YAML, { faults: ["queueQueueAgentClaimStatus:forbidden"] });
    const file = ONE_ACCOUNT.replace("[empty]", "[groups.yaml]");
    await writeFile(`${folder}/muster.yaml`, `${file}guards: { minClaiming: 1 }\n`);
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({
      queueQueueAgentClaimStatus: "failed claim-status-needed",
    });
    expect(await run(["apply", "--auto-approve"])).toMatchObject({ code: 1 });
  });

  it.each([
    ['"quoted"', "quotes"],
    ["two words", "space"],
    ["line\nbreak", "space"],
    ["MUSTER_API_SECRET=abc", "assignment"],
    ["ａｂｃ", "not-ascii"],
    [ACCOUNT, "account"],
    ["$MOOR_SECRET", "unexpanded"],
    ["$" + "{MOOR_SECRET}", "unexpanded"],
    ["***", "masked"],
    ["abc-123\\n", "escape"],
  ])("a secret that was copied wrongly: %j", async (secret, oddity) => {
    const { run } = await world([], YAML);
    const result = await run(JSON_CHECK, { env: { MUSTER_API_SECRET: secret } });
    expect(linesOf(result)).toMatchObject({ settings: "ok settings-ok, note secret-odd" });
    expect(result.stdout).toContain(`"oddity": "${oddity}"`);
    if (secret !== ACCOUNT) expect(result.stdout).not.toContain(JSON.stringify(secret).slice(1, -1));
  });

  it("what can be seen without sending anything", async () => {
    const { simulator, folder, run, write } = await world([], YAML);
    const env = { MUSTER_HOST: `${simulator.url}/v20210827/`, MUSTER_ACCOUNT_ID: "556", NODE_EXTRA_CA_CERTS: "no.pem" };
    expect(linesOf(await run(JSON_CHECK, { env }))).toMatchObject({
      settings: "ok settings-ok, note account-odd, note host-path, note ca-file-unusable",
    });
    await write("version: 1\ngroups: [{ displayNme: a }]\n");
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({
      files: "failed files-broken",
      queueQueue: "ok interface-ok",
    });
    await mkdir(`${folder}/empty`);
    await writeFile(`${folder}/muster.yaml`, ONE_ACCOUNT);
    expect(linesOf(await run(JSON_CHECK))).toMatchObject({ files: "note files-none" });
    const before = simulator.requests.length;
    const unset = await run(JSON_CHECK, { env: { MUSTER_API_SECRET: undefined } });
    expect(linesOf(unset)).toMatchObject({ settings: "failed undefined-variable", host: "skipped not-tried" });
    expect(simulator.requests).toHaveLength(before);
  });

  it("several accounts side by side: one that is wrong leaves the others alone", async () => {
    const { folder, run } = await world([], YAML);
    const account = (name: string, id: string) =>
      `  ${name}: { host: "\${MUSTER_HOST}", accountId: ${id}, apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`;
    const file = `version: 1\naccounts:\n${account("prod", ACCOUNT)}${account("test", "N00000000999")}`;
    await writeFile(`${folder}/muster.yaml`, file);
    const { code, stdout } = await run(JSON_CHECK);
    expect(code).toBe(1);
    const { accounts }: Check = JSON.parse(stdout);
    expect(accounts.map(({ account: { name }, ok }) => [name, ok])).toEqual([
      ["prod", true],
      ["test", false],
    ]);
    expect(await run(["check", "--account", "prod"])).toMatchObject({ code: 0 });
  });

  it("spends the same budget as other runs, and waits for it", async () => {
    const tight = { queueQueue: { calls: 1, windowMs: 1_500 } };
    const { simulator, run } = await world([], YAML, { limits: tight });
    const env = { MUSTER_LIMITS: "queueQueue=1/1.5s" };
    for (let times = 0; times < 3; times += 1) expect(await run(["check"], { env })).toMatchObject({ code: 0 });
    expect(simulator.requests.filter(({ limited }) => limited)).toEqual([]);
    expect(simulator.overruns()).toEqual([]);
  });
});

const ONE_ACCOUNT = `version: 1
accounts:
  prod: { host: "\${MUSTER_HOST}", accountId: ${ACCOUNT}, apiSecret: "\${MUSTER_API_SECRET}", groups: [empty] }
`;
