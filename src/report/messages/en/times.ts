import { WEEKDAYS, type Weekday } from "../../../model/calendarDay.js";
import { type RecurringDays, type RecurringTimes, runsOf } from "../../../model/recurrence.js";
import { dayAfter } from "../../scheduleTimes.js";
import { counted } from "./phrases.js";

const WEEKDAY_NAMES = { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" } as const;

/** `Mon–Fri`, `Mon, Wed`. */
function weekdaysText(weekdays: readonly Weekday[]): string {
  const [first, last] = [weekdays[0] ?? "mon", weekdays.at(-1) ?? "mon"];
  const isRow = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) === weekdays.length - 1;
  if (isRow && weekdays.length > 2) return `${WEEKDAY_NAMES[first]}–${WEEKDAY_NAMES[last]}`;
  return weekdays.map((one) => WEEKDAY_NAMES[one]).join(", ");
}

/** `10-01` of `2026-10-01`: within a horizon of a year the year goes without saying. */
function dayText(date: string): string {
  return date.slice(5);
}

/** `10-01 to 10-07, 10-11`. */
function datesText(dates: readonly string[]): string {
  return runsOf(dates)
    .flatMap((days) => {
      const [first = "", last = ""] = [days[0], days.at(-1)];
      return days.length > 2 ? [`${dayText(first)} to ${dayText(last)}`] : days.map(dayText);
    })
    .join(", ");
}

/** `workdays`, `Mon–Fri`, `10-01, 10-04`. @param most so many dates are named one by one, else their number is said */
export function daysText(days: RecurringDays, times: number, most = 3): string {
  if (days.on === "weekdays") return weekdaysText(days.weekdays);
  if (days.on !== "dates") return days.on;
  return days.dates.length === times && times <= most ? datesText(days.dates) : counted(times, "day");
}

/** `12:00–13:30`; of a night `22:00–06:00`, as its end cannot be on the same day. */
export function clockSpanText({
  from,
  until,
  daysLater,
}: Pick<RecurringTimes, "from" | "until" | "daysLater">): string {
  const isNight = daysLater === 1 && until <= from;
  return `${from}–${until}${daysLater === 0 || isNight ? "" : ` ${daysLater === 1 ? "the next day" : `${daysLater} days later`}`}`;
}

/** `workdays 12:00–13:30, 21 times, first 09-28`; `10-01 12:00–13:30`. @param note stands behind the times of day */
export function timesText(recurring: RecurringTimes, note = ""): string {
  const { days, times, first, from, until, daysLater } = recurring;
  if (times === 1 && daysLater > 0 && (daysLater > 1 || until > from)) {
    const last = dayAfter(first, daysLater);
    return `${dayText(first)} ${from} to ${dayText(last)} ${until}${note === "" ? "" : ` (${note})`}`;
  }
  const text = `${daysText(days, times)} ${clockSpanText(recurring)}${note === "" ? "" : ` (${note})`}`;
  if (times === 1) return text;
  const isListed = days.on === "dates" && days.dates.length === times && times <= 3;
  return isListed ? text : `${text}, ${days.on === "dates" ? "" : `${times} times, `}first ${dayText(first)}`;
}
