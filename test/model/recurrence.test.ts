import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DayKind } from "../../src/model/calendarDay.js";
import { type Horizon, type Recurrence, recurrencesOf, type WallStretch } from "../../src/model/recurrence.js";

/** 2026-09-28 is a Monday; 10-01 to 10-07 are holidays, 10-10 is a make-up Saturday. */
const KINDS = new Map<string, DayKind>(
  Array.from({ length: 31 }, (_, index) => {
    const date = new Date(Date.UTC(2026, 8, 28 + index)).toISOString().slice(0, 10);
    const isWeekend = index % 7 > 4;
    const kind = date >= "2026-10-01" && date <= "2026-10-07" ? "holiday" : isWeekend ? "weekend" : "workday";
    return [date, date === "2026-10-10" ? "makeup" : kind] as const;
  }),
);
const HORIZON: Horizon = { from: "2026-09-28T00:00+08:00", until: "2026-10-29T00:00+08:00", kinds: KINDS };
const PLAIN: Horizon = { from: HORIZON.from, until: HORIZON.until };

const days = (isOne: (date: string, kind: DayKind, weekday: number) => boolean): string[] =>
  [...KINDS].flatMap(([date, kind], index) => (isOne(date, kind, index % 7) ? [date] : []));
const next = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const daily = (dates: readonly string[], from: string, until: string): WallStretch[] =>
  dates.map((date) => ({
    from: `${date}T${from}`,
    until: until === "24:00" || until <= from ? `${next(date)}T${until.replace("24", "00")}` : `${date}T${until}`,
  }));

function said({ days: on, from, until, daysLater, times, first, last }: Recurrence): string {
  const which = on.on === "weekdays" ? on.weekdays.join("+") : on.on === "dates" ? on.dates.join("+") : on.on;
  return `${which} ${from}-${until}${daysLater > 0 ? `+${daysLater}` : ""} ${times} ${first} ${last}`;
}

describe("what recurs is one", () => {
  const isWorkday = (_: string, kind: DayKind): boolean => kind === "workday" || kind === "makeup";
  it.each<[what: string, stretches: WallStretch[], horizon: Horizon, found: string[]]>([
    ["nothing", [], HORIZON, []],
    [
      "lunch on workdays, make-up days among them",
      daily(days(isWorkday), "12:00", "13:30"),
      HORIZON,
      ["workdays 12:00-13:30 19 2026-09-28 2026-10-28"],
    ],
    [
      "weekends",
      daily(
        days((_, kind) => kind === "weekend"),
        "00:00",
        "24:00",
      ),
      HORIZON,
      ["weekends 00:00-24:00 5 2026-10-11 2026-10-25"],
    ],
    [
      "a whole holiday is one stretch",
      [{ from: "2026-10-01T00:00", until: "2026-10-08T00:00" }],
      HORIZON,
      ["2026-10-01 00:00-24:00+6 1 2026-10-01 2026-10-01"],
    ],
    [
      "mornings of holidays",
      daily(
        days((_, kind) => kind === "holiday"),
        "08:00",
        "09:00",
      ),
      HORIZON,
      ["holidays 08:00-09:00 7 2026-10-01 2026-10-07"],
    ],
    [
      "nights",
      daily(days(() => true).slice(0, -1), "22:00", "06:00"),
      HORIZON,
      ["daily 22:00-06:00+1 30 2026-09-28 2026-10-27"],
    ],
    [
      "without a calendar weekdays have their names",
      daily(
        days((_, __, weekday) => weekday < 5),
        "12:00",
        "13:00",
      ),
      PLAIN,
      ["mon+tue+wed+thu+fri 12:00-13:00 23 2026-09-28 2026-10-28"],
    ],
    [
      "one weekday",
      daily(
        days((_, __, weekday) => weekday === 5),
        "10:00",
        "11:00",
      ),
      PLAIN,
      ["sat 10:00-11:00 4 2026-10-03 2026-10-24"],
    ],
    [
      "the workdays of one week, of a longer time",
      daily(["2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16"], "10:00", "11:00"),
      HORIZON,
      ["workdays 10:00-11:00 5 2026-10-12 2026-10-16"],
    ],
    [
      "two days are no rule",
      daily(["2026-10-12", "2026-10-13"], "10:00", "11:00"),
      HORIZON,
      ["2026-10-12+2026-10-13 10:00-11:00 2 2026-10-12 2026-10-13"],
    ],
    [
      "every third day",
      daily(["2026-09-28", "2026-10-01", "2026-10-04", "2026-10-07"], "10:00", "11:00"),
      HORIZON,
      ["2026-09-28+2026-10-01+2026-10-04+2026-10-07 10:00-11:00 4 2026-09-28 2026-10-07"],
    ],
    [
      "a whole week-end, Saturday to Monday",
      [
        { from: "2026-10-17T00:00", until: "2026-10-19T00:00" },
        { from: "2026-10-24T00:00", until: "2026-10-26T00:00" },
        { from: "2026-10-03T00:00", until: "2026-10-05T00:00" },
        { from: "2026-10-10T00:00", until: "2026-10-12T00:00" },
      ],
      PLAIN,
      ["sat 00:00-24:00+1 4 2026-10-03 2026-10-24"],
    ],
    [
      "different times of day stay apart",
      [...daily(["2026-10-12"], "12:00", "13:00"), ...daily(["2026-10-13"], "12:00", "12:30")],
      HORIZON,
      ["2026-10-12 12:00-13:00 1 2026-10-12 2026-10-12", "2026-10-13 12:00-12:30 1 2026-10-13 2026-10-13"],
    ],
    [
      "nights that reach over both ends",
      [
        { from: "2026-09-28T00:00", until: "2026-09-28T06:00" },
        ...daily(days(() => true).slice(0, -1), "22:00", "06:00"),
        { from: "2026-10-28T22:00", until: "2026-10-29T00:00" },
      ],
      HORIZON,
      ["daily 22:00-06:00+1 32 2026-09-27 2026-10-28"],
    ],
    [
      "all of what is looked at",
      [{ from: "2026-09-28T00:00", until: "2026-10-29T00:00" }],
      HORIZON,
      ["2026-09-28 00:00-24:00+30 1 2026-09-28 2026-09-28"],
    ],
    [
      "the clock of the wall, whatever its offset",
      [
        { from: "2026-10-24T12:00:00-04:00", until: "2026-10-24T13:00:00-04:00" },
        { from: "2026-10-25T12:00:00-05:00", until: "2026-10-25T13:00:00-05:00" },
      ],
      { from: "2026-10-24T00:00:00-04:00", until: "2026-10-26T00:00:00-05:00" },
      ["daily 12:00-13:00 2 2026-10-24 2026-10-25"],
    ],
  ])("%s", (_, stretches, horizon, found) => {
    expect(recurrencesOf(stretches, horizon).map(said)).toEqual(found);
  });
});

it("each stretch is in one recurrence, and the days that it names are those on which they begin", () => {
  const dates = [...KINDS.keys()];
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1 }),
      fc.constantFrom("08:00", "13:30", "20:00"),
      fc.boolean(),
      (chosen, until, isKnown) => {
        const horizon = isKnown ? HORIZON : PLAIN;
        const own = chosen.map((index) => dates[index] ?? "").sort();
        const found = recurrencesOf(daily(own, "06:00", until), horizon);
        expect(found).toHaveLength(1);
        const [{ days: on, stretches, times, first, last } = {} as Recurrence] = found;
        expect(stretches.map(({ from }) => from.slice(0, 10))).toEqual(own);
        expect([times, first, last]).toEqual([own.length, own[0], own.at(-1)]);
        const classes: Record<string, readonly (DayKind | undefined)[]> = {
          daily: [undefined, "workday", "makeup", "weekend", "holiday"],
          workdays: ["workday", "makeup"],
          weekends: ["weekend"],
          holidays: ["holiday"],
        };
        const isNamed = (date: string): boolean => {
          if (on.on === "dates") return on.dates.includes(date);
          if (on.on === "weekdays")
            return on.weekdays.includes(
              (["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const)[new Date(date).getUTCDay()] ?? "mon",
            );
          return classes[on.on]?.includes(horizon.kinds?.get(date)) ?? false;
        };
        expect(dates.filter((date) => date >= first && date <= last && isNamed(date))).toEqual(own);
      },
    ),
  );
});
