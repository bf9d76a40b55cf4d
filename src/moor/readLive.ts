import type { Clock } from "../model/clock.js";
import { MoorError } from "./errors.js";
import { isOdd, type LiveGroup, type OddGroup, type WholeRead } from "./live.js";
import type { OperationName } from "./operations.js";
import type { GroupPage } from "./replies.js";

/** Lists one page; pages count from 1. */
export type ListPage<G extends Numbered = LiveGroup> = (page: number, pageSize: number) => Promise<GroupPage<G>>;

/** What tells one entry of a listing from another. */
interface Numbered {
  readonly exten: string;
}

/** Groups a page that is asked for first. */
export const LARGEST_PAGE = 500;

/**
 * Sizes to ask for, in turn. The largest allowed is documented nowhere: a server may clamp a large one silently, which
 * is noticed by what comes back, or refuse it, and then a smaller one is asked for. 10 is the documented default.
 */
const PAGE_SIZES = [LARGEST_PAGE, 100, 10] as const;

/** What a reading may be told besides. */
export interface ReadOptions<G = LiveGroup> {
  /** Page sizes to try, largest first. Those that the server refuses are taken out, so that nobody asks for them again. */
  readonly sizes: number[];
  /** Page 1, where it has been read already. */
  readonly first?: GroupPage<G>;
}

/** The sizes to begin with, for one interface in one run. */
export function pageSizes(): number[] {
  return [...PAGE_SIZES];
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
  { sizes, first: given }: ReadOptions<G> = { sizes: pageSizes() },
): Promise<WholeRead<G>> {
  let last: Pass<G> | undefined;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const first = tries === 1 && given !== undefined ? given : await firstPage(list, sizes);
    const pass = first.count === null ? await readUncounted(list, first) : await readCounted(list, first, first.count);
    // Without a count a lost entry shows only by comparing: two passes in a row have to agree.
    const whole = pass.clean && (pass.count !== null || pass.seen.size <= lengthOf(first) || sameEntries(pass, last));
    if (whole)
      return {
        groups: [...pass.seen.values()].flatMap((entry) => (isOdd(entry) ? [] : [entry])),
        odd: [...pass.seen.values()].filter(isOdd),
        pageSize: pass.pageSize,
        pages: Math.max(1, Math.ceil(pass.seen.size / pass.pageSize)),
      };
    last = pass;
    await clock.sleep(PAUSE_MS * tries, stop).catch(() => undefined);
  }
  throw new MoorError(
    {
      code: "incomplete-read",
      args: { operation, tries: MAX_TRIES, listed: last?.seen.size ?? 0, count: last?.count ?? null },
    },
    "no",
  );
}

/** Page 1 at the largest size that the server does not refuse; refused sizes are dropped for good. */
export async function firstPage<G extends Numbered>(list: ListPage<G>, sizes: number[]): Promise<GroupPage<G>> {
  for (;;) {
    try {
      return await list(1, sizes[0] ?? 10);
    } catch (error) {
      if (!(error instanceof MoorError && error.fault.code === "api-refused") || sizes.length === 1) throw error;
      sizes.shift();
    }
  }
}

/** Pages of the size of the first one that the account takes; `undefined` where the server does not count. */
export function pagesOf(page: GroupPage<unknown>): number | undefined {
  if (page.count === null) return undefined;
  return lengthOf(page) === 0 ? 1 : Math.max(1, Math.ceil(page.count / lengthOf(page)));
}

/** Entries of a page, readable or not. */
export function lengthOf({ groups, odd = [] }: GroupPage<unknown>): number {
  return groups.length + odd.length;
}

/** The other pages side by side: the less time it takes, the less can shift. */
async function readCounted<G extends Numbered>(
  list: ListPage<G>,
  first: GroupPage<G>,
  count: number,
): Promise<Pass<G>> {
  const pageSize = Math.max(1, lengthOf(first));
  const pages = pagesOf(first) ?? 1;
  // Asked for by the size that was granted, so that the server's offset cannot differ from ours.
  const rest = await Promise.all(Array.from({ length: pages - 1 }, (_, index) => list(index + 2, pageSize)));
  const all = [first, ...rest];
  const seen = entriesOf(all);
  const clean =
    seen.size === count &&
    all.every((page, index) => page.count === count && lengthOf(page) === Math.min(pageSize, count - index * pageSize));
  return { seen, pageSize, count, clean };
}

/** A server that does not say how many there are is read until a page comes short, empty, or with nothing new. */
async function readUncounted<G extends Numbered>(list: ListPage<G>, first: GroupPage<G>): Promise<Pass<G>> {
  const pageSize = Math.max(1, lengthOf(first));
  const seen = entriesOf([first]);
  let clean = seen.size === lengthOf(first);
  for (let page = 2; lengthOf(first) > 0; page += 1) {
    const next = await list(page, pageSize);
    const before = seen.size;
    for (const [key, entry] of entriesOf([next])) seen.set(key, entry);
    const fresh = seen.size - before;
    if (fresh === 0) break; // beyond the end, whether the server says so with nothing or with the last page again
    if (fresh !== lengthOf(next)) clean = false;
    if (lengthOf(next) < pageSize) break;
  }
  return { seen, pageSize, count: null, clean };
}

/** Entries by what tells them apart: their number, where they have one. */
type Seen<G> = Map<unknown, G | OddGroup>;

function entriesOf<G extends Numbered>(pages: readonly GroupPage<G>[]): Seen<G> {
  const entries = pages.flatMap(({ groups, odd = [] }): (G | OddGroup)[] => [...groups, ...odd]);
  return new Map(entries.map((entry) => [entry.exten ?? entry, entry]));
}

function sameEntries(a: Pass<Numbered>, b: Pass<Numbered> | undefined): boolean {
  if (b?.clean !== true || a.seen.size !== b.seen.size) return false;
  return [...a.seen.values()].every(({ exten }) => exten === undefined || b.seen.has(exten));
}
