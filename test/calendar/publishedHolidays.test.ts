import { readdirSync, readFileSync } from "node:fs";
import { getDayDetail } from "chinese-days";
import { describe, expect, it } from "vitest";
import { publishedHolidays, read } from "../../src/calendar/publishedHolidays.js";
import { dateOf, weekdayOf } from "../../src/model/dayNumber.js";

const { first, last, holidays, makeup } = publishedHolidays("CN");

const inYear = (year: number) => ({
  holidays: holidays
    .filter(({ to }) => dateOf(to).startsWith(`${year}`))
    .map(({ from, to, name }) => [name.zh, dateOf(from), dateOf(to)]),
  makeup: makeup.map(({ day }) => dateOf(day)).filter((date) => date.startsWith(`${year}`)),
});

describe("the published holidays of mainland China", () => {
  it("2026: as the State Council's notice of 2025-11-04 has them", () => {
    expect(inYear(2026)).toEqual({
      holidays: [
        ["元旦", "2026-01-01", "2026-01-03"],
        ["春节", "2026-02-15", "2026-02-23"],
        ["清明节", "2026-04-04", "2026-04-06"],
        ["劳动节", "2026-05-01", "2026-05-05"],
        ["端午节", "2026-06-19", "2026-06-21"],
        ["中秋节", "2026-09-25", "2026-09-27"],
        ["国庆节", "2026-10-01", "2026-10-07"],
      ],
      makeup: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    });
  });

  it("2025: as the notice of 2024-11-12 has them, two holidays in one", () => {
    expect(inYear(2025)).toEqual({
      holidays: [
        ["元旦", "2025-01-01", "2025-01-01"],
        ["春节", "2025-01-28", "2025-02-04"],
        ["清明节", "2025-04-04", "2025-04-06"],
        ["劳动节", "2025-05-01", "2025-05-05"],
        ["端午节", "2025-05-31", "2025-06-02"],
        ["国庆节、中秋节", "2025-10-01", "2025-10-08"],
      ],
      makeup: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    });
    const name = holidays.find(({ from }) => dateOf(from) === "2025-10-01")?.name.en;
    expect(name).toBe("National Day and Mid-Autumn Festival");
  });

  it("a notice may move New Year's days into the December before", () => {
    const days = holidays.find(({ to }) => dateOf(to) === "2019-01-01");
    expect(days && [dateOf(days.from), days.name.zh]).toEqual(["2018-12-30", "元旦"]);
    expect(inYear(2018).makeup.at(-1)).toBe("2018-12-29");
  });

  it("has the years that the package has data of, and no other: its functions answer for any", () => {
    const files = readdirSync(new URL("../../node_modules/chinese-days/dist/years/", import.meta.url));
    const years = files.flatMap((file) => /^(\d{4})\.json$/.exec(file)?.[1] ?? []).map(Number);
    expect(years).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    expect(getDayDetail(`${last + 1}-10-01`)).toMatchObject({ work: expect.any(Boolean) });
    expect(holidays.filter(({ to }) => dateOf(to) > `${last}-12-31`)).toEqual([]);
  });

  it("is the package's data, day by day", () => {
    const off = new Set(holidays.flatMap(({ from, to }) => [...days(from, to)]));
    const work = new Set(makeup.map(({ day }) => dateOf(day)));
    for (let year = first; year <= last; year += 1) {
      const file = `../../node_modules/chinese-days/dist/years/${year}.json`;
      const data = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
      expect([...off].filter((date) => date.startsWith(`${year}`))).toEqual(Object.keys(data.holidays).sort());
      expect([...work].filter((date) => date.startsWith(`${year}`))).toEqual(Object.keys(data.workdays).sort());
      // Its own answer, for every day.
      for (const date of days(dayNumber(`${year}-01-01`), dayNumber(`${year}-12-31`))) {
        const isWeekend = weekdayOf(dayNumber(date)) > 4;
        expect([date, getDayDetail(date).work]).toEqual([date, work.has(date) || (!off.has(date) && !isWeekend)]);
      }
    }
  });

  it("make-up workdays are weekend days, and no holidays; names are words in both languages", () => {
    const off = new Set(holidays.flatMap(({ from, to }) => [...days(from, to)]));
    for (const { day } of makeup) {
      expect(weekdayOf(day)).toBeGreaterThan(4);
      expect(off).not.toContain(dateOf(day));
    }
    for (const { name } of [...holidays, ...makeup]) {
      expect(name.zh).toMatch(/^[\p{Script=Han}、\d]+$/u);
      expect(name.en).toMatch(/^[A-Z][A-Za-z' -]+/);
    }
  });

  it("a year of which only the first days are there is none that is known", () => {
    const name = "New Year's Day,元旦,1";
    const { last: newest } = read({ holidays: { "2030-10-01": name, "2031-01-01": name }, workdays: {} });
    expect(newest).toBe(2030);
    expect(() => read({ holidays: { "2030-02-30": name }, workdays: {} })).toThrow("2030-02-30");
  });
});

function dayNumber(date: string): number {
  return Date.parse(date) / 86_400_000;
}

function* days(from: number, to: number): Generator<string> {
  for (let day = from; day <= to; day += 1) yield dateOf(day);
}
