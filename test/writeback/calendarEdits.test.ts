import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarsIn } from "../../src/config/time/writtenCalendars.js";
import { dateOf, dayOf } from "../../src/model/dayNumber.js";
import { type CalendarDays, withCalendarDays } from "../../src/writeback/calendarEdits.js";

const DAYS: CalendarDays = {
  name: "cn",
  until: "2027-12-31",
  holidays: [
    { from: "2026-10-01", to: "2026-10-07", name: "国庆节" },
    { from: "2027-01-01", to: "2027-01-03", name: "New Year's Day" },
  ],
  makeup: ["2026-09-20", "2027-02-14"],
};

const add = (lines: readonly string[], days: Partial<CalendarDays> = {}): readonly string[] | undefined =>
  withCalendarDays(`${lines.join("\n")}\n`, { ...DAYS, ...days })
    ?.replace(/\n$/, "")
    .split("\n");

describe("days for a calendar, where it is written", () => {
  it("block lists: in the order of the dates, comments stay where they are", () => {
    expect(
      add([
        "version: 1",
        "calendars: # of the company",
        "  cn:",
        "    workdays: [mon, tue, wed, thu, fri]",
        "    until: 2026-12-31 # the notice of 2025",
        "    holidays: # both days inclusive",
        "      # 2026",
        "      - { from: 2026-05-01, to: 2026-05-05, name: 劳动节 } # long",
        "      # autumn",
        "      - { from: 2026-12-25, to: 2026-12-25, name: 圣诞 }",
        "      # the end",
        "    makeup:",
        "      - 2026-05-09 # 周六",
        "groups: []",
      ]),
    ).toEqual([
      "version: 1",
      "calendars: # of the company",
      "  cn:",
      "    workdays: [mon, tue, wed, thu, fri]",
      "    until: 2027-12-31 # the notice of 2025",
      "    holidays: # both days inclusive",
      "      # 2026",
      "      - { from: 2026-05-01, to: 2026-05-05, name: 劳动节 } # long",
      "      - { from: 2026-10-01, to: 2026-10-07, name: 国庆节 }",
      "      # autumn",
      "      - { from: 2026-12-25, to: 2026-12-25, name: 圣诞 }",
      `      - { from: 2027-01-01, to: 2027-01-03, name: "New Year's Day" }`,
      "      # the end",
      "    makeup:",
      "      - 2026-05-09 # 周六",
      "      - 2026-09-20",
      "      - 2027-02-14",
      "groups: []",
    ]);
  });

  it("before the first entry, in the form and the quotes of what is there", () => {
    expect(
      add([
        "calendars:",
        "  cn:",
        "    until: '2026-12-31'",
        "    makeup:",
        "    - '2027-05-08'",
        "    holidays:",
        '    - from: "2027-05-01"',
        '      to: "2027-05-05"',
      ]),
    ).toEqual([
      "calendars:",
      "  cn:",
      "    until: '2027-12-31'",
      "    makeup:",
      "    - '2026-09-20'",
      "    - '2027-02-14'",
      "    - '2027-05-08'",
      "    holidays:",
      '    - from: "2026-10-01"',
      '      to: "2026-10-07"',
      "      name: 国庆节",
      '    - from: "2027-01-01"',
      '      to: "2027-01-03"',
      `      name: "New Year's Day"`,
      '    - from: "2027-05-01"',
      '      to: "2027-05-05"',
    ]);
  });

  it("lists in brackets, on one line or several", () => {
    expect(
      add([
        "calendars:",
        "  cn:",
        "    until: 2026-12-31",
        "    makeup: [2026-05-09, 2026-10-10]",
        "    holidays: [",
        "      { from: 2026-05-01, to: 2026-05-05 }, # 五一",
        "      { from: 2026-12-25, to: 2026-12-25 }, # 圣诞",
        "    ]",
      ]),
    ).toEqual([
      "calendars:",
      "  cn:",
      "    until: 2027-12-31",
      "    makeup: [2026-05-09, 2026-09-20, 2026-10-10, 2027-02-14]",
      "    holidays: [",
      "      { from: 2026-05-01, to: 2026-05-05 }, # 五一",
      "      { from: 2026-10-01, to: 2026-10-07, name: 国庆节 },",
      "      { from: 2026-12-25, to: 2026-12-25 }, # 圣诞",
      `      { from: 2027-01-01, to: 2027-01-03, name: "New Year's Day" },`,
      "    ]",
    ]);
  });

  it("a calendar in brackets", () => {
    expect(add(["calendars: { cn: { until: 2026-12-31, makeup: [] }, other: { until: 2026-12-31 } }"])).toEqual([
      `calendars: { cn: { until: 2027-12-31, makeup: [2026-09-20, 2027-02-14], holidays: [{ from: 2026-10-01, to: 2026-10-07, name: 国庆节 }, { from: 2027-01-01, to: 2027-01-03, name: "New Year's Day" }] }, other: { until: 2026-12-31 } }`,
    ]);
  });

  it("lists that are empty or not there", () => {
    expect(add(["calendars:", "  cn:", "    until: 2026-12-31", "    holidays: [] # none yet"])).toEqual([
      "calendars:",
      "  cn:",
      "    until: 2027-12-31",
      "    holidays:",
      "      - { from: 2026-10-01, to: 2026-10-07, name: 国庆节 }",
      `      - { from: 2027-01-01, to: 2027-01-03, name: "New Year's Day" } # none yet`,
      "    makeup:",
      "      - 2026-09-20",
      "      - 2027-02-14",
    ]);
  });

  it("a list that is not in order keeps its own", () => {
    expect(
      add(["calendars:", "  cn:", "    until: 2026-12-31", "    makeup:", "      - 2026-10-10", "      - 2026-02-14"], {
        holidays: [],
      })?.slice(3),
    ).toEqual(["    makeup:", "      - 2026-10-10", "      - 2026-02-14", "      - 2026-09-20", "      - 2027-02-14"]);
  });

  it("CRLF, and a last line without an end", () => {
    const text = "calendars:\r\n  cn:\r\n    until: 2026-12-31\r\n    makeup:\r\n      - 2026-10-10";
    expect(withCalendarDays(text, { ...DAYS, holidays: [] })).toBe(
      "calendars:\r\n  cn:\r\n    until: 2027-12-31\r\n    makeup:\r\n      - 2026-09-20\r\n      - 2026-10-10\r\n      - 2027-02-14",
    );
  });

  it("the end alone", () => {
    expect(add(["calendars:", "  cn: {until: 2026-12-31}"], { holidays: [], makeup: [] })).toEqual([
      "calendars:",
      "  cn: {until: 2027-12-31}",
    ]);
  });

  it("in the second document of a file; another calendar stays", () => {
    expect(
      add(["calendars: { hk: { until: 2026-12-31 } }", "---", "calendars:", "  cn:", "    until: 2026-12-31"], {
        holidays: [],
        makeup: [],
      }),
    ).toEqual(["calendars: { hk: { until: 2026-12-31 } }", "---", "calendars:", "  cn:", "    until: 2027-12-31"]);
  });

  it.each([
    ["the calendar is an alias", ["calendars:", "  a: &a { until: 2026-12-31 }", "  cn: *a"]],
    ["the end is an alias", ["calendars:", "  a: { until: &u 2026-12-31 }", "  cn: { until: *u }"]],
    [
      "a list is an alias",
      ["calendars:", "  a: { until: 2026-12-31, makeup: &m [2026-10-10] }", "  cn: { until: 2026-12-31, makeup: *m }"],
    ],
    ["there is no such calendar", ["calendars:", "  hk: { until: 2026-12-31 }"]],
  ])("none where %s", (_, lines) => {
    expect(add(lines)).toBeUndefined();
  });

  it("whatever form it has: the days are there, in order where they were, and every line that was there is left", () => {
    const date = fc.integer({ min: dayOf("2025-01-01") ?? 0, max: dayOf("2027-12-31") ?? 0 });
    const days = fc.uniqueArray(date, { maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
    const form = fc.record({
      isFlow: fc.boolean(),
      hasLineEach: fc.boolean(),
      quotes: fc.constantFrom("", "'", '"'),
      comments: fc.boolean(),
      indent: fc.constantFrom("", "  ", "    "),
      crlf: fc.boolean(),
    });
    fc.assert(
      fc.property(days, days, days, days, form, form, (off, moreOff, work, moreWork, one, two) => {
        const until = `until: ${one.quotes}2027-12-31${one.quotes}`;
        const inQuotes = (day: number) => `${one.quotes}${dateOf(day)}${one.quotes}`;
        const lines = [
          "version: 1",
          "calendars:",
          "  cn:",
          ...listLines("holidays", off, (day) => `{ from: ${inQuotes(day)}, to: ${inQuotes(day)} }`, one),
          `    ${until}`,
          ...listLines("makeup", work, inQuotes, two),
          "# the end",
          "groups: []",
        ];
        const text = lines.map((line) => `${line}${one.crlf ? "\r\n" : "\n"}`).join("");
        const newOff = moreOff.filter((day) => !off.includes(day));
        const newWork = moreWork.filter((day) => !work.includes(day));
        const added = withCalendarDays(text, {
          name: "cn",
          holidays: newOff.map((day) => ({ from: dateOf(day), to: dateOf(day), name: "国庆节、中秋节" })),
          makeup: newWork.map(dateOf),
        });
        const file = { path: "a.yaml", bytes: new TextEncoder().encode(added) };
        const { calendars, findings } = calendarsIn([file]);
        // A make-up workday that is a holiday is not what this is about.
        expect(findings.filter(({ code }) => code !== "makeup-is-holiday")).toEqual([]);
        const sorted = (all: readonly number[]) => [...all].sort((a, b) => a - b);
        expect([...(calendars[0]?.holidays.keys() ?? [])]).toEqual(sorted([...off, ...newOff]));
        expect([...(calendars[0]?.makeup ?? [])]).toEqual(sorted([...work, ...newWork]));
        // Comments and blank lines in their order, each where it was.
        const comments = (all = "") => all.match(/#.*/g) ?? [];
        expect(comments(added)).toEqual(comments(text));
        if (one.crlf) expect(added?.replaceAll("\r\n", "")).not.toContain("\n");
        if (newOff.length + newWork.length === 0) expect(added).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

interface Form {
  readonly isFlow: boolean;
  readonly hasLineEach: boolean;
  readonly comments: boolean;
  readonly indent: string;
}

function listLines(key: string, days: readonly number[], entry: (day: number) => string, form: Form): string[] {
  if (days.length === 0) return [`    ${key}: []`];
  const remark = (day: number) => (form.comments ? ` # ${key} ${day}` : "");
  if (!form.isFlow) return [`    ${key}:`, ...days.map((day) => `    ${form.indent}- ${entry(day)}${remark(day)}`)];
  if (!form.hasLineEach) return [`    ${key}: [${days.map(entry).join(", ")}]`];
  const own = days.map((day, at) => `      ${entry(day)}${at + 1 < days.length ? "," : ""}${remark(day)}`);
  return [`    ${key}: [`, ...own, "    ]"];
}
