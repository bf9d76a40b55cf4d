import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { SeedAccount, SeedGroup } from "../../src/simulator/account/seed.js";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/startSimulator.js";
import { accountFolder } from "../../src/state/stateFolder.js";
import { muster, QUICK_LIMITS, type Run, type RunOptions, STATE } from "./cli.js";

export const ACCOUNT = "N00000000556";
export const SECRET = "s3cret-that-must-not-show";

/** Agents 8000 to 8099 exist. */
const AGENTS = Array.from({ length: 100 }, (_, index) => ({ number: String(8000 + index), name: `坐席${index}` }));

export const QUICK = {
  addQueue: { calls: 20, windowMs: 1_000 },
  updateQueueAssignMembers: { calls: 20, windowMs: 1_000 },
  queueQueue: { calls: 20, windowMs: 1_000 },
  queueQueueAgentClaimStatus: { calls: 100, windowMs: 1_000 },
} as const;

export interface World {
  readonly simulator: Simulator;
  /** Runs the command line against the simulator, in a folder that holds the YAML. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** Replaces the YAML. */
  write(yaml: string): Promise<void>;
  readonly folder: string;
}

/** A simulator with an account, a folder with YAML, and the command line between them. Removed after the test. */
export async function world(
  groups: readonly SeedGroup[],
  yaml: string,
  options: Partial<SimulatorOptions> = {},
  /** Concurrent tests must pass their own context's. */
  onFinished: (clear: () => Promise<void>) => void = onTestFinished,
): Promise<World> {
  const seed: SeedAccount = { accountId: ACCOUNT, apiSecret: SECRET, agents: AGENTS, groups };
  const simulator = await startSimulator({ seed, limits: QUICK, ...options });
  const folder = await mkdtemp(join(tmpdir(), "muster-test-"));
  onFinished(async () => {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  const write = (text: string) => writeFile(join(folder, "groups.yaml"), text);
  await write(yaml);
  await remember(accountFolder(STATE, { host: simulator.url, accountId: ACCOUNT }));
  return {
    simulator,
    folder,
    write,
    run: (args, more = {}) =>
      muster(args, {
        cwd: folder,
        ...more,
        env: {
          MUSTER_HOST: simulator.url,
          MUSTER_ACCOUNT_ID: ACCOUNT,
          MUSTER_API_SECRET: SECRET,
          MUSTER_LIMITS: QUICK_LIMITS,
          MUSTER_SETTLE: "3s",
          ...more.env,
        },
      }),
  };
}

/**
 * Makes a state folder look like one of a machine that applied to the account long ago. A machine without that looks
 * twice before its first creation, a settling time apart.
 */
export async function remember(folder: string): Promise<void> {
  const creates = join(folder, "creates");
  await mkdir(creates, { recursive: true });
  await writeFile(join(creates, `${Date.now()}-earlier.jsonl`), "");
}

/** YAML of groups, each with its members. */
export function groupsYaml(
  groups: Readonly<Record<string, readonly (string | { agent: string; priority: number })[]>>,
): string {
  const entries = Object.entries(groups).map(
    ([displayName, members]) =>
      `  - displayName: ${JSON.stringify(displayName)}\n    members: ${JSON.stringify(members)}\n`,
  );
  return `version: 1\ngroups:\n${entries.join("")}`;
}

/** The members of every group by its name, as the account has them now: `8000`, or `8000:5` at priority 5. */
export function membersOf(simulator: Simulator): Record<string, string[]> {
  return Object.fromEntries(
    simulator
      .state()
      .groups.map((group) => [
        group.displayName,
        group.members
          .map((member) => (member.priority === 0 ? member.agentNumber : `${member.agentNumber}:${member.priority}`))
          .sort(),
      ]),
  );
}
