import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/startSimulator.js";
import { muster, runNode } from "./measure.js";

const ACCOUNT = "N00000000556";
const SECRET = "bench-secret-not-real";
const AGENTS = Array.from({ length: 100 }, (_, index) => ({ number: String(8000 + index), name: `坐席${index}` }));

/** An account in the built-in simulator, and the command line in a folder with its YAML. */
export interface Simulated {
  readonly simulator: Simulator;
  /** @throws if it does not end with 0 */
  run(args: readonly string[]): Promise<void>;
  /** Replaces the YAML: groups by name, with their members; pinned to their numbers, if given. */
  want(groups: Readonly<Record<string, readonly string[]>>, pins?: ReadonlyMap<string, string>): Promise<void>;
}

/**
 * @param folder where the YAML and what muster remembers are kept
 * @param windowMs of every limit; the documented number of calls is let into each
 */
export async function withSimulator<T>(
  { root, folder, groups, windowMs }: { root: string; folder: string; groups: readonly SeedGroup[]; windowMs: number },
  options: Partial<SimulatorOptions>,
  use: (simulated: Simulated) => Promise<T>,
): Promise<T> {
  const twenty = { calls: 20, windowMs };
  const limits = {
    addQueue: twenty,
    updateQueueAssignMembers: twenty,
    queueQueue: twenty,
    queueQueueAgentClaimStatus: { calls: 100, windowMs },
  };
  const seed = { accountId: ACCOUNT, apiSecret: SECRET, agents: AGENTS, groups };
  const simulator = await startSimulator({ seed, limits, ...options });
  const cwd = join(folder, "files");
  await mkdir(cwd, { recursive: true });
  const env = {
    MUSTER_HOST: simulator.url,
    MUSTER_ACCOUNT_ID: ACCOUNT,
    MUSTER_API_SECRET: SECRET,
    MUSTER_STATE_DIR: join(folder, "state"),
    // Waiting for limits is measured. A first run also waits before it creates.
    MUSTER_SETTLE: "100ms",
    MUSTER_LIMITS: Object.entries(limits)
      .map(([operation, { calls }]) => `${operation}=${calls}/${windowMs}ms`)
      .join(","),
  };
  try {
    return await use({
      simulator,
      run: async (args) => void (await runNode(muster(root, ...args), { cwd, env })),
      want: (wanted, pins) => {
        const pinOf = (name: string) => (pins?.has(name) ? `    exten: "${pins.get(name)}"\n` : "");
        const entries = Object.entries(wanted).map(
          ([name, members]) => `  - displayName: ${name}\n${pinOf(name)}    members: ${JSON.stringify(members)}\n`,
        );
        return writeFile(join(cwd, "groups.yaml"), `version: 1\ngroups:\n${entries.join("")}`);
      },
    });
  } finally {
    await simulator.close();
  }
}
