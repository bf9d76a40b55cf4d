import type { CallLimit } from "./operations.js";

/** The three ways of counting that servers use: see house.md, "The limit". */
export const WINDOW_KINDS = ["sliding", "fixed", "bucket"] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** What became of a call that was counted; `retryAfterMs` is the time until one would be let in, 0 for an admitted one. */
export interface Verdict {
  readonly admitted: boolean;
  readonly retryAfterMs: number;
}

/** Counts the calls of one interface. Times are monotonic ms and never go back from one call to the next. */
export type Limiter = (at: number) => Verdict;

export interface LimiterOptions {
  readonly limit: CallLimit;
  readonly kind: WindowKind;
  readonly refusedCount: boolean;
  /** Calls of each window that other clients make. */
  readonly foreignCalls: number;
  /** Added to a monotonic time gives the wall clock's: fixed windows start at its whole minutes. */
  readonly wallOffsetMs: number;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const limiter = LIMITERS[options.kind](options);
  return options.foreignCalls > 0 ? withForeignCalls(limiter, options) : limiter;
}

const LIMITERS: Readonly<Record<WindowKind, (options: LimiterOptions) => Limiter>> = {
  sliding({ limit: { calls, windowMs }, refusedCount }) {
    let counted: number[] = [];
    return (at) => {
      counted = counted.filter((time) => time > at - windowMs);
      const admitted = counted.length < calls;
      if (admitted || refusedCount) counted.push(at);
      // There is room again when all but the newest `calls - 1` have left the window.
      const leavesLast = counted.at(-calls) ?? at;
      return { admitted, retryAfterMs: admitted ? 0 : leavesLast + windowMs - at };
    };
  },

  fixed({ limit: { calls, windowMs }, refusedCount, wallOffsetMs }) {
    let current = Number.NEGATIVE_INFINITY;
    let spent = 0;
    return (at) => {
      const window = Math.floor((at + wallOffsetMs) / windowMs);
      if (window !== current) spent = 0;
      current = window;
      const admitted = spent < calls;
      if (admitted || refusedCount) spent += 1;
      return { admitted, retryAfterMs: admitted ? 0 : (window + 1) * windowMs - (at + wallOffsetMs) };
    };
  },

  bucket({ limit: { calls, windowMs }, refusedCount }) {
    let tokens = calls;
    let filledAt = Number.NEGATIVE_INFINITY;
    return (at) => {
      tokens = Math.min(calls, tokens + ((at - filledAt) / windowMs) * calls);
      filledAt = at;
      // A token that dripped in by fractions may lack the last bit of a double.
      const admitted = tokens >= 1 - 1e-9;
      if (admitted || refusedCount) tokens = Math.max(0, tokens - 1);
      return { admitted, retryAfterMs: admitted ? 0 : ((1 - tokens) / calls) * windowMs };
    };
  },
};

/**
 * Other clients' calls, counted in the same way: before each call of ours, theirs that were due are counted.
 * They began before we did and never stop, so no window is free of them.
 */
function withForeignCalls(limiter: Limiter, { foreignCalls, limit }: LimiterOptions): Limiter {
  const everyMs = limit.windowMs / foreignCalls;
  let due = Number.NEGATIVE_INFINITY;
  return (at) => {
    // Calls older than a window have left no trace that matters, and after a long silence there are many.
    for (due = Math.max(due, at - limit.windowMs); due <= at; due += everyMs) limiter(due);
    return limiter(at);
  };
}
