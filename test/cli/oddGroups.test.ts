import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const LIVE = [
  { displayName: "甲", exten: "500", members: ["8000"] },
  { displayName: "乙", exten: "501", members: ["8000"] },
];
const entry = (exten: string | null, displayName: string | null, ...members: unknown[]) => ({
  exten,
  displayName,
  assignRule: "random",
  isMemory: false,
  memoryTime: "",
  assignMembers: members,
});
const member = { agentNumber: "8000", agentName: "", priority: "0" };
/** The query's answer to the first call: two sound groups beside an odd one. */
const answer = (odd: unknown) => {
  const list = [entry("500", "甲", member), entry("501", "乙", member), odd];
  return `queueQueue:answer=${JSON.stringify({ success: true, data: { count: 3, list } })}@1`;
};

describe.concurrent("one odd live group", () => {
  const plan = ["plan", "--format", "json"];

  it("that no file names is a warning, and the others are applied", async ({ onTestFinished }) => {
    const faults = [answer(entry("510", "别人的", { agentNumber: "", agentName: "" }))];
    const wanted = groupsYaml({ 甲: ["8001"], 乙: ["8000"] });
    const { run, simulator } = await world(LIVE, wanted, { faults }, onTestFinished);
    const { code, stdout } = await run(["apply", "--auto-approve", "--format", "json", "--max-removals", "100%"]);
    expect(JSON.parse(stdout).actions).toMatchObject([{ displayName: "甲", status: "applied" }]);
    expect(code).toBe(0);
    expect(membersOf(simulator)).toMatchObject({ 甲: ["8001"] });
  });

  it("is shown by plan with its number and name", async ({ onTestFinished }) => {
    const faults = [answer(entry("510", "别人的", null))];
    const { run, simulator } = await world(
      LIVE,
      groupsYaml({ 甲: ["8000"], 乙: ["8000"] }),
      { faults },
      onTestFinished,
    );
    const { code, stdout } = await run(plan);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: "odd-group-left", severity: "warning" }]);
    expect(stdout).toContain("510");
    expect(code).toBe(0);
    // Another answer would be the same: it is not asked for.
    expect(simulator.requests.filter(({ operation }) => operation === "queueQueue")).toHaveLength(1);
  });

  it("without a name forbids a creation", async ({ onTestFinished }) => {
    const faults = [answer(entry("510", null, member))];
    const { run } = await world(LIVE, groupsYaml({ 新组: ["8000"] }), { faults }, onTestFinished);
    const { code, stderr, stdout } = await run(["plan"]);
    expect(`${stdout}${stderr}`).toContain("odd-group-nameless");
    expect(code).toBe(1);
  });

  it("is left out by pull, which says so", async ({ onTestFinished }) => {
    const faults = [answer(entry("510", "别人的", null))];
    const { run } = await world(LIVE, "version: 1\ngroups: []\n", { faults }, onTestFinished);
    const { code, stdout, stderr } = await run(["pull", "--dry-run"]);
    expect(stderr).toContain("odd-group-left");
    expect(stdout).toContain("甲");
    expect(stdout).not.toContain("别人的");
    expect(code).toBe(0);
  });
});
