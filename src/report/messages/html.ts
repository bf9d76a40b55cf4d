import type { FailureReport } from "../report.js";
import { htmlWords as en } from "./en/html.js";
import type { Language } from "./prose.js";
import { htmlWords as zh } from "./zh/html.js";

/** How an agent's place in a group changes. Moved: out of one group and into another in the same plan. */
export type Mark = "joined" | "left" | "moved-in" | "moved-out" | "reprioritized";

/** What groups can be picked by. `trouble`: an apply that did not end well there. */
export type Kind = "created" | "changed" | "emptied" | "joined" | "left" | "moved" | "reprioritized" | "trouble";

/** What the page says besides the words of every report. One object a language, complete by type. */
export interface HtmlWords {
  /** For the `lang` attribute. */
  readonly lang: string;
  readonly titles: Readonly<Record<"validation" | "plans" | "results" | "dry-runs", string>>;
  failure(command: FailureReport["command"], exitCode: number): string;
  exitCode(code: number): string;
  writtenBy(version: string): string;

  readonly standing: Readonly<
    Record<
      "tripped" | "unchanged" | "byHand" | "valid" | "invalid" | "whole" | "unproved" | "troubled" | "interrupted",
      string
    >
  >;
  /** How many groups an apply would write. */
  changing(groups: number): string;

  readonly kinds: Readonly<Record<Kind, string>>;
  readonly marks: Readonly<Record<Mark, string>>;
  readonly stays: string;
  readonly filters: string;
  readonly find: string;
  readonly findHint: string;
  readonly onlyWith: string;
  readonly onlyAccounts: string;
  /** `{n}` and `{of}` stand for numbers that the page counts by itself. */
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
  /** Agents who move, whatever the number of groups. */
  readonly movers: string;
  readonly unchanged: string;
  /** Changed groups in which somebody takes conversations. */
  stillStaffed(groups: number): string;
}

const WORDS: Readonly<Record<Language, HtmlWords>> = { en, zh };

/** The page's words, in a language. */
export function htmlWordsOf(language: Language): HtmlWords {
  return WORDS[language];
}
