import type { MemberSource } from "./source.js";

/**
 * A stretch of time, half-open: `from` belongs to it, `until` does not. Ms since 1970; without a beginning or an end they
 * are infinite. Such a stretch is always a whole object, so that "always" is its absence.
 */
export interface Span {
  readonly from: number;
  readonly until: number;
  /** Both as a file writes them: wall-clock times of its zone. */
  readonly begins?: string;
  readonly ends?: string;
  /** Of a membership: where this stretch of it comes from, where that is another place than the membership's own. */
  readonly source?: MemberSource;
  /** What ends it, where that is something else than its own end: an absence. */
  readonly endedBy?: MemberSource;
  /** In ms: whoever is a newcomer then joins so much earlier. */
  readonly lead?: number;
}

/** Stretches of time in their order, none over another; they may touch. */
export type Spans = readonly Span[];

/** From the first beginning to the last end; `undefined`: always. */
export function extentOf(spans: Spans | undefined): Span | undefined {
  const [first, last] = [spans?.[0], spans?.at(-1)];
  if (first === undefined || last === undefined || first === last) return first;
  const { from, begins } = first;
  const { until, ends } = last;
  return { from, until, ...(begins !== undefined && { begins }), ...(ends !== undefined && { ends }) };
}

/** Why a text is no wall-clock time. `zone`: it says its own offset or zone, which is the file's to say. */
export type WallFault = "shape" | "zone" | "no-such-day" | "no-such-time";

/** What two lists of spans have in common; absent spans are always, an empty list is never. */
export function commonSpans(a: Spans | undefined, b: Spans | undefined): Spans | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  const common: Span[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [one, other] = [a[i] as Span, b[k] as Span];
    const both = commonSpan(one, other);
    if (both !== undefined) common.push(both);
    if (one.until <= other.until) i += 1;
    if (other.until <= one.until) k += 1;
  }
  return common;
}

/** Do two lists of spans have anything in common? Absent spans are always. */
export function haveCommon(a: Spans | undefined, b: Spans | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return (a ?? b)?.length !== 0;
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [one, other] = [a[i] as Span, b[k] as Span];
    if (Math.max(one.from, other.from) < Math.min(one.until, other.until)) return true;
    if (one.until <= other.until) i += 1;
    else k += 1;
  }
  return false;
}

/** What two spans have in common; `undefined` where that is nothing. */
export function commonSpan(a: Span, b: Span): Span | undefined {
  const [later, earlier] = [a.from >= b.from ? a : b, a.until <= b.until ? a : b];
  if (later.from >= earlier.until) return undefined;
  const { begins } = later;
  const { ends } = earlier;
  const source = a.source ?? b.source;
  const lead = later.lead;
  const { endedBy } = earlier;
  return {
    from: later.from,
    until: earlier.until,
    ...(begins !== undefined && { begins }),
    ...(ends !== undefined && { ends }),
    ...(source !== undefined && { source }),
    ...(endedBy !== undefined && { endedBy }),
    ...(lead !== undefined && { lead }),
  };
}
