import type { LimitShape } from "../api/answers.js";
import type { WindowKind } from "../api/limiter.js";
import type { PageRefusal } from "../api/listing.js";
import type { CallLimit, ListOperation, OperationName } from "../api/operations.js";
import { SIGNATURE_VALIDITY_MS } from "../api/signature.js";
import type { StoredName } from "../api/writes.js";

/** Ms, for both interfaces that list groups or for each its own. */
export type Lag = number | Readonly<Partial<Record<ListOperation, number>>>;

/** The lag of one interface, in ms. */
export function lagOf(lag: Lag, operation: ListOperation): number {
  return typeof lag === "number" ? lag : (lag[operation] ?? 0);
}

/** How the stand-in behaves wherever the API page leaves it open. Times are in ms. */
export interface Behaviour {
  /** How calls are counted: in every window, in windows of the wall clock, or by a token bucket. */
  readonly windowKind: WindowKind;
  /** How a call over the limit is answered. */
  readonly limitShape: LimitShape;
  /** Do refused calls spend budget as well? Then hammering keeps a client out. */
  readonly refusedCount: boolean;
  /** A limit over all interfaces of an account together, besides each one's own; a token bucket. */
  readonly accountLimit: CallLimit | "none";
  /** Calls of each window that other clients make, evenly spread over it. They count like ours, first come, first served. */
  readonly foreignCalls: Readonly<Partial<Record<OperationName, number>>>;
  /** Least and most time between a call's arrival and its counting. */
  readonly latencyMs: readonly [number, number];
  /** Most time between a call's counting and its answer. */
  readonly jitterMs: number;
  /** For how long after its creation queries do not show a group: neither listings nor reads by exten or by name. */
  readonly invisibleMs: Lag;
  /** How late queries show a change of a group, the console's as the API's. A new group has no members until then. */
  readonly listLagMs: Lag;
  /** For how long after its creation queries show a group with the default rule and memory. */
  readonly settingsLagMs: number;
  /** What becomes of a new group's name. */
  readonly storeName: StoredName;
  /** What the `displayName` of a query matches: whole names, or any part of them. */
  readonly nameFilter: "exact" | "contains";
  /** Which end of a listing comes first. */
  readonly order: "newest" | "oldest";
  readonly maxPageSize: number;
  /** What is done with a larger page. */
  readonly pageRefusal: PageRefusal;
  /** Answer with types that drift: numbers as strings and back, null lists, extra fields. */
  readonly drift: boolean;
  /** How far a signature's time may be from the server's. */
  readonly signatureValidityMs: number;
  /** Give a refusal (`code` 400 or 403) that HTTP status too; otherwise it stands only in the body. */
  readonly statusFollowsCode: boolean;
}

export const DEFAULT_BEHAVIOUR: Behaviour = {
  windowKind: "sliding",
  limitShape: "code-429",
  refusedCount: false,
  accountLimit: "none",
  foreignCalls: {},
  latencyMs: [0, 0],
  jitterMs: 0,
  invisibleMs: 0,
  listLagMs: 0,
  settingsLagMs: 0,
  storeName: "as-sent",
  nameFilter: "exact",
  order: "newest",
  maxPageSize: 100,
  pageRefusal: "clamp",
  drift: false,
  signatureValidityMs: SIGNATURE_VALIDITY_MS,
  statusFollowsCode: false,
};
