import type { ClaimState } from "../../model/claims.js";
import type { Diagnostic } from "../../plan/plan.js";
import type { AuthorFinding, AuthorFindingArgs, Remarks } from "../../writeback/findings.js";
import type { CheckFindingArgs, CheckLine, CheckName } from "../check.js";
import type { StatusSummary } from "../status.js";
import type { AgentState, WhoGroup } from "../who.js";
import type { Catalogue, Language, Prose } from "./catalogue.js";
import {
  authorMessages as authorMessagesEn,
  authorWords as authorWordsEn,
  checkMessages as checkMessagesEn,
  checkWords as checkWordsEn,
} from "./en/commands.js";
import { formatFinding } from "./formatFinding.js";
import {
  authorMessages as authorMessagesZh,
  authorWords as authorWordsZh,
  checkMessages as checkMessagesZh,
  checkWords as checkWordsZh,
} from "./zh/commands.js";

/** The texts of `muster status`. */
export interface StatusWords {
  /** When the account was read, as the API's own clock has it. */
  time(clock: string): string;
  summary(summary: StatusSummary): string;
  unstaffed(groups: number, empty: number): string;
  staffed(groups: number): string;
  readonly noMembers: string;
  /** How many of a group's members take conversations. */
  claiming(claiming: number, members: number): string;
  /** Where an agent takes conversations. */
  state(state: ClaimState): string;
  /** How many do so. */
  count(state: ClaimState, members: number): string;
  /** This read failed; the last result is shown below. */
  readonly notRead: string;
  /** The window is too low for this many more lines. */
  hidden(lines: number): string;
  /** The requested interval would use more than half of the rate limit. */
  slower(seconds: number): string;
}

/** The texts of `muster who`. */
export interface WhoWords {
  readonly agent: string;
  /** Why an agent cannot work. */
  state(state: AgentState): string;
  readonly notKnown: string;
  /** In no group, neither in the files nor live. @param isNow what is said of later differs */
  nowhere(offline: boolean, isNow: boolean): string;
  heading(where: WhoGroup["where"], count: number): string;
  /** One priority, or the two that differ. */
  priority(desired: number | undefined, live: number | undefined): string;
  readonly notManaged: string;
  readonly additive: string;
  /** The group's line that brings the team in. */
  via(team: string, line: string): string;
  /** The shift that the agent has, and the roster that says so. */
  onShift(shift: string | undefined, roster: string): string;
  /** Whose place the agent takes. */
  covering(agentNumber: string): string;
  /** Turns that are not shown. `days`: they show with `--days`. */
  moreTurns(count: number): string;
  /** Which days follow. */
  schedule(days: number, from: string, zone: string): string;
  readonly inNoGroup: string;
  readonly always: string;
  /** Dates as `MM-DD` with the number of the weekday, 0 is Sunday. */
  day(date: string, weekday: number): string;
  days(first: string, last: string): string;
  /** A time of the day after. */
  nextDay(time: string): string;
  readonly absent: string;
  /** Who takes the agent's places. */
  coveredBy(agent: string): string;
  /** Entries that take a team without the agent. */
  readonly excluded: string;
  /** `command`: what deletes the entries. */
  offboarding(entries: number, command: string): string;
  /** Above the tables that a person has to edit before that command. */
  inTables(command: string): string;
  inTeam(team: string, groups: readonly string[]): string;
  inRoster(roster: string, groups: readonly string[]): string;
  /** The agent is away, or takes somebody's places. */
  readonly inAbsences: Readonly<Record<"agent" | "by", string>>;
  readonly names: string;
  readonly byHand: string;
  readonly notAsked: string;
}

/** The texts of `pull` and `fmt`. */
export interface AuthorWords {
  /** For comments in files. */
  readonly remarks: Remarks;
  wrote(path: string, isNew: boolean): string;
  wouldWrite(path: string, isNew: boolean): string;
  /** How many files were written, and how many groups, names and teams are new in them. */
  pulled(pulled: { files: readonly unknown[]; added: number; names: number; teams: number }): string;
  /** Groups that differ from the account and got their number only. */
  onlyPinned(groups: number): string;
  /** Warnings were shown about what the files do not have, or what the account does not. */
  notWhole(warnings: number): string;
  readonly nothingToWrite: string;
  /** Groups that could not be edited in place. */
  unedited(groups: number): string;
  readonly upToDate: string;
  /** Live groups that no file names, and that the paths leave out. */
  notAdded(groups: number): string;
  formatted(path: string): string;
  notFormatted(path: string): string;
  formatSummary(changed: number, files: number, check: boolean): string;
}

const AUTHOR: Readonly<Record<Language, AuthorWords>> = { en: authorWordsEn, zh: authorWordsZh };
const AUTHOR_MESSAGES: Readonly<Record<Language, Catalogue<AuthorFindingArgs>>> = {
  en: authorMessagesEn,
  zh: authorMessagesZh,
};

/** The texts of `pull` and `fmt` in a language. */
export function authorWordsOf(language: Language): AuthorWords {
  return AUTHOR[language];
}

/** What a pull found, as documents carry it. */
export function authorDiagnostics(findings: readonly AuthorFinding[], language: Language): Diagnostic[] {
  return findings.map((finding) => {
    const { severity, code, args, source, related } = finding;
    // The compiler cannot follow that a code's entry takes that code's args; the catalogue's type says so.
    const say = AUTHOR_MESSAGES[language][code] as (args: AuthorFinding["args"]) => Prose;
    return { severity, code, ...say(args), args: { ...args }, ...(source && { source }), ...(related && { related }) };
  });
}

/** The text of `muster check` around its lines. */
export interface CheckWords {
  readonly names: Readonly<Record<CheckName, string>>;
  ready(accounts: number): string;
  notReady(bad: number, accounts: number): string;
  readonly writesNotTried: string;
}

/** What only a check finds. */
export type CheckFinding = {
  [Code in keyof CheckFindingArgs]: { readonly code: Code; readonly args: CheckFindingArgs[Code] };
}[keyof CheckFindingArgs];

const CHECK: Readonly<Record<Language, CheckWords>> = { en: checkWordsEn, zh: checkWordsZh };
const CHECK_MESSAGES: Readonly<Record<Language, Catalogue<CheckFindingArgs>>> = {
  en: checkMessagesEn,
  zh: checkMessagesZh,
};

/** The texts of `muster check` around its lines, in a language. */
export function checkWordsOf(language: Language): CheckWords {
  return CHECK[language];
}

/** The sentence of a check's line: of a check's own finding, or of another room's. */
export function sayCheck(line: Pick<CheckLine, "code" | "args">, language: Language): Prose {
  const messages = CHECK_MESSAGES[language];
  if (!Object.hasOwn(messages, line.code)) return formatFinding({ ...line, severity: "error" }, language);
  // The compiler cannot follow that a code's entry takes that code's args; the catalogue's type says so.
  const say = messages[line.code as CheckFinding["code"]] as (args: object) => Prose;
  return say(line.args);
}
