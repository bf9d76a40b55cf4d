import type { OperationName } from "./operations.js";

/** A budget that several processes spend. It must never fail: what it cannot know it grants. */
export interface SharedBudget {
  /** Resolves when the processes together have a free place, and takes it. Rejects only when `stop` is aborted. */
  claim(operation: OperationName, stop: AbortSignal): Promise<SharedClaim>;
  /** Ms that the next claim still has to wait; 0 where none waits. */
  waitMs(operation: OperationName): number;
  /** Ms that the last of so many claims would wait, were they all made now. A look, which takes no place. */
  outlookMs(operation: OperationName, calls: number): Promise<number>;
}

/** The right to send one call, for all processes. Exactly one of its ends is called, once; later calls do nothing. */
export interface SharedClaim {
  settle(answer: "passed" | "unanswered"): Promise<void>;
  refused(restMs?: number): Promise<void>;
  giveBack(): Promise<void>;
}
