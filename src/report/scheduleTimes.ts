import type { Stretch } from "./schedule.js";

/** A stretch as the clock on the wall shows it. */
export interface ClockSpan {
  /** `2026-10-01`. */
  readonly date: string;
  /** `22:00`. */
  readonly from: string;
  /** `08:00`; `24:00` where it ends with a day. */
  readonly until: string;
  /** How many days after `date` it ends. */
  readonly daysLater: number;
}

const DAY_MS = 86_400_000;

/** Reads a stretch of a schedule, whose instants are written with the offset of their zone. */
export function clockSpan({ from, until }: Stretch): ClockSpan {
  const date = dateOf(from);
  const daysLater = Math.round((Date.parse(dateOf(until)) - Date.parse(date)) / DAY_MS);
  const clock = clockOf(until);
  const endsDay = clock === "00:00" && daysLater > 0;
  return {
    date,
    from: clockOf(from),
    until: endsDay ? "24:00" : clock,
    daysLater: endsDay ? daysLater - 1 : daysLater,
  };
}

/**
 * The ends of a stretch as people say them: the last day is the last on which it lasts, not the one after it. Whole days are
 * said without times of day; a stretch within one day names it once.
 */
export function saidEnds(
  stretch: Stretch,
  dayText: (date: string) => string,
): readonly [from: string, until: string | undefined] {
  const { date, from, until, daysLater } = clockSpan(stretch);
  const [first, last] = [dayText(date), dayText(dayAfter(date, daysLater))];
  if (from === "00:00" && until === "24:00") return [first, daysLater === 0 ? undefined : last];
  return [`${first} ${from}`, daysLater === 0 ? until : `${last} ${until}`];
}

/** The day of an instant, in its own zone. */
export function dateOf(instant: string): string {
  return instant.slice(0, 10);
}

/** The time of an instant to the minute, in its own zone. */
export function clockOf(instant: string): string {
  return instant.slice(11, 16);
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** The day that is so many days later. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The length of a stretch. */
export function secondsOf({ from, until }: Stretch): number {
  return Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
}

/** Is it longer than a day? Then its days say more of it than its times. */
export function isLong(stretch: Stretch): boolean {
  return secondsOf(stretch) > 25 * 3600;
}
