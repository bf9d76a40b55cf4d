import type { Account, Group } from "./account.js";
import type { Strike } from "./faultBook.js";
import type { Manners } from "./manners.js";
import type { Page } from "./queries.js";
import { type Fields, readCount, readText } from "./requestFields.js";

const DEFAULT_PAGE_SIZE = 10;

/**
 * Selects the groups that a query asks for. An `exten` makes everything else in the query count for nothing; a wrong
 * one, a page beyond the end, or a name that nothing bears gives an empty page.
 *
 * @param now ms since 1970: younger groups than the manners' `invisibleMs` are not there yet
 */
export function selectPage(
  account: Account,
  query: Fields,
  manners: Manners,
  now: number,
  { page: fault, stale }: Pick<Strike, "page" | "stale">,
): Page {
  const known = stale ? account.firstGroups : account.groups;
  const visible = known.filter((group) => group.visibleFrom <= now);
  if (isGiven(query.exten)) {
    const groups = visible.filter((group) => group.exten === query.exten);
    return { groups, total: groups.length };
  }

  const asked = visible.filter(hasName(readText(query.displayName), manners.nameFilter));
  if (manners.order === "newest") asked.reverse();

  const pageSize = Math.min(readCount(query.pageSize, DEFAULT_PAGE_SIZE), manners.maxPageSize);
  const page = readCount(query.page, 1);
  const sent = fault === "repeat" ? Math.max(1, page - 1) : page;
  const groups = asked.slice((sent - 1) * pageSize, sent * pageSize);
  return { groups: fault === "short" ? groups.slice(0, -1) : groups, total: asked.length };
}

/** An exten of a wrong type is a wrong exten, not an absent one. */
function isGiven(exten: unknown): boolean {
  return exten !== undefined && exten !== null && exten !== "";
}

function hasName(name: string | undefined, filter: Manners["nameFilter"]): (group: Group) => boolean {
  if (name === undefined) return () => true;
  return filter === "exact" ? (group) => group.displayName === name : (group) => group.displayName.includes(name);
}
