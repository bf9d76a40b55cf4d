import { parseRate } from "../config/limits.js";
import { UserError } from "./userError.js";

const DEFAULT_SETTLE_MS = 10_000;

/**
 * For how long a new group may stay out of queries before it counts as not made, in ms: `MUSTER_SETTLE`, else ten
 * seconds. How long it really takes is documented nowhere.
 */
export function settleMs(env: Readonly<Record<string, string | undefined>>): number {
  const value = env["MUSTER_SETTLE"];
  if (value === undefined || value === "") return DEFAULT_SETTLE_MS;
  const ms = parseRate(`1/${value}`)?.windowMs;
  if (ms === undefined)
    throw new UserError([
      {
        code: "bad-setting",
        severity: "error",
        args: { name: "MUSTER_SETTLE", value, expected: "10s, 2.5s, 500ms, 1m" },
      },
    ]);
  return ms;
}
