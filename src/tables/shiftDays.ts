import type { MonthHint } from "../config/time/tableFindings.js";
import { plainText } from "./cellText.js";
import type { Cell } from "./sheet.js";

/** Days that make a head. */
export const FEWEST_DAYS = 5;

/** What a head says of its day. What it leaves out, the title, the sheet's or the file's name has to say. */
export interface DayHead {
  readonly year?: number;
  readonly month?: number;
  readonly day: number;
  /** From 1, Monday, to 7. */
  readonly weekday?: number;
  /** `12.1`, which programs also make of `12.10`. */
  readonly isDotted?: true;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAME = `(${MONTHS.join("|")})[a-z]*`;
const WEEKDAY = "(?:星期|周|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*";
/** Longer texts are no heads of days, and titles say their month sooner. In characters. */
const LONGEST_HEAD = 60;
const LONGEST_TITLE = 500;

/** A weekday behind a date, before one, and alone. */
const BEHIND = new RegExp(`^(.*?[0-9日号月]) ?[([]? ?(${WEEKDAY})[)\\]]?$`);
const BEFORE = new RegExp(`^(${WEEKDAY})[ ,.]+([0-9].*)$`);
const ALONE = new RegExp(`^(?:${WEEKDAY})$`);

const YEAR = "(20[0-9]{2})";
const TWO = "([0-9]{1,2})";
const SHAPES: readonly { readonly shape: RegExp; readonly parts: readonly ("year" | "month" | "day" | "name")[] }[] = [
  {
    shape: new RegExp(`^${YEAR}[-/.年]${TWO}[-/.月]${TWO}[日号]?(?: 0?0:00(?::00)?)?$`),
    parts: ["year", "month", "day"],
  },
  { shape: /^(20[0-9]{2})([0-9]{2})([0-9]{2})$/, parts: ["year", "month", "day"] },
  { shape: new RegExp(`^${TWO}(?:[-/.]|月)${TWO}[日号]?$`), parts: ["month", "day"] },
  { shape: new RegExp(`^${TWO} ?[日号]?$`), parts: ["day"] },
  { shape: new RegExp(`^${TWO}[- ]${MONTH_NAME}$`), parts: ["day", "name"] },
  { shape: new RegExp(`^${MONTH_NAME}[- ]${TWO}$`), parts: ["name", "day"] },
];

/**
 * Reads the head of a day.
 *
 * @returns `no-such-day`: the shape of a date, with a day or a month that there is not; `undefined`: no date at all
 */
export function readDay(cell: Cell): DayHead | "no-such-day" | undefined {
  if (cell.kind === "error" || cell.kind === "formula" || cell.kind === "boolean") return undefined;
  if (cell.text.length > LONGEST_HEAD) return undefined;
  const { text, weekday } = splitWeekday(plainDay(cell.text));
  if (cell.kind === "date") return ofSerial(text) ?? dayOf(text, {});
  // 12.1 as a number may have been 12.10.
  if (cell.kind === "number" && text.includes(".")) return undefined;
  return dayOf(text, weekday === undefined ? {} : { weekday });
}

function dayOf(text: string, known: { readonly weekday?: number }): DayHead | "no-such-day" | undefined {
  for (const { shape, parts } of SHAPES) {
    const found = shape.exec(text);
    if (found === null) continue;
    const of = (part: (typeof parts)[number]): string | undefined => {
      const at = parts.indexOf(part);
      return at === -1 ? undefined : found[at + 1];
    };
    const name = of("name");
    const [year, written, day] = [of("year"), of("month"), Number(of("day"))];
    const month = name === undefined ? written && Number(written) : MONTHS.indexOf(name) + 1;
    const isThere = day >= 1 && day <= 31 && (month === undefined || (Number(month) >= 1 && Number(month) <= 12));
    if (!isThere) return "no-such-day";
    return {
      ...(year !== undefined && { year: Number(year) }),
      ...(month !== undefined && { month: Number(month) }),
      day,
      ...known,
      ...(parts.length === 2 && /^[0-9]+\./.test(text) && { isDotted: true as const }),
    };
  }
  return undefined;
}

/** A number that is only shown as the day of a date: 1 as Excel's first of January 1900. */
function ofSerial(text: string): DayHead | undefined {
  const [, year = ""] = /^(\d{4})-\d\d-\d\d$/.exec(text) ?? [];
  if (year !== "1899" && year !== "1900") return undefined;
  const day = Math.round((Date.parse(`${text}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
  return day >= 1 && day <= 31 ? { day } : undefined;
}

function plainDay(text: string): string {
  const unmarked = text.startsWith("'") ? text.slice(1) : text;
  return plainText(unmarked).toLowerCase().replace(/\s+/g, " ");
}

/** The weekday before or behind a date: `12/1 周二`, `1(二)`, `周二 12/1`. In `1日` there is none. */
function splitWeekday(text: string): { readonly text: string; readonly weekday?: number } {
  const behind = BEHIND.exec(text);
  if (behind !== null && !/^[0-9/.\-年月]*[0-9] ?日$/.test(text)) {
    const [, date = "", weekday = ""] = behind;
    return { text: date.trim(), ...weekdayOf(weekday) };
  }
  const before = BEFORE.exec(text);
  if (before !== null) return { text: before[2] ?? "", ...weekdayOf(before[1] ?? "") };
  return { text };
}

function weekdayOf(text: string): { weekday?: number } {
  const chinese = "一二三四五六日".indexOf(text.slice(-1).replace("天", "日"));
  const english = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(text.slice(0, 3));
  const weekday = Math.max(chinese, english) + 1;
  return weekday === 0 ? {} : { weekday };
}

/** The weekday that a cell below or above the days has, from 1 to 7; `other`: a date that is shown as one. */
export function readWeekday(cell: Cell): number | "other" | undefined {
  // A formula that repeats the date, shown as its weekday.
  if (cell.kind === "date" || (cell.kind === "number" && Number(cell.text) > 40_000)) return "other";
  const text = plainDay(cell.text).replace(/^[([]|[)\]]$/g, "");
  return ALONE.test(text) ? weekdayOf(text).weekday : undefined;
}

/** The weekday of a date, from 1, Monday, to 7. */
export function weekdayIn(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The years and months that a title or a name is about. Days in it, such as when a table was made, name none. */
export function monthHints(written: string): readonly MonthHint[] {
  const text = plainText(written.slice(0, LONGEST_TITLE)).toLowerCase();
  const both = [
    new RegExp(`${YEAR} ?年 ?${TWO} ?月(?! ?[0-9]+ ?[日号])`, "g"),
    new RegExp(`(?<![0-9])${YEAR}[-/._]${TWO}(?![-/._]?[0-9])`, "g"),
    /(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(?![0-9])/g,
  ].flatMap((shape) =>
    [...text.matchAll(shape)].map(([, year, month]) => ({ year: Number(year), month: Number(month) })),
  );
  const named = [...text.matchAll(new RegExp(`(?<![a-z])${MONTH_NAME}[ .,-]*${YEAR}(?![0-9])`, "g"))].map(
    ([, name = "", year]) => ({ year: Number(year), month: MONTHS.indexOf(name) + 1 }),
  );
  // 12月1日-12月31日: a stretch of days, unlike a single one.
  const days = `(?:${YEAR} ?年 ?)?${TWO} ?月 ?[0-9]{1,2} ?[日号]?`;
  const stretches = [
    ...text.matchAll(new RegExp(`${days} ?(?:-|~|–|—|至|到)+ ?(?:${days}|[0-9]{1,2} ?[日号])`, "g")),
  ].map(([, year, month, , until = month]) => ({
    ...(year !== undefined && { year: Number(year) }),
    ...(month === until && { month: Number(month) }),
  }));
  const found = [...both, ...named, ...stretches].filter(({ month }) => month === undefined || isMonth(month));
  if (found.length > 0) return found;
  const months = [...text.matchAll(new RegExp(`(?<![0-9])${TWO} ?月(?!\\s?[0-9]+ ?[日号])`, "g"))].map(([, one]) =>
    Number(one),
  );
  const years = [...text.matchAll(new RegExp(`(?<![0-9])${YEAR}(?:年|(?![0-9./-]))(?! ?[0-9]+ ?月 ?[0-9])`, "g"))].map(
    ([, one]) => Number(one),
  );
  return [...months.filter(isMonth).map((month) => ({ month })), ...years.map((year) => ({ year }))];
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12;
}

/** Why days have no dates. */
export type DaysFault =
  | { readonly fault: "month" | "year" | "other" | "several"; readonly at: number }
  | { readonly fault: "no-such-day" | "order"; readonly at: number };

/**
 * The dates of days that stand beside each other.
 *
 * @param hints what is said of the month elsewhere
 * @returns one for each head; what is wrong, by its place among them
 */
export function datesOf(
  heads: readonly DayHead[],
  hints: readonly MonthHint[],
): { readonly dates: readonly (string | undefined)[]; readonly faults: readonly DaysFault[] } {
  const nothing = (fault: DaysFault) => ({ dates: heads.map(() => undefined), faults: [fault] });
  const years = new Set(hints.flatMap(({ year }) => year ?? []));
  const months = new Set(hints.flatMap(({ month }) => month ?? []));
  const [saidYear, saidMonth] = [only(years), only(months)];
  // A head that names its month lends it to the days behind it.
  const run: { readonly month: number; readonly turn: number }[] = [];
  const faults: DaysFault[] = [];
  let [month, turn, last]: [number | undefined, number, number] = [undefined, 0, 0];
  for (const [at, head] of heads.entries()) {
    if (head.month === undefined) {
      if (month === undefined && saidMonth === undefined)
        return nothing({ fault: months.size > 1 ? "several" : "month", at });
      month ??= saidMonth;
      // 26, 27, …, 1, 2: of which month is the first?
      if (head.day < last) faults.push({ fault: "order", at });
    } else {
      if (month !== undefined && head.month < month - 6) turn += 1;
      month = head.month;
    }
    last = head.day;
    run.push({ month: month ?? 0, turn });
  }
  if (faults.length > 0) return nothing(faults[0] as DaysFault);
  const swapped = new Set(heads.map(({ day }) => day)).size === 1 && heads.length > 2;
  if (swapped) return nothing({ fault: "order", at: 0 });
  const own = new Set(heads.flatMap(({ year }, at) => (year === undefined ? [] : year - (run[at]?.turn ?? 0))));
  const isWhole = heads.every(({ year }) => year !== undefined);
  let base = only(own);
  if (!isWhole && base === undefined) {
    if (own.size > 1) return nothing({ fault: "order", at: 0 });
    if (saidYear === undefined) return nothing({ fault: years.size > 1 ? "several" : "year", at: 0 });
    // Around New Year: the year is that of the month which is named with it.
    const named = run.find((one) => one.month === saidMonth);
    if (named === undefined && turn > 0) return nothing({ fault: months.size > 1 ? "several" : "year", at: 0 });
    base = saidYear - (named?.turn ?? 0);
  }
  const dates = heads.map(({ year, day }, at) => {
    const { month: of = 0, turn: turned = 0 } = run[at] ?? {};
    return dateText(year ?? (base ?? 0) + turned, of, day);
  });
  for (const [at, { isDotted }] of heads.entries()) {
    if (dates[at] === undefined) faults.push({ fault: "no-such-day", at });
    else if (isDotted && at > 0 && dates[at - 1] !== undefined && !isNext(dates[at - 1], dates[at]))
      faults.push({ fault: "order", at });
  }
  const isSaid = (date: string | undefined) =>
    date !== undefined &&
    (saidMonth === undefined || Number(date.slice(5, 7)) === saidMonth) &&
    (saidYear === undefined || saidMonth === undefined || Number(date.slice(0, 4)) === saidYear);
  if (faults.length === 0 && months.size < 2 && years.size < 2 && !dates.some(isSaid))
    return nothing({ fault: "other", at: 0 });
  return { dates, faults };
}

function only(values: ReadonlySet<number>): number | undefined {
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

/** `undefined`: there is no such day. */
function dateText(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}

function isNext(date: string | undefined, next: string | undefined): boolean {
  return Date.parse(`${next}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`) === 86_400_000;
}
