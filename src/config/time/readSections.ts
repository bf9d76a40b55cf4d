import { type Interval, readInterval } from "../../calendar/dayTime.js";
import { readWallClock } from "../../calendar/wallClock.js";
import { DAY_SELECTORS, type DaySelector, isDaySelector, WEEKDAYS } from "../../model/calendarDay.js";
import { dayOf } from "../../model/dayNumber.js";
import { suggest } from "../../model/suggest.js";
import { readAgentReference, readPeople, type Section, textsOf, writtenIn } from "../declarations.js";
import type { FindingSink } from "../findings.js";
import { parseWindow } from "../limits.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type Located, type TreeNode, textOf } from "../yaml/tree.js";
import type {
  AbsenceDeclaration,
  CalendarDeclaration,
  Cycle,
  RosterDeclaration,
  ShiftDeclaration,
} from "./timetable.js";

/** What stands in a pattern for a day off. */
const OFF: ReadonlySet<string> = new Set(["休", "休息", "off", "rest", "0", "-", "/"]);

function isOff(written: string): boolean {
  return OFF.has(written.toLowerCase());
}

/** The longest stretch of holidays that is no slip, in days. */
const LONGEST_HOLIDAY = 366;

/** What the sections of the files say, before names are looked up. Values of a wrong shape are skipped: the schema has reported them. */
export interface ReadSections {
  readonly calendars: readonly CalendarDeclaration[];
  readonly shifts: readonly ShiftDeclaration[];
  readonly rosters: readonly RosterDeclaration[];
  readonly absences: readonly AbsenceDeclaration[];
}

/** Reads all sections of an account's files, in the order of the files. */
export function readSections(sections: readonly Section[], sink: FindingSink): ReadSections {
  const of = (key: Section["key"]) => sections.filter((section) => section.key === key);
  const fields = (key: Section["key"]) =>
    of(key).flatMap(({ value, zone }) => fieldsOf(value).map((field) => ({ field, zone })));
  const shifts = fields("shifts").map(({ field }) => readShift(field, sink));
  const read = {
    calendars: readCalendars(
      of("calendars").map(({ value }) => value),
      sink,
    ),
    shifts,
    rosters: fields("rosters").map(({ field, zone }) => readRoster(field, zone, sink)),
    absences: of("absences").flatMap(({ value, zone }) =>
      itemsOf(value).flatMap((item) => readAbsence(item, zone, sink) ?? []),
    ),
  };
  reportTwice(
    "shift",
    shifts.map(({ shift: name, at }) => ({ name, at })),
    sink,
  );
  reportTwice(
    "roster",
    read.rosters.map(({ roster: name, at }) => ({ name, at })),
    sink,
  );
  reportAliases(shifts, sink);
  return read;
}

/** Reads the calendars of an account's files, as they stand under `calendars`. */
export function readCalendars(nodes: readonly TreeNode[], sink: FindingSink): CalendarDeclaration[] {
  const calendars = nodes.flatMap(fieldsOf).map((field) => readCalendar(field, sink));
  reportTwice("calendar", calendars, sink);
  return calendars;
}

type Named = { readonly name: string; readonly at: Field["keyAt"] };

/** A name stands for one thing in all files of the account. */
function reportTwice(kind: "calendar" | "shift" | "roster", all: readonly Named[], sink: FindingSink): void {
  const firsts = new Map<string, Named>();
  for (const one of all) {
    const first = firsts.get(one.name);
    if (first === undefined) firsts.set(one.name, one);
    else sink.error("defined-twice", { kind, name: one.name }, one.at, [{ note: "first", source: first.at }]);
  }
}

/** A word in a table means one shift, and no day off. */
function reportAliases(shifts: readonly ShiftDeclaration[], sink: FindingSink): void {
  const owners = new Map(shifts.map(({ shift, at }) => [shift, { shift, at }]));
  for (const { shift, at } of shifts) if (isOff(shift)) sink.error("shift-name-off", { name: shift }, at);
  for (const { shift, aliases } of shifts)
    for (const { value: alias, at } of aliases) {
      const owner = owners.get(alias);
      if (isOff(alias)) sink.error("shift-name-off", { name: alias }, at);
      else if (owner === undefined) owners.set(alias, { shift, at });
      else if (owner.shift !== shift)
        sink.error("shift-alias-twice", { alias, shift, other: owner.shift }, at, [
          { note: "first", source: owner.at },
        ]);
    }
}

function readCalendar({ key: name, keyAt: at, value }: Field, sink: FindingSink): CalendarDeclaration {
  const until = readDay(fieldOf(value, "until")?.value, "until", sink);
  const lists = { holidays: fieldOf(value, "holidays"), makeup: fieldOf(value, "makeup") };
  const holidays = new Map<number, string | undefined>();
  const places = new Map<number, TreeNode["at"]>();
  for (const item of itemsOf(lists.holidays?.value)) {
    const [from, to] = [
      readDay(fieldOf(item, "from")?.value, "from", sink),
      readDay(fieldOf(item, "to")?.value, "to", sink),
    ];
    if (from === undefined || to === undefined) continue;
    if (to.day < from.day || to.day - from.day > LONGEST_HOLIDAY) {
      sink.error("holiday-reversed", { from: from.written, to: to.written }, to.at);
      continue;
    }
    const called = textOf(fieldOf(item, "name")?.value)?.value;
    for (let day = from.day; day <= to.day; day += 1) {
      holidays.set(day, called);
      places.set(day, from.at);
    }
  }
  const makeup = new Set<number>();
  for (const item of itemsOf(lists.makeup?.value)) {
    const one = readDay(item, "makeup", sink);
    if (one === undefined) continue;
    const holiday = places.get(one.day);
    if (holiday !== undefined)
      sink.error("makeup-is-holiday", { date: one.written }, one.at, [{ note: "first", source: holiday }]);
    makeup.add(one.day);
    places.set(one.day, one.at);
  }
  let last = Number.NEGATIVE_INFINITY;
  for (const day of places.keys()) last = Math.max(last, day);
  const lastAt = places.get(last);
  if (until !== undefined && last > until.day && lastAt !== undefined)
    sink.error("calendar-until-early", { calendar: name, until: until.written }, lastAt, [
      { note: "other", source: until.at },
    ]);
  const week = itemsOf(fieldOf(value, "workdays")?.value).flatMap((item) => {
    const index = WEEKDAYS.findIndex((one) => item.kind === "scalar" && item.value === one);
    return index < 0 ? [] : [index];
  });
  return {
    name,
    at,
    untilAt: until?.at ?? at,
    listsAt: {
      ...(lists.holidays && { holidays: lists.holidays.keyAt }),
      ...(lists.makeup && { makeup: lists.makeup.keyAt }),
    },
    places,
    until: until?.day ?? Number.POSITIVE_INFINITY,
    workdays: new Set(week.length === 0 ? [0, 1, 2, 3, 4] : week),
    holidays,
    makeup,
  };
}

interface ReadDay {
  readonly day: number;
  readonly written: string;
  readonly at: TreeNode["at"];
}

/** A date without a time. */
function readDay(
  node: TreeNode | undefined,
  field: "from" | "to" | "until" | "makeup",
  sink: FindingSink,
): ReadDay | undefined {
  if (node?.kind !== "scalar" || node.written === "") return undefined;
  const written = typeof node.value === "string" ? node.value : node.written;
  const day = dayOf(written);
  if (day !== undefined) return { day, written, at: node.at };
  const wall = readWallClock(written);
  const meant = "fault" in wall ? wall.meant?.slice(0, 10) : wall.toPlainDate().toString();
  const fault = "fault" in wall && wall.fault === "no-such-day" ? wall.fault : "shape";
  sink.error("bad-day", { field, value: written, fault, ...(meant !== undefined && { meant }) }, node.at);
  return undefined;
}

function readShift({ key: shift, keyAt: at, value }: Field, sink: FindingSink): ShiftDeclaration {
  const aliases = itemsOf(fieldOf(value, "alias")?.value).flatMap((item): Located<string>[] =>
    item.kind === "scalar" && item.written !== "" ? [{ value: item.written, at: item.at }] : [],
  );
  const times = value.kind === "map" ? fieldOf(value, "at")?.value : value;
  return { shift, at, aliases, intervals: readIntervals(times, shift, sink) };
}

/**
 * One interval, or several; those that overlap are reported.
 *
 * @param field what the times are of, for findings
 */
export function readIntervals(node: TreeNode | undefined, field: string, sink: FindingSink): Interval[] {
  const read: (Interval & Pick<TreeNode, "at">)[] = [];
  for (const item of node?.kind === "list" ? node.items : [node]) {
    if (item?.kind !== "scalar" || item.written === "") continue;
    const interval = readInterval(item.written);
    if ("start" in interval) read.push({ ...interval, at: item.at });
    else sink.error("bad-interval", { field, value: item.written, ...interval }, item.at);
  }
  const inOrder = read.toSorted((a, b) => a.start - b.start);
  let isSound = true;
  for (const [index, one] of inOrder.entries()) {
    const next = inOrder[index + 1] ?? inOrder[0];
    const begins = next === undefined ? 0 : index + 1 < inOrder.length ? next.start : next.start + 1440;
    if (next === undefined || next === one || begins >= one.end) continue;
    sink.error("intervals-overlap", { field }, next.at, [{ note: "first", source: one.at }]);
    isSound = false;
  }
  if (!isSound) return [];
  return inOrder.map(({ start, end }) => ({ start, end }));
}

/** The selectors of `on`; `daily` where it is left out. */
export function readOn(node: TreeNode | undefined, sink: FindingSink): DaySelector[] {
  if (node === undefined) return ["daily"];
  const read: DaySelector[] = [];
  for (const item of node.kind === "list" ? node.items : [node]) {
    if (item.kind === "scalar" && isDaySelector(item.value)) read.push(item.value);
    else {
      const value = item.kind === "scalar" ? item.written : "";
      const meant = dayMeant(value);
      const hint = meant === undefined ? suggest(value, DAY_SELECTORS) : { meant };
      sink.error("bad-value", { field: "on", value, allowed: DAY_SELECTORS, ...hint }, item.at);
    }
  }
  return read;
}

const DAY_WORDS: Readonly<Record<DaySelector, RegExp>> = {
  workdays: /^(?:workday|weekdays?|工作日|上班日)$/,
  weekends: /^(?:weekend|周末|休息日|双休)$/,
  holidays: /^(?:holiday|节假日|假日|法定节假日)$/,
  daily: /^(?:every ?day|always|all|每天|每日|天天|全部)$/,
  mon: /^(?:monday|(?:周|星期|礼拜)一)$/,
  tue: /^(?:tues|tuesday|(?:周|星期|礼拜)二)$/,
  wed: /^(?:wednesday|(?:周|星期|礼拜)三)$/,
  thu: /^(?:thur|thurs|thursday|(?:周|星期|礼拜)四)$/,
  fri: /^(?:friday|(?:周|星期|礼拜)五)$/,
  sat: /^(?:saturday|(?:周|星期|礼拜)六)$/,
  sun: /^(?:sunday|(?:周|星期|礼拜)[日天七])$/,
};

function dayMeant(written: string): DaySelector | undefined {
  const plain = written.trim().toLowerCase();
  return DAY_SELECTORS.find((one) => one === plain || DAY_WORDS[one].test(plain));
}

function readRoster(
  { key: roster, keyAt: at, value }: Field,
  zone: Section["zone"],
  sink: FindingSink,
): RosterDeclaration {
  const calendar = textOf(fieldOf(value, "calendar")?.value);
  return {
    roster,
    at,
    ...(calendar && { calendar }),
    lead: readLead(fieldOf(value, "lead")?.value, sink),
    week: itemsOf(fieldOf(value, "week")?.value).map((row) => ({
      shifts: textsOf(fieldOf(row, "shift")?.value),
      on: readOn(fieldOf(row, "on")?.value, sink),
      people: readPeople(fieldOf(row, "agents")?.value, sink),
      at: row.at,
    })),
    cycles: itemsOf(fieldOf(value, "cycle")?.value).map((cycle) => readCycle(cycle, sink)),
    tables: itemsOf(fieldOf(value, "tables")?.value).flatMap((item) => textOf(item) ?? []),
    zone,
  };
}

function readLead(node: TreeNode | undefined, sink: FindingSink): number {
  if (node?.kind !== "scalar") return 0;
  const lead = parseWindow(node.written);
  if (lead === undefined) sink.error("bad-lead", { value: node.written }, node.at);
  return lead ?? 0;
}

/** A cycle without a sound first day or pattern is nobody's: an error, and its names are looked up all the same. */
function readCycle(node: TreeNode, sink: FindingSink): Cycle {
  const from = readDay(fieldOf(node, "from")?.value, "from", sink);
  const until = readDay(fieldOf(node, "until")?.value, "until", sink);
  if (from !== undefined && until !== undefined && until.day <= from.day)
    sink.error("until-not-after-from", { from: from.written, until: until.written }, until.at);
  const step = fieldOf(node, "step")?.value;
  const pattern = itemsOf(fieldOf(node, "pattern")?.value).map((item): Located<string> | undefined =>
    item.kind !== "scalar" || isOff(item.written) ? undefined : { value: item.written, at: item.at },
  );
  return {
    people: readPeople(fieldOf(node, "agents")?.value, sink),
    from: from?.day ?? Number.POSITIVE_INFINITY,
    until: until?.day ?? Number.POSITIVE_INFINITY,
    step: step?.kind === "scalar" && typeof step.value === "number" ? step.value : 1,
    pattern: pattern.length === 0 ? [undefined] : pattern,
    at: node.at,
  };
}

function readAbsence(node: TreeNode, zone: Section["zone"], sink: FindingSink): AbsenceDeclaration | undefined {
  const agent = readAgentReference(fieldOf(node, "agent")?.value, sink);
  const by = readAgentReference(fieldOf(node, "by")?.value, sink);
  const [from, until] = [writtenIn(node, "from"), writtenIn(node, "until")];
  const reason = textOf(fieldOf(node, "reason")?.value)?.value;
  if (agent === undefined || from === undefined || until === undefined) return undefined;
  return {
    agent,
    ...(by && { by }),
    from,
    until,
    ...(reason !== undefined && { reason }),
    at: node.at,
    zone,
  };
}
