import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import resultSchema from "../../schemas/result.schema.json" with { type: "json" };
import type { SeedAccount } from "../../src/simulator/account/seed.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { muster } from "../support/cli.js";
import { QUICK, SECRET } from "../support/simulated.js";

const isPlan = new Ajv({ allErrors: true, strict: false }).compile(planSchema);
const isResult = new Ajv({ allErrors: true, strict: false }).compile(resultSchema);

const NAMES = ["north", "south", "west"] as const;
/** N1, N2, N3. */
const numberOf = (name: string) => `N${(NAMES as readonly string[]).indexOf(name) + 1}`;

const account = (accountId: string): SeedAccount => ({
  accountId,
  apiSecret: SECRET,
  agents: ["8000", "8001", "8002"].map((number) => ({ number, name: `坐席${number}` })),
  groups: [
    { displayName: "售前", exten: "1", members: ["8000"] },
    { displayName: "售后", exten: "2", members: ["8000"] },
  ],
});

const WANTED = "version: 1\ngroups: [{ displayName: 售前, members: ['8000', '8001'] }]\n";
const ENTRY = "{ host: '${MOOR_HOST_NAME}', accountId: NUMBER, apiSecret: '${SECRET_NAME}', groups: [NAME] }";

async function three(files: Partial<Record<(typeof NAMES)[number], string>> = {}, env: Record<string, string> = {}) {
  const simulator = await startSimulator({
    seed: { accounts: NAMES.map((name) => account(numberOf(name))) },
    limits: QUICK,
  });
  const folder = await mkdtemp(join(tmpdir(), "muster-accounts-"));
  onTestFinished(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  const entries = NAMES.map(
    (name) => `  ${name}: ${ENTRY.replaceAll("NAME", name).replace("NUMBER", numberOf(name))}\n`,
  );
  await writeFile(join(folder, "muster.yaml"), `version: 1\naccounts:\n${entries.join("")}`);
  for (const name of NAMES) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "groups.yaml"), files[name] ?? WANTED);
  }
  const known = NAMES.flatMap((name) => [
    [`MOOR_HOST_${name}`, simulator.url],
    [`SECRET_${name}`, SECRET],
  ]);
  const options = { cwd: folder, env: { ...Object.fromEntries(known), MUSTER_SETTLE: "2s", ...env } };
  return {
    simulator,
    folder,
    options,
    run: (...args: string[]) => muster(args, options),
    json: async (...args: string[]) => {
      const { code, stdout } = await muster([...args, "--format", "json"], options);
      return { code, document: JSON.parse(stdout) };
    },
    membersOf: (name: string) =>
      simulator.state(numberOf(name)).groups.map(({ members }) => members.map(({ agentNumber }) => agentNumber)),
    writes: () => simulator.requests.filter(({ operation }) => /^(add|update)/.test(operation)),
  };
}

const APPLY = ["apply", "--all-accounts", "--auto-approve"] as const;
const DOWN = { MOOR_HOST_south: "http://127.0.0.1:1" };
const LOCKED_OUT = { SECRET_south: "wrong" };
const DONE = [["8000", "8001"], ["8000"]];
const UNTOUCHED = [["8000"], ["8000"]];

/** In each entry's place what became of the account. */
function fates(
  entries: readonly { kind: string; account: { name: string }; diagnostics: readonly { code: string }[] }[],
) {
  return entries.map(({ kind, account: { name }, diagnostics }) => [
    name,
    kind === "error" ? diagnostics.map(({ code }) => code).join() : kind,
  ]);
}

describe("apply --all-accounts", () => {
  it("a host that is down leaves the others alone; one document says what became of each", async () => {
    const { json, membersOf } = await three({}, DOWN);
    const { code, document } = await json(...APPLY);
    expect(code).toBe(1);
    expect(isResult(document) ? [] : isResult.errors).toEqual([]);
    expect(fates(document.results)).toEqual([
      ["north", "result"],
      ["south", "unreachable"],
      ["west", "result"],
    ]);
    expect([membersOf("north"), membersOf("south"), membersOf("west")]).toEqual([DONE, UNTOUCHED, DONE]);
  });

  it("Node warns of nothing, however many interfaces listen for a stop", async () => {
    const { run, membersOf } = await three();
    const { code, stderr } = await run(...APPLY);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("Warning")]);
    expect([membersOf("north"), membersOf("south"), membersOf("west")]).toEqual([DONE, DONE, DONE]);
  });

  it("a guard that trips in one stops that one; the exit code is its, where nothing worse happens", async () => {
    const { json, membersOf } = await three({ west: "version: 1\ngroups: [{ displayName: 售前, members: [] }]\n" });
    const { code, document } = await json(...APPLY);
    expect([code, fates(document.results)]).toEqual([
      3,
      [
        ["north", "result"],
        ["south", "result"],
        ["west", "guard-tripped"],
      ],
    ]);
    expect([membersOf("north"), membersOf("west")]).toEqual([DONE, UNTOUCHED]);
  });

  it("of a tripped guard and a failure, the failure is the exit code", async () => {
    const { json } = await three({ west: "version: 1\ngroups: [{ displayName: 售前, members: [] }]\n" }, LOCKED_OUT);
    expect(await json(...APPLY)).toMatchObject({ code: 1 });
  });

  it("a name that is not certain in one is that one's error", async () => {
    const { json, membersOf, run } = await three({
      north: "version: 1\ngroups: [{ displayName: 售前, exten: '99', members: ['8001'] }]\n",
    });
    const { code, document } = await json(...APPLY);
    expect([code, fates(document.results)[0]]).toEqual([1, ["north", "result"]]);
    expect(document.results[0].diagnostics).toMatchObject([{ severity: "error", code: "pin-not-live" }]);
    expect([membersOf("north"), membersOf("south")]).toEqual([UNTOUCHED, DONE]);
    const text = await run(...APPLY);
    expect(text.code).toBe(1);
    expect(text.stdout).toMatch(/Account north +N1.*?\nnorth\/groups\.yaml:2:\d+: error\[pin-not-live\]/s);
  });

  it("all may fail, and are all in the document", async () => {
    const { json } = await three({}, { SECRET_north: "wrong", SECRET_west: "wrong", ...LOCKED_OUT });
    const { code, document } = await json(...APPLY);
    expect([code, document.kind, document.results.length]).toEqual([1, "results", 3]);
  });

  it("a broken file of one stops everything, before anything is sent", async () => {
    const { json, simulator } = await three({ west: "version: 1\ngruops: []\n" });
    expect(await json(...APPLY)).toMatchObject({ code: 1, document: { kind: "error" } });
    expect(simulator.requests).toEqual([]);
  });

  it("a dry run tells of those that it could plan", async () => {
    const { json, writes } = await three({}, LOCKED_OUT);
    const { code, document } = await json("apply", "--all-accounts", "--dry-run");
    expect(isResult(document) ? [] : isResult.errors).toEqual([]);
    expect([code, fates(document.dryRuns.map((one: object) => ({ diagnostics: [], ...one })))]).toEqual([
      1,
      [
        ["north", "dry-run"],
        ["south", "wrong-credentials"],
        ["west", "dry-run"],
      ],
    ]);
    expect(writes()).toEqual([]);
  });

  it("a write that fails in one is that one's result", async () => {
    const { json, simulator } = await three();
    simulator.setFaults(["updateQueueAssignMembers:refuse@1"]);
    const { code, document } = await json(...APPLY);
    expect(code).toBe(1);
    const applied = document.results.map((one: { summary: { applied: number } }) => one.summary.applied);
    expect(applied.sort()).toEqual([0, 1, 1]);
  });

  it("interrupted, it says so for all of them", async () => {
    const two = WANTED.replace("]\n", ", { displayName: 售后, members: ['8001'] }]\n");
    // The second write of the first account waits for longer than the test.
    const { simulator, options } = await three({ north: two }, { MUSTER_LIMITS: "updateQueueAssignMembers=1/60s" });
    const run = await muster([...APPLY, "--format", "json"], {
      ...options,
      whileRunning: (child) => simulator.onCall("updateQueueAssignMembers", 1, () => void child.kill("SIGINT")),
    });
    expect(run.code).toBe(130);
    expect(JSON.parse(run.stdout).results).toHaveLength(3);
  });
});

describe("plan of several accounts", () => {
  it("shows those that can be planned, and the errors of the others", async () => {
    const { json, run } = await three({}, LOCKED_OUT);
    const { code, document } = await json("plan", "--detailed-exitcode");
    expect(isPlan(document) ? [] : isPlan.errors).toEqual([]);
    expect([code, fates(document.plans)]).toEqual([
      1,
      [
        ["north", "plan"],
        ["south", "wrong-credentials"],
        ["west", "plan"],
      ],
    ]);
    const text = await run("plan");
    expect(text.stdout).toMatch(/Account north[\s\S]*Account west/);
    expect(text.stderr).toContain("Account south");
  });

  it("saves no half of it, and takes none up that somebody else saved", async () => {
    const { run, folder, writes } = await three({}, LOCKED_OUT);
    const { code, stdout, stderr } = await run("plan", "--out", "plan.json", "--format", "json");
    expect([code, stderr]).toEqual([1, expect.stringContaining("plan.json was not written")]);
    await expect(readFile(join(folder, "plan.json"))).rejects.toThrow("ENOENT");
    await writeFile(join(folder, "kept.json"), stdout);
    const applied = await run("apply", "--plan", "kept.json");
    expect([applied.code, applied.stderr]).toEqual([1, expect.stringContaining("could not be planned")]);
    expect(writes()).toEqual([]);
  });
});
