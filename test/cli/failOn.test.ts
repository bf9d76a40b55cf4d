import { describe, expect, it, onTestFinished } from "vitest";
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
  return commandHost(files, {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
  });
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
    ["zzzzzzzzzzzzz", "Expected warning, guard, or codes of findings: account-id-invalid, "],
    ["warning,", "Expected words with commas between them."],
  ])("%s is refused before anything is read", async (list, expected) => {
    const { code, stderr } = await muster(["validate", "no/such/path", "--fail-on", list]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(expected)]);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
