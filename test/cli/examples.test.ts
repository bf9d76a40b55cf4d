import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { muster, QUICK_LIMITS, ROOT, STATE } from "../support/cli.js";
import { QUICK } from "../support/simulated.js";

const seedOf = (example: string) => JSON.parse(readFileSync(`${ROOT}/examples/${example}/seed.json`, "utf8"));

async function simulate(example: string) {
  const simulator = await startSimulator({ seed: seedOf(example), limits: QUICK });
  onTestFinished(() => simulator.close());
  return simulator;
}

describe("every example", () => {
  it("is in this list", () => {
    expect(readdirSync(`${ROOT}/examples`).sort()).toEqual([
      "demo",
      "library",
      "schedule",
      "sixty-groups",
      "small-team",
      "two-accounts",
    ]);
  });

  it.each([
    ["small-team", "4 groups, 9 memberships"],
    ["sixty-groups", "60 groups, 952 memberships"],
  ])("%s validates, plans, applies, and plans empty", async (example, counts) => {
    const simulator = await simulate(example);
    const env = {
      MUSTER_HOST: simulator.url,
      MUSTER_ACCOUNT_ID: seedOf(example).accountId,
      MUSTER_API_SECRET: seedOf(example).apiSecret,
      MUSTER_LIMITS: QUICK_LIMITS,
      MUSTER_SETTLE: "1s",
    };
    const folder = `examples/${example}`;
    const validated = await muster(["validate", folder]);
    expect(validated).toMatchObject({ code: 0 });
    expect(validated.stdout).toContain(counts);
    expect(await muster(["apply", folder, "--auto-approve"], { env })).toMatchObject({ code: 0 });
    const again = await muster(["plan", folder, "--format", "json"], { env });
    expect(JSON.parse(again.stdout).actions).toEqual([]);
    expect(simulator.overruns()).toEqual([]);
  });

  it("two-accounts plans side by side, applies one at a time or all, and plans empty", async () => {
    const simulator = await simulate("two-accounts");
    const cwd = `${ROOT}/examples/two-accounts`;
    const [prod, staging] = seedOf("two-accounts").accounts;
    const env = {
      MOOR_PROD_HOST: simulator.url,
      MOOR_PROD_ACCOUNT: prod.accountId,
      MOOR_PROD_SECRET: prod.apiSecret,
      MOOR_STAGING_HOST: simulator.url,
      MOOR_STAGING_ACCOUNT: staging.accountId,
      MOOR_STAGING_SECRET: staging.apiSecret,
      MUSTER_LIMITS: QUICK_LIMITS,
      MUSTER_SETTLE: "1s",
    };
    // Offline, so it asks for no secret.
    const validated = await muster(["validate"], { cwd });
    expect(validated).toMatchObject({ code: 0 });
    expect(validated.stdout).toContain("2 accounts");

    const planned = await muster(["plan", "--format", "json"], { cwd, env });
    const document = JSON.parse(planned.stdout);
    expect(document).toMatchObject({
      kind: "plans",
      plans: [{ account: { name: "prod" } }, { account: { name: "staging" } }],
    });
    expect(document.plans[1].unmanaged).toEqual([]); // 测试一 is ignored

    expect(await muster(["apply", "--auto-approve"], { cwd, env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("several-accounts"),
    });
    expect(await muster(["plan", "--account", "prdo"], { cwd, env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("prod"),
    });
    expect(await muster(["apply", "--account", "prod", "--auto-approve"], { cwd, env })).toMatchObject({ code: 0 });
    expect(simulator.state(staging.accountId).groups).toHaveLength(1);
    expect(await muster(["apply", "--all-accounts", "--auto-approve"], { cwd, env })).toMatchObject({ code: 0 });
    expect(await muster(["plan", "--detailed-exitcode"], { cwd, env })).toMatchObject({ code: 0 });
  });
});

it.each([
  ["en", "That was the whole road"],
  ["zh", "以上就是完整流程"],
])("the demo goes to its end (%s)", async (MUSTER_LANG, end) => {
  const { stdout } = await promisify(execFile)(process.execPath, ["examples/demo/demo.mjs", "1"], {
    cwd: ROOT,
    env: { ...process.env, MUSTER_LANG, MUSTER_STATE_DIR: STATE },
  });
  expect(stdout).toContain(end);
  // The account's data are Chinese; the prose of one language is in no line of the other.
  if (MUSTER_LANG === "zh") expect(stdout).not.toMatch(/Plan:|taking conversations|rate limits/);
});

it.each(["small-team", "sixty-groups", "two-accounts/groups", "schedule"])(
  "%s is as fmt would write it",
  async (folder) => {
    const { code, stderr } = await muster(["fmt", "--check", `${ROOT}/examples/${folder}`]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("all formatted")]);
  },
);
