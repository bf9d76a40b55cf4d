import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { scheduleIcs } from "../../src/report/ics/scheduleIcs.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import type { Schedule, Schedules } from "../../src/report/schedule.js";
import { visible } from "../../src/report/text/visible.js";
import { buildSchedule, datesFrom, nationalDayWeeks, scheduleNamed } from "./fakes/buildSchedule.js";
import { hostileText } from "./fakes/hostileText.js";

const LANGUAGES: readonly Language[] = ["en", "zh"];

interface Read {
  readonly uid: string;
  readonly stamp: string;
  readonly from: string;
  readonly until: string;
  readonly summary: string;
  readonly description: string;
  readonly category: string | undefined;
}

/** The calendar as another program reads it. */
function read(text: string): { readonly name: string; readonly events: readonly Read[] } {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      stamp: String(component.getFirstPropertyValue("dtstamp")),
      from: event.startDate.toString(),
      until: event.endDate.toString(),
      summary: event.summary,
      description: event.description ?? "",
      category: (component.getFirstPropertyValue("categories") as string | null) ?? undefined,
    };
  });
  return { name: String(calendar.getFirstPropertyValue("name")), events };
}

const calendarOf = (found: Schedule | Schedules, language: Language = "en") => read(scheduleIcs(found, { language }));

const night = (more: Partial<Parameters<typeof buildSchedule>[0]> = {}) =>
  buildSchedule({
    from: "2026-09-28",
    days: 2,
    groups: [
      {
        displayName: "售后",
        agents: [
          {
            agentNumber: "8001",
            agentName: "李娜",
            duties: [{ dates: ["2026-09-28"], time: "22:00-08:00", shift: "晚班", priority: 2 }],
          },
          { agentNumber: "8002", agentName: "Bo" },
        ],
        demands: [{ dates: ["2026-09-28"], time: "21:00-23:00", min: 2 }],
      },
    ],
    ...more,
  });

describe("the calendar of a schedule", () => {
  test("has an event for each stretch of a shift and for each gap, at the right instants", () => {
    expect(calendarOf(night()).events.map(({ uid, ...event }) => event)).toEqual([
      {
        stamp: "2026-09-27T02:00:00Z",
        from: "2026-09-28T13:00:00Z",
        until: "2026-09-28T14:00:00Z",
        summary: "SHORT · 售后 · needs 2, has 1",
        description: "",
        category: "SHORT",
      },
      {
        stamp: "2026-09-27T02:00:00Z",
        from: "2026-09-28T14:00:00Z",
        until: "2026-09-29T00:00:00Z",
        summary: "售后 · 晚班 · 李娜 (8001)",
        description: "李娜 (8001) · priority 2",
        category: "晚班",
      },
    ]);
  });

  test("names the agents of a shift together, covers and absences with whom they are about", () => {
    const { events } = calendarOf(nationalDayWeeks(), "zh");
    const on = (date: string) => events.filter(({ from }) => from.startsWith(date)).map(({ summary }) => summary);
    expect(on("2026-09-28T01")).toEqual(["售后 · 行政 · 李娜、张伟", "投诉 · 冯涛 (8021)"]);
    expect(on("2026-09-29T01")).toContain("售后 · 行政 · 张伟、王芳 (顶班：李娜)");
    expect(events.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining([
        "请假 · 李娜 (8001) · 年假 · 由王芳顶班",
        "请假 · 张伟 (8002) · 无人顶班",
        "缺人 · 售后 · 需 2 人，仅 1 人在岗",
        "缺人 · 售后 · 需 1 人，无人在岗",
      ]),
    );
    // Nothing changes for a member who is there always.
    expect(JSON.stringify(events)).not.toContain("郑爽");
  });

  test("names only some of many in the title, and all in the description", () => {
    const agents = Array.from({ length: 9 }, (_, index) => ({
      agentNumber: String(8000 + index),
      duties: [{ dates: ["2026-09-28"], time: "09:00-18:00", shift: "行政" }],
    }));
    const { events } = calendarOf(night({ groups: [{ displayName: "售后", agents }] }));
    expect(events.map(({ summary }) => summary)).toEqual(["售后 · 行政 · 8000, 8001, 8002, 8003 and 5 more"]);
    expect(events[0]?.description.split("\n")).toEqual(agents.map(({ agentNumber }) => agentNumber));
  });

  test.each(LANGUAGES)("has each event once, and the same next time, in %s", (language) => {
    const uids = (schedule: Schedule) => calendarOf(schedule, language).events.map(({ uid }) => uid);
    const first = uids(nationalDayWeeks());
    expect(new Set(first).size).toBe(first.length);
    expect(uids({ ...nationalDayWeeks(), createdAt: "2026-09-28T02:00:00.000Z" })).toEqual(first);
  });

  test("keeps an event's identity when others take the shift", () => {
    const [gap, shift] = calendarOf(night()).events;
    const other = night();
    const changed = JSON.parse(JSON.stringify(other).replaceAll("8001", "8009").replaceAll("李娜", "王芳")) as Schedule;
    expect(calendarOf(changed).events.map(({ uid }) => uid)).toEqual([gap?.uid, shift?.uid]);
    expect(calendarOf(changed).events[1]?.summary).toContain("王芳");
  });

  test("of a day of 23 hours has the instants that are meant", () => {
    const schedule = buildSchedule({
      timezone: "America/New_York",
      from: "2026-03-07",
      days: 2,
      groups: [
        {
          displayName: "Sales",
          agents: [
            { agentNumber: "1", duties: [{ dates: datesFrom("2026-03-07", "2026-03-08"), time: "09:00-17:00" }] },
          ],
        },
      ],
    });
    expect(calendarOf(schedule).events.map(({ from }) => from)).toEqual([
      "2026-03-07T14:00:00Z",
      "2026-03-08T13:00:00Z",
    ]);
  });

  test.each(LANGUAGES)("without any shift still is a calendar that says so, in %s", (language) => {
    const { events } = calendarOf(
      night({ groups: [{ displayName: "售后", agents: [{ agentNumber: "8002" }] }] }),
      language,
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ from: "2026-09-28", until: "2026-09-29" });
  });

  test("of several accounts says whose an event is, though they are alike", () => {
    const schedules = ["prod", "test"].map((account) => night({ account }));
    const { events, name } = calendarOf({ formatVersion: "1.0", kind: "schedules", schedules });
    expect(name).toBe("muster: prod · test");
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(4);
    expect(events.map(({ summary }) => summary.split(" · ")[0])).toEqual(["prod", "test", "prod", "test"]);
  });
});

describe("the form of a calendar", () => {
  const nasty = fc
    .tuple(
      fc.constantFrom(
        "",
        "a;b,c\\d",
        "\\n",
        "\r\nEND:VCALENDAR\r\nBEGIN:VEVENT",
        '"x":y',
        "客服".repeat(40),
        "🌟".repeat(30),
      ),
      hostileText,
    )
    .map((parts) => parts.join(""));

  test("lets no name add a line, and shows each name as it is", () => {
    fc.assert(
      fc.property(nasty, fc.constantFrom(...LANGUAGES), (name, language) => {
        const text = scheduleIcs(scheduleNamed(name), { language });
        const properties = (calendar: string) =>
          calendar
            .replaceAll("\r\n ", "")
            .split("\r\n")
            .map((line) => line.split(/[:;]/)[0]);
        expect(properties(text)).toEqual(properties(scheduleIcs(scheduleNamed("name"), { language })));
        const { events } = read(text);
        for (const { summary } of events) expect(summary).toContain(visible(name));
      }),
      { numRuns: 100 },
    );
  });

  test("has lines of at most 75 octets, each whole, ended by CRLF, and no control character", () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const text = scheduleIcs(scheduleNamed(name), { language: "zh" });
        expect(text.endsWith("\r\n")).toBe(true);
        expect(Buffer.from(text, "utf8").toString("utf8")).toBe(text);
        const lines = text.slice(0, -2).split("\r\n");
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toBe("");
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
          expect(line).not.toMatch(/[\u0000-\u001f\u007f]/);
        }
      }),
      { numRuns: 50 },
    );
  });
});
