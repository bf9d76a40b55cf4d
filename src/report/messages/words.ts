import type { Outcome, Result } from "../../apply/result.js";
import type { StoreTrouble } from "../../engine/findings.js";
import type { Related, Severity } from "../../model/finding.js";
import type {
  Action,
  Budget,
  Cause,
  CreationRecords,
  GuardName,
  GuardReading,
  ManualChange,
  NoLongerManagedGroup,
  Plan,
  PlanSummary,
  StaffedGroup,
} from "../../plan/plan.js";
import type { DryRunRequest, ValidatedAccount } from "../documents.js";
import type { FailedOn } from "../failOn.js";
import type { GuardShare } from "../parts.js";
import type { TurnCount } from "../upcoming.js";
import type { Language } from "./catalogue.js";
import { dialogue as dialogueEn, words as wordsEn } from "./en/words.js";
import { dialogue as dialogueZh, words as wordsZh } from "./zh/words.js";

/** The texts of all reports around the data: headings, counts, closing lines. */
export interface Words {
  /** Before an account's name. */
  readonly account: string;
  /** After a label, with the space that follows it if any: `Plan: …`, `计划：…`. */
  readonly colon: string;
  joined(items: readonly string[]): string;
  /** Between the entries of a list, with the space that follows it if any. */
  readonly comma: string;

  /** The counts of a plan worth a heading; those of nothing are left out. */
  planCounts(summary: PlanSummary): string[];
  /** How many are removed, added and reprioritized in all groups; zeros are left out. */
  people(summary: PlanSummary): string[];
  planSummary(summary: PlanSummary): string;
  planCost(budget: Budget): string;
  /** What keeps a stopped run from creating a group twice. */
  records(records: CreationRecords): string;
  /**
   * @param manual differences that need a person
   * @param errors findings that block a part of the plan: the account may then differ from the files
   */
  nothingToApply(manual: number, errors: number): string;
  /** Instead of `nothingToApply`, where the files name no group at all. */
  readonly noGroupInFiles: string;
  /** Instead of `nothingToApply`: the files no longer name so many live groups. */
  nothingButLeft(groups: number): string;
  /** With `--only change`, where all that differs was different before. */
  readonly nothingButDrift: string;
  /** The same for a plan that undoes a run. */
  readonly nothingToRevert: string;
  readonly planHash: string;

  /** What stands before each fact about who asked for a plan. */
  readonly asked: Readonly<Record<"pullRequest" | "author" | "commit" | "base" | "run" | "startedBy", string>>;
  /** Instead of the counts, where the change itself writes nothing. */
  readonly changeIsEmpty: string;
  /**
   * Above what has one cause, with its counts.
   *
   * @param cause `other`: not the clock's, of a plan without a base
   * @param leftBy absent: an apply writes it; `kept`: it would empty groups
   */
  partHeading(cause: Cause | "other", leftBy: Plan["only"] | "kept", counts: readonly string[]): string;
  /** With `--due`: what the plan is about. */
  readonly onlyDue: string;
  /** Instead of `nothingToApply`, with `--due`. `left`: something else differs. */
  nothingDue(left: boolean): string;
  /** The last edit of a group, of any kind. `by` absent: it was made through the API. */
  lastEdited(when: string, by: string | undefined): string;
  /** What the change wants and the account has already. */
  alreadySo(count: number): string;
  /** Groups that the base names and the files do not any more. */
  noLongerManagedHeading(groups: number): string;
  stillLive(group: NoLongerManagedGroup): string;
  readonly retireHelp: string;
  /** How much of a guard's count is the change's; begins with what separates it from the reading. */
  guardShare(share: GuardShare | undefined): string;
  /** After a difference that is not the change's own; `edited` as `lastEdited` says it. */
  driftNote(written: boolean, edited: string | undefined): string;
  /** After a difference that the clock brings. */
  scheduleNote(written: boolean): string;
  /** Between two sentences. */
  readonly sentenceGap: string;
  members(count: number): string;
  memberChange(from: number, to: number): string;
  /** Of a group that loses its last member, and of one that is left with one of several. */
  readonly emptied: string;
  readonly oneLeft: string;
  /** The files retire the group. */
  readonly retired: string;
  /** Who answers for a group. */
  owner(name: string): string;
  /** What a group is for. */
  description(text: string): string;
  readonly additive: string;
  priority(value: string): string;
  line(line: number): string;
  viaTeam(team: string): string;
  /** When a membership ends, as files write it. */
  until(time: string): string;
  /** Times as documents hold them. */
  plannedFor(at: string): string;
  validUntil(at: string): string;
  readonly upcomingHeading: string;
  /** Above what the change of the files brings later, and what it takes away. */
  laterHeading(instants: number): string;
  /** What a change takes away from the time to come. */
  noLonger(texts: readonly string[]): string;
  /** Instead of the counts, where the change writes nothing now. */
  changeIsLater(instants: number): string;
  /** The same as a sentence. */
  nothingButLater(instants: number): string;
  /** What an instant brings, in numbers. */
  turn(count: TurnCount): string;
  /** So many more instants. */
  moreTurns(instants: number): string;
  atTime(at: string): string;
  joining(count: number): string;
  leaving(count: number): string;
  reprioritizing(count: number): string;
  attribute(name: ManualChange["attribute"]): string;
  value(attribute: ManualChange["attribute"], value: string): string;
  manualHeading(count: number): string;
  /** After a difference that the API cannot mend. */
  readonly byHand: string;
  unmanagedHeading(count: number): string;
  /** A plan that was made against a snapshot: how old that was. Both times ISO 8601. */
  against(liveAt: string, createdAt: string): string;
  /** Live groups that `unmanaged.ignore` leaves out. */
  ignored(count: number): string;
  more(count: number): string;
  readonly guardsHeading: string;
  readonly guardsTripped: string;
  guard(reading: GuardReading): string;
  /** After a plan that trips a guard: what an apply will do about it. */
  guardStops(reading: GuardReading, share: GuardShare | undefined): string;
  /** A guard by its name, as the title of a check. */
  guardNamed(guard: GuardName): string;
  guardHelp(reading: GuardReading): string;
  /** Why a run fails that would end well: `--fail-on`. */
  failedOn(failed: FailedOn): string;
  readonly staffingHeading: string;
  /** How many take conversations, before and after. */
  staffed(group: StaffedGroup): string;
  notKnown(members: number): string;

  /** For other programs: what paths count from. */
  readonly repositoryRoot: string;
  /** For other programs: how many problems a document has no room for. */
  notListed(count: number): string;
  /** For other programs: where to read what to do about a kind of problem. */
  readonly ruleHelp: string;

  severity(severity: Severity): string;
  readonly help: string;
  related(note: Related["note"]): string;
  /** `3 errors, 1 warning in 2 files`; files 0 where no finding has a place. */
  problems(errors: number, warnings: number, files: number): string;
  moreProblems(errors: number, warnings: number): string;
  validation(accounts: readonly ValidatedAccount[]): string;
  validated(account: ValidatedAccount): string;
  /** After the counts: `no problems`, or how many. */
  readonly noProblems: string;

  /** `create`, `change`: what an action does to its group. */
  verb(action: Action["action"]): string;
  /** How it ended, in a word or two. */
  outcome(outcome: Outcome): string;
  /** What else is worth knowing about how it went. */
  circumstances(outcome: Outcome): string[];
  /** Groups whose turn had not come when the run was stopped. */
  notStarted(count: number): string;
  /** After the reason of the first of several groups with one error. */
  sameForOthers(count: number): string;
  skippedAgents(agents: readonly string[]): string;
  underneath(kind: "added" | "removed" | "reprioritized", agents: readonly string[]): string;
  resultSummary(summary: Result["summary"], duration: string): string;
  calls(total: number, byOperation: readonly (readonly [operation: string, calls: number])[]): string;
  readonly nothingWasToApply: string;
  /** Groups that an error of the plan has stopped. */
  leftByErrors(errors: number): string;
  readonly nextHeading: string;
  /** What to do next, by what went wrong; in order of urgency. */
  next(result: Result): string[];

  dryRun(requests: number): string;
  readonly dryRunEmpty: string;
  request(note: NonNullable<DryRunRequest["note"]>): string;
}

/** The questions and the progress of a run. They are not part of a report. */
export interface Dialogue {
  /** Asked on a terminal before the first write; no is the default. */
  approve(accounts: readonly string[], writes: number): string;
  readonly yes: string;
  readonly no: string;
  readonly stopping: string;
  /** At the second signal, or some seconds after the first. */
  readonly givingUp: string;
  /** At the third signal. */
  readonly stoppedAtOnce: string;
  /** `host`, `job`: where the other run may be on another machine. */
  waitingForLock(account: string, holder: { pid: number; since: string; host?: string; job?: string }): string;
  /** The lock cannot be written. */
  notLocked(detail: string): string;
  /** At the end of a run, when the errors themselves have scrolled away. */
  leftOut(accounts: readonly string[]): string;
  /** `--expect-hash` names another plan, and there is nothing to write. */
  nothingLeft(expected: string): string;
  /** A plan was saved; what approves exactly this one. */
  saved(path: string, hashes: readonly string[]): string;
  /** One account has no plan, so no plan is saved. */
  notSaved(path: string): string;
  /** The `muster.yaml` that counts is in a folder above; a path. */
  settingsAbove(path: string): string;
  /** Accounts that have none of the paths. */
  notChosen(accounts: readonly string[]): string;
  /** The record of calls cannot be written. */
  uncounted(detail: string): string;
  /** With `--verbose`: the store that a run uses, how its clock compares with ours, and its best round trip; in ms. */
  storeOpened(account: string, store: { where: string; offsetMs: number; roundTripMs: number }): string;
  /** Its answers take so long that the run does, too. */
  storeSlow(store: { where: string; roundTripMs: number }): string;
  /** The store of all machines does not answer any more. */
  storeLost(account: string, trouble: StoreTrouble): string;
  /** A text of the store is not as muster writes it. */
  storeDamaged(account: string, key: string): string;
  /** The journal of creations cannot be written. */
  unrecorded(detail: string): string;
  /** With `--verbose`. */
  readonly noDirectory: string;
  reading(account: string): string;
  progress(done: number, total: number): string;
  notApplied(count: number): string;
  /** All calls of this interface are done. */
  laneDone(operation: string): string;
  writing(operation: string, left: number): string;
  /** The rate limit is reached; the next call is sent in so many seconds. */
  waiting(operation: string, left: number, seconds: number): string;
  /** Other runs on this machine use the rate limit. */
  sharing(operation: string, left: number, seconds: number): string;
  /** The server says that its limit is reached although muster kept to it: another program calls it, too. */
  resting(operation: string, left: number, seconds: number): string;
  /** What a writing interface does, in a word. */
  lane(action: "create" | "replaceMembers"): string;
  /** As `waiting` and `resting`, without the reason. */
  pausing(operation: string, left: number, seconds: number): string;
  /** Groups whose creation lost its reply are searched. */
  looking(groups: number): string;
  lookingFor(displayName: string): string;
  /** A group that an earlier run sent is waited for. */
  awaiting(displayName: string, exten: string | undefined): string;
  /** The first creation waits: there is no record of the account, on this machine or in a store that is new. */
  secondLook(seconds: number, isNewStore: boolean): string;
  remaining(seconds: number): string;
  readonly verifying: string;
}

const WORDS: Readonly<Record<Language, Words>> = { en: wordsEn, zh: wordsZh };
const DIALOGUES: Readonly<Record<Language, Dialogue>> = { en: dialogueEn, zh: dialogueZh };

/** The texts of all reports in a language. */
export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** The questions and the progress of a run, in a language. */
export function dialogueOf(language: Language): Dialogue {
  return DIALOGUES[language];
}
