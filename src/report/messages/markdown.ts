import type { PlanSummary } from "../../plan/plan.js";
import type { FailureReport } from "../report.js";
import { markdownWords as en } from "./en/markdown.js";
import type { Language } from "./prose.js";
import { markdownWords as zh } from "./zh/markdown.js";

/**
 * What Markdown says besides the words of all renderers. Plain text, which the renderer escapes; no name is ever part of
 * it. One object a language, complete by type.
 */
export interface MarkdownWords {
  /** Before an account's name, in a heading. */
  readonly plan: string;
  /** Over the plans of several accounts, or what became of them. */
  plans(accounts: number): string;
  results(accounts: number): string;
  readonly dryRun: string;
  /** Before an account's name, in a heading: how an apply ended. */
  readonly ended: Readonly<Record<"whole" | "unproved" | "partial", string>>;
  readonly noChanges: string;
  /** How many join, leave and are reprioritized, over all groups; those of nothing are left out. */
  people(summary: PlanSummary): string[];
  /** Over groups whose last member leaves. */
  emptied(groups: number): string;
  leaving(memberships: number): string;
  joining(memberships: number): string;
  reprioritizing(memberships: number): string;
  changes(groups: number): string;
  readonly column: Readonly<Record<"group" | "members" | "change" | "place" | "call" | "purpose", string>>;
  readonly newGroup: string;
  readonly empty: string;
  readonly additive: string;
  detail(groups: number): string;
  manual(count: number): string;
  unmanaged(count: number): string;
  readonly findings: string;
  readonly guards: string;
  readonly guardsTripped: string;
  applied(count: number): string;
  readonly nextSteps: string;
  requests(count: number): string;
  bodies(count: number): string;
  /** At the end of a list that goes on. */
  more(count: number): string;
  moreAccounts(count: number): string;
  /** After a document that is not whole: what it lacks, and where that is. */
  leftOut(what: LeftOut): string;
  readonly valid: string;
  readonly invalid: string;
  readonly noPlace: string;
  /** An apply of a plan that the account or the files have moved away from, as a heading; and what that means. */
  readonly planChanged: string;
  readonly planChangedMeans: string;
  /** How a run ended that could not say what it was asked for, as a heading; and what that means. */
  failure(failure: Pick<FailureReport, "command" | "exitCode">): string;
  failureMeans(failure: Pick<FailureReport, "command" | "exitCode">): string;
}

/** What a level of detail lacks, compared with a whole report. */
export type LeftOut = "detail" | "people" | "groups";

const WORDS: Readonly<Record<Language, MarkdownWords>> = { en, zh };

/** What Markdown says, in a language. */
export function markdownWordsOf(language: Language): MarkdownWords {
  return WORDS[language];
}
