import type { Outcome, Result } from "../../apply/result.js";
import type { Related, Severity } from "../../model/finding.js";
import type {
  Action,
  Budget,
  GuardName,
  GuardReading,
  ManualChange,
  PlanSummary,
  StaffedGroup,
} from "../../plan/plan.js";
import type { DryRunRequest, ValidatedAccount } from "../documents.js";

/** What renderers say around the data: headings, counts, closing lines. One object a language, complete by type. */
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
  planSummary(summary: PlanSummary): string;
  planCost(budget: Budget): string;
  /** `manual`: how many differences wait for a person. */
  /** @param errors groups that an error stops: then the account is not known to be as the files say */
  nothingToApply(manual: number, errors: number): string;
  readonly planHash: string;
  members(count: number): string;
  memberChange(from: number, to: number): string;
  readonly emptied: string;
  readonly additive: string;
  priority(value: string): string;
  line(line: number): string;
  viaTeam(team: string): string;
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
  guardStops(reading: GuardReading): string;
  /** A guard by its name, as the title of a check. */
  guardNamed(guard: GuardName): string;
  guardHelp(reading: GuardReading): string;
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
