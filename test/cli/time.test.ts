import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it, onTestFinished } from "vitest";
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import whoSchema from "../../schemas/who.schema.json" with { type: "json" };
import type { Plan } from "../../src/plan/plan.js";
import { flat, muster } from "../support/cli.js";
import { HOUR, handClock } from "../support/handClock.js";
import { world } from "../support/simulated.js";

const isPlan = new Ajv({ strict: false }).compile(planSchema);
const isWho = new Ajv({ strict: false }).compile(whoSchema);

const YAML = `version: 1
groups:
  - displayName: 售后
    members:
      - "8000"
      - { agent: "8001", until: 2026-12-04 } # cover
      - { agent: "8002", from: 2026-12-04, until: 2026-12-20T18:00 }
`;
const GROUPS = [{ displayName: "售后", exten: "10018579", members: ["8000"] }];

const GENEROUS = ["--max-removals", "100%"];

describe("plan, apply, plan over a boundary", () => {
  it("writes what is due now; after the boundary the next run brings the rest", async () => {
    const { file, at: run, live, pass } = await handClock(GROUPS, YAML);
    const planned = await run("plan", file);
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain("+ 8001");
    expect(flat(planned.stdout)).toContain("until 2026-12-04");
    expect(flat(planned.stdout)).toContain("2026-12-04 00:00 (+08:00) 售后 (10018579) - 8001");
    expect(flat(planned.stdout)).toContain("+ 8002 坐席2 (until 2026-12-20 18:00)");
    expect(planned.stdout).toContain("Valid until 2026-12-04 00:00 (+08:00)");

    expect((await run("apply", file, "--auto-approve")).code).toBe(0);
    expect(live()).toEqual(["8000", "8001"]);
    expect((await run("plan", file, "--detailed-exitcode")).code).toBe(0);

    pass(12 * HOUR);
    const after = await run("plan", file, "--detailed-exitcode", "--format", "json");
    expect(after.code).toBe(2);
    const { actions, validUntil } = JSON.parse(after.stdout) as Plan;
    expect(validUntil).toBe("2026-12-20T18:00:00+08:00");
    expect(actions).toMatchObject([
      {
        added: [{ agentNumber: "8002" }],
        removed: [{ agentNumber: "8001", source: { line: 6, until: "2026-12-04" } }],
      },
    ]);
    expect((await run("apply", file, "--auto-approve", ...GENEROUS)).code).toBe(0);
    expect(live()).toEqual(["8000", "8002"]);
    expect((await run("validate", file)).stdout).toContain("member-expired");
    expect((await run("validate", file, "--fail-on", "warning")).code).toBe(0);
  });

  it("a saved plan is applied before its time is over, and stops with 3 after it, saying what differs", async () => {
    const { file, folder, at: run, live, pass } = await handClock(GROUPS, YAML);
    const [out, config] = [join(folder, "plan.json"), join(folder, "muster.yaml")];
    await writeFile(
      config,
      `version: 1\naccounts:\n  default: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`,
    );
    expect((await run("plan", "--config", config, "--out", out)).code).toBe(0);
    const saved = await readFile(out, "utf8");
    expect(isPlan(JSON.parse(saved)), JSON.stringify(isPlan.errors)).toBe(true);
    const who = await run("who", "8002", "--offline", "--config", config, "--format", "json");
    expect(isWho(JSON.parse(who.stdout)), JSON.stringify(isWho.errors)).toBe(true);
    expect(JSON.parse(who.stdout)).toMatchObject({
      accounts: [{ groups: [], upcoming: [{ at: "2026-12-04T00:00:00+08:00" }, { at: "2026-12-20T18:00:00+08:00" }] }],
    });
    expect(flat((await run("who", "8002", "--offline", "--config", config)).stdout)).toContain(
      "2026-12-04 00:00 (+08:00) + 售后 priority 0 until 2026-12-20 18:00",
    );

    pass(12 * HOUR - 1);
    await writeFile(out, saved.replaceAll('"validUntil": "2026-12-04', '"validUntil": "2027-12-04'));
    expect(await run("apply", "--config", config, "--plan", out)).toMatchObject({ code: 1 });
    expect((await run("apply", "--config", config, "--plan", out)).stderr).toContain("plan-tampered");
    await writeFile(out, saved);

    pass(1);
    const late = await run("apply", "--config", config, "--plan", out);
    expect(late.code).toBe(3);
    expect(late.stderr).toContain("plan-expired");
    expect(late.stderr).toContain("plan-differs");
    expect(flat(late.stderr)).toContain("8002");
    expect(live()).toEqual(["8000"]);

    pass(-1);
    expect((await run("apply", "--config", config, "--plan", out)).code).toBe(0);
    expect(live()).toEqual(["8000", "8001"]);
    expect(file).toContain("groups.yaml");
  });
});

it("what comes next: an end of the new priority is said, and nobody leaves an additive group", async () => {
  const {
    folder,
    file,
    at: run,
  } = await handClock(
    GROUPS,
    `version: 1
groups:
  - displayName: 售后
    members: ["8000", { agent: "8001", until: 2026-12-04 }, { agent: "8001", priority: 3, from: 2026-12-04, until: 2026-12-09 }]
  - displayName: 售前
    membership: additive
    members: [{ agent: "8002", until: 2026-12-04 }]
`,
  );
  expect(flat((await run("plan", file)).stdout)).toMatch(/± 8001 \S+ priority 0 → 3 \(until 2026-12-09 00:00\)/);
  const config = join(folder, "muster.yaml");
  await writeFile(
    config,
    `version: 1\naccounts:\n  default: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`,
  );
  expect((await run("who", "8002", "--offline", "--config", config)).stdout).not.toContain("Coming up");
});

describe("plan --at", () => {
  it("is the plan of another time, in both languages, and is never applied", async () => {
    const { file, folder, at: run, live } = await handClock(GROUPS, YAML);
    const out = join(folder, "later.json");
    const later = await run("plan", file, "--at", "2026-12-10", "--out", out, "--format", "json");
    const plan = JSON.parse(later.stdout) as Plan;
    expect(plan).toMatchObject({ at: "2026-12-10T00:00:00+08:00", validUntil: "2026-12-20T18:00:00+08:00" });
    expect(plan.actions).toMatchObject([{ added: [{ agentNumber: "8002", source: { until: "2026-12-20T18:00" } }] }]);
    const now = JSON.parse((await run("plan", file, "--format", "json")).stdout) as Plan;
    expect(now).not.toHaveProperty("at");
    expect(now.hash).not.toBe(plan.hash);

    expect(await run("apply", "--plan", out)).toMatchObject({ code: 1 });
    expect((await run("apply", "--plan", out)).stderr).toContain("plan-of-instant");
    expect(await run("apply", file, "--at", "2026-12-10", "--auto-approve")).toMatchObject({ code: 1 });
    expect(live()).toEqual(["8000"]);

    expect(flat((await run("plan", file, "--at", "2026-12-10", "--lang", "zh")).stdout)).toContain(
      "本计划针对 2026-12-10 00:00 (+08:00)",
    );
    for (const format of ["markdown", "html"])
      expect((await run("plan", file, "--at", "2026-12-10", "--format", format)).stdout).toContain("2026-12-20");
    const wrong = await run("plan", file, "--at", "2026/12/1");
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("bad-instant");
    expect(wrong.stderr).toContain("Write 2026-12-01.");
  });
});

it("export, then import, change nothing of who is there now or later", async () => {
  const { folder, at: run } = await handClock(GROUPS, YAML);
  const config = join(folder, "muster.yaml");
  await writeFile(
    config,
    `version: 1\naccounts:\n  default: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [groups.yaml] }\n`,
  );
  const table = join(folder, "table.csv");
  expect(await run("export", "--config", config, "--out", table)).toMatchObject({ code: 0 });
  expect(await run("import", table, "--config", config)).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, "groups.yaml"), "utf8")).toBe(YAML);
  await writeFile(table, (await readFile(table, "utf8")).replace("8001,cover", "8005,"));
  expect(await run("import", table, "--config", config)).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, "groups.yaml"), "utf8")).toContain(`from: 2026-12-04, until: 2026-12-20T18:00 }`);
});

it("origins: both states are those of one instant, so the clock is no change of the files", async () => {
  const { folder, run, write } = await world(GROUPS, YAML);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      stdio: "ignore",
    });
  git("init", "-q");
  git("add", "groups.yaml");
  git("commit", "-qm", "base");
  await write(YAML.concat(`      - "8005"\n`));
  const { stdout } = await run(["plan", "--base", "HEAD", "--format", "json", "--at", "2026-12-10"]);
  const [action] = (JSON.parse(stdout) as Plan).actions;
  expect(action?.added.map(({ agentNumber, origin }) => [agentNumber, origin])).toEqual([
    ["8002", "drift"],
    ["8005", "change"],
  ]);
});

it("is the same in any time zone of the machine", async () => {
  const folder = await mkdtemp(join(tmpdir(), "muster-zone-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "groups.yaml"), YAML);
  const said = await Promise.all(
    ["UTC", "Asia/Shanghai", "America/New_York"].map((TZ) => muster(["validate", folder], { env: { TZ } })),
  );
  expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1);
});
