import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, world } from "../support/simulated.js";

const CLAIMS = "queueQueueAgentClaimStatus";
const LIVE = Array.from({ length: 30 }, (_, index) => ({
  displayName: `组${String(index).padStart(2, "0")}`,
  exten: String(500 + index),
  assignRule: "least" as const,
  members: ["8000", { agent: "8001", priority: 3 }],
}));
const WANTED = groupsYaml({ 组00: ["8000", "8002"], 组01: ["8000", "8002"], 组02: ["8000", "8002"] });
const apply = ["apply", "--auto-approve", "--format", "json"];

describe.concurrent("a claim status that leaves out", () => {
  it("priorities makes no conflict before a write, and no failure after it", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: [`${CLAIMS}:omit=priority`] }, onTestFinished);
    const { code, stdout } = await made.run(apply);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 3, conflicts: 0 });
    expect(code).toBe(0);
  });

  it("the rule is no proof that a new group has the wrong one", async ({ onTestFinished }) => {
    const wanted = "version: 1\ngroups:\n  - { displayName: 完全不同的, assignRule: least, members: ['8000'] }\n";
    const made = await world(LIVE, wanted, { faults: [`${CLAIMS}:omit=assignRule`] }, onTestFinished);
    const { code, stdout } = await made.run(apply);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "applied", verified: true }]);
    expect(code).toBe(0);
  });
});

describe.concurrent("a claim status that lags behind the query for good", () => {
  it("has no group made twice when the answer to its creation is lost", async ({ onTestFinished }) => {
    const faults = [`${CLAIMS}:stale`, "addQueue:drop-after@1"];
    const made = await world(LIVE, groupsYaml({ 完全不同的: ["8000"] }), { faults }, onTestFinished);
    const { code, stdout } = await made.run([...apply, "--timeout", "1"], { env: { MUSTER_SETTLE: "600ms" } });
    expect(made.simulator.state().groups).toHaveLength(LIVE.length + 1);
    expect(JSON.parse(stdout).actions).toMatchObject([{ status: "applied", adopted: true, verified: true }]);
    expect(code).toBe(0);
  });

  it("does not have what was written called unwritten", async ({ onTestFinished }) => {
    const made = await world(LIVE, WANTED, { faults: [`${CLAIMS}:stale`] }, onTestFinished);
    const { code, stdout } = await made.run(apply, { env: { MUSTER_SETTLE: "600ms" } });
    expect(JSON.parse(stdout).actions).toMatchObject([{ verified: true }, { verified: true }, { verified: true }]);
    expect(code).toBe(0);
    expect(membersOf(made.simulator)).toMatchObject({ 组00: ["8000", "8002"] });
  });

  it("does not have a group taken by its old name that bears its new one elsewhere", async ({ onTestFinished }) => {
    const wanted = "version: 1\ngroups:\n  - { displayName: 完全不同的, previously: [组00], members: ['8002'] }\n";
    const made = await world(LIVE, wanted, { faults: [`${CLAIMS}:stale`] }, onTestFinished);
    const exten = made.simulator.editor().createGroup({ displayName: "完全不同的", members: ["8000"] });
    const { stdout } = await made.run(["plan", "--format", "json"]);
    expect(JSON.parse(stdout).actions).toMatchObject([{ action: "replaceMembers", exten }]);
  });
});

describe.concurrent("a claim status that hangs", () => {
  const timeout = ["--timeout", "0.4"];

  it("leaves an apply to the query, and is not waited for at every group", async ({ onTestFinished }) => {
    const wanted = groupsYaml(Object.fromEntries(LIVE.map(({ displayName }) => [displayName, ["8000", "8002"]])));
    const made = await world(LIVE, wanted, { faults: [`${CLAIMS}:hang-before`] }, onTestFinished);
    const { code, stdout } = await made.run([...apply, "--max-removals", "100%", ...timeout]);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 30 });
    expect(code).toBe(0);
    expect(made.simulator.requests.filter(({ operation }) => operation === CLAIMS).length).toBeLessThanOrEqual(8);
  }, 40_000);
});
