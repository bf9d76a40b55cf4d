import type { Clock } from "../model/clock.js";
import type { MoorClient } from "../moor/client.js";
import type { Outcome } from "./result.js";

/** The calls that apply makes: the client's, or a test's. */
export type ApplyClient = Pick<
  MoorClient,
  "readAll" | "readGroup" | "lookAtAll" | "lookAtGroup" | "lookForName" | "addQueue" | "updateMembers"
>;

/** What apply needs of the world. */
export interface ApplyPorts {
  readonly client: ApplyClient;
  readonly clock: Clock;
  /** Aborted: nothing new starts; calls in flight are awaited. */
  readonly stop: AbortSignal;
  /** Aborted, after `stop`: calls in flight are given up. */
  readonly giveUp: AbortSignal;
  /** Ms for which a group just created may stay out of queries; how long is documented nowhere. */
  readonly settleMs: number;
  /** Ms after which an unanswered call is given up; a create may still be carried out for as long after that. */
  readonly timeoutMs: number;
  readonly onEvent: (event: ApplyEvent) => void;
  readonly journal: CreateJournal;
}

/** What this machine remembers of creations, its own and those of runs that died. */
export interface CreateJournal {
  /**
   * Notes, before it is sent, that a creation is under way.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @throws when it cannot be written; the creation goes on without
   */
  begin(displayName: string, until: number): Promise<void>;
  /** Notes what became of it. Never rejects. */
  end(displayName: string, outcome: "created" | "refused" | "not-made"): Promise<void>;
  /** The creation of that name whose fate is open, whoever began it. */
  openEntry(displayName: string): Promise<{ readonly until: number } | undefined>;
}

/** What a progress display hears. */
export type ApplyEvent =
  | { readonly kind: "finished"; readonly outcome: Outcome }
  /** The journal cannot be written: a kill now would leave the next run without a hint. */
  | { readonly kind: "unrecorded"; readonly detail: string }
  | { readonly kind: "looking"; readonly displayName: string }
  | { readonly kind: "verifying"; readonly groups: number };
