import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  applyPlan,
  type EngineEvent,
  type GuardOverrides,
  loadFiles,
  type MakePlanOptions,
  type MusterUserError,
  makePlan,
  type OpenAccountOptions,
  openAccount,
  type RenderReportOptions,
  renderReport,
} from "../../src/index.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { ROOT } from "../support/cli.js";
import { groupsYaml, membersOf, QUICK } from "../support/simulated.js";

const run = promisify(execFile);
const ADDRESS = { accountId: "N00000000556", apiSecret: "s3cret-that-must-not-show" };

/** A simulated account with one group, a folder with files, and the account opened. */
async function opened(groups: Parameters<typeof groupsYaml>[0], more: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "muster-library-"));
  const agents = ["8000", "8001", "8002"].map((number) => ({ number, name: `坐席${number}` }));
  const seed = { ...ADDRESS, agents, groups: [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }] };
  const simulator = await startSimulator({ seed, limits: QUICK });
  onTestFinished(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  await mkdir(join(folder, "groups"));
  await writeFile(join(folder, "groups/a.yaml"), groupsYaml(groups));
  for (const [path, text] of Object.entries(more)) await writeFile(join(folder, path), text);
  const events: EngineEvent[] = [];
  const env = { MUSTER_STATE_DIR: join(folder, ".state"), MUSTER_SETTLE: "1s" };
  const common = { env, limits: QUICK, onEvent: (event: EngineEvent) => void events.push(event) };
  const open = (options: Partial<OpenAccountOptions> = {}) =>
    openAccount({ ...ADDRESS, ...common, host: simulator.url, ...options });
  return { folder, simulator, open, account: await open(), events, common };
}

/** The codes of what was thrown. */
async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: "UserError" });
  return (thrown as MusterUserError).findings.map(({ code }) => code);
}

describe("the library", () => {
  it("has an example of twenty lines that plans, applies and plans again", async () => {
    const state = await mkdtemp(join(tmpdir(), "muster-library-"));
    onTestFinished(() => rm(state, { recursive: true, force: true }));
    const env = { PATH: process.env["PATH"], MUSTER_STATE_DIR: state };
    const { stdout } = await run(process.execPath, ["examples/library/library.mjs"], { cwd: ROOT, env });
    expect(stdout).toContain("1 applied");
    expect(stdout).toContain("No changes.");
    const source = await readFile(join(ROOT, "examples/library/library.mjs"), "utf8");
    expect([...source.matchAll(/from "(.*?)"/g)].map(([, name]) => name)).toEqual(["muster", "muster/simulator"]);
  });

  it("can be required from CommonJS, and its schemas and package.json imported", async () => {
    const code = `
      const library = require("muster");
      const { startSimulator } = require("muster/simulator");
      const { title } = require("muster/schemas/plan.schema.json");
      console.log(JSON.stringify([Object.keys(library), typeof startSimulator, typeof title, require("muster/package.json").name]));`;
    const { stdout } = await run(process.execPath, ["-e", code], { cwd: ROOT });
    expect(JSON.parse(stdout)).toEqual([
      ["applyPlan", "loadFiles", "makePlan", "openAccount", "renderReport"],
      "function",
      "string",
      "muster",
    ]);
  });

  it("prints nothing, and tells what happens by events", async () => {
    const { folder, simulator, account, events } = await opened({ 售前: ["8000", "8002"] });
    const files = await loadFiles({ folder });
    expect(files).toMatchObject({ valid: true, accounts: [{ name: "default", files: 1, groups: [{}] }] });
    const plan = await makePlan({ files, account });
    expect(plan.summary).toMatchObject({ replaceMembers: 1, membersAdded: 1, membersRemoved: 1 });
    const result = await applyPlan({ plan, account, files });
    expect(result.summary).toMatchObject({ applied: 1, failed: 0 });
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8002"] });
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(["reading", "called", "applying"]));
    expect(JSON.stringify(events)).not.toContain(ADDRESS.apiSecret);
    expect((await makePlan({ files, account })).actions).toEqual([]);
  });

  it("applies exactly the plan, or nothing", async () => {
    const { folder, simulator, account } = await opened({ 售前: ["8000", "8002"] });
    const files = await loadFiles({ folder });
    const plan = await makePlan({ files, account });
    const [action] = plan.actions;
    const edited = { ...plan, actions: [{ ...action, after: { members: [] } }] } as unknown as typeof plan;
    await expect(applyPlan({ plan: edited, account })).rejects.toMatchObject({ findings: [{ code: "plan-tampered" }] });
    await expect(
      applyPlan({ plan, account, guards: { maxRemovals: { kind: "count", value: 0 } } }),
    ).rejects.toMatchObject({
      findings: [{ code: "guard-tripped" }],
    });
    simulator.editor().editGroup("1001", { members: ["8001"] });
    await expect(applyPlan({ plan, account })).rejects.toMatchObject({ name: "UserError" });
    expect(membersOf(simulator)).toEqual({ 售前: ["8001"] });
  });

  it("tells the change of the files from drift", async () => {
    const { folder, account, simulator } = await opened({ 售前: ["8000", "8001"] });
    const git = (...args: string[]) =>
      run("git", ["-c", "user.name=t", "-c", "user.email=t@example", "-c", "commit.gpgsign=false", ...args], {
        cwd: folder,
      });
    await git("init", "-q");
    await git("add", "groups");
    await git("commit", "-qm", "base");
    simulator.editor().editGroup("1001", { members: ["8000"] });
    await writeFile(join(folder, "groups/a.yaml"), groupsYaml({ 售前: ["8000", "8001", "8002"] }));
    const files = await loadFiles({ folder });
    const provenance = { actor: "li.na", pullRequest: { number: 7, title: "t".repeat(9_999) } };
    const plan = await makePlan({ files, account, base: "HEAD", only: "change", provenance });
    expect(plan).toMatchObject({ only: "change", actor: "li.na", pullRequest: { number: 7, title: "t".repeat(500) } });
    expect(plan.base).toBe(plan.commit);
    expect([plan.actions, plan.left]).toMatchObject([
      [{ added: [{ agentNumber: "8002", origin: "change" }] }],
      [{ added: [{ agentNumber: "8001", origin: "drift" }], lastEdit: { by: "1000" } }],
    ]);
    await applyPlan({ plan, account, files });
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8002"] });
    expect(await codesOf(makePlan({ files, account, only: "change" }))).toEqual(["flag-needs"]);
  });

  it("plans what the files want at another time, or only what is due; time passes for files that were loaded", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 11, 3, 4) });
    onTestFinished(() => void vi.useRealTimers());
    const { folder, simulator, account } = await opened({});
    await writeFile(
      join(folder, "groups/a.yaml"),
      `version: 1\ngroups:\n  - { displayName: 售前, members: ["8000", { agent: "8001", until: 2026-12-04 }] }\n`,
    );
    const files = await loadFiles({ folder });
    expect((await makePlan({ files, account })).actions).toEqual([]);
    const later = await makePlan({ files, account, at: "2026-12-05T08:00" });
    expect(later).toMatchObject({ actions: [{ removed: [{ agentNumber: "8001", cause: "schedule" }] }] });
    expect(later.at).toBe("2026-12-05T08:00:00+08:00");
    expect(await codesOf(applyPlan({ plan: later, account, files }))).toEqual(["plan-of-instant"]);
    expect(await codesOf(makePlan({ files, account, at: "tomorrow" }))).toEqual(["bad-instant"]);
    expect(await codesOf(makePlan({ files, account, base: "HEAD", only: "change", due: true }))).toEqual([
      "flags-clash",
    ]);
    // @ts-expect-error an instant is as files write it, and no number
    const wrong: MakePlanOptions["at"] = Date.now();
    expect(typeof wrong).toBe("number");

    simulator.editor().editGroup("1001", { members: ["8000", "8001", "8002"] });
    vi.setSystemTime(Date.UTC(2026, 11, 3, 16));
    const plan = await makePlan({ files, account, due: true });
    expect(plan).toMatchObject({
      only: "schedule",
      actions: [{ cause: "schedule", removed: [{ agentNumber: "8001" }] }],
    });
    await applyPlan({ plan, account, files });
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8002"] });
  });

  it("opens an account of muster.yaml with the variables that it is given, and no others", async () => {
    const yaml =
      "version: 1\naccounts:\n  prod:\n    host: ${MUSTER_PROD_HOST}\n    accountId: ${MUSTER_PROD_ID}\n    apiSecret: ${MUSTER_PROD_SECRET}\n    groups: [groups]\n";
    const { folder, simulator, common } = await opened({ 售前: ["8000", "8001"] }, { "muster.yaml": yaml });
    const files = await loadFiles({ folder });
    await expect(openAccount({ ...common, files })).rejects.toMatchObject({
      findings: [{ code: "undefined-variable" }, {}, {}],
    });
    const { accountId, apiSecret } = ADDRESS;
    const env = {
      ...common.env,
      MUSTER_PROD_HOST: simulator.url,
      MUSTER_PROD_ID: accountId,
      MUSTER_PROD_SECRET: apiSecret,
    };
    const account = await openAccount({ ...common, env, files });
    expect(account.account).toEqual({ name: "prod", host: simulator.url, accountId });
    expect((await makePlan({ files, account })).summary.unchanged).toBe(1);
  });

  it("says what is wrong, in either language and any format", async () => {
    const { folder } = await opened({ 售前: ["8000", "li.na"] });
    const files = await loadFiles({ folder });
    expect(files.valid).toBe(false);
    expect(await renderReport({ files, format: "text", language: "zh" })).toMatch(/[\u4e00-\u9fff]/);
    const error = await loadFiles({ folder, config: "none.yaml" }).catch((thrown: unknown) => thrown);
    const document = JSON.parse(await renderReport({ error, format: "json" })) as object;
    expect(document).toMatchObject({ kind: "error", diagnostics: [{ code: "config-missing" }] });
  });

  it.each([
    [{ host: "http://api.example.com" }, "host-insecure"],
    [{ host: "ftp://x" }, "host-invalid"],
  ])("refuses %j", async (address, code) => {
    await expect(openAccount({ ...ADDRESS, ...address })).rejects.toMatchObject({ findings: [{ code }] });
  });

  it("shows no secret to a debugger, a log or JSON", async () => {
    const { folder, open } = await opened({ 售前: ["8000", "8001"] });
    const account = await open({ env: { MUSTER_STATE_DIR: join(folder, ".state"), OTHER: ADDRESS.apiSecret } });
    const files = await loadFiles({ folder });
    for (const shown of [
      inspect([account, files], { depth: 20, showHidden: true }),
      JSON.stringify([account, files]),
    ]) {
      expect(shown).not.toContain(ADDRESS.apiSecret);
      expect(shown).not.toContain("MUSTER_STATE_DIR");
    }
    await expect(makePlan({ files, account: { ...account } })).rejects.toThrow("openAccount");
    await expect(makePlan({ files: { ...files }, account })).rejects.toThrow("loadFiles");
  });

  it.each<[string, object, string[]]>([
    [
      "nothing",
      { host: undefined, accountId: undefined, apiSecret: undefined },
      ["missing-field", "missing-field", "missing-field"],
    ],
    ["an empty secret", { apiSecret: " " }, ["missing-field"]],
    ["a number for a secret", { apiSecret: 5 }, ["missing-field"]],
    ["an account number that would be another address", { accountId: "N1/../x?" }, ["account-id-invalid"]],
    ["secret and number swapped", { accountId: "0a1b-2c3d", apiSecret: "N00000000556" }, ["account-id-is-secret"]],
    ["a limit that is none", { limits: { queueQueue: "20/60s" } }, ["bad-setting"]],
    ["a limit of nothing", { limits: { queueQueue: { calls: 0, windowMs: 60_000 } } }, ["bad-setting"]],
    ["a limit of no interface", { limits: { queueQueues: { calls: 1, windowMs: 60_000 } } }, ["unknown-field"]],
    ["a time that is none", { timeoutMs: Number.NaN }, ["bad-setting"]],
    ["a time for which no timer can be set", { timeoutMs: 2 ** 31 }, ["bad-setting"]],
    ["a wrong MUSTER_LIMITS", { env: { MUSTER_LIMITS: "queueQueue=soon" } }, ["bad-rate"]],
    [
      "a host that MUSTER_ALLOWED_HOSTS leaves out",
      { env: { MUSTER_ALLOWED_HOSTS: "a.example" } },
      ["host-not-allowed"],
    ],
  ])("refuses an address with %s", async (_, wrong, codes) => {
    const address = { ...ADDRESS, host: "https://api.example.com", ...wrong };
    expect(await codesOf(openAccount(address as OpenAccountOptions))).toEqual(codes);
  });

  it("keeps the limits of MUSTER_LIMITS for an account that is given by its address", async () => {
    const { open, folder, common } = await opened({ 售前: ["8000", "8001"] });
    const waits: EngineEvent[] = [];
    const stop = new AbortController();
    const account = await open({
      env: { ...common.env, MUSTER_LIMITS: "queueQueue=1/1m" },
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind !== "waiting") return;
        waits.push(event);
        stop.abort();
      },
    });
    const files = await loadFiles({ folder });
    await makePlan({ files, account });
    await expect(makePlan({ files, account })).rejects.toMatchObject({ name: "StoppedError" });
    expect(waits).toHaveLength(1);
  });

  // A guard that cannot be read would let everything through.
  it.each<[object, string]>([
    [{ maxRemovals: 3 }, "bad-setting"],
    [{ maxRemovals: { kind: "percent", value: "30" } }, "bad-setting"],
    [{ maxRemovals: null }, "bad-setting"],
    [{ maxCreates: "3" }, "bad-setting"],
    [{ maxEmptied: Number.NaN }, "bad-setting"],
    [{ minClaiming: -1 }, "bad-setting"],
    [{ maxRemoval: { kind: "count", value: 0 } }, "unknown-field"],
  ])("refuses the guards %j", async (wrong, code) => {
    const { folder, simulator, account } = await opened({ 售前: ["8000", "8002"] });
    const guards = wrong as GuardOverrides;
    const files = await loadFiles({ folder });
    expect(await codesOf(makePlan({ files, account, guards }))).toEqual([code]);
    const plan = await makePlan({ files, account });
    expect(await codesOf(applyPlan({ plan, account, guards }))).toEqual([code]);
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"] });
  });

  it("does not apply with a muster.yaml that has an error: its guards would be the default ones", async () => {
    const { folder, simulator, account } = await opened({ 售前: ["8000", "8002"] });
    const plan = await makePlan({ files: await loadFiles({ folder }), account });
    await writeFile(join(folder, "muster.yaml"), "version: 1\nguards:\n  maxRemovals: 0\n  maxEmpty: 3\n");
    expect(await codesOf(applyPlan({ plan, account, files: await loadFiles({ folder }) }))).toEqual(["unknown-field"]);
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"] });
  });

  it.each<[string, (plan: object) => unknown]>([
    ["nothing", () => undefined],
    ["null", () => null],
    ["text", (plan) => JSON.stringify(plan)],
    ["two plans in one", (plan) => ({ formatVersion: "1.0", kind: "plans", plans: [plan, plan] })],
  ])("refuses %s as a plan", async (_, documentOf) => {
    const { folder, simulator, account } = await opened({ 售前: ["8000", "8002"] });
    const plan = await makePlan({ files: await loadFiles({ folder }), account });
    expect(await codesOf(applyPlan({ plan: documentOf(plan) as typeof plan, account }))).toEqual(["plan-unreadable"]);
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"] });
  });

  it("refuses a wait that would never end, and a format or language that is none", async () => {
    const { folder, account } = await opened({ 售前: ["8000", "8002"] });
    const files = await loadFiles({ folder });
    const plan = await makePlan({ files, account });
    expect(await codesOf(applyPlan({ plan, account, lockTimeoutMs: Number.NaN }))).toEqual(["bad-setting"]);
    for (const wrong of [{ format: "constructor" }, { format: "text", language: "fr" }] as object[])
      expect(await codesOf(renderReport({ plan, ...wrong } as RenderReportOptions))).toEqual(["bad-value"]);
  });

  it("applies one plan at a time, and a plan twice without harm", async () => {
    const { folder, simulator, account, open } = await opened({ 售前: ["8000", "8002"] });
    const files = await loadFiles({ folder });
    const plan = await makePlan({ files, account });
    const other = await open();
    const runs = await Promise.allSettled([applyPlan({ plan, account }), applyPlan({ plan, account: other })]);
    const refused = runs.flatMap((run) => (run.status === "rejected" ? [run.reason as unknown] : []));
    expect(refused).toMatchObject([{ findings: [{ code: "locked" }] }]);
    const [first, second] = await Promise.all([
      applyPlan({ plan, account, lockTimeoutMs: 10_000 }),
      applyPlan({ plan, account: other, lockTimeoutMs: 10_000 }),
    ]);
    expect([first.summary.failed, second.summary.failed]).toEqual([0, 0]);
    expect(simulator.requests.filter(({ operation }) => operation === "updateQueueAssignMembers")).toHaveLength(1);
  });

  it("carries on though the listener throws", async () => {
    const { folder, simulator, open } = await opened({ 售前: ["8000", "8002"] });
    const account = await open({
      onEvent: () => {
        throw new Error("a mistake of the listener");
      },
    });
    const files = await loadFiles({ folder });
    const result = await applyPlan({ plan: await makePlan({ files, account }), account, files });
    expect(result.actions).toMatchObject([{ status: "applied", verified: true }]);
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8002"] });
  });

  it("stops with the program's signal, and says so", async () => {
    const { folder, simulator, open } = await opened({ 售前: ["8000", "8002"] });
    const files = await loadFiles({ folder });
    const account = await open({ signal: AbortSignal.abort() });
    const error = await makePlan({ files, account }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "StoppedError" });
    const document = JSON.parse(await renderReport({ error, format: "json" })) as object;
    expect(document).toMatchObject({ diagnostics: [{ code: "stopped" }] });
    const early = new AbortController();
    simulator.onCall("queueQueue", 1, () => early.abort());
    const stopping = await open({ signal: early.signal });
    await expect(makePlan({ files, account: stopping })).rejects.toMatchObject({ name: "StoppedError" });
    const stop = new AbortController();
    const going = await open({
      signal: stop.signal,
      onEvent: ({ kind }) => kind === "applying" && stop.abort(),
    });
    const result = await applyPlan({ plan: await makePlan({ files, account: going }), account: going });
    // Told to stop after the write: one reading proves it, so nothing was interrupted.
    expect(result).toMatchObject({ interrupted: false, actions: [{ status: "applied", verified: true }] });
    expect(simulator.overruns()).toEqual([]);
  });

  it("adds no listeners to a signal that many accounts share", async () => {
    const { open } = await opened({ 售前: ["8000", "8001"] });
    const { signal } = new AbortController();
    for (let count = 0; count < 3; count += 1) await open({ signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("keeps what it remembers where the given variables say, and not those of the process", async () => {
    const folder = await mkdtemp(join(tmpdir(), "muster-library-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const code = `
      import { openAccount } from "muster";
      const read = new Set();
      process.env = new Proxy(process.env, { get: (env, name) => (read.add(name), env[name]) });
      await openAccount({ host: "https://api.example.com", accountId: "N00000000556", apiSecret: "a-secret-of-a-test" });
      console.log(JSON.stringify([...read].filter((name) => /MUSTER|HOME|PROXY|APPDATA/i.test(String(name)))));`;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", code], { cwd: ROOT });
    expect([JSON.parse(stdout), stderr]).toEqual([[], ""]);
  });

  it("runs the example of the README as it is written there", async () => {
    const { folder, simulator } = await opened({ 售前: ["8000", "8002"] });
    for (const readme of ["README.md", "README.zh-CN.md"]) {
      const text = await readFile(join(ROOT, readme), "utf8");
      const [, code = ""] = /```js\n(import \{[^`]*"muster";[^`]*)```/.exec(text) ?? [];
      expect(code).toContain('"skills"');
      const env = {
        PATH: process.env["PATH"],
        MUSTER_STATE_DIR: join(folder, ".state"),
        MUSTER_HOST: simulator.url,
        MUSTER_ACCOUNT_ID: ADDRESS.accountId,
        MUSTER_API_SECRET: ADDRESS.apiSecret,
      };
      const here = code.replace('"skills"', JSON.stringify(folder));
      const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", here], { cwd: ROOT, env });
      expect(stderr).toBe("");
      expect(stdout).toMatch(/^#+ /m);
      expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8002"] });
    }
  });

  it.each([
    ["a folder that is not there", "none", "path-missing"],
    ["a file", "groups/a.yaml", "file-unreadable"],
  ])("says that %s is no folder to read", async (_, path, code) => {
    const { folder } = await opened({ 售前: ["8000"] });
    expect((await loadFiles({ folder: join(folder, path) })).findings).toMatchObject([{ code }]);
  });
});
