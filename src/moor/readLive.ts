import type { Clock } from "../model/clock.js";
import { MoorError } from "./errors.js";
import { isOdd, type LiveGroup, type LiveState, type OddGroup, type WholeRead } from "./live.js";
import type { OperationName } from "./operations.js";
import { firstPage, LARGEST_PAGE, type ListPage, lengthOf, type Numbered, PageSizes, pagesOf } from "./pages.js";
import { type GroupPage, MOST_GROUPS } from "./replies.js";

/** How a reading begins. */
export interface ReadOptions<G = LiveGroup> {
  readonly sizes: PageSizes;
  /** Page 1, when it has been read already. */
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
 * Reads an account whole, or not at all. A listing may shift while it is paged: a group that is created between page 1
 * and page 2 makes one entry repeat and another go missing. So a pass counts only if all its pages agree with each other.
 * Otherwise it is thrown away and everything is read again.
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
    // Without a count, a lost entry shows only in a comparison: two passes in a row have to agree.
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
    "not-done",
  );
}

/** Pages that are asked for at once. Four of them are in flight. */
const SIDE_BY_SIDE = 20;

/** Reads the other pages side by side: the less time it takes, the less can shift. */
async function readCounted<G extends Numbered>(
  list: ListPage<G>,
  first: GroupPage<G>,
  count: number,
): Promise<Pass<G>> {
  const pageSize = Math.max(1, lengthOf(first));
  const pages = pagesOf(first) ?? 1;
  // By the size that was granted, so that the server's offset cannot differ from ours.
  const all = [first];
  const isAsLong = (page: GroupPage<G>, index: number): boolean =>
    page.count === count && lengthOf(page) === Math.min(pageSize, count - index * pageSize);
  // Pages that do not fit now will not fit at the end either, and a wrong count may mean a hundred thousand pages.
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

/** Reads a listing without a count, until a page is short, empty, or has nothing new. */
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
  return new MoorError({ code: "reply-too-large", args: { operation, what: "pages", most: MOST_GROUPS } }, "not-done");
}

/** Entries by their number, where they have one. */
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

/**
 * Reads groups by their numbers, in as few calls as possible without knowing how large the account is.
 *
 * One group is one call. For several, the first page is read first: it may hold them all, and it says how many pages there
 * are. The groups that it does not hold are read one by one, or with the other pages, whichever takes fewer calls. So it
 * costs at most one call more than the fewest, where reading each group by itself could cost many more. It also tells how
 * many calls a reading of the whole account takes, which decides how an apply reads back what it wrote.
 *
 * A group that is read by its number is whole: here nothing can shift from page to page.
 *
 * @param whole reads the whole account, starting from a first page that has been read
 * @returns these groups and no others, however they were read: equal accounts must give equal plans
 */
export async function readSome(
  extens: readonly string[],
  list: ListPage,
  single: (exten: string) => Promise<LiveGroup | OddGroup | undefined>,
  whole: (first: GroupPage) => Promise<LiveState>,
  sizes: PageSizes,
): Promise<LiveState> {
  const [only, ...more] = extens;
  if (only === undefined) return { groups: [], odd: [], pageSize: LARGEST_PAGE, pages: 1 };
  // Whatever the account's size: for one change, one call is the cheapest proof too.
  if (more.length === 0) return { ...sorted([await single(only)]), pageSize: LARGEST_PAGE, pages: 1 };

  const wanted = new Set(extens);
  const first = await firstPage(list, sizes);
  const isWanted = ({ exten }: LiveGroup | OddGroup) => exten !== undefined && wanted.has(exten);
  const found = [...first.groups, ...(first.odd ?? [])].filter(isWanted);
  const there = new Set(found.map((group) => group.exten));
  const missing = extens.filter((exten) => !there.has(exten));
  const pages = pagesOf(first);
  // Where the server does not count, only the end of the listing tells how long it is.
  if (missing.length > 0 && (pages === undefined || pages - 1 < missing.length)) {
    const { groups, odd, ...paging } = await whole(first);
    return { ...paging, groups: groups.filter(isWanted), odd: odd.filter(isWanted) };
  }
  const rest = await Promise.all(missing.map(single));
  return {
    ...sorted([...found, ...rest]),
    pageSize: Math.max(1, lengthOf(first)),
    pages: pages ?? 1,
  };
}

function sorted(found: readonly (LiveGroup | OddGroup | undefined)[]): Pick<LiveState, "groups" | "odd"> {
  const there = found.filter((group) => group !== undefined);
  return { groups: there.flatMap((group) => (isOdd(group) ? [] : [group])), odd: there.filter(isOdd) };
}
