import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { SeedGroup } from "../../src/simulator/account/seed.js";
import { inProcess } from "./inProcess.js";
import { ACCOUNT, membersOf, SECRET, type World, world } from "./simulated.js";

/** 2026-12-03 12:00 in Shanghai, a Thursday. */
export const NOON = Date.UTC(2026, 11, 3, 4);
export const HOUR = 3_600_000;

export interface HandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HandClock extends World {
  /** The YAML. */
  readonly file: string;
  /** Runs muster at the time that the clock shows. */
  readonly at: (...args: string[]) => Promise<HandRun>;
  /** The members of a group as they are now. */
  readonly live: (group?: string) => string[] | undefined;
  /** Moves the clock. */
  readonly pass: (ms: number) => void;
  /** How many lists of members have been written. */
  readonly writes: () => number;
}

/** A simulated account, and muster with a clock on the wall that is moved by hand; the monotonic one runs by itself. */
export async function handClock(
  groups: readonly SeedGroup[],
  yaml: string,
  more: Readonly<Record<string, string>> = {},
): Promise<HandClock> {
  const made: World = await world(groups, yaml, { signatureValidityMs: 1e12 });
  const { simulator, folder } = made;
  const state = await mkdtemp(join(tmpdir(), "muster-state-"));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  let now = NOON;
  const clock = {
    now: () => now,
    monotonic: () => performance.now(),
    sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
  };
  return {
    ...made,
    file: join(folder, "groups.yaml"),
    at: async (...args) => {
      const env = {
        MUSTER_HOST: simulator.url,
        MUSTER_ACCOUNT_ID: ACCOUNT,
        MUSTER_API_SECRET: SECRET,
        MUSTER_STATE_DIR: state,
        MUSTER_LANG: "en",
        MUSTER_SETTLE: "100ms",
        MUSTER_LIMITS: "queueQueue=1000/1s,updateQueueAssignMembers=1000/1s",
        ...more,
      };
      const { done, stdout, stderr } = inProcess(args, { env, clock, random: Math.random });
      return { code: await done, stdout: stdout(), stderr: stderr() };
    },
    live: (group = groups[0]?.displayName ?? "") => membersOf(simulator)[group],
    pass: (ms) => {
      now += ms;
    },
    writes: () => simulator.requests.filter(({ operation }) => operation === "updateQueueAssignMembers").length,
  };
}
