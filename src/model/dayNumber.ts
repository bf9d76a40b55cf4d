const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A date as the number of days since 1970-01-01; `undefined` where the text is none. */
export function dayOf(date: string): number | undefined {
  const [, year, month, day] = DATE.exec(date) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(0);
  // Not `Date.UTC`, which takes the year 99 for 1999.
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return at.toISOString().slice(0, 10) === date ? at.getTime() / DAY_MS : undefined;
}

/** Dates that were asked for: each shift of each agent asks for its day, and a date takes longer to make than to find. */
const DATES = new Map<number, string>();

/** The date of a day's number: `2026-10-01`. */
export function dateOf(day: number): string {
  let date = DATES.get(day);
  if (date === undefined) {
    date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    DATES.set(day, date);
  }
  return date;
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
