import type { LimitShape } from "./limitAnswers.js";
import type { WindowKind } from "./limiter.js";
import type { OperationName } from "./operations.js";
import { SIGNATURE_VALIDITY_MS } from "./signature.js";

/** How the stand-in behaves wherever the API page leaves it open. Times are in ms. */
export interface Manners {
  /** How calls are counted: in every window, in windows of the wall clock, or by a token bucket. */
  readonly windowKind: WindowKind;
  /** How a call over the limit is answered. */
  readonly limitShape: LimitShape;
  /** Do refused calls spend budget as well? Then hammering keeps a client out. */
  readonly refusedCount: boolean;
  /** Calls of each window that somebody else makes, evenly spread over it. They are counted like ours, first come first served. */
  readonly foreignCalls: Readonly<Partial<Record<OperationName, number>>>;
  /** Least and most time between a call's arrival and its counting. */
  readonly latencyMs: readonly [number, number];
  /** Most time between a call's counting and its answer. */
  readonly jitterMs: number;
  /** For how long after its creation queries do not show a group. */
  readonly invisibleMs: number;
  /** What the `displayName` of a query matches: whole names, or any part of them. */
  readonly nameFilter: "exact" | "contains";
  /** Which end of a listing comes first. */
  readonly order: "newest" | "oldest";
  /** The largest page; more is cut down without a word. */
  readonly maxPageSize: number;
  /** Answer with types that drift: numbers as strings and back, null lists, extra fields. */
  readonly drift: boolean;
  /** How far a signature's time may be from the server's. */
  readonly signatureValidityMs: number;
  /** Give a refusal (`code` 400 or 403) that HTTP status too; otherwise it stands only in the body. */
  readonly statusFollowsCode: boolean;
}

export const DEFAULT_MANNERS: Manners = {
  windowKind: "sliding",
  limitShape: "code-429",
  refusedCount: false,
  foreignCalls: {},
  latencyMs: [0, 0],
  jitterMs: 0,
  invisibleMs: 0,
  nameFilter: "exact",
  order: "newest",
  maxPageSize: 100,
  drift: false,
  signatureValidityMs: SIGNATURE_VALIDITY_MS,
  statusFollowsCode: false,
};
