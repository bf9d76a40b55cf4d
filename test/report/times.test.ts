import { expect, test } from "vitest";
import { timesText as en } from "../../src/report/messages/en/times.js";
import { timesText as zh } from "../../src/report/messages/zh/times.js";
import { saidEnds } from "../../src/report/scheduleTimes.js";

const once = {
  days: { on: "dates", dates: ["2026-09-30"] },
  times: 1,
  first: "2026-09-30",
  last: "2026-09-30",
} as const;

test.each([
  [{ from: "12:00", until: "13:30", daysLater: 0 }, "09-30 12:00–13:30 (0/2)", "09-30 12:00–13:30（0/2）"],
  [{ from: "22:00", until: "06:00", daysLater: 1 }, "09-30 22:00–06:00 (0/2)", "09-30 22:00–次日 06:00（0/2）"],
  [
    { from: "09:00", until: "18:00", daysLater: 1 },
    "09-30 09:00 to 10-01 18:00 (0/2)",
    "09-30 09:00 至 10-01 18:00（0/2）",
  ],
  [
    { from: "09:00", until: "08:00", daysLater: 3 },
    "09-30 09:00 to 10-03 08:00 (0/2)",
    "09-30 09:00 至 10-03 08:00（0/2）",
  ],
])("a gap of %o is said by the dates of its ends where it is long", (clock, english, chinese) => {
  expect(en({ ...once, ...clock }, "0/2")).toBe(english);
  expect(zh({ ...once, ...clock }, "0/2")).toBe(chinese);
});

test.each([
  ["2026-10-09T00:00", "2026-10-10T00:00", ["10-09", undefined]],
  ["2026-10-09T00:00", "2026-10-12T00:00", ["10-09", "10-11"]],
  ["2026-10-09T13:00", "2026-10-12T00:00", ["10-09 13:00", "10-11 24:00"]],
  ["2026-10-09T00:00", "2026-10-12T18:00", ["10-09 00:00", "10-12 18:00"]],
  ["2026-10-09T13:00", "2026-10-09T18:00", ["10-09 13:00", "18:00"]],
  ["2026-12-31T00:00", "2027-01-02T00:00", ["12-31", "01-01"]],
])("from %s until %s: whole days are said with the last of them", (from, until, ends) => {
  const instant = (text: string) => `${text}:00+08:00`;
  expect(saidEnds({ from: instant(from), until: instant(until) }, (date) => date.slice(5))).toEqual(ends);
});
