import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { apply } from "../../src/cli/commands/apply.js";
import { plan } from "../../src/cli/commands/plan.js";
import { validate } from "../../src/cli/commands/validate.js";
import type { ReportFormat } from "../../src/report/formats.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { muster } from "../support/cli.js";
import { ACCOUNT, QUICK, SECRET } from "../support/simulated.js";
import { commandHost, OPTIONS } from "./commandHost.js";

/** The first group is to be emptied; the second gets an agent whom the account does not have. */
const YAML = `version: 1
groups:
  - { displayName: a, members: [] }
  - { displayName: b, members: ["8001", "8999"] }
`;
const SPACED = "version: 1\ngroups:\n  - { displayName: 'a ', members: ['8001'] }\n";

async function live(files: Readonly<Record<string, string>>) {
  const agents = [{ number: "8001", name: "李娜" }];
  const groups = [
    { displayName: "a", exten: "1", members: ["8001"] },
    { displayName: "b", exten: "2", members: ["8001"] },
  ];
  const simulator = await startSimulator({
    seed: { accountId: ACCOUNT, apiSecret: SECRET, agents, groups },
    limits: QUICK,
  });
  onTestFinished(() => simulator.close());
  const env = { MUSTER_HOST: simulator.url, MUSTER_ACCOUNT_ID: ACCOUNT, MUSTER_API_SECRET: SECRET };
  return { ...(await commandHost(files, env)), simulator };
}

describe("plan --fail-on", () => {
  it("fails on what is named, in every format, and says what it was", async () => {
    const { host, stdout } = await live({ "groups.yaml": YAML });
    const ends = async (failOn: readonly string[], format: ReportFormat = "text", detailedExitcode = false) =>
      (await plan([], { ...OPTIONS, format, detailedExitcode, failOn }, host)).exitCode;
    expect(await ends([])).toBe(0);
    expect(await ends(["duplicate-key"])).toBe(0);
    expect(await ends(["guard"], "text", true)).toBe(3);
    expect(stdout().trimEnd().split("\n").at(-1)).toBe("✖ Failed because of --fail-on: guard maxEmptied tripped.");
    for (const format of ["json", "markdown", "html", "github"] as const) expect(await ends(["guard"], format)).toBe(3);
    expect(await ends(["unknown-agent"])).toBe(1);
    expect(stdout().trimEnd().split("\n").at(-1)).toBe("✖ Failed because of --fail-on: unknown-agent.");
    expect(await ends(["warning", "guard"])).toBe(1);
  });
});

/** The same as an apply without a terminal. */
const UNATTENDED = { ...OPTIONS, autoApprove: true, dryRun: false, allAccounts: false, lockTimeout: 0 };

describe("findings of muster.yaml", () => {
  const LEVELS = "version: 1\nfindings: { unknown-agent: error }\n";
  const JOINS = (remark = "") => `version: 1
groups:
  - displayName: b
    members:
      - "8001"
      - "8999"${remark}
`;
  const writesOf = (simulator: { readonly requests: readonly { readonly operation?: string }[] }) =>
    simulator.requests.filter(({ operation = "" }) => /^(?:add|update)/.test(operation));

  it("make a warning of the plan an error: plan fails, apply does not start, not even from a saved plan", async () => {
    const { host, stdout, stderr, simulator, folder } = await live({ "muster.yaml": LEVELS, "groups.yaml": JOINS() });
    const planned = { ...OPTIONS, detailedExitcode: false, out: "plan.json" };
    expect((await plan([], planned, host)).exitCode).toBe(1);
    expect(stdout()).toContain("groups.yaml:6:9: error[unknown-agent]");
    for (const saved of [{}, { plan: "plan.json" }])
      expect((await apply([], { ...UNATTENDED, ...saved }, host)).exitCode).toBe(1);
    expect(stderr().match(/error\[findings-stop\]: Nothing was applied to "default"/g)).toHaveLength(2);
    expect(writesOf(simulator)).toEqual([]);

    await writeFile(join(folder, "groups.yaml"), JOINS(" # muster: allow unknown-agent — joins tomorrow"));
    expect((await plan([], planned, host)).exitCode).toBe(0);
    await apply([], UNATTENDED, host);
    expect(writesOf(simulator)).toHaveLength(1);
  });

  it("turn a warning off in plan and validate, and for --fail-on; what a remark allows is in the JSON", async () => {
    const settings = "version: 1\nfindings: { unknown-agent: off, surrounding-space: off }\n";
    const remark = "version: 1\n# muster: allow unused-team — for the night shift to come\nteams: { t: ['8001'] }\n";
    const files = { "muster.yaml": settings, "groups.yaml": JOINS(), "s.yaml": SPACED, "t.yaml": remark };
    const { host, stdout } = await live(files);
    const failOn = ["warning", "unknown-agent", "surrounding-space"];
    expect((await validate([], { ...OPTIONS, failOn }, host)).exitCode).toBe(0);
    expect(stdout()).toContain("no problems");
    expect((await plan([], { ...OPTIONS, detailedExitcode: false, failOn: failOn.slice(1) }, host)).exitCode).toBe(0);
    const before = stdout().length;
    await validate([], { ...OPTIONS, format: "json" }, host);
    expect(JSON.parse(stdout().slice(before)).accepted).toEqual([
      { code: "unused-team", reason: "for the night shift to come", source: { file: "t.yaml", line: 3, column: 10 } },
    ]);
  });

  it("have nothing against what accounts share", async () => {
    const account = (name: string) =>
      `  ${name}: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [shared, ${name}] }\n`;
    const { host, stdout } = await commandHost({
      "muster.yaml": `version: 1\nfindings: { unused-agent-name: error }\naccounts:\n${account("a")}${account("b")}`,
      "shared/t.yaml": "version: 1\nagents: { x: 1 }\nteams: { t: [x], u: [2] }\n",
      "a/g.yaml": "version: 1\nagents: { y: 3 }\ngroups: [{ displayName: a, members: [{ team: t }] }]\n",
      "b/g.yaml": "version: 1\nteams: { v: [4] }\ngroups: [{ displayName: b, members: [{ team: u }] }]\n",
    });
    await validate([], OPTIONS, host);
    expect(stdout().match(/\S+: (?:error|warning)\[\S+\]/g)).toEqual([
      "a/g.yaml:2:11: error[unused-agent-name]",
      "b/g.yaml:2:10: warning[unused-team]",
    ]);
  });
});

describe("validate --fail-on", () => {
  it("fails on warnings and says so last", async () => {
    const { host, stdout } = await commandHost({ "groups.yaml": SPACED });
    expect((await validate([], OPTIONS, host)).exitCode).toBe(0);
    expect((await validate([], { ...OPTIONS, failOn: ["guard", "unknown-agent"] }, host)).exitCode).toBe(0);
    expect((await validate([], { ...OPTIONS, lang: "zh", failOn: ["warning"] }, host)).exitCode).toBe(1);
    expect(stdout().trimEnd().split("\n").at(-1)).toBe("✖ 按 --fail-on 视为失败：surrounding-space。");
  });

  it.each([
    ["guards", "argument 'guards' is invalid. Expected warning, guard, or the code of a finding. Did you mean guard?"],
    [
      "warning,unknown-agnt",
      "argument 'unknown-agnt' is invalid. Expected warning, guard, or the code of a finding. Did you mean unknown-agent?",
    ],
    ["zzzzzzzzzzzzz", "Expected warning, guard, or the code of a finding, as in its brackets: unknown-agent."],
    ["warning,", "Expected words with commas between them."],
  ])("%s is refused before anything is read", async (list, expected) => {
    const { code, stderr } = await muster(["validate", "no/such/path", "--fail-on", list]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(expected)]);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
