import type { Membership } from "../config/desired.js";
import type { Related, Severity } from "../model/finding.js";
import type { AssignRule, Member, Memory } from "../model/skillGroup.js";
import type { MemberSource, Source } from "../model/source.js";

/** The JSON plan of the contract, as `schemas/plan.schema.json` describes it. Renderers and apply read this and nothing else. */
export interface Plan {
  readonly formatVersion: "1.0";
  readonly kind: "plan";
  readonly musterVersion: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** When the live state was read, where an earlier run has read it: ISO 8601, UTC. */
  readonly liveAt?: string;
  /** `sha256:…` of the account, the actions and the raised guards in canonical form; see `hash.ts`. */
  readonly hash: string;
  readonly account: PlanAccount;
  /** The instant that was asked for, instead of now: ISO 8601 with the offset of the files' zone. Such a plan is never applied. */
  readonly at?: string;
  /** When the clock changes what the files want of a group that the plan writes, as `at`; it cannot be applied after that. */
  readonly validUntil?: string;
  /** What the clock brings within 31 days; only where the files use time. Not part of the hash. */
  readonly upcoming?: readonly UpcomingTurn[];
  /** How many later instants of that time `upcoming` leaves out; only where it does. */
  readonly upcomingMore?: number;
  /** What the change of the files does to that time; only where there is a base and it does something. */
  readonly later?: Later;
  /** The commit that the files are of, where it is known. */
  readonly commit?: string;
  /** The commit that `origin` compares with: given by `--base`, as its full hash. Where it is absent, no difference has an origin. */
  readonly base?: string;
  /**
   * Only what has this cause is written, the rest is shown in `left`. `change`: `--only change`; `schedule`: `--due`.
   */
  readonly only?: "change" | "schedule";
  /** Who asked for the plan, and where: known in a pipeline. */
  readonly actor?: string;
  readonly run?: string;
  readonly pullRequest?: PullRequest;
  readonly summary: PlanSummary;
  readonly actions: readonly Action[];
  /**
   * Only with `only`: what stays different after the plan was applied. These are the actions that a plan right after would show: for a group that is in `actions` too, `before` is what its action leaves behind. Shown, never written, and
   * not part of the hash.
   */
  readonly left?: readonly Action[];
  readonly manual: readonly ManualChange[];
  readonly unmanaged: readonly UnmanagedGroup[];
  /** What the base manages and the files do not any more, and that is still live; only where there is a base and such a group. */
  readonly noLongerManaged?: readonly NoLongerManagedGroup[];
  readonly guards: readonly GuardReading[];
  /** Guards that a flag or a waiver raised: approved with the plan, so an apply of the saved plan keeps them. */
  readonly raised?: readonly RaisedGuard[];
  /** Who takes conversations in the changed groups; only where the run looked. */
  readonly staffing?: Staffing;
  readonly diagnostics: readonly Diagnostic[];
  readonly budget: Budget;
  /** Which runs can know of the plan's creations; only where it has any. Not part of the hash. */
  readonly records?: CreationRecords;
}

/**
 * Where creations are recorded, so that a stopped run makes no group twice. `store`: all machines see the record; `machine`:
 * only runs on this one; `none`: nothing can be kept here.
 */
export type CreationRecords = "store" | "machine" | "none";

export interface PlanAccount {
  readonly name: string;
  readonly host: string;
  readonly accountId: string;
}

/** Who asked for a plan, and where: text from outside, for people. It decides nothing and is not part of the hash. */
export type Provenance = Pick<Plan, "commit" | "actor" | "run" | "pullRequest">;

/** The pull request, or merge request, that a plan was made for. */
export interface PullRequest {
  readonly number: number;
  readonly title?: string;
  readonly author?: string;
  readonly url?: string;
}

/**
 * Where a difference comes from. `change`: the files differ in it from the base commit. `drift`: they do not; the account
 * was edited in the console, or an earlier merge was not applied.
 */
export type Origin = "change" | "drift";

/**
 * Why something differs; only where the files use time. `change`: as its origin. `schedule`: the account is as the files wanted
 * it before the clock's last turn there. `drift`: neither; without a base that may be a change of the files, too.
 */
export type Cause = Origin | "schedule";

/** The last edit of a live group, of any kind, as the query gives it. */
export interface LastEdit {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The agent's number. Absent: an API client made the edit. */
  readonly by?: string;
  readonly byName?: string;
}

export interface PlanSummary {
  readonly create: number;
  readonly replaceMembers: number;
  readonly unchanged: number;
  readonly manual: number;
  readonly unmanaged: number;
  /** Live groups that no file names and that `unmanaged.ignore` leaves out; absent where there are none. */
  readonly ignored?: number;
  readonly membersAdded: number;
  readonly membersRemoved: number;
  readonly membersReprioritized: number;
  /** The same counts by origin; only where there is a base. Where the files use time: by cause, with or without one. */
  readonly change?: OriginSummary;
  readonly schedule?: OriginSummary;
  readonly drift?: OriginSummary;
}

export interface OriginSummary {
  readonly create: number;
  /** Groups with at least one such change of members. */
  readonly replaceMembers: number;
  readonly manual: number;
  readonly membersAdded: number;
  readonly membersRemoved: number;
  readonly membersReprioritized: number;
  /** What the change wants and the account has already; of memberships, creations and settings together. */
  readonly alreadySo?: number;
}

/** Names that help a reviewer recognise an agent number. */
interface AgentLabel {
  readonly alias?: string;
  readonly agentName?: string;
  /** Only where there is a base. */
  readonly origin?: Origin;
  /** Only where the files use time. */
  readonly cause?: Cause;
}
export interface AddedMember extends Member, AgentLabel {
  readonly source: MemberSource;
}
export interface RemovedMember extends Member, AgentLabel {
  /** The `members` list that no longer names the agent; where an entry is over, that entry. */
  readonly source: MemberSource;
}
export interface ReprioritizedMember extends AgentLabel {
  readonly agentNumber: string;
  readonly from: number;
  readonly to: number;
  readonly source: MemberSource;
}

/** An instant, and what it brings. */
export interface UpcomingTurn {
  /** ISO 8601, with the offset of the files' zone. */
  readonly at: string;
  /** Groups that must be written then. */
  readonly writes: number;
  /** How long the rate limits make that take at the least. */
  readonly seconds: number;
  readonly groups: readonly GroupTurn[];
}

export interface GroupTurn {
  readonly displayName: string;
  readonly exten?: string;
  readonly joins: readonly AddedMember[];
  readonly leaves: readonly AddedMember[];
  readonly reprioritized: readonly (AddedMember & { readonly from: number })[];
}

/** What a change of the files does to the time to come. */
export interface Later {
  /** At how many instants something else happens than by the base. */
  readonly instants: number;
  /** The first of them; all where they are few. */
  readonly turns: readonly LaterTurn[];
}

/** What happens at an instant by the files and not by the base, and what would have happened by the base. */
export interface LaterTurn {
  readonly at: string;
  readonly brings: readonly GroupTurn[];
  readonly takes: readonly GroupTurn[];
}

/** Who answers for a group: text for people, and no part of the hash. */
export interface GroupOwner {
  /** As the files have it: a name from `agents`, a number, or any text. */
  readonly written: string;
  /** Absent where it is no agent of the files. */
  readonly agentNumber?: string;
  /** From the files or from the account. */
  readonly agentName?: string;
}

/** How many members the files demand at the plan's instant; 0: none are needed then. */
export interface Coverage {
  readonly min: number;
}

/** What the files say of a group to people. Never sent; what differs in it is no difference. */
interface ForPeople {
  readonly description?: string;
  readonly owner?: GroupOwner;
}

export interface CreateAction extends ForPeople {
  readonly id: string;
  readonly action: "create";
  readonly displayName: string;
  /** Settings left out take the API's default. */
  readonly after: { readonly assignRule?: AssignRule; readonly memory?: Memory; readonly members: readonly Member[] };
  /** Names that look like this one and do not stop the creation: what the files list as `distinct`. */
  readonly distinct?: readonly string[];
  readonly added: readonly AddedMember[];
  /** Only where the files give the group a `coverage`. */
  readonly coverage?: Coverage;
  /** Only where there is a base. */
  readonly origin?: Origin;
  /** Only where the files use time. */
  readonly cause?: Cause;
  readonly source: Source;
}

export interface ReplaceMembersAction extends ForPeople {
  readonly id: string;
  readonly action: "replaceMembers";
  readonly displayName: string;
  readonly exten: string;
  readonly membership: Membership;
  /** The files retire the group: no guard counts that it is emptied. */
  readonly retired?: true;
  /** `additive` only: the members that the files name. They are merged with the live members just before the write. */
  readonly listed?: readonly Member[];
  readonly before: { readonly members: readonly Member[] };
  readonly after: { readonly members: readonly Member[] };
  readonly added: readonly AddedMember[];
  readonly removed: readonly RemovedMember[];
  readonly reprioritized: readonly ReprioritizedMember[];
  /** Only where the files give the group a `coverage`. */
  readonly coverage?: Coverage;
  /** `change` where any of its members is; only where there is a base. */
  readonly origin?: Origin;
  /** That of all its members; absent where they have several. */
  readonly cause?: Cause;
  readonly lastEdit?: LastEdit;
  readonly source: Source;
}
export type Action = CreateAction | ReplaceMembersAction;

export interface ManualChange extends ForPeople {
  readonly displayName: string;
  readonly exten: string;
  readonly attribute: "displayName" | "assignRule" | "memory";
  readonly live: string;
  readonly desired: string;
  readonly origin?: Origin;
  readonly lastEdit?: LastEdit;
  readonly source: Source;
}

export interface UnmanagedGroup {
  readonly displayName: string;
  readonly exten: string;
  /** How many members it has. */
  readonly members: number;
}

/**
 * A live group that the base names and the files do not any more: nothing is written to it. It is among the unmanaged ones as
 * well, unless `unmanaged.ignore` leaves it out there.
 */
export interface NoLongerManagedGroup extends UnmanagedGroup {
  /** The files still name the group: only its members are left alone now. */
  readonly part?: "members";
}

/** How many agents take conversations in the changed groups, by the agents' present states. Not part of the hash. */
export interface Staffing {
  /** When the states had been read: ISO 8601, UTC. */
  readonly readAt: string;
  /** One for each action, in their order. */
  readonly groups: readonly StaffedGroup[];
}

export interface StaffedGroup {
  readonly actionId: string;
  readonly displayName: string;
  readonly exten?: string;
  /** Absent for a group that is to be created. */
  readonly before?: StaffCount;
  readonly after: StaffCount;
}

export interface StaffCount {
  readonly members: number;
  /** Members who take conversations now, on the PC or in the app. */
  readonly claiming: number;
  /** Members whose state is not known: they are in no group now, or the server does not say. */
  readonly unknown: number;
}

export type GuardName = "maxRemovals" | "maxEmptied" | "maxCreates" | "minClaiming";
export interface GuardReading {
  readonly guard: GuardName;
  /** As it was set: `30%`, `0`, `20`. `minClaiming` is a least, the others are a most. */
  readonly limit: string;
  readonly actual: number;
  /** What a percentage is of; for `minClaiming`, the changed groups that have members. */
  readonly of?: number;
  /** Who set another limit than the default: `muster.yaml`, a waiver in it, or a flag of this run. */
  readonly setBy?: GuardOrigin;
  /** Of a waiver: why, and its last day in China time. */
  readonly reason?: string;
  readonly until?: string;
  /** How much of `actual` is which; only where there is a base. */
  readonly change?: number;
  readonly drift?: number;
  /** What the clock brings and `actual` leaves out; only where there is any. */
  readonly schedule?: number;
  /** How much of `actual` the clock empties, of groups that have no `coverage`; only where there is any. */
  readonly uncovered?: number;
  readonly tripped: boolean;
}
export type GuardOrigin = "muster.yaml" | "waiver" | "flag";

/** A guard with a more permissive limit than `guards` of `muster.yaml` gives it. */
export interface RaisedGuard {
  readonly guard: GuardName;
  readonly limit: string;
  readonly setBy: "waiver" | "flag";
  readonly reason?: string;
  readonly until?: string;
}

/**
 * A finding as plans and results hold it: data. Renderers make the sentence, each in its reader's language
 * (`report/messages/formatFinding.ts`).
 */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: string;
  /** The particulars; they differ by code. Of a document that was read they may have any shape, or be missing. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** The sentence that a document had beside it, for codes and particulars that this muster does not know. */
  readonly message?: string;
  readonly help?: string;
  readonly source?: Source;
  readonly related?: readonly Related[];
}

/** What applying the plan will cost in API calls, when nothing goes wrong. */
export interface Budget {
  /** Calls to the reading interfaces: re-reads before writing and the verification after it. */
  readonly reads: number;
  readonly writes: number;
  /** Seconds that the rate limits make an apply wait at the least. */
  readonly etaSeconds: number;
}
