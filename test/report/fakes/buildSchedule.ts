import { Temporal } from "temporal-polyfill";
import type { DayKind } from "../../../src/model/calendarDay.js";
import type { Diagnostic, UpcomingTurn } from "../../../src/plan/plan.js";
import type {
  Schedule,
  ScheduleAbsence,
  ScheduleDay,
  ScheduledMember,
  ScheduledSpan,
  ScheduleGap,
  ScheduleGroup,
} from "../../../src/report/schedule.js";
import { at } from "./buildPlan.js";

/** Who is there on which days, at which time of the clock. */
export interface Duty {
  readonly dates: readonly string[];
  /** `22:00-08:00` ends the next day. */
  readonly time: string;
  readonly shift?: string;
  readonly priority?: number;
  readonly coverFor?: string;
}

export interface Agent {
  readonly agentNumber: string;
  readonly agentName?: string;
  readonly alias?: string;
  /** Absent: always. */
  readonly duties?: readonly Duty[];
}

export interface GroupDraft {
  readonly displayName: string;
  readonly exten?: string;
  readonly description?: string;
  readonly agents: readonly Agent[];
  readonly demands?: readonly { readonly dates: readonly string[]; readonly time: string; readonly min: number }[];
}

export interface ScheduleDraft {
  readonly account?: string;
  readonly timezone?: string;
  readonly from: string;
  readonly days: number;
  /** By date; no day has a kind where this is absent. */
  readonly calendar?: (date: string) => { readonly kind: DayKind; readonly name?: string };
  readonly groups: readonly GroupDraft[];
  readonly absences?: readonly ScheduleAbsence[];
  readonly turns?: readonly UpcomingTurn[];
}

/** A schedule with the gaps that its members leave. */
export function buildSchedule(draft: ScheduleDraft): Schedule {
  const { timezone = "Asia/Shanghai" } = draft;
  const first = Temporal.PlainDate.from(draft.from);
  const dates = Array.from({ length: draft.days + 1 }, (_, index) => first.add({ days: index }).toString());
  const begins = dates.map((date) => instantText(date, "00:00", timezone));
  const [from, until] = [begins[0] ?? "", begins.at(-1) ?? ""];
  const days = dates.slice(0, -1).map(
    (date, index): ScheduleDay => ({
      date,
      from: begins[index] ?? "",
      until: begins[index + 1] ?? "",
      ...draft.calendar?.(date),
    }),
  );
  const cut = (date: string, time: string) => stretch(date, time, timezone, from, until);
  const groups = draft.groups.map((group, index): ScheduleGroup => {
    const file = `groups/g${index}.yaml`;
    const members = group.agents.map(({ duties, ...agent }, line): ScheduledMember => {
      const source = (duty?: Duty) => ({
        ...at(file, 20 + line),
        ...(duty?.shift !== undefined && { shift: duty.shift, roster: "aftersales", via: at(file, 12) }),
        ...(duty?.coverFor !== undefined && { coverFor: duty.coverFor }),
      });
      const spans: ScheduledSpan[] =
        duties === undefined
          ? [{ from, until, priority: 0, always: true, source: source() }]
          : duties
              .flatMap((duty) =>
                duty.dates.flatMap((date) => {
                  const span = cut(date, duty.time);
                  return span === undefined ? [] : [{ ...span, priority: duty.priority ?? 0, source: source(duty) }];
                }),
              )
              .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
      return { ...agent, spans };
    });
    const required = (group.demands ?? [])
      .flatMap(({ dates: on, time, min }) =>
        on.flatMap((date) => {
          const span = cut(date, time);
          return span === undefined ? [] : [{ ...span, min, source: at(file, 5) }];
        }),
      )
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
    return {
      displayName: group.displayName,
      ...(group.exten !== undefined && { exten: group.exten }),
      ...(group.description !== undefined && { description: group.description }),
      membership: "exact",
      source: at(file, 3),
      members,
      required,
      gaps: required.flatMap((demand) => gapsIn(demand, members, timezone)),
    };
  });
  return {
    formatVersion: "1.0",
    kind: "schedule",
    musterVersion: "1.0.0",
    createdAt: "2026-09-27T02:00:00.000Z",
    account: { name: draft.account ?? "prod" },
    timezone,
    from,
    until,
    days,
    groups,
    turns: draft.turns ?? turnsOf(groups),
    absences: draft.absences ?? [],
    diagnostics: [],
  };
}

/** Nothing changes between the ends of spans. */
function gapsIn(
  { from, until, min }: { readonly from: string; readonly until: string; readonly min: number },
  members: readonly ScheduledMember[],
  timezone: string,
): ScheduleGap[] {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const spans = members.map((member) =>
    member.spans.map((one) => [Date.parse(one.from), Date.parse(one.until)] as const),
  );
  const cuts = new Set([start, end, ...spans.flat(2).filter((cut) => start < cut && cut < end)]);
  const instants = [...cuts].sort((a, b) => a - b);
  const gaps: { from: number; until: number; staffed: number }[] = [];
  for (const [index, instant] of instants.entries()) {
    const next = instants[index + 1];
    const staffed = spans.filter((own) => own.some(([a, b]) => a <= instant && instant < b)).length;
    if (next === undefined || staffed >= min) continue;
    const last = gaps.at(-1);
    if (last?.until === instant) Object.assign(last, { until: next, staffed: Math.min(last.staffed, staffed) });
    else gaps.push({ from: instant, until: next, staffed });
  }
  const text = (ms: number) => zonedText(Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone));
  return gaps.map((gap) => ({ from: text(gap.from), until: text(gap.until), min, staffed: gap.staffed }));
}

/** Each instant at which a member comes or goes. */
function turnsOf(groups: readonly ScheduleGroup[]): UpcomingTurn[] {
  const found = new Map<string, Set<string>>();
  for (const { displayName, members } of groups)
    for (const { spans } of members)
      for (const { from, until, always } of spans) {
        if (always === true) continue;
        for (const time of [from, until]) found.set(time, (found.get(time) ?? new Set()).add(displayName));
      }
  return [...found]
    .sort(([a], [b]) => Date.parse(a) - Date.parse(b))
    .map(([time, names]) => ({
      at: time,
      groups: [...names].map((displayName) => ({ displayName, joins: [], leaves: [], reprioritized: [] })),
      writes: names.size,
      seconds: Math.floor((names.size - 1) / 20) * 60,
    }));
}

function stretch(date: string, time: string, zone: string, from: string, until: string) {
  const [start = "", end = ""] = time.split("-");
  const endDate = end <= start ? dayAfter(date) : date;
  const [a, b] = [
    instantText(date, start, zone),
    end === "24:00" ? instantText(dayAfter(date), "00:00", zone) : instantText(endDate, end, zone),
  ];
  const own = {
    from: Date.parse(a) < Date.parse(from) ? from : a,
    until: Date.parse(b) > Date.parse(until) ? until : b,
  };
  return Date.parse(own.from) < Date.parse(own.until) ? own : undefined;
}

function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

function instantText(date: string, time: string, zone: string): string {
  const key = `${date}T${time} ${zone}`;
  const known = instants.get(key) ?? zonedText(Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone));
  instants.set(key, known);
  return known;
}

/** Large schedules have the same instants thousands of times. */
const instants = new Map<string, string>();

function zonedText(time: Temporal.ZonedDateTime): string {
  return time.toString({ timeZoneName: "never", smallestUnit: "second" });
}

/** All dates from one to another, both inclusive. */
export function datesFrom(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = dayAfter(date)) dates.push(date);
  return dates;
}

/** The real calendar of 2026 around 国庆. */
export function nationalDay(date: string): { readonly kind: DayKind; readonly name?: string } {
  if (date >= "2026-10-01" && date <= "2026-10-07") return { kind: "holiday", name: "国庆节" };
  if (date === "2026-10-10" || date === "2026-09-20") return { kind: "makeup" };
  return { kind: Temporal.PlainDate.from(date).dayOfWeek > 5 ? "weekend" : "workday" };
}

/** Two weeks around 国庆: nobody at lunch, a night shift, somebody on leave with a cover, a holiday with a gap. */
export function nationalDayWeeks(more: Partial<ScheduleDraft> = {}): Schedule {
  const dates = datesFrom("2026-09-27", "2026-10-11");
  const workdays = dates.filter((date) => ["workday", "makeup"].includes(nationalDay(date).kind));
  const holidays = dates.filter((date) => nationalDay(date).kind === "holiday");
  const others = dates.filter((date) => !workdays.includes(date));
  const leave = ["2026-09-29", "2026-09-30"];
  const office = (on: readonly string[], coverFor?: string): Duty[] =>
    ["09:00-12:00", "13:30-18:00"].map((time) => ({
      dates: on,
      time,
      shift: "行政",
      ...(coverFor !== undefined && { coverFor }),
    }));
  const every = (start: number) => dates.filter((_, index) => index % 3 === start);
  const night = (start: number): Duty => ({ dates: every(start), time: "22:00-08:00", shift: "晚班", priority: 1 });
  const early: Duty = { dates: others, time: "08:00-16:00", shift: "早班" };
  return buildSchedule({
    from: "2026-09-28",
    days: 14,
    calendar: nationalDay,
    absences: [
      {
        from: "2026-09-29T00:00:00+08:00",
        until: "2026-10-01T00:00:00+08:00",
        agentNumber: "8001",
        agentName: "李娜",
        alias: "li.na",
        by: { agentNumber: "8005", agentName: "王芳" },
        reason: "年假",
        source: at("groups/absences.yaml", 4),
      },
      {
        from: "2026-10-08T14:00:00+08:00",
        until: "2026-10-08T18:00:00+08:00",
        agentNumber: "8002",
        agentName: "张伟",
        source: at("groups/absences.yaml", 9),
      },
    ],
    groups: [
      {
        displayName: "售后",
        exten: "10018578",
        description: "退货与换货",
        agents: [
          {
            agentNumber: "8001",
            agentName: "李娜",
            alias: "li.na",
            duties: office(workdays.filter((date) => !leave.includes(date))),
          },
          {
            agentNumber: "8002",
            agentName: "张伟",
            duties: [
              ...office(workdays.filter((date) => date !== "2026-10-08")),
              { dates: ["2026-10-08"], time: "09:00-12:00", shift: "行政" },
              { dates: ["2026-10-08"], time: "13:30-14:00", shift: "行政" },
            ],
          },
          { agentNumber: "8003", agentName: "陈杰", duties: [early] },
          { agentNumber: "8004", agentName: "赵敏", duties: [{ dates: workdays, time: "12:00-20:00", shift: "中班" }] },
          { agentNumber: "8005", agentName: "王芳", duties: office(leave, "8001") },
          { agentNumber: "8011", agentName: "孙强", duties: [night(0)] },
          { agentNumber: "8012", agentName: "周丽", duties: [night(1)] },
          { agentNumber: "8013", agentName: "吴昊", duties: [night(2)] },
        ],
        demands: [
          { dates: workdays, time: "09:00-18:00", min: 2 },
          { dates: holidays, time: "08:00-18:00", min: 1 },
          { dates, time: "22:00-08:00", min: 1 },
        ],
      },
      {
        displayName: "投诉",
        exten: "10018579",
        agents: [
          { agentNumber: "8020", agentName: "郑爽" },
          { agentNumber: "8021", agentName: "冯涛", duties: [{ dates: workdays, time: "09:00-18:00" }] },
        ],
        demands: [{ dates: workdays, time: "09:00-18:00", min: 1 }],
      },
      {
        displayName: "VIP 专线",
        agents: [{ agentNumber: "8003", agentName: "陈杰", duties: [early] }],
      },
    ],
    ...more,
  });
}

/** Many groups of many agents on shifts, over many days. */
export function manyGroups(groups: number, agents: number, days: number): Schedule {
  const dates = datesFrom(
    "2026-09-28",
    Temporal.PlainDate.from("2026-09-28")
      .add({ days: days - 1 })
      .toString(),
  );
  const shifts = [
    { time: "08:00-16:00", shift: "早班" },
    { time: "16:00-24:00", shift: "中班" },
    { time: "22:00-08:00", shift: "晚班" },
  ];
  return buildSchedule({
    from: "2026-09-28",
    days,
    calendar: nationalDay,
    groups: Array.from({ length: groups }, (_, group) => ({
      displayName: `技能组 ${group + 1}`,
      exten: String(10018000 + group),
      agents: Array.from({ length: agents }, (_, agent) => ({
        agentNumber: String(8000 + group * agents + agent),
        agentName: `坐席 ${group * agents + agent}`,
        duties: shifts.map((shift, index) => ({
          ...shift,
          dates: dates.filter((_, day) => (day + agent) % 5 === index),
        })),
      })),
      demands: [
        {
          dates: dates.filter((date) => nationalDay(date).kind !== "weekend"),
          time: "09:00-18:00",
          min: group % 3 === 0 ? Math.ceil(agents / 3) : 1,
        },
      ],
    })),
  });
}

/** A schedule with the name in every place where text from outside can stand. */
export function scheduleNamed(name: string): Schedule {
  const source = {
    ...at(name, 1),
    team: name,
    via: at(name, 2),
    roster: name,
    shift: name,
    coverFor: name,
    until: name,
  };
  const agent = { agentNumber: name, alias: name, agentName: name };
  const stretch = { from: "2026-09-28T09:00:00+08:00", until: "2026-09-28T18:00:00+08:00" };
  const draft = buildSchedule({ account: name, from: "2026-09-28", days: 1, groups: [] });
  return {
    ...draft,
    musterVersion: name,
    days: draft.days.map((day) => ({ ...day, kind: "holiday", name })),
    groups: [1, 2].map((group) => ({
      displayName: `${name}${group}`,
      exten: name,
      description: name,
      owner: { written: name, agentNumber: name, agentName: name },
      membership: "additive",
      source,
      members: [
        { ...agent, spans: [{ ...stretch, priority: 1, source }] },
        {
          ...agent,
          agentNumber: `${name}!`,
          spans: [{ from: draft.from, until: draft.until, priority: 0, always: true, source }],
        },
      ],
      required: [{ ...stretch, min: 2, source }],
      gaps: [{ ...stretch, min: 2, staffed: 1 }],
    })),
    turns: [
      {
        at: stretch.from,
        groups: [1, 2].map((group) => ({
          displayName: `${name}${group}`,
          exten: name,
          joins: [],
          leaves: [],
          reprioritized: [],
        })),
        writes: 2,
        seconds: 60,
      },
    ],
    absences: [{ ...agent, ...stretch, by: agent, reason: name, source }],
    diagnostics: [{ severity: "warning", code: name, message: name, help: name, source } as Diagnostic],
  };
}
