import { describe, expect, it } from "vitest";
import { isDue, membersAt } from "../../src/calendar/timeline.js";
import type { DesiredGroup, DesiredState } from "../../src/config/desired.js";
import { loadDesiredAt } from "../../src/config/loadDesired.js";
import { coverageGaps, groupGaps } from "../../src/config/time/coverageGaps.js";
import { formatFinding } from "../../src/report/messages/formatFinding.js";
import { fileOf } from "./reading.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 2026-09-28 00:00 in Shanghai, a Monday. */
const MONDAY = Date.UTC(2026, 8, 27, 16);

/** The state of files with one group, at an instant; spans are put in by hand. */
async function stateAt(group: Partial<DesiredGroup>, now = MONDAY): Promise<DesiredState> {
  const text = `version: 1\ngroups:\n  - displayName: 售后\n    members:\n      - "8000"\n`;
  const { desired } = await loadDesiredAt([fileOf(text)], { now, isNeeded: true });
  const [only] = desired?.groups ?? [];
  if (desired === undefined || only === undefined) throw new Error("no group");
  return { ...desired, groups: [{ ...only, ...group }] };
}

const source = { file: "a.yaml", line: 9, column: 5 };
const days = (from: number, until: number, isOne: (day: number) => boolean = () => true) =>
  Array.from({ length: 33 }, (_, day) => day - 1)
    .filter(isOne)
    .map((day) => ({ from: MONDAY + day * DAY + from * HOUR, until: MONDAY + day * DAY + until * HOUR }));
const member = (
  agentNumber: string,
  spans?: DesiredGroup["timeline"] extends infer _ ? ReturnType<typeof days> : never,
) => ({
  agentNumber,
  priority: 0,
  source,
  ...(spans && { spans }),
});
const isWorkday = (day: number): boolean => ((day % 7) + 7) % 7 < 5;

const said = (state: DesiredState) =>
  coverageGaps(state).map((finding) => `${finding.source?.line} ${formatFinding(finding, "en").message}`);

it("gaps of real files are those of a scan, half an hour by half an hour", async () => {
  const text = `version: 1
calendars: { cn: { workdays: [mon, tue, wed, thu, fri], until: 2026-12-31, holidays: [{ from: 2026-10-01, to: 2026-10-07 }], makeup: [2026-10-10] } }
shifts: { 行政: [09:00-12:00, 13:30-18:00], 晚班: 22:00-08:00 }
rosters:
  r:
    week: [{ shift: 行政, on: workdays, agents: ["8000", "8001"] }]
    cycle: [{ agents: ["8002", "8003", "8004"], from: 2026-09-28, pattern: [晚班, 行政, 休] }]
absences: [{ agent: "8001", from: 2026-10-09T10:00, until: 2026-10-12, by: "8009" }, { agent: "8000", from: 2026-09-29, until: 2026-09-30 }]
groups:
  - displayName: 售后
    members: [{ roster: r }, { agent: "8005", when: { on: [weekends, holidays], at: 10:00-20:00 } }, { agent: "8006", until: 2026-10-05T17:30 }]
    coverage: [{ min: 1 }, { min: 3, during: { on: workdays, at: 09:00-18:00 } }, { min: 2, during: { shift: 晚班 } }]
`;
  const { desired, findings } = await loadDesiredAt([fileOf(text)], { now: MONDAY, days: 14 });
  expect(findings).toEqual([]);
  const [group] = desired?.groups ?? [];
  if (group === undefined || desired?.moment === undefined) throw new Error("no group");
  const window = { from: MONDAY, until: desired.moment.window.until };
  const scanned: string[] = [];
  for (let at = window.from; at < window.until; at += HOUR / 2) {
    const mins = (group.coverage ?? []).filter((rule) => isDue(rule, at)).map(({ min }) => min);
    const staffed = membersAt(group.timeline ?? [], at).length;
    if (staffed < Math.max(0, ...mins)) scanned.push(`${(at - MONDAY) / HOUR}`);
  }
  const swept = groupGaps(group, window).flatMap(({ from, until }) =>
    Array.from({ length: ((until - from) / HOUR) * 2 }, (_, half) => `${(from - MONDAY) / HOUR + half / 2}`),
  );
  expect(scanned.length).toBeGreaterThan(100);
  expect(swept).toEqual(scanned);
});

describe("coverage-gap", () => {
  it("is one finding for what recurs, at the rule", async () => {
    const timeline = [
      member(
        "1",
        [...days(9, 12, isWorkday), ...days(13.5, 18, isWorkday)].sort((a, b) => a.from - b.from),
      ),
    ];
    const coverage = [{ min: 1, spans: days(9, 18, isWorkday), source }];
    expect(said(await stateAt({ timeline, coverage }))).toEqual([
      `9 "售后" has fewer members than the 1 that its coverage demands: Mon–Fri 12:00–13:30 (0 of 1), 23 times, first 09-28.`,
    ]);
  });

  it("begins before now and goes on: told as those that follow", async () => {
    const timeline = [
      member(
        "1",
        [...days(9, 12), ...days(13.5, 18)].sort((a, b) => a.from - b.from),
      ),
    ];
    const state = await stateAt(
      { timeline, coverage: [{ min: 1, spans: days(9, 18), source }] },
      MONDAY + 12.75 * HOUR,
    );
    expect(said(state)).toEqual([
      `9 "售后" has fewer members than the 1 that its coverage demands: daily 12:00–13:30 (0 of 1), 32 times, first 09-28.`,
    ]);
    expect(
      said(await stateAt({ timeline, coverage: [{ min: 1, spans: days(9, 18), source }] }, MONDAY + 13.5 * HOUR)),
    ).toEqual([
      `9 "售后" has fewer members than the 1 that its coverage demands: daily 12:00–13:30 (0 of 1), 31 times, first 09-29.`,
    ]);
  });

  it("all the time, of members who are there always or never", async () => {
    expect(said(await stateAt({ coverage: [{ min: 2, source }] }))).toEqual([
      `9 "售后" has fewer members than the 2 that its coverage demands, at all times within the next 31 days: 1 at the least.`,
    ]);
    expect(said(await stateAt({ coverage: [{ min: 1, source }] }))).toEqual([]);
    expect(said(await stateAt({ members: [], coverage: [{ min: 1, source }] }))[0]).toContain(
      "31 days: 0 at the least.",
    );
  });

  it("members that the files do not manage are nobody's business", async () => {
    const { groups, ...state } = await stateAt({ coverage: [{ min: 9, source }] });
    const [{ members: _, ...group } = groups[0] as DesiredGroup] = groups;
    expect(said({ ...state, groups: [group] })).toEqual([]);
  });

  it("lists the first few, and counts the others", async () => {
    const timeline = [member("1", [])];
    const spans = [1, 3, 4, 8, 13].map((day) => ({
      from: MONDAY + day * DAY + day * HOUR,
      until: MONDAY + day * DAY + (day + 2) * HOUR,
    }));
    const [finding] = coverageGaps(await stateAt({ timeline, coverage: [{ min: 1, spans, source }] }));
    expect(finding).toMatchObject({ code: "coverage-gap", severity: "warning", args: { more: 2, staffed: 0 } });
    expect(formatFinding(finding as NonNullable<typeof finding>, "zh").message).toBe(
      "“售后”的坐席少于 coverage 要求的 1 人：09-29 01:00–03:00（0/1 人）；10-01 03:00–05:00（0/1 人）；10-02 04:00–06:00（0/1 人）；另有 2 个时段。",
    );
  });

  it("60 groups over 31 days, each with gaps at lunch, within 150 ms where nothing else runs", async () => {
    const spans = [...days(9, 12), ...days(13.5, 18)].sort((a, b) => a.from - b.from);
    const timeline = Array.from({ length: 20 }, (_, index) => member(String(index), spans));
    const state = await stateAt({ timeline, coverage: [{ min: 2, spans: days(9, 18), source }] });
    const [group] = state.groups;
    const groups = Array.from({ length: 60 }, () => group as DesiredGroup);
    const begun = performance.now();
    expect(coverageGaps({ ...state, groups })).not.toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});
