import type { DayKind } from "../../model/calendarDay.js";
import type { RecurringDays, RecurringTimes } from "../../model/recurrence.js";
import type { Language } from "./catalogue.js";
import { scheduleWords as scheduleEn } from "./en/schedulePage.js";
import { scheduleWords as scheduleZh } from "./zh/schedulePage.js";

/** The texts of a schedule as a page and as a calendar. */
export interface ScheduleWords {
  readonly title: string;
  /** How it stands, at the very top: whether anywhere somebody is missing. */
  readonly covered: string;
  readonly unasked: string;
  groupsShort(groups: number): string;
  /** The days that are shown, both inclusive, and their zone. */
  range(first: string, last: string, timezone: string): string;
  /** Sunday first. */
  readonly weekdays: readonly string[];
  /** A day that is not what its weekday says, where it has no name of its own. */
  readonly dayKinds: Readonly<Record<Exclude<DayKind, "workday">, string>>;
  /** Before the name of a holiday. */
  readonly holidaySign: string;
  readonly makeupSign: string;
  /** Of a day with a clock change. */
  hours(hours: number): string;
  /** `12:00–13:30`. */
  clock(span: Pick<RecurringTimes, "from" | "until" | "daysLater">): string;
  /** `workdays`, `Mon–Fri`. */
  daysText(days: RecurringDays, times: number): string;
  /** Before the time of a part that began on another day. */
  readonly continued: string;
  readonly allDay: string;

  readonly stats: Readonly<Record<"groups" | "agents" | "short" | "absences" | "turns", string>>;
  readonly groupsWithGaps: string;
  readonly legend: Readonly<Record<"shift" | "gap" | "enough" | "undemanded" | "absent" | "cover", string>>;
  readonly overview: string;
  readonly overviewNote: string;
  readonly columns: Readonly<Record<"group" | "short" | "agent", string>>;
  /** So many agents fewer than the files demand. */
  missing(agents: number): string;
  needs(min: number, staffed: number): string;
  readonly headcount: string;
  /** Of a stretch: how many there are, and how many the files demand. */
  present(staffed: number, min: number | undefined): string;
  gaps(count: number): string;
  readonly noGaps: string;
  readonly noCoverage: string;
  days(count: number): string;
  timetable(agents: number): string;
  /** The table of one week. */
  week(group: string, first: string, last: string): string;
  readonly always: string;
  alike(agents: number): string;
  /** The files leave the members of a group alone. */
  readonly unmanaged: string;
  readonly nobody: string;
  covers(name: string): string;
  readonly absent: string;
  coveredBy(name: string): string;
  readonly uncovered: string;
  readonly absences: string;
  readonly where: string;
  readonly turns: string;
  readonly turnsNote: string;
  readonly turnColumns: Readonly<Record<"clock" | "days" | "groups" | "writes" | "seconds", string>>;
  moreGaps(count: number): string;
  /** Names, where a list goes on. */
  andMore(count: number): string;

  /** The name of a calendar. Without commas: many programs show it with the backslash that escapes them. */
  calendar(accounts: readonly string[]): string;
  readonly shortOfStaff: string;
  /** An event that stands where a calendar has no other: an empty one is none. */
  readonly nothingPlanned: string;
}

const WORDS: Readonly<Record<Language, ScheduleWords>> = { en: scheduleEn, zh: scheduleZh };

/** The texts of a schedule in a language. */
export function scheduleWordsOf(language: Language): ScheduleWords {
  return WORDS[language];
}
