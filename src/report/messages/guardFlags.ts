import type { GuardName } from "../../plan/plan.js";

/** The flag that lifts a guard for one run. */
export const GUARD_FLAGS: Readonly<Record<GuardName, string>> = {
  maxRemovals: "--max-removals",
  maxEmptied: "--max-emptied",
  maxCreates: "--max-creates",
  minClaiming: "--min-claiming",
};
