import chineseDays from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { Country, HolidayName } from "../model/calendarDay.js";
import { dateOf, dayOf } from "../model/dayNumber.js";

/** Days off in a row. Both are numbers of days since 1970-01-01, and belong to it. */
export interface PublishedHoliday {
  readonly from: number;
  readonly to: number;
  readonly name: HolidayName;
}

/** A weekend day on which people work, and the holiday that it makes up for. */
export interface MakeupDay {
  readonly day: number;
  readonly name: HolidayName;
}

/** What a government has published, in the order of the days. Outside of these years nothing is known, not even that there is nothing. */
export interface PublishedHolidays {
  readonly first: number;
  readonly last: number;
  readonly holidays: readonly PublishedHoliday[];
  readonly makeup: readonly MakeupDay[];
}

/** Days by date, each as `English name,Chinese name,count`. */
type NamedDays = Readonly<Record<string, string>>;

/**
 * The holidays of a country as its government has published them.
 *
 * Mainland China: the notices of the General Office of the State Council, one each November for the year to come, as
 * `chinese-days` has gathered them. Its functions answer for any year, by the weekday where there was no notice; its data
 * holds only what was published.
 */
export function publishedHolidays(country: Country): PublishedHolidays {
  return PUBLISHED[country]();
}

const PUBLISHED: Readonly<Record<Country, () => PublishedHolidays>> = {
  CN: () => read(chineseDays),
};

/** @param data as `chinese-days` has it */
export function read(data: { readonly holidays: NamedDays; readonly workdays: NamedDays }): PublishedHolidays {
  const off = daysIn(data.holidays);
  const known = new Set(off.map(({ day }) => dateOf(day)));
  // A notice may move days of the December before; National Day is in every one, and in no other year's.
  const years = [...new Set([...known].map((date) => Number(date.slice(0, 4))))]
    .filter((year) => known.has(`${year}-10-01`))
    .sort((a, b) => a - b);
  const [first = Number.NaN] = years;
  return { first, last: years.at(-1) ?? first, holidays: joined(off), makeup: daysIn(data.workdays) };
}

function daysIn(days: NamedDays): MakeupDay[] {
  return Object.entries(days)
    .map(([date, words]) => {
      const day = dayOf(date);
      if (day === undefined) throw new Error(`no date: ${date}`);
      return { day, name: nameOf(words) };
    })
    .sort((a, b) => a.day - b.day);
}

/** Where two holidays meet, the notice has one for both: 国庆节、中秋节, 2025-10-01 to 10-08. */
function joined(days: readonly MakeupDay[]): PublishedHoliday[] {
  const rows: { from: number; to: number; names: HolidayName[] }[] = [];
  for (const { day, name } of days) {
    const last = rows.at(-1);
    if (last === undefined || last.to !== day - 1) rows.push({ from: day, to: day, names: [name] });
    else {
      last.to = day;
      if (last.names.every(({ zh }) => zh !== name.zh)) last.names.push(name);
    }
  }
  return rows.map(({ from, to, names }) => {
    const all = (language: keyof HolidayName) => names.map((name) => name[language]);
    return { from, to, name: { en: all("en").join(" and "), zh: all("zh").join("、") } };
  });
}

/** Names as the notices have them, where `chinese-days` shortens them. */
const IN_FULL: Readonly<Record<string, HolidayName>> = {
  清明: { en: "Tomb-Sweeping Day", zh: "清明节" },
  端午: { en: "Dragon Boat Festival", zh: "端午节" },
  中秋: { en: "Mid-Autumn Festival", zh: "中秋节" },
};

function nameOf(words: string): HolidayName {
  const [en = "", zh = ""] = words.split(",");
  return IN_FULL[zh] ?? { en, zh };
}
