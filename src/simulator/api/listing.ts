import type { Account, Group } from "../account/account.js";
import { type Behaviour, lagOf } from "../behaviour/behaviour.js";
import type { Strike } from "../behaviour/faultBook.js";
import { type Reply, SERVER_ERROR } from "./answers.js";
import type { ListOperation } from "./operations.js";
import type { Page } from "./queries.js";
import { type Fields, readCount, readText } from "./requestFields.js";

const DEFAULT_PAGE_SIZE = 10;

/** What a query is answered from, besides account and request. */
export interface ListingContext {
  readonly operation: ListOperation;
  readonly behaviour: Behaviour;
  /** Ms since 1970. */
  readonly now: number;
  readonly strike: Pick<Strike, "page" | "stale" | "hidden">;
}

/**
 * Selects the groups that a query asks for. An `exten` makes everything else in the query count for nothing; a wrong
 * one, a page beyond the end, or a name that no group has gives an empty page.
 *
 * @returns the page, or the refusal of its size
 */
export function selectPage(account: Account, query: Fields, context: ListingContext): Page | Reply {
  const { behaviour, strike } = context;
  const groups = visibleGroups(account, context);
  if (isGiven(query.exten)) {
    const found = groups.filter((group) => group.exten === query.exten);
    return { groups: found, total: found.length };
  }

  const asked = groups.filter(hasName(readText(query.displayName), behaviour.nameFilter));
  if (behaviour.order === "newest") asked.reverse();

  const wanted = readCount(query.pageSize, DEFAULT_PAGE_SIZE);
  const tooLarge = wanted > behaviour.maxPageSize;
  const refusal = tooLarge ? refusePage(behaviour.pageRefusal, behaviour.maxPageSize) : undefined;
  if (refusal) return refusal;
  if (tooLarge && behaviour.pageRefusal === "empty") return { groups: [], total: asked.length };
  const granted = tooLarge && behaviour.pageRefusal === "default" ? DEFAULT_PAGE_SIZE : behaviour.maxPageSize;

  const pageSize = Math.min(wanted, granted);
  const page = readCount(query.page, 1);
  const sent = strike.page === "repeat" ? Math.max(1, page - 1) : page;
  const listed = asked.slice((sent - 1) * pageSize, sent * pageSize);
  return { groups: strike.page === "short" ? listed.slice(0, -1) : listed, total: asked.length };
}

/** The groups as this interface shows them now: without the youngest, and each as it was a lag ago. */
function visibleGroups(account: Account, { operation, behaviour, now, strike }: ListingContext): Group[] {
  if (strike.hidden.has("*")) return [];
  const known = strike.stale ? account.firstGroups : account.groups;
  const hiddenFrom = now - lagOf(behaviour.invisibleMs, operation);
  const listFrom = now - lagOf(behaviour.listLagMs, operation);
  const settingsFrom = now - behaviour.settingsLagMs;
  return known
    .filter(({ exten, createdAt }) => createdAt <= hiddenFrom && !strike.hidden.has(exten))
    .map((group) => {
      const shown = account.past.get(group.exten)?.find(({ until }) => until > listFrom)?.group ?? group;
      return {
        ...shown,
        ...(group.createdAt > listFrom && { members: [] }),
        ...(group.createdAt > settingsFrom && { assignRule: "random", memory: "off" }),
      };
    });
}

/** An exten of a wrong type is a wrong exten, not an absent one. */
function isGiven(exten: unknown): boolean {
  return exten !== undefined && exten !== null && exten !== "";
}

function hasName(name: string | undefined, filter: Behaviour["nameFilter"]): (group: Group) => boolean {
  if (name === undefined) return () => true;
  return ({ displayName, raw }) => {
    const shown = raw && "displayName" in raw ? raw.displayName : displayName;
    return typeof shown === "string" && (filter === "exact" ? shown === name : shown.includes(name));
  };
}

/**
 * What a server may do with a page larger than it grants: cut it down without a word, fall back to the documented default of
 * ten, refuse it in one of several words, or answer with a count and an empty list.
 */
export const PAGE_REFUSALS = ["clamp", "default", "limit-words", "chinese", "error", "code-500", "empty"] as const;
export type PageRefusal = (typeof PAGE_REFUSALS)[number];

const refused = (message: string): Reply => ({ code: 400, success: false, message });

/** @returns the refusal; none where the page is answered, `empty` ones without their entries */
export function refusePage(kind: PageRefusal, granted: number): Reply | undefined {
  switch (kind) {
    case "limit-words":
      return refused(`pageSize exceeds the limit of ${granted}`);
    case "chinese":
      return refused("每页条数超过限制");
    case "error":
      return refused("pageSize error");
    case "code-500":
      return SERVER_ERROR;
    case "clamp":
    case "default":
    case "empty":
      return undefined;
  }
}
