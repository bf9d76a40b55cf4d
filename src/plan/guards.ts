import type { GuardLimit, GuardOverrides, GuardSettings } from "../config/settings.js";
import { isEmptied } from "../model/skillGroup.js";
import { causeOf } from "./cause.js";
import type { Action, GuardName, GuardReading, RaisedGuard, ReplaceMembersAction, StaffedGroup } from "./plan.js";

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
 * What the clock brings is not counted: the files said so when they were reviewed. A removal with the cause `schedule` is left
 * out; a group that the clock empties too, where its `coverage` says that it needs nobody now.
 *
 * @param managedMemberships memberships that the managed groups have now, of which `maxRemovals` may be a percentage
 * @param withOrigins the actions say what comes from the change of the files and what is not: count both
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
  const removed = replaces.flatMap((action) => action.removed);
  const removals = removed.filter((one) => causeOf(one) !== "schedule");
  const left = replaces.filter(isEmptied);
  const emptied = left.filter((action) => !isMeant(action));
  const creates = counted.filter(({ action }) => action === "create");
  const counts = {
    maxRemovals: countedBy(removals, isOfChange),
    maxEmptied: countedBy(emptied, (action) => action.removed.some(isOfChange)),
    maxCreates: countedBy(creates, isOfChange),
  };
  const schedule: Partial<Record<GuardName, number>> = {
    maxRemovals: removed.length - removals.length,
    maxEmptied: left.length - emptied.length,
  };
  const uncovered = emptied.filter((action) => isByClock(action) && action.coverage === undefined).length;
  const reading = (guard: keyof typeof counts): GuardReading => {
    const { limit, ...origin } = limits[guard];
    const { actual, change } = counts[guard];
    return {
      guard,
      limit: formatLimit(limit),
      actual,
      ...(guard === "maxRemovals" ? { of: managedMemberships } : {}),
      ...origin,
      ...(withOrigins ? { change, drift: actual - change } : {}),
      ...((schedule[guard] ?? 0) > 0 ? { schedule: schedule[guard] as number } : {}),
      ...(guard === "maxEmptied" && uncovered > 0 ? { uncovered } : {}),
      tripped: actual > allowance(limit, managedMemberships),
    };
  };
  return [reading("maxRemovals"), reading("maxEmptied"), reading("maxCreates")];
}

function countedBy<T>(all: readonly T[], isOfChange: (one: T) => boolean) {
  return { actual: all.length, change: all.filter(isOfChange).length };
}

function isOfChange(one: Parameters<typeof causeOf>[0]): boolean {
  return causeOf(one) === "change";
}

/** Does the clock empty the group, at a time for which its coverage demands nobody? */
function isMeant(action: ReplaceMembersAction): boolean {
  return isByClock(action) && action.coverage?.min === 0;
}

/** What would trip `maxEmptied` in a run that writes nothing but what the clock brings. */
export interface OverEmptied {
  readonly groups: readonly ReplaceMembersAction[];
  /** How many of them the guard would let through: fewer than there are. */
  readonly limit: number;
}

/**
 * The groups that `maxEmptied` stops. Which of them it was meant to let through, where it lets some, nobody can know: more than its
 * limit is none of them.
 *
 * @returns `undefined` where the guard lets all through
 */
export function overEmptied(actions: readonly Action[], { limits }: SettledGuards): OverEmptied | undefined {
  const groups = actions
    .filter((action) => action.action === "replaceMembers")
    .filter((action) => action.retired !== true && isEmptied(action) && !isMeant(action));
  const limit = allowance(limits.maxEmptied.limit, 0);
  return groups.length > limit ? { groups, limit } : undefined;
}

/** Does nobody leave the group but by the clock? */
function isByClock({ removed }: ReplaceMembersAction): boolean {
  return removed.length > 0 && removed.every((one) => causeOf(one) === "schedule");
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
