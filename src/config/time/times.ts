import { ZoneClock } from "../../calendar/dayTime.js";
import { endOf, lastTurnsOf, membersAt, spanAt, spanBefore, turnsOf, wasSo } from "../../calendar/timeline.js";
import {
  DEFAULT_ZONE,
  daysAfter,
  instantOf,
  instantText,
  isSameZone,
  isZone,
  oppositeOf,
  readInstant,
  readWallClock,
  startOfDay,
  wallText,
  zoneMeant,
} from "../../calendar/wallClock.js";
import { kindOf, type WorkCalendar } from "../../calendar/workCalendar.js";
import type { CalendarDay } from "../../model/calendarDay.js";
import { dateOf } from "../../model/dayNumber.js";
import { listIn } from "../../model/listIn.js";
import type { Span } from "../../model/span.js";
import { agentIndexOf } from "../agentIndex.js";
import type { Declarations } from "../declarations.js";
import type { DesiredMember } from "../desired.js";
import { type ConfigFinding, FindingList, type FindingSink } from "../findings.js";
import type { Located } from "../yaml/tree.js";
import { makeTimetable, type TimetableContext } from "./makeTimetable.js";
import type { Moment, When } from "./moment.js";
import { readSections } from "./readSections.js";
import { type ShiftCell, type ShiftTable, shiftWords } from "./shiftTable.js";
import type { RosterDeclaration } from "./timetable.js";

/** How many days back recurring entries are made out. */
const DAYS_BEHIND = 31;

/** What the tables say that rosters name, by the place of the name. */
export type ReadTables = ReadonlyMap<string, ShiftTable>;

/** Reads the tables that rosters name. @throws {TypeError} there are some, and no way to read them */
export async function readTables(declared: Declarations, { readTable }: When): Promise<ReadTables> {
  const tables = new Map<string, ShiftTable>();
  const { rosters, shifts } = readSections(declared.sections, new FindingList());
  const named = rosters.flatMap((roster) => roster.tables);
  if (named.length === 0) return tables;
  if (readTable === undefined) throw new TypeError("rosters with tables need a reader of tables");
  const names = { agents: agentIndexOf(declared), shifts: shiftWords(shifts) };
  for (const path of named) tables.set(placeKey(path), await readTable(path, names));
  for (const roster of rosters) reportDifferences(roster, tables);
  return tables;
}

/** For an agent and a day one table counts; where two of a roster's do not agree, nobody knows which. */
function reportDifferences({ roster, tables: paths }: RosterDeclaration, tables: Map<string, ShiftTable>): void {
  const firsts = new Map<string, ShiftCell>();
  for (const path of paths) {
    const table = tables.get(placeKey(path));
    if (table === undefined) continue;
    const differing = table.cells.flatMap((cell) => {
      const key = `${cell.agentNumber} ${cell.date}`;
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, cell);
      return first === undefined || isSameDay(first, cell) ? [] : [{ first, cell }];
    });
    const [one] = differing;
    if (one === undefined) continue;
    const { agentNumber, date, source } = one.cell;
    const other = `${one.first.source.file}:${one.first.source.line}`;
    const args = { roster, agentNumber, date, other, count: differing.length };
    const related = [{ note: "other", source: one.first.source }] as const;
    const finding = { code: "roster-tables-differ", severity: "error", args, source, related } as const;
    tables.set(placeKey(path), { ...table, findings: [...table.findings, finding] });
  }
}

function isSameDay(a: ShiftCell, b: ShiftCell): boolean {
  return a.leave === b.leave && [...a.shifts].sort().join("\n") === [...b.shifts].sort().join("\n");
}

function placeKey({ value, at: { file } }: Located<string>): string {
  return JSON.stringify([file, value]);
}

/**
 * Time as the files of an account use it, at one instant. Loaded only where a file uses time, or an instant was asked for.
 *
 * @returns the finding, where the instant that was asked for is none
 */
export function momentOf(
  { now, at: asked, days = 31, daysBehind = DAYS_BEHIND, isStrict = false, isToday = false }: When,
  declared: Declarations,
  tables: ReadTables = new Map(),
): Moment | { readonly finding: ConfigFinding } {
  const named = new Set([...declared.times.map(({ zone }) => zone), ...declared.zones].map(zoneOf));
  const [zone = DEFAULT_ZONE, ...rest] = named;
  const others = rest.filter((one) => !isSameZone(one, zone));
  const current = isToday ? startOfDay(now, zone) : now;
  const at = asked === undefined ? current : askedInstant(asked, others.length === 0 ? zone : undefined);
  if (typeof at !== "number") {
    const args = { written: asked ?? "", ...at, ...(others.length > 0 && { zones: [zone, ...others].sort() }) };
    return { finding: { code: "bad-instant", severity: "error", args } };
  }
  const clocks = new Map<string, ZoneClock>();
  const clockOf = (written: Located<string> | undefined): ZoneClock => {
    const name = zoneOf(written);
    const clock = clocks.get(name) ?? new ZoneClock(name);
    clocks.set(name, clock);
    return clock;
  };
  const window = { from: daysAfter(at, -daysBehind, zone), until: daysAfter(at, days, zone) };
  let calendarDays: readonly CalendarDay[] | undefined;
  return {
    at,
    ...(asked !== undefined && { asked: instantText(at, zone) }),
    window,
    get knownUntil() {
      const clock = new ZoneClock(zone);
      return clock.at(clock.dayAt(window.until - 1) + 1, 0);
    },
    get calendarDays() {
      return calendarDays;
    },
    timetableOf: (read, sink, mayBeDeclared) => {
      checkZones(read, sink);
      const sections = readSections(read.sections, sink);
      const context: TimetableContext = {
        at,
        until: window.until,
        isStrict,
        daysBehind,
        clockOf,
        cellsOf: (table) => tables.get(placeKey(table))?.cells ?? [],
        mayBeDeclared,
        endsAt: (instant) => {
          window.until = Math.max(Math.min(window.until, instant), at);
        },
      };
      for (const { findings } of tables.values()) for (const finding of findings) sink.add(finding);
      const timetable = makeTimetable(read, sections, context, sink);
      calendarDays = daysOf(timetable.calendars[0], clockOf(read.zones[0]), at, window.until);
      return timetable;
    },
    membersAt: (timeline) => present(timeline, at),
    lastTurnsOf: (timeline) => lastTurnsOf(timeline, at, window.from),
    wasSo: (timeline, agentNumber, priority) =>
      wasSo(timeline, agentNumber, priority, { from: window.from, until: at }),
    endedAt: (timeline) => ended(timeline, at),
    *turnsOf(timeline, horizon) {
      const own = byAgent(timeline);
      for (const turn of turnsOf(timeline, at, horizon))
        yield {
          ...turn,
          joins: turn.joins.map((member) => withEnd(member, own, turn.at)),
          leaves: turn.leaves.map((member) => leaving(member, turn.at)),
          reprioritized: turn.reprioritized.map(({ from, to }) => ({ from, to: withEnd(to, own, turn.at) })),
        };
    },
    instantOf: (written) => {
      const wall = readWallClock(written);
      return "fault" in wall ? undefined : instantOf(wall, zone);
    },
    textOf: (instant) => instantText(instant, zone),
    wallOf: (instant, file) => wallText(instant, zoneOf(declared.zones.find((one) => one.at.file === file))),
    zone,
  };
}

/** The days of a stretch as a calendar has them, as far as it knows them. */
function daysOf(
  calendar: WorkCalendar | undefined,
  clock: ZoneClock,
  from: number,
  until: number,
): CalendarDay[] | undefined {
  if (calendar === undefined) return undefined;
  const days: CalendarDay[] = [];
  const last = Math.min(clock.dayAt(until - 1), calendar.until);
  for (let day = clock.dayAt(from); day <= last; day += 1) {
    const name = calendar.holidays.get(day);
    days.push({ date: dateOf(day), kind: kindOf(calendar, day), ...(name !== undefined && { name }) });
  }
  return days;
}

/** @param zone absent: the files use several, so that only an instant with an offset is clear */
function askedInstant(written: string, zone: string | undefined): number | { readonly meant?: string } {
  const own = readInstant(written);
  if (own !== undefined) return own;
  const wall = readWallClock(written);
  if ("fault" in wall) return wall.meant === undefined ? {} : { meant: wall.meant };
  return zone === undefined ? {} : instantOf(wall, zone);
}

/** What a wrong zone means is an error, so the result is not used. */
function zoneOf(zone: Located<string> | undefined): string {
  return zone !== undefined && isZone(zone.value) ? zone.value : DEFAULT_ZONE;
}

/** The zones of the files, each named once and known; a file that uses time and names none where another names another. */
function checkZones({ zones, times, sections, groups }: Declarations, sink: FindingSink): void {
  const byFile = new Map<string, Located<string>>();
  for (const zone of zones) {
    const { value, at } = zone;
    if (!isZone(value)) {
      sink.error("unknown-timezone", { zone: value, ...zoneMeant(value) }, at);
      continue;
    }
    const opposite = oppositeOf(value);
    if (opposite !== undefined)
      sink.warning("timezone-sign", { zone: value, opposite, isChina: isSameZone(opposite, "Etc/GMT-8") }, at);
    const first = byFile.get(at.file);
    if (first === undefined) byFile.set(at.file, zone);
    else if (!isSameZone(first.value, value))
      sink.error("timezone-twice", { zone: value, other: first.value }, at, [{ note: "first", source: first.at }]);
  }
  const other = zones.find(({ value }) => isZone(value) && !isSameZone(value, DEFAULT_ZONE));
  if (other === undefined) return;
  const silent = new Set<string>();
  const places = [
    ...times.map(({ zone, from, until, when }) => ({ zone, at: (from ?? until ?? when)?.at })),
    ...sections.filter(({ key }) => key !== "calendars").map(({ zone, value }) => ({ zone, at: value.at })),
    ...groups.flatMap(({ coverage }) => (coverage ? [{ zone: coverage.zone, at: coverage.value.at }] : [])),
  ];
  for (const { zone, at } of places) {
    if (zone !== undefined || at === undefined || silent.has(at.file)) continue;
    silent.add(at.file);
    const args = { zone: DEFAULT_ZONE, other: other.value };
    sink.error("timezone-missing", args, at, [{ note: "other", source: other.at }]);
  }
}

/** The members at an instant; whoever is there for a while says until when. */
function present(timeline: readonly DesiredMember[], at: number): DesiredMember[] {
  const own = byAgent(timeline);
  return membersAt(timeline, at).map((member) => withEnd(member, own, at));
}

function byAgent(timeline: readonly DesiredMember[]): ReadonlyMap<string, readonly DesiredMember[]> {
  const own = new Map<string, DesiredMember[]>();
  for (const member of timeline) listIn(own, member.agentNumber).push(member);
  return own;
}

/** A member with where the stretch comes from that holds at the instant, and its end. */
function withEnd(member: DesiredMember, own: ReturnType<typeof byAgent>, at: number): DesiredMember {
  const end = endOf(own.get(member.agentNumber) ?? [], member, at)?.ends;
  const place = member.spans && spanAt(member.spans, at)?.source;
  if (end === undefined && place === undefined) return member;
  return { ...member, source: { ...member.source, ...place, ...(end !== undefined && { until: end }) } };
}

/** A member whose stretch ends just then, with what ends it. */
function leaving(member: DesiredMember, at: number): DesiredMember {
  const span = member.spans && spanBefore(member.spans, at);
  return span === undefined ? member : endedMember(member, span);
}

function endedMember(member: DesiredMember, { ends, source, endedBy }: Span): DesiredMember {
  const place = endedBy ?? source;
  if (ends === undefined && place === undefined) return member;
  return { ...member, source: { ...member.source, ...place, ...(ends !== undefined && { until: ends }) } };
}

/** Whoever was a member and is none, by the entry that was over last. */
function ended(timeline: readonly DesiredMember[], at: number): DesiredMember[] {
  const now = new Set(membersAt(timeline, at).map(({ agentNumber }) => agentNumber));
  const last = new Map<string, { readonly member: DesiredMember; readonly span: Span }>();
  for (const member of timeline) {
    const { agentNumber, spans } = member;
    const span = spans && spanBefore(spans, at);
    if (span === undefined || now.has(agentNumber)) continue;
    if ((last.get(agentNumber)?.span.until ?? Number.NEGATIVE_INFINITY) < span.until)
      last.set(agentNumber, { member, span });
  }
  return [...last.values()].map(({ member, span }) => endedMember(member, span));
}
