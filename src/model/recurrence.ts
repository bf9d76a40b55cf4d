import { type DayKind, WEEKDAYS, type Weekday } from "./calendarDay.js";
import { dateOf, weekdayOf } from "./dayNumber.js";

/** A stretch of time by the clock on the wall: `2026-09-28T12:00`. What follows the minutes, as an offset does, is passed over. */
export interface WallStretch {
  readonly from: string;
  readonly until: string;
}

/** Kinds of days, as the files name them. */
export type DayClass = "daily" | "workdays" | "weekends" | "holidays";

/** On which days something recurs: on all of a kind, on all of some weekdays, or on these dates. */
export type RecurringDays =
  | { readonly on: DayClass }
  | { readonly on: "weekdays"; readonly weekdays: readonly Weekday[] }
  | { readonly on: "dates"; readonly dates: readonly string[] };

/** Stretches of the same times of day. */
export interface Recurrence<S extends WallStretch = WallStretch> {
  readonly days: RecurringDays;
  /** `12:00`. */
  readonly from: string;
  /** `13:30`; the end of a day is `24:00`. */
  readonly until: string;
  /** How many days after the one it begins on a stretch ends. */
  readonly daysLater: number;
  /** On all such days of what is looked at; else between the first and the last alone. */
  readonly isThroughout: boolean;
  readonly times: number;
  /** The first and the last date on which one begins. */
  readonly first: string;
  readonly last: string;
  readonly stretches: readonly S[];
}

/** The same without the stretches: what findings carry. */
export type RecurringTimes = Omit<Recurrence, "stretches" | "isThroughout">;

/** So many dates are listed where they have no other name; how many there are is counted in any case. */
const DATES_AT_MOST = 10;

/** A recurrence as plain data, for findings. */
export function timesOf({ stretches: _, isThroughout: __, days, ...times }: Recurrence): RecurringTimes {
  return { ...times, days: days.on === "dates" ? { on: "dates", dates: days.dates.slice(0, DATES_AT_MOST) } : days };
}

/** What is looked at: its ends, which cut the stretches that reach over them, and what is known of its days. */
export interface Horizon extends WallStretch {
  /** Absent where the files have no calendar. */
  readonly kinds?: ReadonlyMap<string, DayKind>;
}

/**
 * What recurs is one: stretches that begin and end at the same times of day. Pure; by the first date, then by the time.
 *
 * @param alike stretches for which this differs stay apart
 */
export function recurrencesOf<S extends WallStretch>(
  stretches: readonly S[],
  horizon: Horizon,
  alike: (stretch: S) => string = () => "",
): Recurrence<S>[] {
  const found = new Map<string, Times & { readonly by: Map<number, S[]> }>();
  const cut: { readonly stretch: S; readonly times: Times }[] = [];
  const put = (stretch: S, times: Times, date: number): void => {
    const key = `${times.from} ${times.length} ${times.key}`;
    const own = found.get(key) ?? { ...times, by: new Map<number, S[]>() };
    own.by.set(date, [...(own.by.get(date) ?? []), stretch]);
    found.set(key, own);
  };
  const [start, end] = [minutesOf(horizon.from), minutesOf(horizon.until)];
  for (const stretch of stretches) {
    const [from, until] = [minutesOf(stretch.from), minutesOf(stretch.until)];
    const times = { from: from % DAY, length: until - from, key: alike(stretch) };
    if (from <= start || until >= end) cut.push({ stretch, times });
    else put(stretch, times, Math.floor(from / DAY));
  }
  // One that reaches over an end is like the others that do not, where it may well be.
  for (const { stretch, times } of cut) {
    const [from, until] = [minutesOf(stretch.from), minutesOf(stretch.until)];
    const whole = [...found.values()].find(({ from: clock, length, key }) => {
      if (key !== times.key) return false;
      const began = until - length;
      if (from > start) return clock === times.from && length >= times.length;
      if (until < end) return ((began % DAY) + DAY) % DAY === clock && began <= from;
      return false;
    });
    const began = whole !== undefined && from <= start ? until - whole.length : from;
    put(stretch, whole ?? times, Math.floor(began / DAY));
  }
  return [...found.values()].map(({ from, length, by }) => recurrenceOf(from, length, by, horizon)).sort(inOrder);
}

interface Times {
  /** Minutes of the day. */
  readonly from: number;
  /** Minutes by the clock on the wall. */
  readonly length: number;
  readonly key: string;
}

const DAY = 1440;

function recurrenceOf<S extends WallStretch>(
  from: number,
  length: number,
  by: ReadonlyMap<number, S[]>,
  horizon: Horizon,
): Recurrence<S> {
  const dates = [...by.keys()].sort((a, b) => a - b);
  const [first = 0, last = 0] = [dates[0], dates.at(-1)];
  const isMidnight = (from + length) % DAY === 0 && length > 0;
  return {
    ...daysOf(dates, horizon),
    from: clockOf(from),
    until: isMidnight ? "24:00" : clockOf(from + length),
    daysLater: Math.floor((from + length) / DAY) - (isMidnight ? 1 : 0),
    times: dates.length,
    first: dateOf(first),
    last: dateOf(last),
    stretches: dates.flatMap((date) => by.get(date) ?? []),
  };
}

/** So few dates are said as they are, unless they are all that there are of a kind. */
const FEW = 3;

/** The shortest name for dates. @param dates numbers of days, in order */
function daysOf(
  dates: readonly number[],
  { from, until, kinds = new Map() }: Horizon,
): Pick<Recurrence, "days" | "isThroughout"> {
  const days = { from: Math.floor(minutesOf(from) / DAY), until: Math.floor((minutesOf(until) - 1) / DAY) };
  const classes: readonly (readonly [DayClass, (day: number) => boolean])[] = [
    ["workdays", (day) => ["workday", "makeup"].includes(kinds.get(dateOf(day)) ?? "")],
    ["weekends", (day) => kinds.get(dateOf(day)) === "weekend"],
    ["holidays", (day) => kinds.get(dateOf(day)) === "holiday"],
    ["daily", () => true],
  ];
  const own = new Set(dates);
  const areAll = (within: typeof days, isOne: (day: number) => boolean): boolean => {
    let any = false;
    for (let day = within.from; day <= within.until; day += 1) {
      if (own.has(day) !== isOne(day)) return false;
      any ||= own.has(day);
    }
    return any;
  };
  const weekdays = [...new Set(dates.map(weekdayOf))].sort((a, b) => a - b);
  const isWeekday = (day: number): boolean => weekdays.includes(weekdayOf(day));
  const named = (within: typeof days): RecurringDays | undefined => {
    const [on] = classes.find(([, isOne]) => areAll(within, isOne)) ?? [];
    if (on !== undefined) return { on };
    return areAll(within, isWeekday)
      ? { on: "weekdays", weekdays: weekdays.map((one) => WEEKDAYS[one] ?? "mon") }
      : undefined;
  };
  const listed: RecurringDays = { on: "dates", dates: dates.map(dateOf) };
  const whole = dates.length === 1 ? undefined : named(days);
  if (whole !== undefined) return { days: whole, isThroughout: true };
  const ends = { from: dates[0] ?? 0, until: dates.at(-1) ?? 0 };
  return { days: (dates.length <= FEW ? undefined : named(ends)) ?? listed, isThroughout: false };
}

/** Dates that follow each other, run by run. @param dates in their order, each once */
export function runsOf(dates: readonly string[]): (readonly string[])[] {
  const runs: string[][] = [];
  for (const date of dates) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && minutesOf(date) - minutesOf(last) === DAY) run.push(date);
    else runs.push([date]);
  }
  return runs;
}

/** Minutes since 1970 of the clock on the wall, as if it knew no summer time. */
function minutesOf(wall: string): number {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/.exec(wall) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)) / 60_000;
}

function clockOf(minutes: number): string {
  const within = minutes % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

function inOrder(a: Recurrence, b: Recurrence): number {
  const [one, other] = [`${a.first} ${a.from} ${a.until}`, `${b.first} ${b.from} ${b.until}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
