import { type DayKind, type DaySelector, WEEKDAYS } from "../model/calendarDay.js";
import { weekdayOf } from "../model/dayNumber.js";

/** Holidays and make-up workdays, as far as they are known. Days are numbers: see `model/dayNumber.ts`. */
export interface WorkCalendar {
  readonly name: string;
  /** Of the week: 0 is Monday. */
  readonly workdays: ReadonlySet<number>;
  /** The last day that it knows. */
  readonly until: number;
  /** Each day, with the holiday's name. */
  readonly holidays: ReadonlyMap<number, string | undefined>;
  readonly makeup: ReadonlySet<number>;
}

/** A date has one kind: a holiday, else a make-up day, else what its weekday is. */
export function kindOf({ holidays, makeup, workdays }: WorkCalendar, day: number): DayKind {
  if (holidays.has(day)) return "holiday";
  if (makeup.has(day)) return "makeup";
  return workdays.has(weekdayOf(day)) ? "workday" : "weekend";
}

/** Which selectors mean something only by a calendar? */
export function needsCalendar(on: readonly DaySelector[]): boolean {
  return on.some((one) => one === "workdays" || one === "weekends" || one === "holidays");
}

/**
 * Does a day belong to one of the selectors? A weekday is a plain one, never a holiday or a make-up day.
 *
 * @param calendar absent: no day is a holiday or a make-up day
 */
export function isOn(on: readonly DaySelector[], day: number, calendar: WorkCalendar | undefined): boolean {
  const kind = calendar && kindOf(calendar, day);
  return on.some((one) => {
    switch (one) {
      case "daily":
        return true;
      case "workdays":
        return kind === "workday" || kind === "makeup";
      case "weekends":
        return kind === "weekend";
      case "holidays":
        return kind === "holiday";
      default:
        return kind !== "holiday" && kind !== "makeup" && WEEKDAYS.indexOf(one) === weekdayOf(day);
    }
  });
}
