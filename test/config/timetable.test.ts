import { describe, expect, it } from "vitest";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { brief, fileOf } from "./reading.js";

const DEFINITIONS = `version: 1
calendars:
  cn:
    until: 2026-12-31
    holidays:
      - { from: 2026-10-01, to: 2026-10-07, name: 国庆节 }
    makeup: [2026-09-20, 2026-10-10]
shifts:
  行政: [09:00-12:00, 13:30-18:00]
  早班: { at: 08:00-16:00, alias: [早, A] }
  中班: 16:00-24:00
  晚班: 22:00-08:00
rosters:
  aftersales:
    week:
      - { shift: 行政, on: workdays, agents: [zhang.wei, li.na, { team: day, except: ["8201"] }] }
      - { shift: 早班, on: [weekends, holidays], agents: ["8006"] }
      - { shift: 早班, on: sat, agents: ["8007"] }
    cycle:
      - { agents: ["8101", "8102", { team: third }], from: 2026-09-28, step: 1, pattern: [晚班, 休, 休] }
agents:
  zhang.wei: "8000"
  li.na: { number: "8001", name: 李娜 }
  wang.fang: "8002"
teams:
  day: ["8200", "8201"]
  third: ["8103", "8104"]
`;

const withGroup = (members: string, more = "") =>
  `${DEFINITIONS}${more}groups:\n  - displayName: 售后\n    members: ${members}\n`;

async function load(text: string, at: string, more: object = {}) {
  return loadDesiredAt([fileOf(text)], { now: 0, at, ...more });
}

/** `8000`, `8001:2` with a priority, `8002=8001` who covers for another. */
async function membersAt(text: string, at: string): Promise<string> {
  const { desired, findings } = await load(text, at);
  if (desired === undefined) throw new Error(findings.map(brief).join(", "));
  return (desired.groups[0]?.members ?? [])
    .map(({ agentNumber, priority, source }) =>
      [agentNumber, priority === 0 ? "" : `:${priority}`, source.coverFor ? `=${source.coverFor}` : ""].join(""),
    )
    .sort()
    .join(" ");
}

describe("members by roster", () => {
  const OFFICE = withGroup("[{ roster: aftersales, shift: 行政 }]");
  const NIGHT = withGroup("[{ roster: aftersales, shift: 晚班, priority: 1 }]");
  const EARLY = withGroup("[{ roster: aftersales, shift: 早班 }]");
  it.each<[what: string, text: string, at: string, members: string]>([
    ["before a shift", OFFICE, "2026-09-28T08:59", ""],
    ["at its first minute", OFFICE, "2026-09-28T09:00", "8000 8001 8200"],
    ["in its break", OFFICE, "2026-09-28T12:00", ""],
    ["after its break", OFFICE, "2026-09-28T13:30", "8000 8001 8200"],
    ["at its end", OFFICE, "2026-09-28T18:00", ""],
    ["on a holiday", OFFICE, "2026-10-01T10:00", ""],
    ["on a make-up workday", OFFICE, "2026-10-10T10:00", "8000 8001 8200"],
    ["on a plain Saturday", EARLY, "2026-09-26T10:00", "8006 8007"],
    ["on a Saturday among holidays", EARLY, "2026-10-03T10:00", "8006"],
    ["on a Saturday that is a make-up workday", EARLY, "2026-10-10T10:00", ""],
    ["a night belongs to the day it begins", NIGHT, "2026-09-28T22:00", "8101:1"],
    ["after midnight it goes on", NIGHT, "2026-09-29T07:59", "8101:1"],
    ["it ends in the morning", NIGHT, "2026-09-29T08:00", ""],
    ["the next one of a cycle is a step behind", NIGHT, "2026-09-29T23:00", "8102:1"],
    ["a team has one place in a cycle", NIGHT, "2026-09-30T23:00", "8103:1 8104:1"],
    ["a cycle begins again", NIGHT, "2026-10-01T23:00", "8101:1"],
    ["a cycle does not count before it begins", NIGHT, "2026-09-27T23:00", ""],
    ["any shift", withGroup("[{ roster: aftersales }]"), "2026-09-28T23:00", "8101"],
    ["several shifts", withGroup("[{ roster: aftersales, shift: [早班, 晚班] }]"), "2026-10-01T23:30", "8101"],
    [
      "without somebody",
      withGroup(`[{ roster: aftersales, shift: 行政, except: [li.na] }]`),
      "2026-09-28T09:00",
      "8000 8200",
    ],
    [
      "for a while",
      withGroup("[{ roster: aftersales, shift: 行政, until: 2026-09-28T10:00 }]"),
      "2026-09-28T10:00",
      "",
    ],
    [
      "through a team",
      `${DEFINITIONS.replace("teams:\n", "teams:\n  now: [{ roster: aftersales, shift: 行政 }]\n")}groups:\n  - displayName: 售后\n    members: [{ team: now, priority: 2 }]\n`,
      "2026-09-28T09:00",
      "8000:2 8001:2 8200:2",
    ],
  ])("%s", async (_, text, at, members) => expect(await membersAt(text, at)).toBe(members));
});

describe("members by when", () => {
  it.each<[when: string, at: string, members: string]>([
    ["{ on: workdays, at: 09:00-18:00 }", "2026-10-09T17:59", "8004"],
    ["{ on: workdays, at: 09:00-18:00 }", "2026-10-09T18:00", ""],
    ["{ on: workdays }", "2026-10-10T00:00", "8004"],
    ["{ on: weekends }", "2026-10-10T00:00", ""],
    ["{ on: weekends }", "2026-10-11T12:00", "8004"],
    ["{ on: holidays, calendar: cn }", "2026-10-07T23:59", "8004"],
    ["{ on: holidays }", "2026-10-08T00:00", ""],
    ["{ shift: 晚班 }", "2026-10-08T07:59", "8004"],
    ["{ shift: [早班, 中班] }", "2026-10-08T23:59", "8004"],
    ["{ shift: 晚班, on: fri }", "2026-10-10T07:00", "8004"],
    ["{ shift: 晚班, on: fri }", "2026-10-09T07:00", ""],
    ["{ at: [00:00-01:00, 23:00-24:00] }", "2026-10-09T00:59", "8004"],
    ["{ at: 00:00-00:00 }", "2026-10-09T00:00", "8004"],
  ])("%s at %s", async (when, at, members) =>
    expect(await membersAt(withGroup(`[{ agent: "8004", when: ${when} }]`), at)).toBe(members),
  );
});

describe("absences", () => {
  const GROUP = `[{ roster: aftersales, shift: 行政, priority: 3 }, { agent: "8009" }]`;
  const of = (entry: string, members = GROUP) => withGroup(members, `absences:\n  - ${entry}\n`);
  const AWAY = "{ agent: li.na, from: 2026-09-28T10:00, until: 2026-09-29, by: wang.fang, reason: 年假 }";
  it.each<[what: string, text: string, at: string, members: string]>([
    ["nobody is away yet", of(AWAY), "2026-09-28T09:59", "8000:3 8001:3 8009 8200:3"],
    ["the cover takes the place with its priority", of(AWAY), "2026-09-28T10:00", "8000:3 8002:3=8001 8009 8200:3"],
    ["as long as the agent would be there", of(AWAY), "2026-09-28T12:30", "8009"],
    ["and then the agent is back", of(AWAY), "2026-09-29T09:00", "8000:3 8001:3 8009 8200:3"],
    ["whoever is always there is away, too", of(AWAY.replace("li.na", '"8009"')), "2026-09-28T12:30", "8002=8009"],
    ["without a cover", of(AWAY.replace(", by: wang.fang", "")), "2026-09-28T10:00", "8000:3 8009 8200:3"],
    [
      "a cover who is there anyway keeps the own priority",
      of(AWAY, GROUP.replace("8009", "8002")),
      "2026-09-28T10:00",
      "8000:3 8002 8200:3",
    ],
  ])("%s", async (_, text, at, members) => expect(await membersAt(text, at)).toBe(members));
});

it("a cover whose places are on other days than those that are looked at has an effect", async () => {
  const absence = "absences:\n  - { agent: li.na, from: 2026-09-30, until: 2026-10-09, by: wang.fang }\n";
  const text = withGroup("[{ roster: aftersales }]", absence);
  const { findings } = await load(text, "2026-10-04", { days: 2, daysBehind: 2 });
  expect(findings).toEqual([]);
});

it("newcomers come early, and nobody is there twice for it", async () => {
  const text = withGroup(
    "[{ roster: aftersales, shift: 早班 }, { roster: aftersales, shift: 中班, priority: 1 }]",
  ).replace(
    "    week:\n",
    "    lead: 2m\n    week:\n      - { shift: [早班, 中班], on: mon, agents: [wang.fang] }\n      - { shift: 中班, on: mon, agents: [zhang.wei] }\n",
  );
  expect(await membersAt(text, "2026-09-28T07:57")).toBe("");
  expect(await membersAt(text, "2026-09-28T07:58")).toBe("8002");
  expect(await membersAt(text, "2026-09-28T15:58")).toBe("8000:1 8002");
  expect(await membersAt(text, "2026-09-28T16:00")).toBe("8000:1 8002:1");
});

/** A quarter of an hour each. */
const MANY_TIMES = Array.from({ length: 49 }, (_, quarter) => {
  const at = (minutes: number) =>
    [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return `${at(quarter * 15)}-${at(quarter * 15 + 15)}`;
});

describe("findings", () => {
  const ROSTER = withGroup("[{ roster: aftersales, shift: 行政 }]");
  const at = "2026-09-28";
  it.each<[what: string, text: string, at: string, found: string[]]>([
    ["sound files", ROSTER, at, []],
    ["a shift that nobody has", withGroup("[{ roster: aftersales, shift: 中班 }]"), at, ["shift-empty"]],
    ["a shift that is not defined", withGroup("[{ roster: aftersales, shift: 夜班 }]"), at, ["unknown-name"]],
    ["a roster that is not defined", withGroup("[{ roster: after }]"), at, ["unknown-name"]],
    [
      "a calendar that is not defined",
      withGroup(`[{ agent: "1", when: { on: workdays, calendar: us } }]`),
      at,
      ["unknown-name"],
    ],
    ["a calendar that ends soon", ROSTER, "2026-12-20", ["calendar-ends"]],
    ["a calendar that has ended", ROSTER, "2027-01-01", ["calendar-ended"]],
    ["both at and shift", withGroup(`[{ agent: "1", when: { at: 09:00-10:00, shift: 行政 } }]`), at, ["when-both"]],
    ["an unknown agent of a row", ROSTER.replace("[zhang.wei, li.na", "[zhang.wie, li.na"), at, ["unknown-agent-name"]],
    [
      "a team of a roster that needs a roster",
      ROSTER.replace('day: ["8200", "8201"]', 'day: ["8200", "8201", { roster: aftersales }]'),
      at,
      ["agent-twice", "roster-in-roster"],
    ],
    ["a word for days in Chinese", ROSTER.replace("on: workdays", "on: 工作日"), at, ["bad-value"]],
    ["an interval as people write it", ROSTER.replace("22:00-08:00", "22点至8点"), at, ["bad-interval"]],
    [
      "an alias of two shifts",
      ROSTER.replace("中班: 16:00-24:00", "中班: { at: 16:00-24:00, alias: [A] }"),
      at,
      ["shift-alias-twice"],
    ],
    ["times that overlap", ROSTER.replace("13:30-18:00", "11:30-18:00"), at, ["intervals-overlap"]],
    ["a day that is none", ROSTER.replace("2026-09-20", "2026-09-31"), at, ["bad-day"]],
    ["a make-up day on a holiday", ROSTER.replace("2026-09-20", "2026-10-02"), at, ["makeup-is-holiday"]],
    [
      "a calendar that ends before its days",
      ROSTER.replace("2026-12-31", "2026-10-09"),
      at,
      ["calendar-until-early", "calendar-ends"],
    ],
    [
      "a cover who is away",
      withGroup(
        "[{ roster: aftersales }]",
        "absences:\n  - { agent: li.na, from: 2026-09-28, until: 2026-09-30, by: wang.fang }\n  - { agent: wang.fang, from: 2026-09-29, until: 2026-09-30 }\n",
      ),
      at,
      ["cover-absent"],
    ],
    [
      "a cover without a place",
      withGroup(
        "[{ roster: aftersales }]",
        'absences:\n  - { agent: "8777", from: 2026-09-28, until: 2026-09-30, by: wang.fang }\n',
      ),
      at,
      ["cover-without-effect"],
    ],
    [
      "an absence that is over",
      withGroup("[{ roster: aftersales }]", "absences:\n  - { agent: li.na, from: 2026-09-20, until: 2026-09-28 }\n"),
      at,
      ["absence-expired"],
    ],
    [
      "an absence that ends before it begins",
      withGroup("[{ roster: aftersales }]", "absences:\n  - { agent: li.na, from: 2026-09-28, until: 2026-09-28 }\n"),
      at,
      ["until-not-after-from"],
    ],
    [
      "all that is wrong with a cycle and a coverage, at once",
      ROSTER.replace("from: 2026-09-28, step: 1", "from: 2026-09-31, step: 1")
        .replace('"8102", { team: third }', '"8102", { team: thrid }')
        .concat('    coverage: { min: "2", during: { on: sundays } }\n'),
      at,
      ["bad-day", "bad-value", "unknown-team", "wrong-type"],
    ],
    [
      "a shift of more stretches than a day has half hours",
      ROSTER.replace("22:00-08:00", JSON.stringify(MANY_TIMES)),
      at,
      ["too-many-entries"],
    ],
    [
      "a holiday that ends before it begins",
      ROSTER.replace("to: 2026-10-07", "to: 2026-09-30"),
      at,
      ["holiday-reversed"],
    ],
    [
      "two calendars and none named",
      ROSTER.replace("calendars:\n", "calendars:\n  us: { until: 2026-12-31 }\n"),
      at,
      ["calendar-unclear", "calendar-unclear", "calendar-unclear"],
    ],
    [
      "a shift that is there twice",
      `${ROSTER}shifts: {}\n`
        .replace("shifts: {}\n", "")
        .replace("version: 1\n", "version: 1\nshifts: { 行政: 09:00-10:00 }\n---\nversion: 1\n"),
      at,
      ["defined-twice"],
    ],
    [
      "a shift with the name of a day off",
      ROSTER.replace("  中班: 16:00-24:00", "  休: 16:00-24:00"),
      at,
      ["shift-name-off"],
    ],
    ["a lead without a unit", ROSTER.replace("    week:\n", '    lead: "2"\n    week:\n'), at, ["bad-lead"]],
    [
      "a cover for oneself",
      withGroup(
        "[{ roster: aftersales }]",
        "absences:\n  - { agent: li.na, from: 2026-09-28, until: 2026-09-30, by: li.na }\n",
      ),
      at,
      ["cover-self"],
    ],
    [
      "workdays without a calendar",
      ROSTER.replace(/calendars:\n(?: .*\n)+/, ""),
      at,
      ["calendar-missing", "calendar-missing"],
    ],
  ])("%s", async (_, text, when, found) => {
    const { findings } = await load(text, when);
    expect(findings.map(({ code }) => code).sort()).toEqual(found.toSorted());
  });

  it("a calendar that ends within an asked range is an error at its until", async () => {
    const { desired, findings } = await load(ROSTER, "2026-12-20", { days: 14, isStrict: true });
    expect(desired).toBeUndefined();
    expect(findings.map(({ code, severity, source }) => [code, severity, source?.line])).toEqual([
      ["calendar-ended", "error", 4],
    ]);
  });
});

it("more than anybody can have is refused, and not made out", async () => {
  const agents = Array.from({ length: 12_000 }, (_, index) => `"${index}"`).join(", ");
  const text = withGroup("[{ roster: aftersales }]").replace(
    'agents: ["8101", "8102", { team: third }]',
    `agents: [${agents}]`,
  );
  const { findings } = await load(text, "2026-09-28", { days: 366 });
  expect(findings.map(({ code }) => code)).toContain("too-many-stretches");
});

describe("those whom a roster names", () => {
  const roster = (rows: string, members = "[{ roster: r, priority: 7 }]") => `version: 1
shifts: { 早: 08:00-16:00, 晚: 16:00-24:00 }
teams:
  senior: [{ agent: "8001", priority: 1 }, "8003"]
  junior: [{ agent: "8001", priority: 2 }, "8002"]
rosters:
  r:
    week:
${rows}
groups:
  - displayName: g
    members: ${members}
`;
  const dayAndNight = roster(
    "      - { shift: 早, agents: [{ team: senior }] }\n      - { shift: 晚, agents: [{ team: junior }] }",
  );

  it.each([
    ["2026-11-29T09:00", ["8001 1", "8003 7"]],
    ["2026-11-29T17:00", ["8001 2", "8002 7"]],
  ])("have, at each time, the priority of the team through which they are there: %s", async (at, expected) => {
    const { desired, findings } = await load(dayAndNight, at);
    expect(findings).toEqual([]);
    const members = desired?.groups[0]?.members?.map(({ agentNumber, priority }) => `${agentNumber} ${priority}`);
    expect(members?.sort()).toEqual(expected);
  });

  it.each([
    ["with two priorities at one instant are an error", "{ team: senior }, { team: junior }", ["priority-conflict 9"]],
    ["twice in one row are a warning", '"8005", "8005"', ["agent-twice 9"]],
    ["left out of a team that does not have them", '{ team: senior, except: ["8009"] }', ["except-not-in-team 9"]],
    ["left out twice", '{ team: senior, except: ["8001", "8001"] }', ["except-twice 9"]],
    ["all left out", '{ team: senior, except: ["8001", "8003"] }, "8005"', ["except-everyone 9"]],
  ])("%s", async (_what, agents, expected) => {
    const { findings } = await load(roster(`      - { shift: 早, agents: [${agents}] }`), "2026-11-29");
    expect(findings.map(({ code, source }) => `${code} ${source?.line}`)).toEqual(expected);
  });

  it("with two priorities in rows that overlap are an error with the first instant", async () => {
    const rows =
      "      - { shift: 早, on: mon, agents: [{ team: senior }] }\n      - { shift: 早, on: [mon, tue], agents: [{ team: junior }] }";
    const { findings } = await load(roster(rows), "2026-11-29T12:00");
    expect(findings.map(({ code, args }) => [code, args])).toEqual([
      [
        "priority-conflict",
        expect.objectContaining({ agent: "8001", priority: 2, otherPriority: 1, at: "2026-11-02T08:00" }),
      ],
    ]);
  });
});

it.each(["OFF", "Rest", "休"])("a shift cannot have a name that means a day off: %s", async (name) => {
  const { findings } = await load(withGroup("[8000]").replaceAll("中班", name), "2026-10-12");
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["shift-name-off", "error"]]);
});
