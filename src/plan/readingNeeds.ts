import type { DesiredGroup } from "../config/desired.js";
import type { PlanNeeds } from "../moor/readForPlan.js";
import type { Planned } from "./makePlan.js";
import type { Action } from "./plan.js";

/**
 * What a plan of these groups has to know of the account.
 *
 * The whole account is needed for names, which are not unique: whether a name is there, is there once, or is nearly
 * there; and for the groups that no file names. A run limited to pinned groups asks for none of this. A pin is its group
 * whatever else is live; a pinned group is never created; the removal guard's percentage is of the groups in the run; and
 * a limited run lists no unmanaged groups. So these groups alone give the very actions, guards and hash that the whole
 * account gives. (Only the name of an agent who joins may be known from other groups; the agent directory fills that in.)
 *
 * @param only the groups of a limited run; all where it is absent
 */
export function readingNeeds(groups: readonly DesiredGroup[], only?: (group: DesiredGroup) => boolean): PlanNeeds {
  const chosen = only === undefined ? groups : groups.filter(only);
  const queryOnly = chosen.some((group) => group.memory !== undefined);
  const extens = chosen.flatMap(({ exten }) => exten ?? []);
  if (only === undefined || extens.length < chosen.length) return { queryOnly };
  return { queryOnly, extens: [...new Set(extens)] };
}

/**
 * What holding a saved plan against the account has to know. Its guards are of the whole account, so that is read. Where
 * it creates a group, the query is: a name must surely not be there, and of one that is, settings are compared.
 */
export function savedPlanNeeds(actions: readonly Action[]): PlanNeeds {
  return { queryOnly: actions.some((action) => action.action === "create") };
}

/**
 * Does a plan rest on something that was not seen? A group that is to be created, or a pin or name that finds nothing,
 * may be there although the reading does not hold it; and no creation can be undone. Nor is a group meant by its old name
 * where another bears the new one. Then the reading must be certain.
 */
export function restsOnAbsence({ plan }: Planned, groups: readonly DesiredGroup[]): boolean {
  if (plan === undefined || plan.actions.some((action) => action.action === "create")) return true;
  const pins = new Set(groups.map(({ exten }) => exten));
  return plan.manual.some(({ attribute, exten }) => attribute === "displayName" && !pins.has(exten));
}
