import type { Clock } from "../model/clock.js";
import type { OpenCreation, StoredName } from "../model/creations.js";
import type { MoorClient } from "../moor/client.js";
import type { Failure } from "./failure.js";
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
  /** Numbers of all groups that the account held when the plan was made. */
  readonly before: ReadonlySet<string>;
  /**
   * When the account was read for the plan, monotonic ms, where nothing is known of earlier applies: then it is looked
   * at once more, a settling time later, before the first creation. Absent: what others began is on record.
   */
  readonly firstLookAt?: number;
  /** Why a creation may not be made by this run, such as a look-alike that no person has seen. */
  readonly heldBack: (displayName: string) => Failure | undefined;
}

/** What is remembered of creations, this run's and those of runs that died: on this machine, or wherever they are kept. */
export interface CreateJournal {
  /**
   * Notes, before it is sent, that a creation is under way.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @throws when it cannot be written; the creation goes on without
   */
  begin(displayName: string, until: number): Promise<void>;
  /** Notes the number of a group whose creation is open. Never rejects. */
  made(displayName: string, exten: string): Promise<void>;
  /** Notes that a creation has made nothing. Never rejects. */
  end(displayName: string, outcome: "refused" | "not-made"): Promise<void>;
  /** Settles the creations that a listing of the query shows. Never rejects. */
  shown(groups: readonly { readonly exten: string; readonly displayName: string }[]): Promise<void>;
  /** The creation of that name that no listing has shown yet. */
  openEntry(displayName: string): Promise<OpenCreation | undefined>;
  /** The group that was created under that name and is stored under another. */
  storedAs(displayName: string): Promise<StoredName | undefined>;
}

/** What a progress display hears. */
export type ApplyEvent =
  | { readonly kind: "finished"; readonly outcome: Outcome }
  /** The journal cannot be written: a kill now would leave the next run without a hint. */
  | { readonly kind: "unrecorded"; readonly detail: string }
  | { readonly kind: "looking"; readonly displayName: string }
  /** A group that an earlier run made does not show yet. */
  | { readonly kind: "awaiting"; readonly displayName: string; readonly exten?: string }
  /** The first creation waits for what other machines may have begun. */
  | { readonly kind: "second-look"; readonly ms: number }
  | { readonly kind: "verifying"; readonly groups: number };
