import type { CallLimit, OperationName } from "./api/operations.js";
import type { RequestRecord } from "./requestLog.js";

/** A window that holds more calls than the limit lets it. Times are monotonic ms, as in the log. */
export interface Overrun {
  readonly accountId: string;
  readonly operation: OperationName;
  /** The call that was one too many. */
  readonly seq: number;
  /** The window: all that was counted after `from`, up to and with `to`. */
  readonly from: number;
  readonly to: number;
  readonly calls: number;
  readonly limit: CallLimit;
}

/**
 * Finds every call that was one too many in the window that ends with it. Works on the log alone, knows nothing of the
 * limiter, and judges by sliding windows, the strictest kind, whatever the limiter's. Refused calls are calls too; those
 * that somebody else makes are not in the log and not held against the client.
 */
export function findOverruns(
  requests: readonly RequestRecord[],
  limits: Readonly<Record<OperationName, CallLimit | "none">>,
): Overrun[] {
  const counted = new Map<string, number[]>();
  return requests
    .flatMap((request) => (request.countedAt === null ? [] : [{ ...request, at: request.countedAt }]))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ accountId, operation, seq, at }) => {
      const limit = limits[operation];
      if (limit === "none") return [];
      const key = `${accountId}/${operation}`;
      const from = at - limit.windowMs;
      const window = [...(counted.get(key) ?? []).filter((time) => time > from), at];
      counted.set(key, window);
      return window.length > limit.calls
        ? [{ accountId, operation, seq, from, to: at, calls: window.length, limit }]
        : [];
    });
}
