import type { CallLimit, OperationName } from "./api/operations.js";
import type { FaultKind } from "./behaviour/faultKinds.js";

/** One call as the server saw it. Times are the clock's monotonic ms. Neither signature nor secret is in it. */
export interface RequestRecord {
  /** From 1, in order of arrival, over all operations and accounts. */
  readonly seq: number;
  readonly operation: OperationName;
  /** The account in the path, known or not. */
  readonly accountId: string;
  /** Numbers the TCP connections from 1. */
  readonly connection: number;
  /** When the whole request was there. */
  readonly receivedAt: number;
  /** When the limit counted it; null for calls with a wrong signature, which are never counted. */
  readonly countedAt: number | null;
  /** When the answer, or the end of the connection, left; null while there is none. */
  readonly answeredAt: number | null;
  /** The JSON sent, or the text of a body that is no JSON. */
  readonly body: unknown;
  /** The fault that ended the call, else the code answered (in the body or by HTTP); null until that is decided. */
  readonly outcome: FaultKind | number | null;
  /** Every fault that struck, those that let the call go on included. */
  readonly faults: readonly FaultKind[];
  /** Was it refused for being over the limit, truly or by a fault? */
  readonly limited: boolean;
}

/** A record while its call is under way. */
export type OpenRecord = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

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
 * of other clients are not in the log and do not count against this one.
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
