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
}

/** Why a text is no wall-clock time. `zone`: it says its own offset or zone, which is the file's to say. */
export type WallFault = "shape" | "zone" | "no-such-day" | "no-such-time";

/** What two spans have in common; `"never"` where that is nothing. An absent span is always. */
export function commonSpan(a: Span | undefined, b: Span | undefined): Span | "never" | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [later, earlier] = [a.from >= b.from ? a : b, a.until <= b.until ? a : b];
  if (later.from >= earlier.until) return "never";
  const { begins } = later;
  const { ends } = earlier;
  return {
    from: later.from,
    until: earlier.until,
    ...(begins !== undefined && { begins }),
    ...(ends !== undefined && { ends }),
  };
}
