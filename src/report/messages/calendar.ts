import type { CheckedCalendar } from "../../engine/checkCalendars.js";
import type { Language } from "./catalogue.js";
import { calendarWords as calendarWordsEn } from "./en/calendar.js";
import { calendarWords as calendarWordsZh } from "./zh/calendar.js";

/** The texts of `muster calendar`. */
export interface CalendarWords {
  /** In the imperative, as the subject of a commit. */
  added(calendar: string, year: number): string;
  /** How many days there are, and until when the calendar knows them. */
  days(holidays: number, makeup: number, until: string): string;
  /** What became of a calendar that was compared. */
  checked(calendar: CheckedCalendar): string;
  /** No file has a calendar. `command` writes one. */
  none(command: string): string;
}

const CALENDAR: Readonly<Record<Language, CalendarWords>> = { en: calendarWordsEn, zh: calendarWordsZh };

/** The texts of `muster calendar` in a language. */
export function calendarWordsOf(language: Language): CalendarWords {
  return CALENDAR[language];
}
