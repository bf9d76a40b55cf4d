import type { GuardOptions } from "../cli/arguments/options.js";
import { DEFAULT_GUARDS, type GuardSettings } from "../config/settings.js";
import type { GuardOrigins } from "../plan/guards.js";
import type { GuardName } from "../plan/plan.js";

export interface Guards {
  readonly settings: GuardSettings;
  readonly origins: GuardOrigins;
}

/** The guards of the file, with those that the flags override, and who set what: an override must be visible. */
export function guardsOf(file: GuardSettings, flags: GuardOptions): Guards {
  const origin = (name: GuardName): GuardOrigins => {
    if (flags[name] !== undefined) return { [name]: "flag" };
    return JSON.stringify(file[name]) === JSON.stringify(DEFAULT_GUARDS[name]) ? {} : { [name]: "muster.yaml" };
  };
  return {
    settings: {
      maxRemovals: flags.maxRemovals ?? file.maxRemovals,
      maxEmptied: flags.maxEmptied ?? file.maxEmptied,
      maxCreates: flags.maxCreates ?? file.maxCreates,
      minClaiming: flags.minClaiming ?? file.minClaiming,
    },
    origins: { ...origin("maxRemovals"), ...origin("maxEmptied"), ...origin("maxCreates"), ...origin("minClaiming") },
  };
}
