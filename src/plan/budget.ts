import type { RateLimit, RateLimits } from "../model/rates.js";
import type { LiveState } from "../moor/live.js";
import type { Action, Budget } from "./plan.js";
import type { WriteOrder } from "./writeOrder.js";

/** How long before a write the reading that decides about it may have been sent, in ms. */
export const LOOK_FRESH_MS = 2_000;

/** The length of the account's listing. */
export interface Paging {
  /** Groups on a page, as the server grants it; all groups where they fit on one. */
  readonly pageSize: number;
  /** Calls that one complete read takes. */
  readonly pages: number;
  /** Groups that were read: all, or those of a limited run, which creates none. */
  readonly groups: number;
}

/**
 * Calls that a complete read takes once that many more groups have been created. How many more groups the server would put
 * on a single page is not known; a single page is assumed to have room for them.
 */
export function pagesWith(made: number, { pageSize, pages, groups }: Paging): number {
  return pages === 1 ? 1 : Math.max(pages, Math.ceil((groups + made) / pageSize));
}

/** The length of the listing, as a reading has shown it. */
export function pagingOf({ pageSize, pages, groups }: LiveState): Paging {
  return { pageSize, pages, groups: groups.length };
}

/**
 * What an apply costs when nothing goes wrong: every write, the look right before it, a look at every group in which a
 * moving agent arrives before the old group lets the agent go, and the verification by pages or by single groups,
 * whichever takes fewer calls.
 *
 * @param account as it was read for the plan
 * @returns calls, and the lower bound of the wait in seconds
 */
export function estimateBudget(writeOrder: WriteOrder, account: Paging, limits: RateLimits): Budget {
  if (writeOrder.steps.length === 0) return { reads: 0, writes: 0, etaSeconds: 0 };
  const changed = [...new Set(writeOrder.steps.map((step) => step.action))];
  const creates = createsOf(changed);
  const replaces = writeOrder.steps.length - creates;
  const looks = [...looksBefore(writeOrder, account, limits).values()].filter((look) => look !== "shared").length;
  const arrivals = awaitedArrivals(writeOrder).length;
  const queries = looks + Math.min(changed.length, pagesWith(creates, account));
  const { addQueue, updateQueueAssignMembers, queueQueue, queueQueueAgentClaimStatus } = limits;
  // Each interface has a limit of its own, and they are waited for at the same time.
  const waitMs = Math.max(
    waitFor(creates, addQueue),
    waitFor(replaces, updateQueueAssignMembers),
    waitFor(spentBy(account, queueQueue) + queries, queueQueue),
    waitFor(arrivals, queueQueueAgentClaimStatus),
  );
  return { reads: queries + arrivals, writes: writeOrder.steps.length, etaSeconds: Math.ceil(waitMs / 1000) };
}

/** Calls of the plan's reading that still count when the apply begins: those of the last window; a few for a limited run. */
function spentBy({ pages, groups }: Paging, { calls }: RateLimit): number {
  return Math.min(pages, groups + 1, calls);
}

/** How the last look before a write is taken: by a page of its own, by a call for its group or name, or by another write's page. */
export type Look = "page" | "own" | "shared";

/**
 * How the last look before each write is taken, by step id. Where the account is one page, that page serves all writes that
 * leave within two seconds of its reading, each group once. As many writes leave together as a window allows.
 */
export function looksBefore(
  { steps }: WriteOrder,
  { pages }: Pick<Paging, "pages">,
  { addQueue, updateQueueAssignMembers }: RateLimits,
): ReadonlyMap<string, Look> {
  // With a single write, reading its group is as cheap as a page; and the pages of pinned groups are not counted.
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

/** When the nth call leaves, counted from 0, in ms: as many leave together as the limit allows in a window. */
function leavesAt(nth: number, { calls, windowMs }: RateLimit): number {
  return Math.floor(nth / calls) * windowMs;
}

/** Steps that bring in agents whom another group waits to let go. Each is read back once. */
export function awaitedArrivals({ steps, arrivals }: WriteOrder): string[] {
  const awaited = new Set(steps.flatMap((step) => step.releases).flatMap((agent) => arrivals.get(agent) ?? []));
  return steps.map((step) => step.id).filter((id) => awaited.has(id));
}

/** How many groups the actions create. */
export function createsOf(actions: readonly Action[]): number {
  return actions.filter(({ action }) => action === "create").length;
}

/** The lower bound of the wait for so many calls, in ms. */
export function waitFor(calls: number, limit: RateLimit): number {
  return calls === 0 ? 0 : leavesAt(calls - 1, limit);
}
