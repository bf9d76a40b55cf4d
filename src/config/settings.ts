import type { Source } from "../model/source.js";

/** The interfaces whose rate the vendor limits, each on its own (the API page, "Operations"). */
export const LIMITED_OPERATIONS = [
  "addQueue",
  "updateQueueAssignMembers",
  "queueQueue",
  "queueQueueAgentClaimStatus",
] as const;
export type LimitedOperation = (typeof LIMITED_OPERATIONS)[number];

export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}
export type RateLimits = Readonly<Record<LimitedOperation, RateLimit>>;

/** What the vendor's page prints beside each interface. */
export const DOCUMENTED_RATES = {
  addQueue: { calls: 20, windowMs: 60_000 },
  updateQueueAssignMembers: { calls: 20, windowMs: 60_000 },
  queueQueue: { calls: 20, windowMs: 60_000 },
  queueQueueAgentClaimStatus: { calls: 100, windowMs: 60_000 },
} as const satisfies RateLimits;

/** One account of `muster.yaml`, or the one that the environment names, with its variables filled in. */
export interface AccountSettings {
  readonly name: string;
  readonly host: string;
  readonly accountId: string;
  readonly apiSecret: string;
  /** Files or folders, relative to the working folder. */
  readonly groups: readonly string[];
  readonly limits: Partial<RateLimits>;
  /** The largest page to ask for; absent where the server decides. */
  readonly pageSize?: number;
  readonly source?: Source;
}

/** `N` memberships, or a share of the live ones in per cent. */
export type GuardLimit =
  | { readonly kind: "count"; readonly value: number }
  | { readonly kind: "percent"; readonly value: number };

export interface GuardSettings {
  readonly maxRemovals: GuardLimit;
  readonly maxEmptied: number;
  readonly maxCreates: number;
  /** Agents who must be taking conversations in every changed group afterwards; 0 asks for none, and no agent is counted. */
  readonly minClaiming: number;
}

export const DEFAULT_GUARDS: GuardSettings = {
  maxRemovals: { kind: "percent", value: 30 },
  maxEmptied: 0,
  maxCreates: 20,
  minClaiming: 0,
};
