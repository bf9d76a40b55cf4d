import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machine } from "../../engine/host.js";
import type { Clock } from "../../model/clock.js";
import { userFolder } from "./userFolders.js";

/** A timer that is set for longer goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** This machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(Math.min(ms, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal }),
};

/** This process among others of the machine. */
export function nodeMachine(): Machine {
  let owner: string | undefined;
  return {
    pid: process.pid,
    hostname: hostname(),
    get owner() {
      // The global: only runs that write need it, and loading cryptography takes a tenth of a bare start.
      owner ??= crypto.randomUUID();
      return owner;
    },
    isAlive,
    ...(process.getuid === undefined ? {} : { uid: process.getuid() }),
    stateFolder: userFolder("state"),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
