import type { Clock } from "../model/clock.js";
import type { OpenCreation, StoredName } from "../model/creations.js";
import type { Member } from "../model/skillGroup.js";
import type { LiveGroup, LiveState, NamedGroups, Through } from "../moor/live.js";
import type { CreateAction } from "../plan/plan.js";
import type { Failure, Outcome } from "./result.js";

/** What apply needs of the outside world. Tests bring their own. */
export interface ApplyPorts {
  readonly client: ApplyClient;
  readonly journal: ApplyJournal;
  readonly clock: Clock;
  /** Aborted: nothing new starts, and calls in flight are awaited. */
  readonly stop: AbortSignal;
  /** Aborted after `stop`: calls in flight are given up. */
  readonly giveUp: AbortSignal;
  /** How long a new group may stay out of listings, in ms. No document says how long that is. */
  readonly settleMs: number;
  /** Ms after which an unanswered call is given up. The server may still carry out a create for as long after that. */
  readonly timeoutMs: number;
  readonly onEvent: (event: ApplyEvent) => void;
  /** Numbers of all groups that the account held when the plan was made. */
  readonly before: ReadonlySet<string>;
  /**
   * Until when creations may have begun that are not on record, monotonic ms: without a record of earlier applies until the
   * account was read for the plan, in a new store until its record began. The first creation waits until a settling time
   * after that, and looks again. Absent: what others began is on record.
   */
  readonly unknownUntil?: number;
  /** Why the run stops, where nobody has asked it to. */
  readonly whyStopped?: (displayName: string) => Failure | undefined;
  /** Why this run may not create a group of that name, such as a look-alike that no person has approved. */
  readonly heldBack: (displayName: string) => Failure | undefined;
}

/**
 * The API calls that apply makes; `MoorClient` has them all. Each rejects with a `MoorError`, or with a `StoppedError`
 * once the run was told to stop.
 *
 * `onSend` is called as a read leaves, and again when it is repeated: the answer is as old as that moment.
 */
export interface ApplyClient {
  /** All groups of the account, complete or not at all. */
  readAll(through: Through): Promise<LiveState>;
  /** One group by its number; `undefined` where there is none. */
  readGroup(exten: string, through: Through): Promise<LiveGroup | undefined>;
  /**
   * The groups that can be read within so many ms, though the run was told to stop. What is not among them may be there all
   * the same.
   */
  readAfterStop(withinMs: number): Promise<readonly LiveGroup[]>;
  /** All groups, through the query, right before a write. */
  lookAtAll(onSend: () => void): Promise<LiveState>;
  /** One group, through the query, right before a write. */
  lookAtGroup(exten: string, onSend: () => void): Promise<LiveGroup | undefined>;
  /** What the query lists for a name, in one call. Which names the server's filter matches is not documented. */
  lookForName(displayName: string, onSend?: () => void): Promise<NamedGroups>;
  /**
   * Creates a group. Never repeated once the server may have carried it out.
   *
   * @param mayLeave asked at the last moment before each sending
   * @param isStale asked as the call leaves. `true`: too long after `mayLeave`, which is then asked again
   * @returns its number; `undefined` when `mayLeave` said no
   */
  addQueue(
    group: Pick<CreateAction, "displayName"> & CreateAction["after"],
    mayLeave: () => Promise<boolean>,
    isStale: () => boolean,
  ): Promise<{ readonly exten: string } | undefined>;
  /**
   * Replaces the whole member list of a group.
   *
   * @param membersNow gives the list at the last moment before each sending (`maybeDone`: after an attempt that may have
   *   been carried out); `undefined`: do not write
   * @param isStale as for `addQueue`
   * @returns `undefined` when nothing had to be sent
   */
  updateMembers(
    exten: string,
    membersNow: (maybeDone: boolean) => Promise<readonly Member[] | undefined>,
    isStale: () => boolean,
  ): Promise<true | undefined>;
}

/** The part of the journal of creations that apply uses: entries of this run, and of runs that were killed. */
export interface ApplyJournal {
  /** All machines share it: then a creation that cannot be noted is not sent. */
  readonly isShared: boolean;
  /**
   * Notes a creation before it is sent.
   *
   * @param until wall clock, ms: until when the group may still show if the answer is lost
   * @returns the creation of that name that another run has begun: then ours must not be sent. `undefined`: it is noted
   * @throws when it cannot be written. A journal of this machine alone stops no creation
   */
  begin(displayName: string, until: number): Promise<OpenCreation | undefined>;
  /** Notes the number of a group whose creation is open. Never rejects. */
  made(displayName: string, exten: string): Promise<void>;
  /** Notes the groups that an open creation may have become, where that cannot be decided. Never rejects. */
  maybe(displayName: string, extens: readonly string[]): Promise<void>;
  /** Notes that a creation has made nothing. Never rejects. */
  end(displayName: string, outcome: "refused" | "not-made"): Promise<void>;
  /** Closes the creations whose groups are in a listing of the query. Never rejects. */
  shown(groups: readonly { readonly exten: string; readonly displayName: string }[]): Promise<void>;
  /** The creation of that name that no listing has shown yet. */
  openEntry(displayName: string): Promise<OpenCreation | undefined>;
  /** The group that was created under that name and is stored under another. */
  storedAs(displayName: string): Promise<StoredName | undefined>;
}

/** What a progress display is told. */
export type ApplyEvent =
  | { readonly kind: "finished"; readonly outcome: Outcome }
  /** The journal cannot be written: after a kill now, the next run would know nothing of this creation. */
  | { readonly kind: "unrecorded"; readonly detail: string }
  | { readonly kind: "looking"; readonly displayName: string }
  /** A group that an earlier run made does not show yet. */
  | { readonly kind: "awaiting"; readonly displayName: string; readonly exten?: string }
  /** The first creation waits for what other machines may have begun. `isNewStore`: their store has only just begun. */
  | { readonly kind: "second-look"; readonly ms: number; readonly isNewStore: boolean }
  | { readonly kind: "verifying"; readonly groups: number };
