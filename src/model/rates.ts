/** The interfaces whose rate the vendor limits, each on its own (the API page, "Operations"). */
export const LIMITED_OPERATIONS = [
  "addQueue",
  "updateQueueAssignMembers",
  "queueQueue",
  "queueQueueAgentClaimStatus",
] as const;
export type LimitedOperation = (typeof LIMITED_OPERATIONS)[number];

/** So many calls in any window of so many ms. */
export interface RateLimit {
  readonly calls: number;
  readonly windowMs: number;
}
export type RateLimits = Readonly<Record<LimitedOperation, RateLimit>>;

/** The limits that the vendor's page prints beside each interface. */
export const DOCUMENTED_RATES = {
  addQueue: { calls: 20, windowMs: 60_000 },
  updateQueueAssignMembers: { calls: 20, windowMs: 60_000 },
  queueQueue: { calls: 20, windowMs: 60_000 },
  queueQueueAgentClaimStatus: { calls: 100, windowMs: 60_000 },
} as const satisfies RateLimits;
