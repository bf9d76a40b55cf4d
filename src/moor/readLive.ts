import type { Clock } from "../model/clock.js";
import { MoorError, type MoorFault } from "./errors.js";
import { isOdd, type LiveGroup, type OddGroup, type WholeRead } from "./live.js";
import type { OperationName } from "./operations.js";
import { PageSizes } from "./pageSizes.js";
import { type GroupPage, MOST_GROUPS } from "./replies.js";

/**
 * Lists one page; pages count from 1.
 *
 * @param once a size that may be the reason for whatever goes wrong: it is not asked for again
 */
export type ListPage<G extends Numbered = LiveGroup> = (
  page: number,
  pageSize: number,
  once?: boolean,
) => Promise<GroupPage<G>>;

/** What tells one entry of a listing from another. */
interface Numbered {
  readonly exten: string;
}

/** What a reading may be told besides. */
export interface ReadOptions<G = LiveGroup> {
  readonly sizes: PageSizes;
  /** Page 1, where it has been read already. */
  readonly first?: GroupPage<G>;
}

const MAX_TRIES = 5;
const PAUSE_MS = 250;

interface Pass<G> {
  readonly seen: Seen<G>;
  readonly pageSize: number;
  readonly count: number | null;
  /** Every page was as long as it had to be, none contradicted another, nothing came twice. */
  readonly clean: boolean;
}

/**
 * Reads an account whole, or not at all. A listing may shift while it is paged (somebody creates a group between
 * page 1 and page 2: an entry repeats, another goes missing), so a pass counts only if all its pages agree with each
 * other; otherwise it is thrown away and everything is read again.
 *
 * @param operation the interface behind `list`, for the error
 * @throws {MoorError} `incomplete-read` when no pass was clean, or what `list` throws
 */
export async function readLive<G extends Numbered>(
  operation: OperationName,
  list: ListPage<G>,
  clock: Clock,
  stop: AbortSignal,
  { sizes, first: given }: ReadOptions<G> = { sizes: new PageSizes() },
): Promise<WholeRead<G>> {
  let last: Pass<G> | undefined;
  let constant = true;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const first = tries === 1 && given !== undefined ? given : await firstPage(list, sizes);
    const pass =
      first.count === null ? await readUncounted(operation, list, first) : await readCounted(list, first, first.count);
    // Without a count a lost entry shows only by comparing: two passes in a row have to agree.
    const whole =
      pass.clean &&
      (pass.count !== null || pass.seen.size <= lengthOf(first) || (last?.clean === true && sameEntries(pass, last)));
    if (whole)
      return {
        groups: [...pass.seen.values()].flatMap((entry) => (isOdd(entry) ? [] : [entry])),
        odd: [...pass.seen.values()].filter(isOdd),
        pageSize: pass.pageSize,
        pages: Math.max(1, Math.ceil(pass.seen.size / pass.pageSize)),
      };
    constant &&= last === undefined || (last.count === pass.count && sameEntries(pass, last));
    last = pass;
    await clock.sleep(PAUSE_MS * tries, stop).catch(() => undefined);
  }
  throw new MoorError(
    {
      code: "incomplete-read",
      args: {
        operation,
        tries: MAX_TRIES,
        listed: last?.seen.size ?? 0,
        count: last?.count ?? null,
        ...(constant ? { constant } : {}),
      },
    },
    "no",
  );
}

/**
 * Page 1 at the largest size that the server grants. At first contact whatever a large size is answered with may be for its
 * sake: a refusal in any words, a failure, or success and an empty list of many.
 */
export async function firstPage<G extends Numbered>(list: ListPage<G>, sizes: PageSizes): Promise<GroupPage<G>> {
  for (;;) {
    const once = !sizes.isGranted && !sizes.isSmallest;
    try {
      const page = await list(1, sizes.size, once);
      if (!once || lengthOf(page) > 0 || page.count === 0) {
        sizes.grant();
        return page;
      }
    } catch (error) {
      const mayBeTheSize = error instanceof MoorError && (once ? FIRST_CONTACT : REFUSALS).has(error.fault.code);
      if (!mayBeTheSize || sizes.isSmallest) throw error;
    }
    sizes.stepDown();
  }
}

const REFUSALS: ReadonlySet<string> = new Set<MoorFault["code"]>(["api-refused"]);
/** What can be said of a page size. Credentials, the clock, the limit and a line without an answer are other matters. */
const FIRST_CONTACT: ReadonlySet<string> = new Set<MoorFault["code"]>([
  "api-refused",
  "api-error",
  "bad-reply",
  "not-json",
  "reply-too-large",
]);

/** Pages of the size of the first one that the account takes; `undefined` where the server does not count. */
export function pagesOf(page: GroupPage<unknown>): number | undefined {
  if (page.count === null) return undefined;
  return lengthOf(page) === 0 ? 1 : Math.max(1, Math.ceil(page.count / lengthOf(page)));
}

/** Entries of a page, readable or not. */
export function lengthOf({ groups, odd = [] }: GroupPage<unknown>): number {
  return groups.length + odd.length;
}

/** Pages that are asked for at once. Four of them are in flight. */
const SIDE_BY_SIDE = 20;

/** The other pages side by side: the less time it takes, the less can shift. */
async function readCounted<G extends Numbered>(
  list: ListPage<G>,
  first: GroupPage<G>,
  count: number,
): Promise<Pass<G>> {
  const pageSize = Math.max(1, lengthOf(first));
  const pages = pagesOf(first) ?? 1;
  // Asked for by the size that was granted, so that the server's offset cannot differ from ours.
  const all = [first];
  const isAsLong = (page: GroupPage<G>, index: number): boolean =>
    page.count === count && lengthOf(page) === Math.min(pageSize, count - index * pageSize);
  // What does not fit will not do so at the end either, and a wrong count may speak of a hundred thousand pages.
  while (all.length < pages && all.every(isAsLong)) {
    const next = Array.from(
      { length: Math.min(SIDE_BY_SIDE, pages - all.length) },
      (_, index) => all.length + index + 1,
    );
    all.push(...(await Promise.all(next.map((page) => list(page, pageSize)))));
  }
  const seen = entriesOf(all);
  const clean =
    seen.size === count &&
    all.every((page, index) => page.count === count && lengthOf(page) === Math.min(pageSize, count - index * pageSize));
  return { seen, pageSize, count, clean };
}

/** A server that does not say how many there are is read until a page comes short, empty, or with nothing new. */
async function readUncounted<G extends Numbered>(
  operation: OperationName,
  list: ListPage<G>,
  first: GroupPage<G>,
): Promise<Pass<G>> {
  const pageSize = Math.max(1, lengthOf(first));
  const seen = entriesOf([first]);
  let clean = seen.size === lengthOf(first);
  for (let page = 2; lengthOf(first) > 0; page += 1) {
    const next = await list(page, pageSize);
    const before = seen.size;
    for (const [key, entry] of entriesOf([next])) seen.set(key, entry);
    if (seen.size > MOST_GROUPS) throw tooMany(operation);
    const fresh = seen.size - before;
    if (fresh === 0) break; // beyond the end, whether the server says so with nothing or with the last page again
    if (fresh !== lengthOf(next)) clean = false;
    if (lengthOf(next) < pageSize) break;
  }
  return { seen, pageSize, count: null, clean };
}

function tooMany(operation: OperationName): MoorError {
  return new MoorError({ code: "reply-too-large", args: { operation, what: "pages", most: MOST_GROUPS } }, "no");
}

/** Entries by what tells them apart: their number, where they have one. */
type Seen<G> = Map<unknown, G | OddGroup>;

function entriesOf<G extends Numbered>(pages: readonly GroupPage<G>[]): Seen<G> {
  const entries = pages.flatMap(({ groups, odd = [] }): (G | OddGroup)[] => [...groups, ...odd]);
  return new Map(entries.map((entry) => [entry.exten ?? entry, entry]));
}

function sameEntries(a: Pass<Numbered>, b: Pass<Numbered>): boolean {
  return (
    a.seen.size === b.seen.size && [...a.seen.values()].every(({ exten }) => exten === undefined || b.seen.has(exten))
  );
}
