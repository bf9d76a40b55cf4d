import { describe, expect, it } from "vitest";
import type { RunOptions } from "../support/cli.js";
import { groupsYaml, world } from "../support/simulated.js";

/** With a process of its own. */
const OWN = { whileRunning: () => undefined };

describe("most tests run muster without starting a process, which must make no difference", () => {
  it.each<[string, string[], RunOptions["env"]?]>([
    ["what is printed", ["status", "--help"]],
    ["what the working folder holds", ["validate", "--format", "json"]],
    ["a usage error", ["plan", "--nonsense"]],
    ["variables, and no account", ["plan"], { MUSTER_LANG: "zh", MUSTER_ACCOUNT_ID: "" }],
    ["a file that is written", ["plan", "--detailed-exitcode", "--out", "plan.json"]],
    ["a server that refuses", ["plan", "--format", "json"], { MUSTER_API_SECRET: "wrong" }],
    ["shell completion, which a library prints", ["complete", "--", "pl"]],
  ])("%s", async (_what, args, env = {}) => {
    const { run } = await world([{ displayName: "甲", members: ["8000"] }], groupsYaml({ 甲: ["8001"], 乙: [] }));
    const [own, none] = [await run(args, { env, ...OWN }), await run(args, { env })];
    const steady = ({ code, stdout, stderr }: typeof own) => ({
      code,
      // When it was read, and the plan that has it.
      stdout: stdout.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|sha256:[0-9a-f]+/g, "…"),
      stderr,
    });
    expect(steady(none)).toEqual(steady(own));
  });
});
