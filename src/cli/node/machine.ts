import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machine } from "../../engine/host.js";
import type { Clock } from "../../model/clock.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { userFolder } from "./userFolders.js";

/** A timer that is set for longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** This machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => sleep(Math.min(ms, LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal }),
};

/**
 * How long a stopped run waits for its calls in flight, in ms. Runners kill a cancelled job after ten to twenty
 * seconds.
 */
export const GIVE_UP_AFTER_MS = 10_000;

/** The two stages of stopping, and what starts each of them. */
export interface Stopping {
  readonly signal: StopSignal;
  readonly stop: () => void;
  readonly giveUp: () => void;
}

export function openStopping(): Stopping {
  const stop = new AbortController();
  const giveUp = new AbortController();
  // Each interface of each account listens. Node reports more than ten listeners to the user as a leak.
  setMaxListeners(0, stop.signal, giveUp.signal);
  return {
    signal: Object.assign(stop.signal, { giveUp: giveUp.signal }),
    stop: () => stop.abort(),
    giveUp: () => giveUp.abort(),
  };
}

/**
 * This process among the others of the machine.
 *
 * @param env where the user's own folder may be named
 */
export function nodeMachine(env: Readonly<Record<string, string | undefined>> = process.env): Machine {
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
    stateFolder: userFolder("state", env),
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
