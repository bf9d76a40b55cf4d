import { setTimeout } from "node:timers/promises";
import type { Clock } from "../model/clock.js";

/** The machine's own time, which the simulator runs on unless it is given another. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, signal ? { signal } : {}),
};
