import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyPlan, type EngineEvent, loadFiles, makePlan, openAccount, renderReport } from "../../src/index.js";
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
  const account = await openAccount({ ...ADDRESS, ...common, host: simulator.url });
  return { folder, simulator, account, events, common };
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
});
