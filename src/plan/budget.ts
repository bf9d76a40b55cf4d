import type { RateLimit, RateLimits } from "../config/settings.js";
import type { LiveState } from "../moor/live.js";
import type { Action, Budget } from "./plan.js";
import type { Schedule } from "./schedule.js";

/** How long before a write leaves the reading may have been sent that decides about it, in ms. */
export const LOOK_FRESH_MS = 2_000;

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
 * What an apply costs when nothing goes wrong: every write, the looks right before them, a look at every group that takes
 * somebody in before the old group lets go, and the verification by pages or by single groups, whichever takes fewer
 * calls.
 *
 * @param account as it was read for the plan
 */
export function estimateBudget(schedule: Schedule, account: Paging, limits: RateLimits): Budget {
  if (schedule.steps.length === 0) return { reads: 0, writes: 0, etaSeconds: 0 };
  const changed = [...new Set(schedule.steps.map((step) => step.action))];
  const creates = createsOf(changed);
  const replaces = schedule.steps.length - creates;
  const looks = [...looksBefore(schedule, account, limits).values()].filter((look) => look !== "shared").length;
  const arrivals = awaitedArrivals(schedule).length;
  const queries = looks + Math.min(changed.length, pagesWith(creates, account));
  const { addQueue, updateQueueAssignMembers, queueQueue, queueQueueAgentClaimStatus } = limits;
  // Each interface has a budget of its own, so the longest wait is the wait.
  const waitMs = Math.max(
    waitFor(creates, addQueue),
    waitFor(replaces, updateQueueAssignMembers),
    waitFor(spentBy(account, queueQueue) + queries, queueQueue),
    waitFor(arrivals, queueQueueAgentClaimStatus),
  );
  return { reads: queries + arrivals, writes: schedule.steps.length, etaSeconds: Math.ceil(waitMs / 1000) };
}

/** Calls of the reading for the plan that still count when the apply begins: those of the last window, and not more than a few of a limited run. */
function spentBy({ pages, groups }: Paging, { calls }: RateLimit): number {
  return Math.min(pages, groups + 1, calls);
}

/** How the last look before a write is taken: a page of its own, a call for its group or name, or with a page of another's. */
export type Look = "page" | "own" | "shared";

/**
 * By step, how the last look before each write is taken. Where the account is one page, that page serves all writes that
 * leave within two seconds of its reading, but each group once; writes leave together, as many as a window lets through.
 */
export function looksBefore(
  { steps }: Schedule,
  { pages }: Pick<Paging, "pages">,
  { addQueue, updateQueueAssignMembers }: RateLimits,
): ReadonlyMap<string, Look> {
  // Of a run that writes to one group, that group is as cheap as a page, and nobody may have counted the pages.
  const isAlone = steps.length === 1 && steps[0]?.action.action === "replaceMembers";
  if (pages > 1 || isAlone) return new Map(steps.map(({ id }) => [id, "own"]));
  let created = 0;
  let replaced = 0;
  const leaving = steps.map(({ id, action }) => {
    const at =
      action.action === "create" ? leavesAt(created++, addQueue) : leavesAt(replaced++, updateQueueAssignMembers);
    return { id, at, group: action.id };
  });
  leaving.sort((a, b) => a.at - b.at);
  const looks = new Map<string, Look>();
  let page: { readonly at: number; readonly groups: Set<string> } | undefined;
  for (const { id, at, group } of leaving) {
    const isShared = page !== undefined && at - page.at <= LOOK_FRESH_MS && !page.groups.has(group);
    if (page === undefined || !isShared) page = { at, groups: new Set() };
    page.groups.add(group);
    looks.set(id, isShared ? "shared" : "page");
  }
  return looks;
}

/** When the nth call leaves, counted from 0: with as many others as the limit allows, after so many windows. */
function leavesAt(nth: number, { calls, windowMs }: RateLimit): number {
  return Math.floor(nth / calls) * windowMs;
}

/** Steps by which agents arrive whom another group waits to let go: each is read back once. */
export function awaitedArrivals({ steps, arrivals }: Schedule): string[] {
  const awaited = new Set(steps.flatMap((step) => step.releases).flatMap((agent) => arrivals.get(agent) ?? []));
  return steps.map((step) => step.id).filter((id) => awaited.has(id));
}

/** How many groups actions make. */
export function createsOf(actions: readonly Action[]): number {
  return actions.filter(({ action }) => action === "create").length;
}

/** The lower bound: `calls` may go at once, as many again after each window. */
function waitFor(calls: number, limit: RateLimit): number {
  return calls === 0 ? 0 : leavesAt(calls - 1, limit);
}
