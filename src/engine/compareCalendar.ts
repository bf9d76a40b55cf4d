import type { MakeupDay, PublishedHoliday, PublishedHolidays } from "../calendar/publishedHolidays.js";
import type { CalendarDeclaration } from "../config/time/timetable.js";
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
  calendar: CalendarDeclaration,
  { holidays, makeup }: Pick<PublishedHolidays, "holidays" | "makeup">,
  from: number,
  to: number,
): CalendarDifference[] {
  const published = new Map<number, MakeupDay & { readonly said: Said }>();
  for (const { day, name } of makeup) published.set(day, { day, name, said: "makeup" });
  for (const { from: first, to: last, name } of holidays)
    for (let day = first; day <= last; day += 1) published.set(day, { day, name, said: "holiday" });
  const differences: { -readonly [Key in keyof CalendarDifference]: CalendarDifference[Key] }[] = [];
  const all = new Set([...calendar.holidays.keys(), ...calendar.makeup, ...published.keys()]);
  for (const day of [...all].filter((one) => one >= from && one <= to).sort((a, b) => a - b)) {
    const said = saidOf(calendar, day);
    const { said: should = "none", name } = published.get(day) ?? {};
    if (said === should) continue;
    const source =
      said === "none" ? placeFor(day, should, calendar, holidays) : (calendar.places.get(day) ?? calendar.at);
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
function saidOf({ holidays, makeup }: CalendarDeclaration, day: number): Said {
  return holidays.has(day) ? "holiday" : makeup.has(day) ? "makeup" : "none";
}

/** Where a day is missing: in the entry that has others of the same holiday, else in the list. */
function placeFor(
  day: number,
  said: Said,
  { holidays, places, listsAt, at }: CalendarDeclaration,
  published: readonly PublishedHoliday[],
): Source {
  if (said === "makeup") return listsAt.makeup ?? at;
  const whole = published.find(({ from, to }) => from <= day && day <= to);
  for (let other = whole?.from ?? day; other <= (whole?.to ?? day); other += 1)
    if (holidays.has(other)) return places.get(other) ?? at;
  return listsAt.holidays ?? at;
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
export function firstYearOf({ holidays, makeup, until }: CalendarDeclaration): number {
  return Math.min(lastYearOf({ until }), ...[...holidays.keys(), ...makeup].map(yearOf));
}

/** The year in which a calendar ends. */
export function lastYearOf({ until }: Pick<CalendarDeclaration, "until">): number {
  return new Date(until * 86_400_000).getUTCFullYear();
}
