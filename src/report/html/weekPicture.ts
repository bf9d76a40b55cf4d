import type { Schedule, ScheduleAbsence, ScheduleDay, ScheduledSpan, ScheduleGroup, Stretch } from "../schedule.js";
import { absencesIn, type NamedAgent, splitAlways } from "../scheduleNames.js";
import { clockOf, dayAfter, weekdayOf } from "../scheduleTimes.js";

/** A day with its ends in milliseconds: everything in it stands where it is between them, be they 23 hours apart or 25. */
export interface PictureDay extends ScheduleDay {
  readonly start: number;
  readonly end: number;
  /** What the schedule leaves out of its first and last day, as shares of it. */
  readonly beyond: readonly (readonly [from: number, until: number])[];
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** A row of a group's picture. */
export interface PictureRow {
  /** Several where they are there at the same times, in a group of many. */
  readonly agents: readonly NamedAgent[];
  readonly spans: readonly ScheduledSpan[];
  readonly absences: readonly ScheduleAbsence[];
}

/** A stretch within one day, as shares of it. */
export interface Part<T> {
  readonly from: number;
  readonly until: number;
  /** It goes on from the day before, or into the next. */
  readonly begun: boolean;
  readonly goesOn: boolean;
  readonly of: T;
}

/** Groups of more agents have one row for all who are there at the same times. */
const ROWS_FOR_EACH = 24;

/** The days of a schedule, whole: one that begins at noon is drawn from midnight on, or noon would stand where midnight does. */
export function daysOf({ days }: Pick<Schedule, "days">): PictureDay[] {
  return days.map((day, index) => {
    const { date, from, until } = day;
    const isCut = (instant: string) => clockOf(instant) !== "00:00";
    const start = index === 0 && isCut(from) ? Date.parse(midnight(date, from)) : Date.parse(from);
    const end =
      index === days.length - 1 && isCut(until) ? Date.parse(midnight(dayAfter(date, 1), until)) : Date.parse(until);
    const shares = [Date.parse(from), Date.parse(until)].map((instant) => (instant - start) / (end - start));
    const [first = 0, last = 1] = shares;
    const beyond = [[0, first] as const, [last, 1] as const].filter(([a, b]) => a < b);
    return { ...day, start, end, beyond, weekday: weekdayOf(date) };
  });
}

/** The beginning of a day, by the offset of another instant of it. */
function midnight(date: string, near: string): string {
  const [offset = "Z"] = /(?:Z|[+-]\d{2}:\d{2})$/.exec(near) ?? [];
  return `${date}T00:00:00${offset}`;
}

/** The rows of a group: who is there by the clock, and who is absent. Members who are there always have none. */
export function rowsOf(
  group: ScheduleGroup,
  absences: readonly ScheduleAbsence[],
  agents: ReadonlyMap<string, NamedAgent>,
): PictureRow[] {
  const { timed } = splitAlways(group.members);
  const absent = groupedBy(absencesIn(group, absences), ({ agentNumber }) => agentNumber);
  const rows = timed.map(
    (member): PictureRow => ({
      agents: [member],
      spans: member.spans,
      absences: absent.get(member.agentNumber) ?? [],
    }),
  );
  const members = new Set(group.members.map(({ agentNumber }) => agentNumber));
  const others = [...absent].flatMap(([agentNumber, own]): PictureRow[] =>
    members.has(agentNumber)
      ? []
      : [{ agents: [agents.get(agentNumber) ?? { agentNumber }], spans: [], absences: own }],
  );
  return [...(timed.length > ROWS_FOR_EACH ? alike(rows) : rows), ...others];
}

/** One row for all who are there at the same times, by the same shifts, with the same priorities. */
function alike(rows: readonly PictureRow[]): PictureRow[] {
  const times = ({ spans, absences }: PictureRow) =>
    JSON.stringify([
      spans.map(({ from, until, priority, source }) => [from, until, priority, source.shift, source.coverFor]),
      absences.map(({ from, until, reason }) => [from, until, reason]),
    ]);
  return [...groupedBy(rows, times).values()].map((same) => ({
    ...(same[0] as PictureRow),
    agents: same.flatMap(({ agents }) => agents),
  }));
}

/** The parts of stretches that lie within each day. */
export function partsOf<T extends Stretch>(stretches: readonly T[], days: readonly PictureDay[]): Part<T>[][] {
  const parts: Part<T>[][] = days.map(() => []);
  for (const of of stretches) {
    const [from, until] = [Date.parse(of.from), Date.parse(of.until)];
    for (const [index, { start, end }] of days.entries()) {
      if (until <= start) break;
      if (from >= end) continue;
      const length = end - start;
      parts[index]?.push({
        from: Math.max(0, from - start) / length,
        until: (Math.min(until, end) - start) / length,
        begun: from < start,
        goesOn: until > end,
        of,
      });
    }
  }
  return parts;
}

/** The numbers of colours, by the shifts' names, in the order in which a reader meets them. */
export function shiftsOf(schedules: readonly Schedule[]): Map<string, number> {
  const shifts = new Map<string, number>();
  for (const { groups } of schedules)
    for (const { members } of groups)
      for (const { spans } of members)
        for (const { source } of spans)
          if (source.shift !== undefined && !shifts.has(source.shift)) shifts.set(source.shift, shifts.size);
  return shifts;
}

/** Weeks of a schedule: seven days each from its first, so that each weekday stays in its column. */
export function weeksOf(
  days: readonly PictureDay[],
): { readonly first: number; readonly days: readonly PictureDay[] }[] {
  const weeks: { first: number; days: readonly PictureDay[] }[] = [];
  for (let first = 0; first < days.length; first += 7) weeks.push({ first, days: days.slice(first, first + 7) });
  return weeks;
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
