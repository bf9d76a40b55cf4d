import type { RateLimit } from "../config/settings.js";

/** What is written down of the calls of one operation. All times are wall clock, ms since 1970. */
export interface CallBook {
  /** Calls not yet answered: by id, when their process last vouched for them. */
  readonly open: ReadonlyMap<string, number>;
  /** When calls were answered, and how many then; ascending. */
  readonly settled: readonly Settled[];
  /** The server said that the limit is reached, and since then no call has passed. */
  readonly rest: Rest | undefined;
}
type Settled = readonly [at: number, calls: number];
interface Rest {
  readonly at: number;
  readonly ms: number;
}

/** What the entries of a book are measured by. */
export interface Terms {
  readonly limit: RateLimit;
  /** Ms after which an unanswered call is given up. */
  readonly timeoutMs: number;
}

export const EMPTY_BOOK: CallBook = { open: new Map(), settled: [], rest: undefined };

/** Reads a book; what is damaged or of another version is an empty one: better no memory than a wrong one. */
export function readCallBook(text: string | undefined): CallBook {
  try {
    const { version, open, settled, rest } = JSON.parse(text ?? "") as Record<string, unknown>;
    if (version !== 1 || !isListOf(open, isOpen) || !isListOf(settled, isSettled)) return EMPTY_BOOK;
    if (rest !== undefined && !isRest(rest)) return EMPTY_BOOK;
    return { open: new Map(open), settled, rest };
  } catch {
    return EMPTY_BOOK;
  }
}

export function printCallBook({ open, settled, rest }: CallBook): string {
  return `${JSON.stringify({ version: 1, open: [...open], settled, rest })}\n`;
}

/**
 * No rest is believed to last longer, neither when it is written nor when it is read: who starts another run later asks
 * the server rather than a file on the disk.
 */
const LONGEST_REST_MS = 600_000;

/** Timers fire a little early and clocks truncate. The same as in `moor/limiter.ts`, for the same reason. */
export function marginMs({ limit }: Terms): number {
  return Math.min(250, Math.max(15, limit.windowMs * 0.02));
}

/** How long an answered call keeps its place: whoever takes the place then cannot share a window with it. */
function holdMs(terms: Terms): number {
  return terms.limit.windowMs + marginMs(terms);
}

/** When the place of an open call is free if its process is never heard of again. */
function lapsesAt(vouchedAt: number, terms: Terms): number {
  return vouchedAt + terms.timeoutMs + holdMs(terms);
}

/**
 * The book as of now: forgets what no longer counts, and brings back to now what seems to lie in the future.
 *
 * Such an entry was written before the wall clock was set back. It is not dropped, for its call may just have been
 * counted; nor left as it is, for it could block the place for hours: it was written before now, so a place is safe a
 * window from now, and that is when it is free. Thus a clock set back costs a window at most, and lets nothing through.
 * (A clock set forward cannot be told from time that passed; what it lets through is for the limiter of each process,
 * which goes by the monotonic clock, and for the server's answer, which is waited out.)
 *
 * @returns the book, and whether anything was brought back: then it has to be written, or it would never age
 */
export function asOfNow(
  book: CallBook,
  terms: Terms,
  now: number,
): { readonly book: CallBook; readonly mended: boolean } {
  let mended = false;
  const past = (at: number): number => {
    // Rounding and other processors' clocks may be a little ahead.
    if (at <= now + marginMs(terms)) return at;
    mended = true;
    return now;
  };
  const open = [...book.open].map(([id, at]) => [id, past(at)] as const).filter(([, at]) => lapsesAt(at, terms) > now);
  const settled = book.settled
    .map(([at, calls]): Settled => [past(at), calls])
    .filter(([at]) => at + holdMs(terms) > now);
  const rest = book.rest && { at: past(book.rest.at), ms: Math.min(book.rest.ms, LONGEST_REST_MS) };
  mended ||= rest?.ms !== book.rest?.ms;
  // After a rest and a whole window of silence no probe is needed; while one is on its way there is no silence.
  const rests = rest !== undefined && (open.length > 0 || rest.at + rest.ms + holdMs(terms) > now);
  return { book: { open: new Map(open), settled: settled.sort(byTime), rest: rests ? rest : undefined }, mended };
}

/**
 * How long a claim has to wait, in ms; 0 when there is a place. For an open call the wait is what it would be if it
 * were answered now; so look again before it is over.
 *
 * @param calls of so many claims the last one's wait: where there are more than places, each place is used again
 */
export function waitMs({ open, settled, rest }: CallBook, terms: Terms, now: number, calls = 1): number {
  const restMs = rest === undefined ? 0 : Math.max(0, rest.at + rest.ms - now);
  // After a rest one call alone, in all processes together, tries whether the server has opened again.
  const probeMs = rest !== undefined && restMs === 0 && open.size > 0 ? marginMs(terms) : 0;
  const frees: Settled[] = settled.map(([at, calls]) => [at + holdMs(terms), calls]);
  for (const at of open.values()) frees.push([Math.min(lapsesAt(at, terms), now + holdMs(terms)), 1]);
  const rounds = Math.floor((calls - 1) / terms.limit.calls);
  const last = calls - rounds * terms.limit.calls;
  let tooMany = frees.reduce((sum, [, taken]) => sum + taken, last) - terms.limit.calls;
  let placeMs = 0;
  for (const [at, taken] of frees.sort(byTime)) {
    if (tooMany <= 0) break;
    tooMany -= taken;
    placeMs = at - now;
  }
  return Math.max(restMs, probeMs, placeMs) + rounds * holdMs(terms);
}

/** With a call that takes a place, or whose process vouches for it once more. */
export function withOpen(book: CallBook, id: string, now: number): CallBook {
  return { ...book, open: new Map(book.open).set(id, now) };
}

export function withoutOpen(book: CallBook, id: string): CallBook {
  const open = new Map(book.open);
  open.delete(id);
  return { ...book, open };
}

/**
 * With a call that was answered. Where the limit is in the thousands the times are rounded, up, so that a book has some
 * hundreds of entries at most.
 */
export function withSettled(book: CallBook, id: string, terms: Terms, now: number): CallBook {
  const { calls, windowMs } = terms.limit;
  const grain = calls > 500 ? Math.ceil(windowMs / 500) : 1;
  const at = Math.ceil(now / grain) * grain;
  const others = book.settled.filter(([other]) => other !== at);
  const together = book.settled.filter(([other]) => other === at).reduce((sum, [, count]) => sum + count, 1);
  return { ...withoutOpen(book, id), settled: [...others, [at, together] as const].sort(byTime) };
}

/** With a rest from now on, where none lasts longer already. */
export function withRest(book: CallBook, ms: number, terms: Terms, now: number): CallBook {
  const lasting = book.rest === undefined ? 0 : book.rest.at + book.rest.ms - now;
  return { ...book, rest: { at: now, ms: Math.min(Math.max(ms + marginMs(terms), lasting), LONGEST_REST_MS) } };
}

/** After a call that began at `since` has passed: it was the probe, unless the rest is not over or a newer one. */
export function withoutRest(book: CallBook, since: number): CallBook {
  return book.rest !== undefined && book.rest.at + book.rest.ms <= since ? { ...book, rest: undefined } : book;
}

function byTime([a]: Settled, [b]: Settled): number {
  return a - b;
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}
function isOpen(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isTime(value[1]);
}
function isSettled(value: unknown): value is Settled {
  return (
    Array.isArray(value) && value.length === 2 && isTime(value[0]) && Number.isSafeInteger(value[1]) && value[1] > 0
  );
}
function isRest(value: unknown): value is Rest {
  const { at, ms } = (value ?? {}) as Partial<Record<keyof Rest, unknown>>;
  return isTime(at) && isTime(ms);
}
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
