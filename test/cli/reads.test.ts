import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import { groupsYaml, QUICK, type World, world } from "../support/simulated.js";

const QUERY = "queueQueue";
const CLAIMS = "queueQueueAgentClaimStatus";
const names = Array.from({ length: 30 }, (_, index) => `组${String(index).padStart(2, "0")}`);
const LIVE = names.map((displayName, index) => ({
  displayName,
  exten: String(500 + index),
  assignRule: "least" as const,
  members: ["8000", { agent: "8001", priority: index % 3 }],
}));
/** Three of thirty change, and one has another rule than the account. */
const WANTED = groupsYaml(
  Object.fromEntries(names.map((name, index) => [name, index < 3 ? ["8000", "8002"] : ["8000"]])),
).replace('displayName: "组05"', 'displayName: "组05"\n    assignRule: random');

/** Pages of ten, and a query that lets as many calls through as the first plan takes. */
async function narrow(
  {
    wanted = WANTED,
    windowMs = 60_000,
    queries = 3,
    ...more
  }: Partial<SimulatorOptions> & {
    wanted?: string;
    windowMs?: number;
    queries?: number;
  },
  onFinished?: (clear: () => Promise<void>) => void,
) {
  const limits = { ...QUICK, [QUERY]: { calls: queries, windowMs } };
  const made = await world(LIVE, wanted, { maxPageSize: 10, ...more, limits }, onFinished);
  const env = { MUSTER_LIMITS: `queueQueue=${queries}/${windowMs}ms,queueQueueAgentClaimStatus=100/1s` };
  const run: World["run"] = (args, options) => made.run(args, { ...options, env: { ...env, ...options?.env } });
  return { ...made, run };
}

/** Reading calls since the last time, by interface. */
function counter({ simulator }: World) {
  let from = 0;
  return () => {
    const since = simulator.requests.slice(from);
    from = simulator.requests.length;
    const count = (name: string) => since.filter(({ operation }) => operation === name).length;
    return { query: count(QUERY), claims: count(CLAIMS) };
  };
}

/** A plan, but for when it was made. */
function timeless(stdout: string): Record<string, unknown> {
  const { createdAt, ...plan } = JSON.parse(stdout);
  expect(createdAt).toBeDefined();
  return plan;
}

describe.concurrent("a plan whose query has to wait", () => {
  it("waits, reads through no other interface, and is the same to the letter", async ({ onTestFinished }) => {
    const made = await narrow({ windowMs: 1_500 }, onTestFinished);
    const calls = counter(made);
    const first = await made.run(["plan", "--format", "json"]);
    const second = await made.run(["plan", "--format", "json", "--out", "plan.json"]);
    expect(calls()).toEqual({ query: 3 + 3, claims: 0 });
    expect(timeless(second.stdout)).toEqual(timeless(first.stdout));
    expect(timeless(first.stdout)).toMatchObject({ summary: { replaceMembers: 30, manual: 1 } });
  });

  it("reads the account once where a group is to be made, though the claim status were free", async ({
    onTestFinished,
  }) => {
    const made = await narrow({ windowMs: 1_500 }, onTestFinished);
    const calls = counter(made);
    await made.run(["plan"]);
    await writeFile(join(made.folder, "more.yaml"), groupsYaml({ 完全不同的名字: ["8000"] }));
    calls();
    const { stdout } = await made.run(["plan"]);
    expect(stdout).toContain("1 to create");
    expect(calls()).toEqual({ query: 3, claims: 0 });
  });

  it("saved, is held against the account as the query has it", async ({ onTestFinished }) => {
    const made = await narrow({ windowMs: 1_500 }, onTestFinished);
    const calls = counter(made);
    await made.run(["plan", "--out", "plan.json", "--group", "组00", "组01"]);
    made.simulator.editor().editGroup("500", { members: [] });
    calls();
    expect(await made.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 3 });
    expect(calls()).toEqual({ query: 3, claims: 0 });
  });
});

describe.concurrent("a server whose claim status", () => {
  it.for(["forbidden", "http-500-before", "html-200", "hang-before"])(
    "answers with %s for good: replacements go through the query, their looks and their proofs",
    async (kind, { onTestFinished }) => {
      const made = await world(LIVE, WANTED, { maxPageSize: 10, faults: [`${CLAIMS}:${kind}`] }, onTestFinished);
      const calls = counter(made);
      const args = ["apply", "--auto-approve", "--format", "json", "--group", "组00", "组01", "组02"];
      const { code, stdout } = await made.run(args);
      expect(code).toBe(0);
      expect(JSON.parse(stdout).actions).toMatchObject([{ verified: true }, { verified: true }, { verified: true }]);
      // Three pages, a look before each of three writes, and a proof of each.
      expect(calls()).toEqual({ query: 3 + 3 + 3, claims: 0 });
    },
  );
});

describe.concurrent("--group", () => {
  const pin = (yaml: string) =>
    yaml.replace(/displayName: "组(\d\d)"/g, (line, index) => `${line}\n    exten: "${500 + Number(index)}"`);

  it("reads three pinned groups of three pages in no more than three calls, and plans what all of them give", async ({
    onTestFinished,
  }) => {
    const made = await world(LIVE, WANTED, { maxPageSize: 10 }, onTestFinished);
    const calls = counter(made);
    const args = ["plan", "--format", "json", "--group", "组05", "组00", "组29"];
    const whole = timeless((await made.run(args)).stdout);
    expect(calls().query).toBe(3);
    await made.write(pin(WANTED));
    const some = timeless((await made.run(args)).stdout);
    expect(calls().query).toBe(3);
    const { hash, summary, guards, budget } = whole;
    expect(some).toMatchObject({ hash, summary, guards, budget });
  });

  it("reads one pinned group in one call, writes it, and proves it in one", async ({ onTestFinished }) => {
    const made = await world(LIVE, pin(WANTED), { maxPageSize: 1 }, onTestFinished);
    const calls = counter(made);
    const planned = await made.run(["plan", "--format", "json", "--group", "512"]);
    expect(calls()).toEqual({ query: 1, claims: 0 });
    const { budget } = JSON.parse(planned.stdout);
    expect(await made.run(["apply", "--auto-approve", "--group", "512"])).toMatchObject({ code: 0 });
    expect(calls()).toEqual({ query: 1 + budget.reads, claims: 0 });
    expect(budget).toMatchObject({ reads: 2, writes: 1 });
  });

  it("names who joins from a group that was not read, by the agent directory", async ({ onTestFinished }) => {
    const made = await world(LIVE, pin(WANTED), { maxPageSize: 10 }, onTestFinished);
    const { stdout } = await made.run(["plan", "--format", "json", "--group", "501"]);
    expect(JSON.parse(stdout).actions[0].added).toMatchObject([{ agentNumber: "8002", agentName: "坐席2" }]);
  });

  it("takes the query's word for it that a pin is not live", async ({ onTestFinished }) => {
    const made = await world(LIVE, pin(WANTED).replace('"512"', '"999"'), { maxPageSize: 10 }, onTestFinished);
    const calls = counter(made);
    const { code, stdout } = await made.run(["plan", "--group", "999"]);
    expect({ code, ...calls() }).toEqual({ code: 1, query: 1, claims: 0 });
    expect(stdout).toContain("pin-not-live");
  });
});
