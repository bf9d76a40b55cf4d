import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Plan } from "../../src/plan/plan.js";
import { startSimulator } from "../../src/simulator/startSimulator.js";
import { inProcess, quickClock } from "../support/inProcess.js";
import { ACCOUNT, SECRET } from "../support/simulated.js";

/** The documented limits, but that a minute is three seconds; the real code from `main` down over real HTTP. */
const MINUTE_S = 3;

interface Case {
  readonly name: string;
  readonly replaced: number;
  /** Creations, and settings of theirs. */
  readonly created?: number;
  readonly settings?: string;
  /** Live groups besides. */
  readonly others?: number;
  readonly pageSize: number;
  /** Creations a minute. */
  readonly creates?: number;
}

/** A plan from the command line, then its apply, and what the server saw of that. */
async function carriedOut(
  { replaced, created = 0, settings = "", others = 0, pageSize, creates = 20 }: Case,
  onFinished: (clear: () => Promise<void>) => void,
) {
  const clock = quickClock(1);
  const folder = await mkdtemp(join(tmpdir(), "muster-budget-"));
  const old = Array.from({ length: replaced + others }, (_, index) => `组${index}`);
  const fresh = Array.from({ length: created }, (_, index) => `新建的组${index * 11}`);
  const limited = [
    ["addQueue", creates],
    ["updateQueueAssignMembers", 20],
    ["queueQueue", 20],
    ["queueQueueAgentClaimStatus", 100],
  ] as const;
  const simulator = await startSimulator({
    seed: {
      accountId: ACCOUNT,
      apiSecret: SECRET,
      agents: ["8000", "8001"].map((number) => ({ number, name: number })),
      groups: old.map((displayName) => ({ displayName, members: ["8000"] })),
    },
    clock,
    maxPageSize: pageSize,
    limits: Object.fromEntries(limited.map(([operation, calls]) => [operation, { calls, windowMs: MINUTE_S * 1000 }])),
  });
  onFinished(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  const yaml = [
    ...old.slice(0, replaced).map((name) => `  - { displayName: ${name}, members: ["8001"] }\n`),
    ...fresh.map((name) => `  - { displayName: ${name}, members: ["8001"]${settings} }\n`),
  ];
  await writeFile(join(folder, "groups.yaml"), `version: 1\ngroups:\n${yaml.join("")}`);
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_STATE_DIR: join(folder, "state"),
    MUSTER_LANG: "en",
    // A first run waits for so long before it creates; what is held against the ETA here is the limits.
    MUSTER_SETTLE: "100ms",
    MUSTER_LIMITS: limited.map(([operation, calls]) => `${operation}=${calls}/${MINUTE_S}s`).join(","),
  };
  const run = async (...args: string[]) => {
    const { done, stdout, stderr } = inProcess([...args, folder], { env, clock, random: Math.random });
    expect(await done, stderr()).toBe(0);
    return stdout();
  };
  const limits = ["--max-creates", "1000", "--max-removals", "100%"];
  const out = join(folder, "plan.json");
  const { budget } = JSON.parse(await run("plan", "--format", "json", ...limits)) as Plan;
  const dry = JSON.parse(await run("apply", "--dry-run", "--format", "json", ...limits)) as { requests: unknown[] };
  await run("plan", "--out", out, ...limits);
  // What planning spent is no longer counted: an ETA is of the apply.
  await clock.sleep((MINUTE_S + 0.5) * 1000);

  const { done, stdout, stderr } = inProcess(["apply", "--plan", out, "--format", "json", ...limits], {
    env,
    clock,
    random: Math.random,
  });
  const before = simulator.requests.length;
  expect(await done, stderr()).toBe(0);
  const sent = simulator.requests.slice(before);
  const result = JSON.parse(stdout()) as { startedAt: string; finishedAt: string };
  // Up to its first call after the reading of the account, pages are the plan's.
  const pages = Math.max(1, Math.ceil(old.length / pageSize));
  const reads = sent.filter(({ operation }) => operation.startsWith("queueQueue")).length - pages;
  return {
    budget,
    told: dry.requests.length,
    reads,
    writes: sent.length - reads - pages,
    seconds: (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000,
    overruns: simulator.overruns(),
  };
}

it.concurrent.for<Case>([
  { name: "3 changes in an account of 12 pages", replaced: 3, others: 117, pageSize: 10 },
  { name: "60 changes in an account of one page", replaced: 60, pageSize: 100 },
  {
    name: "5 made, names in two pages and then in more",
    replaced: 0,
    created: 5,
    others: 19,
    pageSize: 10,
    creates: 2,
  },
  {
    name: "3 made with a memory beside 25 changed",
    replaced: 25,
    created: 3,
    settings: ", memory: 1d",
    pageSize: 5,
    creates: 2,
  },
])(
  "$name: the budget is what the apply sends, and the ETA how long its limits let it take",
  { timeout: 40_000 },
  async (one, { onTestFinished }) => {
    const { budget, told, reads, writes, seconds, overruns } = await carriedOut(one, onTestFinished);
    expect(writes).toBe(budget.writes);
    expect(told).toBe(budget.reads + budget.writes);
    expect(reads).toBeGreaterThanOrEqual(budget.reads);
    // A machine that is slow for a moment has a look grow old, and takes another.
    expect(reads).toBeLessThanOrEqual(budget.reads + 3);
    expect(seconds).toBeGreaterThanOrEqual(budget.etaSeconds);
    // Under another window: that would be a wait that the ETA knows nothing of.
    expect(seconds).toBeLessThan(budget.etaSeconds + MINUTE_S);
    expect(overruns).toEqual([]);
  },
);
