import { describe, expect, it } from "vitest";
import { groupsYaml, membersOf, QUICK, world } from "../support/simulated.js";

const QUERY = "queueQueue";
const CLAIMS = "queueQueueAgentClaimStatus";
const LIVE = Array.from({ length: 30 }, (_, index) => ({
  displayName: `组${String(index).padStart(2, "0")}`,
  exten: String(500 + index),
  assignRule: "least" as const,
  members: ["8000", { agent: "8001", priority: 3 }],
}));
const WANTED = groupsYaml({ 组00: ["8000", "8002"], 组01: ["8000", "8002"], 组02: ["8000", "8002"] });
const apply = ["apply", "--auto-approve", "--format", "json"];

/** The query's budget is one call in so many ms: what may go through the claim status, does. */
const spent = (windowMs: number) => ({
  limits: { ...QUICK, [QUERY]: { calls: 1, windowMs } },
  env: { MUSTER_LIMITS: `queueQueue=1/${windowMs}ms,queueQueueAgentClaimStatus=100/1s` },
});

describe.concurrent("a claim status that leaves out", () => {
  it.for(["priority", "assignRule"])(
    "%s stands in for nothing: the plan is the query's",
    async (field, { onTestFinished }) => {
      const { limits, env } = spent(3_000);
      const made = await world(LIVE, WANTED, { limits, faults: [`${CLAIMS}:omit=${field}`] }, onTestFinished);
      const essence = ({ stdout }: { stdout: string }) => {
        const { hash, summary, manual, actions } = JSON.parse(stdout);
        return { hash, summary, manual, actions };
      };
      const first = await made.run(["plan", "--format", "json"], { env });
      const second = await made.run(["plan", "--format", "json"], { env });
      expect(essence(second)).toEqual(essence(first));
      // One call showed it: another would have shown the same.
      expect(made.simulator.requests.filter(({ operation }) => operation === CLAIMS)).toHaveLength(1);
    },
  );

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
    const { code, stdout } = await made.run(apply, { env: { MUSTER_SETTLE: "600ms" } });
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
    const { limits, env } = spent(3_000);
    const wanted = "version: 1\ngroups:\n  - { displayName: 完全不同的, previously: [组00], members: ['8002'] }\n";
    const made = await world(LIVE, wanted, { limits, faults: [`${CLAIMS}:stale`] }, onTestFinished);
    const exten = made.simulator.editor().createGroup({ displayName: "完全不同的", members: ["8000"] });
    await made.run(["plan"], { env });
    const { stdout } = await made.run(["plan", "--format", "json"], { env });
    expect(JSON.parse(stdout).actions).toMatchObject([{ action: "replaceMembers", exten }]);
  });
});

describe.concurrent("a claim status that hangs", () => {
  const timeout = ["--timeout", "0.4"];

  it("is given up after one call by a plan", async ({ onTestFinished }) => {
    const { limits, env } = spent(3_000);
    const made = await world(LIVE, WANTED, { limits, faults: [`${CLAIMS}:hang-before`] }, onTestFinished);
    await made.run(["plan"], { env });
    expect(await made.run(["plan", ...timeout], { env })).toMatchObject({ code: 0 });
    expect(made.simulator.requests.filter(({ operation }) => operation === CLAIMS)).toHaveLength(1);
  });

  it("is not asked for the pages that nobody waits for any more", async ({ onTestFinished }) => {
    const { limits, env } = spent(1_000);
    const faults = [`${CLAIMS}:hang-before@2+`];
    const made = await world(LIVE, WANTED, { maxPageSize: 2, limits, faults }, onTestFinished);
    // The first page, and the four that leave side by side; the query then takes its fifteen seconds.
    expect(await made.run(["plan", ...timeout], { env })).toMatchObject({ code: 0 });
    expect(made.simulator.requests.filter(({ operation }) => operation === CLAIMS)).toHaveLength(5);
  }, 40_000);

  it("leaves an apply to the query, and is not waited for at every group", async ({ onTestFinished }) => {
    const wanted = groupsYaml(Object.fromEntries(LIVE.map(({ displayName }) => [displayName, ["8000", "8002"]])));
    const made = await world(LIVE, wanted, { faults: [`${CLAIMS}:hang-before`] }, onTestFinished);
    const { code, stdout } = await made.run([...apply, "--max-removals", "100%", ...timeout]);
    expect(JSON.parse(stdout).summary).toMatchObject({ applied: 30 });
    expect(code).toBe(0);
    expect(made.simulator.requests.filter(({ operation }) => operation === CLAIMS).length).toBeLessThanOrEqual(8);
  }, 40_000);
});
