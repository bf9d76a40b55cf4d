import type { GuardSettings } from "../config/settings.js";
import type { GuardOptions } from "./options.js";

/** The guards of the file, with those that the flags override. */
export function applyGuardOptions(
  settings: GuardSettings,
  { maxRemovals, maxEmptied, maxCreates }: GuardOptions,
): GuardSettings {
  return {
    maxRemovals: maxRemovals ?? settings.maxRemovals,
    maxEmptied: maxEmptied ?? settings.maxEmptied,
    maxCreates: maxCreates ?? settings.maxCreates,
  };
}
