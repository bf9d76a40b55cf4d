import type { GuardLimit, GuardOverrides, GuardSettings } from "../config/settings.js";
import { isEmptied } from "../model/skillGroup.js";
import { guardedBy } from "./origin.js";
import type { Action, GuardName, GuardReading, RaisedGuard, StaffedGroup } from "./plan.js";

/** So many removals are always allowed: 30 % of four members would be one. */
const LEAST_PERCENT_ALLOWANCE = 3;

/** Where the limits of a run come from. The flag is the last word; else the most permissive counts. */
export interface Guards {
  /** `guards` of `muster.yaml`, or the defaults. */
  readonly settings: GuardSettings;
  /** Those that `muster.yaml` sets to another value than the default. */
  readonly setInFile?: readonly GuardName[];
  /** Waivers in force, and what a saved plan carries. */
  readonly raises?: readonly GuardRaise[];
  readonly flags?: GuardOverrides;
}

/** A limit that counts where it is more permissive than that of `muster.yaml`. */
export type GuardRaise = Omit<RaisedGuard, "limit"> & { readonly limit: GuardLimit };

/** A guard's limit in this run. */
type SettledGuard = Pick<GuardReading, "setBy" | "reason" | "until"> & { readonly limit: GuardLimit };

/** The limits of a run. */
export interface SettledGuards {
  readonly limits: Readonly<Record<GuardName, SettledGuard>>;
  /** What the plan carries: flags and waivers that are more permissive than `muster.yaml`. */
  readonly raised: readonly RaisedGuard[];
}

const GUARDS = ["maxRemovals", "maxEmptied", "maxCreates", "minClaiming"] as const satisfies readonly GuardName[];

/**
 * Decides the limit of each guard.
 *
 * @param of managed memberships: percentages of them are compared with numbers
 */
export function settleGuards({ settings, setInFile = [], raises = [], flags = {} }: Guards, of: number): SettledGuards {
  const raised: RaisedGuard[] = [];
  const settle = (guard: GuardName): SettledGuard => {
    const written = limitOf(settings[guard]);
    const permits = ({ limit }: { readonly limit: GuardLimit }, other: GuardLimit): boolean =>
      guard === "minClaiming" ? limit.value < other.value : allowance(limit, of) > allowance(other, of);
    const flag = flags[guard];
    const own = raises.filter((one) => one.guard === guard && (one.limit.kind === "count" || guard === "maxRemovals"));
    const widest = own.reduce<GuardRaise | undefined>(
      (most, one) => (most === undefined || permits(one, most.limit) ? one : most),
      undefined,
    );
    const over: Omit<GuardRaise, "guard"> | undefined =
      flag === undefined ? widest : { limit: limitOf(flag), setBy: "flag" };
    if (over !== undefined && permits(over, written)) {
      raised.push({ guard, ...over, limit: formatLimit(over.limit) });
      return over;
    }
    if (flag !== undefined) return { limit: limitOf(flag), setBy: "flag" };
    return { limit: written, ...(setInFile.includes(guard) ? { setBy: "muster.yaml" } : {}) };
  };
  const limits = Object.fromEntries(GUARDS.map((guard) => [guard, settle(guard)])) as Record<GuardName, SettledGuard>;
  return { limits, raised };
}

/**
 * Compares a plan with what one run may do. Every guard is read every time, so that a reviewer sees how far the plan is from
 * its limit. A guard that has tripped stops an apply before its first write.
 *
 * @param managedMemberships memberships that the managed groups have now, of which `maxRemovals` may be a percentage
 * @param withOrigins the actions say what comes from the change of the files and what is drift: count both
 */
export function readGuards(
  actions: readonly Action[],
  managedMemberships: number,
  { limits }: SettledGuards,
  withOrigins = false,
): GuardReading[] {
  // The files say that a retired group is to go: there is nothing to guard against.
  const counted = actions.filter((action) => action.action === "create" || action.retired !== true);
  const replaces = counted.filter((action) => action.action === "replaceMembers");
  const removals = replaces.reduce((sum, action) => sum + action.removed.length, 0);
  const emptied = replaces.filter(isEmptied).length;
  const creates = counted.length - replaces.length;
  const parts = withOrigins ? { change: guardedBy(counted, "change"), drift: guardedBy(counted, "drift") } : undefined;
  const reading = (guard: keyof ReturnType<typeof guardedBy>, actual: number): GuardReading => {
    const { limit, ...origin } = limits[guard];
    return {
      guard,
      limit: formatLimit(limit),
      actual,
      ...(guard === "maxRemovals" ? { of: managedMemberships } : {}),
      ...origin,
      ...(parts === undefined ? {} : { change: parts.change[guard], drift: parts.drift[guard] }),
      tripped: actual > allowance(limit, managedMemberships),
    };
  };
  return [reading("maxRemovals", removals), reading("maxEmptied", emptied), reading("maxCreates", creates)];
}

/**
 * Are enough agents taking conversations in every group that the plan changes? A group with too few counts when the change
 * takes some away, or creates the group. One that had too few before and loses none is not made worse. An agent whose
 * state is unknown is not counted on. Groups left without a member are for `maxEmptied`.
 *
 * @returns nothing where the guard is off
 */
export function readStaffingGuard(groups: readonly StaffedGroup[], { limits }: SettledGuards): GuardReading[] {
  const { limit, ...origin } = limits.minClaiming;
  if (limit.value === 0) return [];
  const staffed = groups.filter(({ after }) => after.members > 0);
  const tooFew = staffed.filter(({ before, after }) => isWorse(before?.claiming, after.claiming, limit.value));
  return [
    {
      guard: "minClaiming",
      limit: formatLimit(limit),
      actual: tooFew.length,
      of: staffed.length,
      ...origin,
      tripped: tooFew.length > 0,
    },
  ];
}

/** Does a group end below the least, and worse than before? @param before absent: the group is new */
export function isWorse(before: number | undefined, after: number, least: number): boolean {
  return after < least && (before === undefined || after < before);
}

function limitOf(limit: GuardLimit | number): GuardLimit {
  return typeof limit === "number" ? { kind: "count", value: limit } : limit;
}

/** As the user writes it: `30%` or `12`. */
function formatLimit(limit: GuardLimit): string {
  return limit.kind === "percent" ? `${limit.value}%` : String(limit.value);
}

function allowance(limit: GuardLimit, of: number): number {
  if (limit.kind === "count") return limit.value;
  return Math.max(LEAST_PERCENT_ALLOWANCE, Math.floor((of * limit.value) / 100));
}
