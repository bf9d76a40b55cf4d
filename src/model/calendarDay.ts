/** From Monday on. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** What `on` may say. */
export const DAY_SELECTORS = ["workdays", "weekends", "holidays", "daily", ...WEEKDAYS] as const;
export type DaySelector = (typeof DAY_SELECTORS)[number];

/** Is it one of the words for days? */
export function isDaySelector(word: unknown): word is DaySelector {
  return DAY_SELECTORS.some((one) => one === word);
}

/** What a date is, by a calendar: a holiday, else a make-up workday, else what its weekday is. */
export type DayKind = "holiday" | "makeup" | "workday" | "weekend";

/** A date with what a calendar makes of it. */
export interface CalendarDay {
  /** `2026-10-01`. */
  readonly date: string;
  readonly kind: DayKind;
  /** Of a holiday. */
  readonly name?: string;
}

/** Whose published holidays muster knows, by ISO 3166. */
export const COUNTRIES = ["CN"] as const;
export type Country = (typeof COUNTRIES)[number];

/** A holiday's name in each language that muster speaks. */
export interface HolidayName {
  readonly en: string;
  readonly zh: string;
}
