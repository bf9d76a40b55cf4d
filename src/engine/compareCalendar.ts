import type { MakeupDay, PublishedHolidays } from "../calendar/publishedHolidays.js";
import type { WrittenCalendar } from "../config/time/writtenCalendars.js";
import type { HolidayName } from "../model/calendarDay.js";
import type { Source } from "../model/source.js";
import type { Said } from "./calendarFindings.js";

/** Days in a row of which a calendar says something else than what was published. Both numbers belong to it. */
export interface CalendarDifference {
  readonly from: number;
  readonly to: number;
  readonly written: Said;
  readonly published: Said;
  /** The holiday that they belong to, as published. */
  readonly holiday?: HolidayName;
  /** The entry to be put right; the calendar or its list where there is none. */
  readonly source: Source;
}

/** Compares a calendar with what was published, from one day to another, both included. */
export function differencesOf(
  calendar: WrittenCalendar,
  { holidays, makeup }: Pick<PublishedHolidays, "holidays" | "makeup">,
  from: number,
  to: number,
): CalendarDifference[] {
  const written = writtenDays(calendar, from, to);
  const published = new Map<number, MakeupDay & { readonly said: Said }>();
  for (const { day, name } of makeup) published.set(day, { day, name, said: "makeup" });
  for (const { from: first, to: last, name } of holidays)
    for (let day = Math.max(first, from); day <= Math.min(last, to); day += 1)
      published.set(day, { day, name, said: "holiday" });
  const differences: { -readonly [Key in keyof CalendarDifference]: CalendarDifference[Key] }[] = [];
  const days = [...new Set([...written.keys(), ...published.keys()])].filter((day) => day >= from && day <= to);
  for (const day of days.sort((a, b) => a - b)) {
    const { said = "none", at } = written.get(day) ?? {};
    const { said: should = "none", name } = published.get(day) ?? {};
    if (said === should) continue;
    const source = at ?? placeFor(day, should, calendar, holidays);
    const last = differences.at(-1);
    const goesOn =
      last?.to === day - 1 &&
      last.written === said &&
      last.published === should &&
      last.holiday?.zh === name?.zh &&
      last.source === source;
    if (goesOn) last.to = day;
    else
      differences.push({
        from: day,
        to: day,
        written: said,
        published: should,
        ...(name && { holiday: name }),
        source,
      });
  }
  return differences;
}

/** A holiday comes before a make-up workday. */
function writtenDays(calendar: WrittenCalendar, first: number, last: number) {
  const days = new Map<number, { readonly said: Said; readonly at: Source }>();
  for (const { value, at } of calendar.makeup) days.set(value, { said: "makeup", at });
  for (const { from, to, at } of calendar.holidays)
    for (let day = Math.max(from, first); day <= Math.min(to, last); day += 1) days.set(day, { said: "holiday", at });
  return days;
}

/** Where a day is missing: in the entry that has others of the same holiday, else in the list. */
function placeFor(day: number, said: Said, calendar: WrittenCalendar, holidays: PublishedHolidays["holidays"]): Source {
  if (said === "makeup") return calendar.makeupAt ?? calendar.at;
  const whole = holidays.find(({ from, to }) => from <= day && day <= to);
  const part = whole && calendar.holidays.find(({ from, to }) => from <= whole.to && to >= whole.from);
  return part?.at ?? calendar.holidaysAt ?? calendar.at;
}

/** How much of a December belongs to the notice of the next year, which may move New Year's days into it. */
const EARLY_DAYS = 12;

/** The days that the notice of a year may be about: from late in the December before. */
export function daysOfYear(year: number): { readonly from: number; readonly to: number } {
  const firstOf = (one: number) => Date.UTC(one, 0, 1) / 86_400_000;
  return { from: firstOf(year) - EARLY_DAYS, to: firstOf(year + 1) - 1 };
}

/** The year whose notice a day is from. */
export function yearOf(day: number): number {
  return new Date((day + EARLY_DAYS) * 86_400_000).getUTCFullYear();
}

/** The first year that a calendar has days of; that of its end where it has none. */
export function firstYearOf({ holidays, makeup, until }: WrittenCalendar): number {
  const years = [...holidays.map(({ from }) => from), ...makeup.map(({ value }) => value)].map(yearOf);
  return Math.min(lastYearOf({ until }), ...years);
}

/** The year in which a calendar ends. */
export function lastYearOf({ until }: Pick<WrittenCalendar, "until">): number {
  return new Date(until * 86_400_000).getUTCFullYear();
}
