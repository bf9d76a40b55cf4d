import type { Clock } from "../model/clock.js";
import type { MoorClient } from "../moor/client.js";
import type { Outcome } from "./result.js";

/** What apply needs of the world. */
export interface ApplyPorts {
  readonly client: MoorClient;
  readonly clock: Clock;
  /** Aborted: nothing new starts; calls in flight are awaited. */
  readonly stop: AbortSignal;
  /** Ms for which a group just created may stay out of queries; how long is documented nowhere. */
  readonly settleMs: number;
  /** Ms after which an unanswered call is given up; a create may still be carried out for as long after that. */
  readonly timeoutMs: number;
  readonly onEvent: (event: ApplyEvent) => void;
}

/** What a progress display hears. */
export type ApplyEvent =
  | { readonly kind: "started"; readonly id: string; readonly displayName: string }
  | { readonly kind: "finished"; readonly outcome: Outcome }
  | { readonly kind: "looking"; readonly displayName: string }
  | { readonly kind: "verifying"; readonly groups: number };
