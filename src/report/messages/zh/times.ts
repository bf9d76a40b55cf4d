import { WEEKDAYS, type Weekday } from "../../../model/calendarDay.js";
import { type RecurringDays, type RecurringTimes, runsOf } from "../../../model/recurrence.js";
import { dayAfter } from "../../scheduleTimes.js";

const WEEKDAY_NAMES = { mon: "一", tue: "二", wed: "三", thu: "四", fri: "五", sat: "六", sun: "日" } as const;
const CLASSES = { daily: "每天", workdays: "工作日", weekends: "周末", holidays: "节假日" } as const;

/** `周一至周五`, `周一、周三`. */
function weekdaysText(weekdays: readonly Weekday[]): string {
  const [first, last] = [weekdays[0] ?? "mon", weekdays.at(-1) ?? "mon"];
  const isRow = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) === weekdays.length - 1;
  if (isRow && weekdays.length > 2) return `周${WEEKDAY_NAMES[first]}至周${WEEKDAY_NAMES[last]}`;
  return weekdays.map((one) => `周${WEEKDAY_NAMES[one]}`).join("、");
}

/** `10-01` of `2026-10-01`: within a horizon of a year the year goes without saying. */
function dayText(date: string): string {
  return date.slice(5);
}

/** `10-01 至 10-07、10-11`. */
function datesText(dates: readonly string[]): string {
  return runsOf(dates)
    .flatMap((days) => {
      const [first = "", last = ""] = [days[0], days.at(-1)];
      return days.length > 2 ? [`${dayText(first)} 至 ${dayText(last)}`] : days.map(dayText);
    })
    .join("、");
}

/** `工作日`, `周一至周五`, `10-01、10-04`. @param most so many dates are named one by one, else their number is said */
export function daysText(days: RecurringDays, times: number, most = 3): string {
  if (days.on === "weekdays") return weekdaysText(days.weekdays);
  if (days.on !== "dates") return CLASSES[days.on];
  return days.dates.length === times && times <= most ? datesText(days.dates) : `${times} 天`;
}

/** `12:00–13:30`; of a night `22:00–次日 06:00`. */
export function clockSpanText({
  from,
  until,
  daysLater,
}: Pick<RecurringTimes, "from" | "until" | "daysLater">): string {
  const later = daysLater === 0 ? "" : daysLater === 1 ? "次日 " : `${daysLater} 天后 `;
  return `${from}–${later}${until}`;
}

/** `工作日 12:00–13:30，共 21 次，首次 09-28`; `10-01 12:00–13:30`. @param note stands behind the times of day */
export function timesText(recurring: RecurringTimes, note = ""): string {
  const { days, times, first, from, until, daysLater } = recurring;
  if (times === 1 && daysLater > 0 && (daysLater > 1 || until > from)) {
    const last = dayAfter(first, daysLater);
    return `${dayText(first)} ${from} 至 ${dayText(last)} ${until}${note === "" ? "" : `（${note}）`}`;
  }
  const text = `${daysText(days, times)} ${clockSpanText(recurring)}${note === "" ? "" : `（${note}）`}`;
  if (times === 1) return text;
  const isListed = days.on === "dates" && days.dates.length === times && times <= 3;
  return isListed ? text : `${text}，${days.on === "dates" ? "" : `共 ${times} 次，`}首次 ${dayText(first)}`;
}
