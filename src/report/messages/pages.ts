import type { FailureReport } from "../report.js";
import type { Remnant } from "../worstFirst.js";
import type { Language } from "./catalogue.js";
import { chatWords as chatEn, htmlWords as htmlEn, markdownWords as markdownEn } from "./en/pages.js";
import { chatWords as chatZh, htmlWords as htmlZh, markdownWords as markdownZh } from "./zh/pages.js";

/** How an agent's place in a group changes. Moved: out of one group and into another in the same plan. */
export type Mark = "joined" | "left" | "moved-in" | "moved-out" | "reprioritized";

/** What groups can be filtered by. `trouble`: not applied, or not verified. */
export type Kind = "created" | "changed" | "emptied" | "joined" | "left" | "moved" | "reprioritized" | "trouble";

/** The texts of the HTML page that other formats do not have. */
export interface HtmlWords {
  /** For the `lang` attribute. */
  readonly lang: string;
  readonly titles: Readonly<Record<"validation" | "plans" | "results" | "dry-runs", string>>;
  failure(command: FailureReport["command"], exitCode: number): string;
  exitCode(code: number): string;
  writtenBy(version: string): string;

  readonly standing: Readonly<
    Record<
      | "tripped"
      | "unchanged"
      | "byHand"
      | "drifted"
      | "valid"
      | "invalid"
      | "whole"
      | "unproved"
      | "troubled"
      | "interrupted",
      string
    >
  >;
  /** How many groups an apply would write. */
  changing(groups: number): string;
  /** Above what the change itself does, and what marks it elsewhere. */
  readonly change: string;
  /** Above the groups that are left with nobody or with one member. */
  readonly worst: string;
  readonly remnants: Readonly<Record<Remnant, string>>;

  readonly kinds: Readonly<Record<Kind, string>>;
  readonly marks: Readonly<Record<Mark, string>>;
  readonly stays: string;
  readonly filters: string;
  readonly find: string;
  readonly findHint: string;
  readonly onlyWith: string;
  readonly onlyAccounts: string;
  /** The page replaces `{n}` and `{of}` by counts. */
  readonly shown: string;
  readonly nothingShown: string;

  readonly picture: string;
  readonly pictureNote: string;
  part(part: number, of: number): string;
  readonly groups: string;
  readonly columns: Readonly<Record<"group" | "members" | "change" | "agent" | "before" | "after" | "where", string>>;
  readonly isNew: string;
  staying(count: number): string;
  /** Instead of the list, where a page would grow too long. */
  stayingCounted(count: number): string;
  /** The groups that a moved agent comes from or goes to. */
  readonly from: string;
  readonly to: string;
  andMore(count: number): string;

  readonly manual: string;
  readonly manualNote: string;
  readonly setting: string;
  readonly live: string;
  readonly desired: string;
  readonly unmanaged: string;
  readonly unmanagedNote: string;
  readonly guards: string;
  readonly guardsTripped: string;
  readonly findings: string;
  readonly outcomes: string;
  readonly requests: string;
  readonly bodiesLeftOut: string;
  readonly accounts: string;
  /** Agents who move between groups. */
  readonly movers: string;
  readonly unchanged: string;
  /** Changed groups in which an agent takes conversations. */
  stillStaffed(groups: number): string;
}

/**
 * The texts of Markdown that other formats do not have. Plain text, which the renderer escapes; names are never part of
 * it.
 */
export interface MarkdownWords {
  /** Before an account's name, in a heading. */
  readonly plan: string;
  /** Above the plans or results of several accounts. */
  plans(accounts: number): string;
  results(accounts: number): string;
  readonly dryRun: string;
  /** Before an account's name, in a heading: how an apply ended. */
  readonly ended: Readonly<Record<"whole" | "unproved" | "partial", string>>;
  readonly noChanges: string;
  /** Above groups whose last member is removed, and those that are left with one of several. */
  emptied(groups: number): string;
  oneLeft(groups: number): string;
  leaving(memberships: number): string;
  joining(memberships: number): string;
  reprioritizing(memberships: number): string;
  changes(groups: number): string;
  readonly column: Readonly<Record<"group" | "members" | "change" | "place" | "lastEdit" | "call" | "purpose", string>>;
  readonly newGroup: string;
  readonly empty: string;
  readonly one: string;
  readonly additive: string;
  /** Above the diffs of so many groups, of all that change. */
  detail(shown: number, groups: number): string;
  manual(count: number): string;
  unmanaged(count: number): string;
  readonly findings: string;
  readonly guards: string;
  readonly guardsTripped: string;
  /** What folds away under a plan: how near the limits are, what it costs, its hash. */
  readonly finePrint: string;
  applied(count: number): string;
  readonly nextSteps: string;
  requests(count: number): string;
  bodies(count: number): string;
  /** At the end of a list that goes on. */
  more(count: number): string;
  moreAccounts(count: number): string;
  /** At the top of a shortened document: what is left out, and where it is. */
  leftOut(what: LeftOut): string;
  /** The same at the top of a shortened result. */
  readonly resultLeftOut: string;
  readonly valid: string;
  readonly invalid: string;
  readonly noPlace: string;
  /** The fold with the plan below its result. */
  readonly planApplied: string;
  /** Heading and explanation where the plan changed before it was applied. */
  readonly planChanged: string;
  readonly planChangedMeans: string;
  /** Heading and explanation of a run without a report. */
  failure(failure: Pick<FailureReport, "command" | "exitCode">): string;
  failureMeans(failure: Pick<FailureReport, "command" | "exitCode">): string;
}

/** What a level of detail leaves out. */
export type LeftOut = "detail" | "people" | "rest" | "groups";

/** The texts of messages for chats that other formats do not have. */
export interface ChatWords {
  /** How a plan stands, behind an account's name: with a base, what waits to be applied, and where all of it is drift. */
  readonly waiting: string;
  readonly drift: string;
  /** The same without a base: it may be either. */
  readonly differs: string;
  readonly manual: string;
  /** Errors block a part of it. */
  readonly blocked: string;
  /** The guard `minClaiming` tripped, and no other. */
  readonly understaffed: string;
  /** How an apply ended, behind an account's name. */
  readonly ended: Readonly<Record<"whole" | "unproved" | "partial", string>>;
  readonly stopped: string;
  readonly failed: string;
  /** As Markdown's, behind the word `muster`. */
  failure(failure: Pick<FailureReport, "command" | "exitCode">): string;
  readonly removed: string;
  readonly added: string;
  unstaffed(groups: number): string;
  trouble(groups: number): string;
  /** At the top, where a list goes on. */
  readonly shortened: string;
}

const HTML: Readonly<Record<Language, HtmlWords>> = { en: htmlEn, zh: htmlZh };
const MARKDOWN: Readonly<Record<Language, MarkdownWords>> = { en: markdownEn, zh: markdownZh };
const CHAT: Readonly<Record<Language, ChatWords>> = { en: chatEn, zh: chatZh };

/** The texts of the HTML page in a language. */
export function htmlWordsOf(language: Language): HtmlWords {
  return HTML[language];
}

/** The texts of Markdown in a language. */
export function markdownWordsOf(language: Language): MarkdownWords {
  return MARKDOWN[language];
}

/** The texts of messages for chats in a language. */
export function chatWordsOf(language: Language): ChatWords {
  return CHAT[language];
}
