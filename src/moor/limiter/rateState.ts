import type { RateLimit } from "../../model/rates.js";

/**
 * What is known of the calls of one interface. All times are in ms, by the clock of the store that holds the state: the
 * monotonic clock for the calls of one process, the wall clock for those of a machine, the store's own for those of all.
 *
 * The policy is here and nowhere else: a call keeps its permit until one window after its *answer*. The server counts a
 * call somewhere between its sending and its answer. So of any two calls that use the same permit, the second is counted
 * more than a window after the first, whatever the latency. What holds for a sliding window holds for a fixed window and
 * for a token bucket too.
 *
 * (`p-queue`'s own interval was measured and fails. It counts from the start of a call, and let up to 14 calls too many
 * into one window of a server with jitter.)
 */
export interface RateState {
  /** Calls without an answer: their id, and when their process last said that it is alive. */
  readonly open: ReadonlyMap<string, number>;
  /** When calls were answered, and how many of them; ascending. */
  readonly settled: readonly Settled[];
  /** The server said that the limit is reached, and no call has passed since then. */
  readonly rest: Rest | undefined;
}
type Settled = readonly [at: number, calls: number];
interface Rest {
  readonly at: number;
  readonly ms: number;
}

/** What the entries of a state are measured by. */
export interface Terms {
  readonly limit: RateLimit;
  /** Ms after which a call without an answer is given up. */
  readonly timeoutMs: number;
  /** How far the clock may be from what others who use the state call now, in ms; 0 where all share one. */
  readonly skewMs?: number;
}

export const EMPTY_STATE: RateState = { open: new Map(), settled: [], rest: undefined };

/** Reads a state. One that is damaged or of another version counts as empty: no memory is better than a wrong one. */
export function readRateState(text: string | undefined): RateState {
  try {
    const { version, open, settled, rest } = JSON.parse(text ?? "") as Record<string, unknown>;
    if (version !== 1 || !isListOf(open, isOpen) || !isListOf(settled, isSettled)) return EMPTY_STATE;
    if (rest !== undefined && !isRest(rest)) return EMPTY_STATE;
    return { open: new Map(open), settled, rest };
  } catch {
    return EMPTY_STATE;
  }
}

export function printRateState({ open, settled, rest }: RateState): string {
  return `${JSON.stringify({ version: 1, open: [...open], settled, rest })}\n`;
}

/**
 * The longest wait that the server may ask for, in ms. No longer rest is believed, when it is written and when it is read:
 * a run that starts later asks the server and does not trust an old file.
 */
export const LONGEST_WAIT_MS = 10 * 60 * 1000;

/**
 * How long a permit is kept beyond its window, in ms: timers fire a little early, and clocks truncate. 250 ms of a minute
 * cost 0.6 %. Small windows get a small margin. What this process's clock may be ahead of the others is added.
 */
export function marginMs({ limit, skewMs = 0 }: Terms): number {
  return Math.min(250, Math.max(15, limit.windowMs * 0.02)) + skewMs;
}

/**
 * How long a text that holds a state is needed after it was last written, in ms: until its rest is over, and its last call
 * has no part in any window.
 */
export function keepMs({ limit, timeoutMs }: Terms): number {
  return LONGEST_WAIT_MS + 2 * limit.windowMs + timeoutMs;
}

/**
 * How far apart calls leave when they leave one by one, in ms: a call's share of the window, and a margin. A share has no
 * room for a whole margin; the gap is counted from the answer, which is a margin too.
 */
export function spacingMs(terms: Terms): number {
  const shareMs = terms.limit.windowMs / terms.limit.calls;
  return shareMs + Math.min(marginMs(terms), shareMs * 0.1);
}

/** How long an answered call keeps its permit: the call that takes the permit then cannot share a window with it. */
function holdMs(terms: Terms): number {
  return terms.limit.windowMs + marginMs(terms);
}

/** When the permit of an open call is free if its process gives no other sign of life. */
function lapsesAt(aliveAt: number, terms: Terms): number {
  return aliveAt + terms.timeoutMs + holdMs(terms);
}

/**
 * The state as of now: forgets what no longer counts, and moves back to now what seems to lie in the future.
 *
 * Such an entry was written before the wall clock was set back. It is not dropped, because its call may just have been
 * counted. It is not left as it is either, because it could block a permit for hours. It was written before now, so its
 * permit is safe one window from now. So a clock that is set back costs a window at most, and lets nothing through.
 *
 * (A clock that is set forward looks like time that has passed. What it lets through is stopped by the process's own
 * state, which counts by the monotonic clock, and by the server's answer, which is waited out.)
 *
 * @returns the state, and whether anything was moved back: then it has to be written, or it would never age
 */
export function asOfNow(
  state: RateState,
  terms: Terms,
  now: number,
): { readonly state: RateState; readonly mended: boolean } {
  let mended = false;
  const past = (at: number): number => {
    // After rounding, or by another processor's clock, a time may be a little ahead.
    if (at <= now + marginMs(terms)) return at;
    mended = true;
    return now;
  };
  const open = [...state.open].map(([id, at]) => [id, past(at)] as const).filter(([, at]) => lapsesAt(at, terms) > now);
  const settled = state.settled
    .map(([at, calls]): Settled => [past(at), calls])
    .filter(([at]) => at + holdMs(terms) > now);
  const rest = state.rest && { at: past(state.rest.at), ms: Math.min(state.rest.ms, LONGEST_WAIT_MS) };
  mended ||= rest?.ms !== state.rest?.ms;
  // After a rest and a whole window of silence no probe is needed; while one is on its way there is no silence.
  const rests = rest !== undefined && (open.length > 0 || rest.at + rest.ms + holdMs(terms) > now);
  return { state: { open: new Map(open), settled: settled.sort(byTime), rest: rests ? rest : undefined }, mended };
}

/**
 * How long the next call has to wait for its permit, in ms; 0 when there is one. An open call is taken to be answered now,
 * so look again before the wait is over.
 *
 * @param calls the wait of the last of so many calls; where they are more than the permits, each permit is used again
 */
export function waitMs({ open, settled, rest }: RateState, terms: Terms, now: number, calls = 1): number {
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

/** With a call that takes a permit, or whose process says that it is still alive. */
export function withOpen(state: RateState, id: string, now: number): RateState {
  return { ...state, open: new Map(state.open).set(id, now) };
}

/** Without a call that was never sent: its permit is free at once. */
export function withoutOpen(state: RateState, id: string): RateState {
  const open = new Map(state.open);
  open.delete(id);
  return { ...state, open };
}

/**
 * With a call that was answered. Where the limit is in the thousands the times are rounded up, so that a state has some
 * hundreds of entries at most. Where this process's clock may be behind the others, the latest time that it can be counts.
 */
export function withSettled(state: RateState, id: string, terms: Terms, now: number): RateState {
  const { limit, skewMs = 0 } = terms;
  const grain = limit.calls > 500 ? Math.ceil(limit.windowMs / 500) : 1;
  const at = Math.ceil((now + skewMs) / grain) * grain;
  const others = state.settled.filter(([other]) => other !== at);
  const together = state.settled.filter(([other]) => other === at).reduce((sum, [, count]) => sum + count, 1);
  return { ...withoutOpen(state, id), settled: [...others, [at, together] as const].sort(byTime) };
}

/** With a rest of so many ms from now on, unless a longer one is under way. */
export function withRest(state: RateState, ms: number, terms: Terms, now: number): RateState {
  const lasting = state.rest === undefined ? 0 : state.rest.at + state.rest.ms - now;
  return { ...state, rest: { at: now, ms: Math.min(Math.max(ms + marginMs(terms), lasting), LONGEST_WAIT_MS) } };
}

/** After a call that left at `since` has passed. It was the probe, unless it left before the end of the rest. */
export function withoutRest(state: RateState, since: number): RateState {
  return state.rest !== undefined && state.rest.at + state.rest.ms <= since ? { ...state, rest: undefined } : state;
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
