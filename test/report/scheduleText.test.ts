import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import scheduleSchema from "../../schemas/schedule.schema.json" with { type: "json" };
import { scheduleCsv } from "../../src/engine/scheduleTable.js";
import { scheduleTextWordsOf } from "../../src/report/messages/schedule.js";
import { type Schedule, type ScheduledMember, scheduleJson } from "../../src/report/schedule.js";
import { widthOf } from "../../src/report/text/columns.js";
import { scheduleText } from "../../src/report/text/scheduleText.js";

const at = (line: number) => ({ file: "groups/售后.yaml", line, column: 7 });
const DATES = Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 8, 28 + day)).toISOString().slice(0, 10));
const KINDS = new Map(
  DATES.map((date, index) => {
    const isHoliday = date >= "2026-10-01" && date <= "2026-10-07";
    const kind = isHoliday ? "holiday" : date === "2026-10-10" ? "makeup" : index % 7 > 4 ? "weekend" : "workday";
    return [date, kind] as const;
  }),
);
const after = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const instant = (date: string, clock: string): string => `${date}T${clock}:00+08:00`;
const workdays = DATES.filter((date) => ["workday", "makeup"].includes(KINDS.get(date) ?? ""));
const stretches = (dates: readonly string[], from: string, until: string) =>
  dates.map((date) => ({ from: instant(date, from), until: instant(until > from ? date : after(date), until) }));
const member = (agentNumber: string, agentName: string, spans: ScheduledMember["spans"]): ScheduledMember => {
  return { agentNumber, agentName, spans };
};
const duty = (
  dates: readonly string[],
  times: readonly [string, string][],
  shift: string,
  line: number,
  priority = 0,
) =>
  times
    .flatMap(([from, until]) => stretches(dates, from, until))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map((one) => ({ ...one, priority, source: { ...at(line), shift } }));

const OFFICE: readonly [string, string][] = [
  ["09:00", "12:00"],
  ["13:30", "18:00"],
];

const DOCUMENT: Schedule = {
  formatVersion: "1.0",
  kind: "schedule",
  musterVersion: "0.1.0",
  createdAt: "2026-09-20T00:00:00.000Z",
  account: { name: "prod" },
  timezone: "Asia/Shanghai",
  from: instant("2026-09-28", "00:00"),
  until: instant("2026-10-12", "00:00"),
  days: DATES.map((date) => {
    const kind = KINDS.get(date) ?? "workday";
    const name = kind === "holiday" ? { name: "国庆节" } : {};
    return { date, kind, ...name, from: instant(date, "00:00"), until: instant(after(date), "00:00") };
  }),
  groups: [
    {
      displayName: "售后服务热线",
      exten: "10018578",
      membership: "exact",
      source: at(3),
      members: [
        member("8000", "张伟", duty(workdays, OFFICE, "行政", 12)),
        member("8001", "李娜", duty(workdays, OFFICE, "行政", 12)),
        member("8004", "王杰", duty(DATES.slice(0, -1), [["22:00", "08:00"]], "晚班", 14, 1)),
        member("8006", "陈杰", [
          { from: instant("2026-10-08", "00:00"), until: instant("2026-10-12", "00:00"), priority: 0, source: at(15) },
        ]),
        member("8007", "欧阳娜娜", [
          ...stretches(["2026-09-30"], "09:00", "12:00").map((one) => ({
            ...one,
            priority: 0,
            source: { ...at(16), coverFor: "8001" },
          })),
        ]),
      ],
      required: stretches(workdays, "09:00", "18:00").map((one) => ({ ...one, min: 2, source: at(20) })),
      gaps: stretches(workdays, "12:00", "13:30").map((one) => ({ ...one, min: 2, staffed: 0 })),
    },
    {
      displayName: "售前",
      membership: "additive",
      source: at(30),
      members: [
        member("8010", "赵敏", [
          {
            from: instant("2026-09-28", "00:00"),
            until: instant("2026-10-12", "00:00"),
            priority: 0,
            always: true,
            source: at(32),
          },
        ]),
      ],
      required: [],
      gaps: [],
    },
    { displayName: "后台", unmanaged: true, membership: "exact", source: at(40), members: [], required: [], gaps: [] },
    {
      displayName: "空组",
      membership: "exact",
      source: at(44),
      members: [],
      required: [
        { from: instant("2026-09-28", "00:00"), until: instant("2026-10-12", "00:00"), min: 1, source: at(46) },
      ],
      gaps: [{ from: instant("2026-09-28", "00:00"), until: instant("2026-10-12", "00:00"), min: 1, staffed: 0 }],
    },
  ],
  turns: [
    ...workdays.map((date) => ({ at: instant(date, "09:00"), writes: 60, seconds: 120, groups: [] })),
    {
      at: instant("2026-10-08", "00:00"),
      writes: 1,
      seconds: 0,
      groups: [
        {
          displayName: "售后服务热线",
          exten: "10018578",
          joins: [{ agentNumber: "8006", agentName: "陈杰", priority: 0, source: { ...at(15), until: "2026-10-12" } }],
          leaves: [{ agentNumber: "8010", priority: 0, source: at(32) }],
          reprioritized: [{ agentNumber: "8004", priority: 2, from: 1, source: at(14) }],
        },
      ],
    },
  ],
  absences: [
    {
      agentNumber: "8001",
      agentName: "李娜",
      from: instant("2026-09-30", "09:00"),
      until: instant("2026-10-01", "00:00"),
      by: { agentNumber: "8007", agentName: "欧阳娜娜" },
      reason: "年假",
      source: at(50),
    },
    {
      agentNumber: "8000",
      from: instant("2026-10-09", "00:00"),
      until: instant("2026-10-10", "00:00"),
      source: at(51),
    },
  ],
  diagnostics: [],
};

const text = (language: "en" | "zh", more: object = {}) =>
  scheduleText(DOCUMENT, { language, colour: false, columns: 80, ...more });

describe("the text of muster schedule", () => {
  it("in English", () => {
    expect(text("en")).toMatchInlineSnapshot(`
      "Account prod
      2026-09-28 to 2026-10-11 (14 days), Asia/Shanghai
      Holidays: 10-01 to 10-07 国庆节
      Make-up workdays: 10-10

      售后服务热线 (10018578)
        workdays              09:00–12:00, 13:30–18:00  行政  8000 张伟, 8001 李娜
        daily 09-28 to 10-10  22:00–08:00               晚班  priority 1  8004 王杰
        09-30                 09:00–12:00               8007 欧阳娜娜  for 8001 李娜
        from 10-08                                      8006 陈杰
        workdays              09:00–18:00               at least 2
        ! workdays            12:00–13:30               0 of 2  6 times

      售前 (additive: others may be there)
        always  8010 赵敏

      后台 (members not managed)

      空组 (no members in this time)
        always    at least 1
        ! always  0 of 1

      Away
        8001 李娜  09-30 09:00 to 24:00  年假  covered by 8007 欧阳娜娜
        8000 张伟  10-09                       no cover

      7 times when members change
        workdays  09:00  60 groups  2 min to write, by the rate limits
        10-08     00:00  1 group
      "
    `);
  });

  it("in Chinese", () => {
    expect(text("zh")).toMatchInlineSnapshot(`
      "账号 prod
      2026-09-28 至 2026-10-11（14 天），Asia/Shanghai
      节假日：10-01 至 10-07 国庆节
      调休上班：10-10

      售后服务热线 (10018578)
        工作日               09:00–12:00、13:30–18:00  行政  8000 张伟、8001 李娜
        每天 09-28 至 10-10  22:00–次日 08:00          晚班  优先级 1  8004 王杰
        09-30                09:00–12:00               8007 欧阳娜娜  为 8001 李娜顶班
        自 10-08 起                                    8006 陈杰
        工作日               09:00–18:00               至少 2 人
        ! 工作日             12:00–13:30               0/2 人  6 次

      售前（additive：另可有其他坐席）
        始终  8010 赵敏

      后台（坐席未纳管）

      空组（此期间没有坐席）
        始终    至少 1 人
        ! 始终  0/1 人

      请假
        8001 李娜  09-30 09:00 至 24:00  年假  由 8007 欧阳娜娜顶班
        8000 张伟  10-09                       无人顶班

      坐席变化 7 次
        工作日  09:00  60 个技能组  受频次限制，写入需 2 分钟
        10-08   00:00  1 个技能组
      "
    `);
  });

  it("the next turns alone", () => {
    const turns = DOCUMENT.turns.slice(-1);
    const next = (language: "en" | "zh") =>
      scheduleText({ ...DOCUMENT, turns }, { language, colour: false, columns: 80, turnsOnly: true });
    expect(next("en")).toMatchInlineSnapshot(`
      "Account prod
      The next change of members

      2026-10-08 00:00 (+08:00)  1 group
        售后服务热线 (10018578)  - 8010 赵敏  + 8006 陈杰 (until 2026-10-12 00:00)
            ± 8004 王杰 priority 1 → 2
      "
    `);
    expect(next("zh")).toMatchInlineSnapshot(`
      "账号 prod
      接下来的 1 次坐席变化

      2026-10-08 00:00 (+08:00)  1 个技能组
        售后服务热线 (10018578)  - 8010 赵敏  + 8006 陈杰 (至 2026-10-12 00:00 止)
            ± 8004 王杰 优先级 1 → 2
      "
    `);
    const none = scheduleText(
      { ...DOCUMENT, turns: [] },
      { language: "en", colour: false, columns: 80, turnsOnly: true },
    );
    expect(none).toContain("No member joins or leaves by the clock within the next 14 days.");
  });

  it("says so where nothing depends on time", () => {
    const groups = DOCUMENT.groups.slice(1, 2);
    const plain = scheduleText(
      { ...DOCUMENT, groups, turns: [], absences: [] },
      { language: "zh", colour: false, columns: 80 },
    );
    expect(plain).toContain("文件中没有与时间有关的内容");
    expect(plain).toContain("始终  8010 赵敏");
    expect(scheduleText({ ...DOCUMENT, groups: [] }, { language: "en", colour: false, columns: 80 })).toContain(
      "name no group",
    );
  });

  it("keeps to the width, and has the lines in --verbose", () => {
    for (const language of ["en", "zh"] as const)
      for (const columns of [80, 60, 40])
        for (const line of text(language, { columns }).split("\n"))
          expect(widthOf(line), line).toBeLessThanOrEqual(columns);
    expect(text("en", { verbose: true })).toContain("groups/售后.yaml:12");
  });

  it("marks gaps in colour, and shows no escape of a name", () => {
    expect(text("en", { colour: true })).toContain("\u001b[31m! workdays");
    const groups = [{ ...(DOCUMENT.groups[0] as Schedule["groups"][0]), displayName: "a\u001b[2Jb" }];
    expect(scheduleText({ ...DOCUMENT, groups }, { language: "en", colour: false, columns: 80 })).not.toContain(
      "\u001b",
    );
  });

  it("several accounts are one after the other", () => {
    const both = { formatVersion: "1.0", kind: "schedules", schedules: [DOCUMENT, DOCUMENT] } as const;
    expect(scheduleText(both, { language: "en", colour: false, columns: 80 }).match(/Account prod/g)).toHaveLength(2);
  });
});

describe("its JSON and its table", () => {
  const isSchedule = new Ajv({ allErrors: true, strict: true }).compile(scheduleSchema);

  it("fits the schema, which describes everything in both languages", () => {
    const both = { formatVersion: "1.0", kind: "schedules", schedules: [DOCUMENT] } as const;
    for (const found of [DOCUMENT, both])
      expect(isSchedule(JSON.parse(scheduleJson(found, "en"))), JSON.stringify(isSchedule.errors)).toBe(true);
    for (const name of ["source", "memberSource", "diagnostic"] as const)
      expect(scheduleSchema.definitions[name]).toEqual(planSchema.definitions[name]);
    const { groups: _, ...broken } = DOCUMENT;
    expect(isSchedule(broken)).toBe(false);
    for (const said of JSON.stringify(scheduleSchema).match(/"description":"[^"]*"/g) ?? []) {
      expect(said).toContain("\\n");
      expect(said).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it("is one line a stretch, safe for Excel", () => {
    const [group, ...others] = DOCUMENT.groups;
    const odd = { ...(group as Schedule["groups"][0]), displayName: "=1+1", exten: "0012" };
    const csv = scheduleCsv({ ...DOCUMENT, groups: [odd, ...others] }, scheduleTextWordsOf("zh").heads, (one) => one);
    expect(
      csv.startsWith(
        "\ufeff技能组,编号,工号,姓名,开始日期,开始时间,截止日期,截止时间,优先级,班次,排班表,为谁顶班,来源\r\n",
      ),
    ).toBe(true);
    const lines = csv.trimEnd().split("\r\n");
    expect(lines).toHaveLength(
      1 + DOCUMENT.groups.flatMap(({ members }) => members.flatMap(({ spans }) => spans)).length,
    );
    expect(lines[1]).toBe("'=1+1,'0012,8000,张伟,2026-09-28,09:00,2026-09-28,12:00,0,行政,,,groups/售后.yaml:12");
    const both = { formatVersion: "1.0", kind: "schedules", schedules: [DOCUMENT] } as const;
    expect(scheduleCsv(both, scheduleTextWordsOf("en").heads, (one) => one)).toMatch(
      /^\ufeffaccount,group,.*\r\nprod,/,
    );
  });
});
