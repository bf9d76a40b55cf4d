import type { GuardLimit, GuardSettings } from "../config/settings.js";
import { isEmptied } from "../model/skillGroup.js";
import { guardedBy } from "./origin.js";
import type { Action, GuardName, GuardOrigin, GuardReading, StaffedGroup } from "./plan.js";

/** So many removals are always allowed: 30 % of four members would be one. */
const LEAST_PERCENT_ALLOWANCE = 3;

/**
 * Compares a plan with what one run may do. Every guard is read every time, so that a reviewer sees how far the plan is from
 * its limit. A guard that has tripped stops an apply before its first write.
 *
 * @param managedMemberships memberships that the managed groups have now, of which `maxRemovals` may be a percentage
 * @param setBy who set the limits that are not the defaults, since an override must be visible
 * @param withOrigins the actions say what comes from the change of the files and what is drift: count both
 */
export function readGuards(
  actions: readonly Action[],
  managedMemberships: number,
  settings: GuardSettings,
  setBy: GuardOrigins = {},
  withOrigins = false,
): GuardReading[] {
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  const removals = replaces.reduce((sum, action) => sum + action.removed.length, 0);
  const emptied = replaces.filter(isEmptied).length;
  const creates = actions.length - replaces.length;
  const parts = withOrigins ? { change: guardedBy(actions, "change"), drift: guardedBy(actions, "drift") } : undefined;
  const reading = (
    guard: keyof ReturnType<typeof guardedBy>,
    limit: string,
    actual: number,
    allowed: number,
  ): GuardReading => {
    const origin = setBy[guard];
    return {
      guard,
      limit,
      actual,
      ...(guard === "maxRemovals" ? { of: managedMemberships } : {}),
      ...(origin === undefined ? {} : { setBy: origin }),
      ...(parts === undefined ? {} : { change: parts.change[guard], drift: parts.drift[guard] }),
      tripped: actual > allowed,
    };
  };
  const { maxRemovals, maxEmptied, maxCreates } = settings;
  return [
    reading("maxRemovals", formatLimit(maxRemovals), removals, allowance(maxRemovals, managedMemberships)),
    reading("maxEmptied", String(maxEmptied), emptied, maxEmptied),
    reading("maxCreates", String(maxCreates), creates, maxCreates),
  ];
}

/**
 * Are enough agents taking conversations in every group that the plan changes? A group with too few counts when the change
 * takes some away, or creates the group. One that had too few before and loses none is not made worse. An agent whose
 * state is unknown is not counted on. Groups left without a member are for `maxEmptied`.
 *
 * @returns nothing where the guard is off
 */
export function readStaffingGuard(
  groups: readonly StaffedGroup[],
  { minClaiming }: Pick<GuardSettings, "minClaiming">,
  { minClaiming: origin }: GuardOrigins = {},
): GuardReading[] {
  if (minClaiming === 0) return [];
  const staffed = groups.filter(({ after }) => after.members > 0);
  const tooFew = staffed.filter(({ before, after }) => isWorse(before?.claiming, after.claiming, minClaiming));
  return [
    {
      guard: "minClaiming",
      limit: String(minClaiming),
      actual: tooFew.length,
      of: staffed.length,
      ...(origin === undefined ? {} : { setBy: origin }),
      tripped: tooFew.length > 0,
    },
  ];
}

/** Does a group end below the least, and worse than before? @param before absent: the group is new */
export function isWorse(before: number | undefined, after: number, least: number): boolean {
  return after < least && (before === undefined || after < before);
}

/** Who set which limit. A limit that is absent is the default. */
export type GuardOrigins = Readonly<Partial<Record<GuardName, GuardOrigin>>>;

/** As the user writes it: `30%` or `12`. */
function formatLimit(limit: GuardLimit): string {
  return limit.kind === "percent" ? `${limit.value}%` : String(limit.value);
}

function allowance(limit: GuardLimit, of: number): number {
  if (limit.kind === "count") return limit.value;
  return Math.max(LEAST_PERCENT_ALLOWANCE, Math.floor((of * limit.value) / 100));
}
