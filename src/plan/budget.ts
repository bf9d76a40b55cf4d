import type { RateLimit, RateLimits } from "../config/settings.js";
import type { LiveState } from "../moor/live.js";
import type { Action, Budget } from "./plan.js";
import type { Schedule } from "./schedule.js";

/** How old a look at all names may be when a create leaves, in ms; a look at its own name is always taken besides. */
export const NAMES_FRESH_MS = 15_000;

/** For how long one reading of a listing that is a single page serves creations that leave one after the other, in ms. */
export const LISTING_SERVES_MS = 2_000;

/** How long the account's listing is. */
export interface Paging {
  /** Groups a page that the server grants, or all where they are one page. */
  readonly pageSize: number;
  /** Calls that one complete read takes. */
  readonly pages: number;
  /** Groups that the reading held: all of them, or those of a limited run that makes none. */
  readonly groups: number;
}

/**
 * Calls that a complete read takes once so many groups more have been made. A single page is as long as the account: how
 * many groups more the server would put on it is not known, and it is taken to be enough.
 */
export function pagesWith(made: number, { pageSize, pages, groups }: Paging): number {
  return pages === 1 ? 1 : Math.max(pages, Math.ceil((groups + made) / pageSize));
}

/** The listing's length, of a reading. */
export function pagingOf({ pageSize, pages, groups }: LiveState): Paging {
  return { pageSize, pages, groups: groups.length };
}

/**
 * What an apply costs when nothing goes wrong: every write, a re-read before each replacement, a look at all names
 * before creations and at its own name before each (a single page is one look at both), a look at every group that takes somebody in before the old group
 * lets go, and the verification by pages or by single groups, whichever takes fewer calls.
 *
 * @param account as it was read for the plan
 */
export function estimateBudget(schedule: Schedule, account: Paging, limits: RateLimits): Budget {
  if (schedule.steps.length === 0) return { reads: 0, writes: 0, etaSeconds: 0 };
  const changed = [...new Set(schedule.steps.map((step) => step.action))];
  const creates = createsOf(changed);
  const replaces = schedule.steps.length - creates;
  const isShort = account.pages === 1;
  const byName = isShort ? 0 : creates;
  const listings = looksAtNames(creates, limits.addQueue, isShort);
  const looks = listings.reduce((sum, made) => sum + pagesWith(made, account), byName);
  const pages = pagesWith(creates, account);
  const reads = replaces + looks + landingSteps(schedule).length + Math.min(changed.length, pages);
  const { queueQueue, queueQueueAgentClaimStatus } = limits;
  // Each interface has a budget of its own, so the longest wait is the wait.
  const waitMs = Math.max(
    waitFor(creates, limits.addQueue),
    waitFor(replaces, limits.updateQueueAssignMembers),
    waitFor((isShort ? listings.length : byName) + queriesToVerify(changed, pages), queueQueue),
    waitForEither(reads, queueQueue, queueQueueAgentClaimStatus),
  );
  return { reads, writes: schedule.steps.length, etaSeconds: Math.ceil(waitMs / 1000) };
}

/**
 * Creations before which all names are looked at, counted from 0: the first, and later ones that a full window has kept
 * until the last look is too old.
 *
 * @param isShort the listing is a single page: then it is the last look of those who leave with it, and no name is asked for
 */
export function looksAtNames(creates: number, { calls, windowMs }: RateLimit, isShort: boolean): number[] {
  const freshMs = isShort ? LISTING_SERVES_MS : NAMES_FRESH_MS;
  const looks: number[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  for (let first = 0; first < creates; first += calls) {
    const at = (first / calls) * windowMs;
    if (at - lookedAt <= freshMs) continue;
    looks.push(first);
    lookedAt = at;
  }
  return looks;
}

/** Steps by which agents arrive whom another group waits to let go: each is read back once. */
export function landingSteps({ steps, arrivals }: Schedule): string[] {
  const awaited = new Set(steps.flatMap((step) => step.releases).flatMap((agent) => arrivals.get(agent) ?? []));
  return steps.map((step) => step.id).filter((id) => awaited.has(id));
}

/** Is what this action wrote to be read back through the query? What that shows of a new group is what the next plan sees. */
export function needsQuery(action: Action): boolean {
  return action.action === "create";
}

/** Calls of the verification that only the query can answer. */
function queriesToVerify(changed: readonly Action[], pages: number): number {
  const queries = changed.filter(needsQuery).length;
  return changed.length > pages && queries > 0 ? pages : queries;
}

/** How many groups actions make. */
export function createsOf(actions: readonly Action[]): number {
  return actions.filter(({ action }) => action === "create").length;
}

/** The lower bound: `calls` may go at once, as many again after each window. */
function waitFor(calls: number, limit: RateLimit): number {
  return calls === 0 ? 0 : Math.floor((calls - 1) / limit.calls) * limit.windowMs;
}

/** The same for calls that may go through one of two interfaces, whichever is free. */
function waitForEither(calls: number, a: RateLimit, b: RateLimit): number {
  const room = (ms: number, limit: RateLimit) => limit.calls * (Math.floor(ms / limit.windowMs) + 1);
  const next = (ms: number, { windowMs }: RateLimit) => (Math.floor(ms / windowMs) + 1) * windowMs;
  let ms = 0;
  while (room(ms, a) + room(ms, b) < calls) ms = Math.min(next(ms, a), next(ms, b));
  return ms;
}
