import type { RecurringDays, RecurringTimes } from "../../model/recurrence.js";
import type { Language } from "./catalogue.js";
import { scheduleTextWords as en } from "./en/schedule.js";
import { scheduleTextWords as zh } from "./zh/schedule.js";

/** The texts of `muster schedule` for a terminal, and the heads of its table. */
export interface ScheduleTextWords {
  /** What is shown: whole days, both inclusive. */
  days(first: string, last: string, count: number, timezone: string): string;
  /** What is shown, where it does not begin and end with days. */
  stretch(from: string, until: string, timezone: string): string;
  holidays(days: readonly string[]): string;
  makeup(days: readonly string[]): string;
  /** Days that follow each other: `10-01 to 10-07`. */
  dayRange(first: string, last: string): string;
  readonly timeless: string;
  readonly noGroups: string;
  /** `workdays`, `Mon–Fri`, `10-01, 10-04`. */
  daysText(days: RecurringDays, times: number, most: number): string;
  /** `12:00–13:30`. */
  clockSpan(span: Pick<RecurringTimes, "from" | "until" | "daysLater">): string;
  /** Behind a group's name; begins with what separates it from that. */
  note(text: string): string;
  readonly always: string;
  /** Of what goes on beyond what is shown. */
  from(time: string): string;
  readonly nobody: string;
  readonly unmanaged: string;
  readonly additive: string;
  priority(priority: number): string;
  covers(agent: string): string;
  /** How many members are demanded. */
  demanded(min: number): string;
  /** How many there are of those that are demanded. */
  missing(staffed: number, min: number): string;
  times(count: number): string;
  readonly away: string;
  readonly uncovered: string;
  covered(agent: string): string;
  turnsHeading(count: number): string;
  nextHeading(count: number): string;
  /** Nothing changes within the days that were looked at. */
  noTurns(days: number): string;
  groups(count: number): string;
  /** What the rate limits make of so many writes. */
  seconds(duration: string): string;
  more(count: number): string;
  /** Of a table with one line a stretch of a membership. */
  readonly heads: Readonly<Record<ScheduleColumn, string>>;
  /** A file was written. */
  wrote(path: string): string;
}

export type ScheduleColumn =
  | "account"
  | "group"
  | "exten"
  | "agent"
  | "name"
  | "fromDate"
  | "fromTime"
  | "untilDate"
  | "untilTime"
  | "priority"
  | "shift"
  | "roster"
  | "covers"
  | "source";

const WORDS: Readonly<Record<Language, ScheduleTextWords>> = { en, zh };

/** The texts of `muster schedule` in a language. */
export function scheduleTextWordsOf(language: Language): ScheduleTextWords {
  return WORDS[language];
}
