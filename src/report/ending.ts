import type { Outcome, Result } from "../apply/result.js";
import { endedWell } from "../model/outcome.js";

/** A creation that waits for a decision about its name, and not because the account has changed. */
export function isAboutName(code: string | undefined): boolean {
  return code === "look-alike" || code === "doubtful-name" || code === "name-stored-differently";
}

/**
 * How an apply ended, as a whole. `unproved`: everything is written, but not all of it was read back, because the run was
 * stopped or the reading failed.
 */
export function endingOf({ actions, diagnostics }: Result): "whole" | "unproved" | "partial" {
  if (diagnostics.some(({ severity }) => severity === "error")) return "partial";
  if (actions.every(endedWell)) return "whole";
  const isUnproved = ({ status, error }: Outcome): boolean =>
    status === "applied" && (error === undefined || error.code === "verification-failed");
  return actions.every((one) => endedWell(one) || isUnproved(one)) ? "unproved" : "partial";
}
