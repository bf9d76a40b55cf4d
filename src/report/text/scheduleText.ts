import type { DayKind } from "../../model/calendarDay.js";
import { type Horizon, type Recurrence, recurrencesOf, type WallStretch } from "../../model/recurrence.js";
import type { UpcomingTurn } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
import { type ScheduleTextWords, scheduleTextWordsOf } from "../messages/schedule.js";
import type { Schedule, ScheduleAbsence, ScheduledSpan, ScheduleGroup, Schedules } from "../schedule.js";
import { saidEnds } from "../scheduleTimes.js";
import { turnTexts } from "../upcoming.js";
import { findingsLines } from "./findingsText.js";
import type { Piece } from "./flow.js";
import { groupText, lineText, nameText, type Page, pageOf, paragraph, stack, type TextOptions } from "./page.js";
import { type Row, table } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "  ";
/** So many dates without a name in common are listed one by one. */
const DATES_AT_MOST = 12;
/** More lines of turns than these are not read; the JSON has them all. */
const TURNS_AT_MOST = 20;

export interface ScheduleTextOptions extends TextOptions {
  /** Only the turns were asked for. */
  readonly turnsOnly?: boolean;
}

/** Who is a member when, for a person at a terminal: per group what recurs, once. Pure; ends with a newline. */
export function scheduleText(found: Schedule | Schedules, options: ScheduleTextOptions): string {
  const page = pageOf(options);
  const schedules = found.kind === "schedule" ? [found] : found.schedules;
  return stack(
    schedules.flatMap((schedule) => {
      const sheet = sheetOf(schedule, page);
      return options.turnsOnly === true ? turnSections(sheet) : sections(sheet);
    }),
  );
}

/** One schedule, and how it is written. */
interface Sheet {
  readonly schedule: Schedule;
  readonly horizon: Horizon;
  readonly page: Page;
  readonly words: ScheduleTextWords;
  /** What agents are called, by number. */
  readonly names: ReadonlyMap<string, string>;
}

function sheetOf(schedule: Schedule, page: Page): Sheet {
  const { from, until, days, groups, absences } = schedule;
  const kinds = new Map(
    days.flatMap(({ date, kind }): [string, DayKind][] => (kind === undefined ? [] : [[date, kind]])),
  );
  const agents = [...groups.flatMap(({ members }) => members), ...absences, ...absences.flatMap(({ by }) => by ?? [])];
  const names = new Map(
    agents.flatMap(({ agentNumber, agentName, alias }) => {
      const name = agentName ?? alias;
      return name === undefined ? [] : [[agentNumber, name] as const];
    }),
  );
  return { schedule, horizon: { from, until, kinds }, page, words: scheduleTextWordsOf(page.language), names };
}

function sections(sheet: Sheet): string[][] {
  const { schedule, page, words } = sheet;
  const { groups, turns, absences, diagnostics } = schedule;
  const spans = groups.flatMap(({ members }) => members.flatMap((member) => member.spans));
  const isTimeless = turns.length + absences.length === 0 && spans.every(({ always }) => always === true);
  return [
    heading(sheet),
    groups.length === 0 ? paragraph(page, words.noGroups) : [],
    isTimeless && groups.length > 0 ? paragraph(page, words.timeless) : [],
    ...groups.map((group) => groupLines(group, sheet)),
    absenceLines(absences, sheet),
    turnLines(turns, sheet),
    findingsLines(diagnostics, new Map(), page),
  ];
}

function heading({ schedule, page, words }: Sheet): string[] {
  const { account, from, until, timezone, days } = schedule;
  const [first, last] = [days[0], days.at(-1)];
  const isWhole = clockOf(from) === "00:00" && clockOf(until) === "00:00";
  const shown =
    isWhole && first !== undefined && last !== undefined
      ? words.days(first.date, last.date, days.length, timezone)
      : words.stretch(page.words.atTime(from), page.words.atTime(until), timezone);
  return [
    ...paragraph(page, `${page.words.account} ${nameText(account.name)}`, "", page.palette.heading),
    ...paragraph(page, shown),
    ...specialDays(schedule, page, words),
  ];
}

/** Holidays by their names, and make-up days: what is not as the weekday says. */
function specialDays({ days }: Schedule, page: Page, words: ScheduleTextWords): string[] {
  const holidays: { readonly name: string | undefined; readonly first: string; last: string }[] = [];
  for (const [index, { date, kind, name }] of days.entries()) {
    if (kind !== "holiday") continue;
    const last = holidays.at(-1);
    if (last !== undefined && last.last === days[index - 1]?.date && last.name === name) last.last = date;
    else holidays.push({ name, first: date, last: date });
  }
  const texts = holidays.map(({ name, first, last }) => {
    const dates = first === last ? first.slice(5) : words.dayRange(first.slice(5), last.slice(5));
    return name === undefined ? dates : `${dates} ${name}`;
  });
  const makeup = days.flatMap(({ date, kind }) => (kind === "makeup" ? [date.slice(5)] : []));
  return [
    ...(texts.length === 0 ? [] : paragraph(page, words.holidays(texts), "", page.palette.quiet)),
    ...(makeup.length === 0 ? [] : paragraph(page, words.makeup(makeup), "", page.palette.quiet)),
  ];
}

function groupLines(group: ScheduleGroup, sheet: Sheet): string[] {
  const { page, words } = sheet;
  const { membership, unmanaged, members } = group;
  const notes = [
    ...(unmanaged ? [words.unmanaged] : []),
    ...(membership === "additive" ? [words.additive] : []),
    ...(!unmanaged && members.length === 0 ? [words.nobody] : []),
  ];
  const title = `${groupText(group)}${notes.map((note) => words.note(note)).join("")}`;
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` };
  const rows = [...alwaysRows(group, sheet), ...timedRows(group, sheet), ...demandRows(group, sheet)];
  return [...paragraph(page, title, "", page.palette.heading), ...table([...rows, ...gapRows(group, sheet)], layout)];
}

/** What tells members' stretches apart, and who has them. */
interface Shared {
  readonly span: ScheduledSpan;
  readonly agents: string[];
}

function alwaysRows({ members }: ScheduleGroup, sheet: Sheet): Row[] {
  const { words } = sheet;
  const shared = new Map<number, Shared>();
  for (const { spans, ...agent } of members)
    for (const span of spans) {
      if (span.always !== true) continue;
      const own = shared.get(span.priority) ?? { span, agents: [] };
      own.agents.push(agentText(agent.agentNumber, sheet));
      shared.set(span.priority, own);
    }
  return [...shared.values()].map(({ span, agents }) => ({
    cells: [{ text: words.always }, { text: "" }],
    tail: tailOf(span, agents, sheet),
  }));
}

/** One row for whatever recurs for some members: on which days, at which times, in which shift. */
function timedRows({ members }: ScheduleGroup, sheet: Sheet): Row[] {
  const { horizon } = sheet;
  interface TimedRow extends Shared {
    readonly one: Recurrence;
    readonly cells: readonly Piece[];
  }
  const rows = new Map<string, TimedRow>();
  for (const { spans, ...agent } of members) {
    const timed = spans.filter(({ always }) => always !== true);
    for (const same of byDays(recurrencesOf(timed, horizon, keyOf))) {
      const [one] = same;
      const span = one?.stretches[0];
      if (one === undefined || span === undefined) continue;
      const cells = cellsOf(same, sheet).map((text) => ({ text }));
      const key = JSON.stringify([cells.map((cell) => cell.text), keyOf(span)]);
      const row: TimedRow = rows.get(key) ?? { one, cells, span, agents: [] };
      row.agents.push(agentText(agent.agentNumber, sheet));
      rows.set(key, row);
    }
  }
  return [...rows.values()]
    .sort((a, b) => compare(a.one, b.one))
    .map(({ cells, span, agents }) => ({ cells, tail: tailOf(span, agents, sheet) }));
}

/** Those of the same days together: a morning and an afternoon. */
function byDays<S extends WallStretch>(found: readonly Recurrence<S>[]): Recurrence<S>[][] {
  const together = new Map<string, Recurrence<S>[]>();
  for (const one of found) {
    const dates = one.stretches.map(({ from }) => from.slice(0, 10));
    const key = JSON.stringify([one.days, dates, one.stretches[0] && keyOf(one.stretches[0])]);
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()];
}

function keyOf(stretch: WallStretch | ScheduledSpan): string {
  if (!("priority" in stretch)) return "";
  const { priority, source } = stretch;
  return JSON.stringify([priority, source.shift, source.coverFor]);
}

function tailOf({ priority, source }: ScheduledSpan, agents: readonly string[], sheet: Sheet): Piece[] {
  const { page, words } = sheet;
  const { quiet, plain } = page.palette;
  const { shift, coverFor } = source;
  return [
    ...(shift === undefined ? [] : [{ text: visible(shift), paint: quiet }]),
    ...(priority === 0 ? [] : [{ text: words.priority(priority), paint: quiet }]),
    ...agents.map((agent, index) => ({
      text: index < agents.length - 1 ? `${agent}${page.words.comma.trimEnd()}` : agent,
      paint: plain,
      ...(index === 0 ? {} : { gap: page.words.comma.endsWith(" ") ? " " : "" }),
    })),
    ...(coverFor === undefined ? [] : [{ text: words.covers(agentText(coverFor, sheet)), paint: quiet }]),
    ...(page.verbose ? [{ text: lineText(source), paint: quiet, cut: "never" as const }] : []),
  ];
}

function demandRows({ required }: ScheduleGroup, sheet: Sheet): Row[] {
  const { words, horizon, page } = sheet;
  const { quiet } = page.palette;
  return byMin(required).flatMap(([min, stretches]) =>
    byDays(recurrencesOf(stretches, horizon)).map((same) => ({
      cells: cellsOf(same, sheet).map((text) => ({ text, paint: quiet })),
      tail: [{ text: words.demanded(min), paint: quiet }],
    })),
  );
}

function byMin<S extends WallStretch & { readonly min: number }>(stretches: readonly S[]): [number, S[]][] {
  const found = new Map<number, S[]>();
  for (const one of stretches) found.set(one.min, [...(found.get(one.min) ?? []), one]);
  return [...found];
}

function gapRows({ gaps }: ScheduleGroup, sheet: Sheet): Row[] {
  const { words, horizon, page } = sheet;
  const { bad } = page.palette;
  const found = recurrencesOf(gaps, horizon, ({ min, staffed }) => `${staffed}/${min}`);
  return found.map((one) => {
    const [gap] = one.stretches;
    const [days = "", clock = ""] = cellsOf([one], sheet);
    return {
      cells: [
        { text: `! ${days}`, paint: bad },
        { text: clock, paint: bad },
      ],
      tail: [
        ...(gap === undefined ? [] : [{ text: words.missing(gap.staffed, gap.min), paint: bad }]),
        ...(one.times === 1 ? [] : [{ text: words.times(one.times), paint: page.palette.quiet }]),
      ],
    };
  });
}

/** On which days, and when on them. A stretch of several days is said by its ends, of which those of what is shown need no word. */
function cellsOf(same: readonly Recurrence[], sheet: Sheet): [days: string, clock: string] {
  const { words, page, horizon } = sheet;
  const [one] = same;
  const [stretch] = one?.stretches ?? [];
  if (one === undefined || stretch === undefined) return ["", ""];
  if (same.length > 1 || one.times > 1 || !isLong(one))
    return [daysOf(one, sheet), same.map(words.clockSpan).join(page.words.comma)];
  const [begins, ends] = [stretch.from !== horizon.from, stretch.until !== horizon.until];
  if (begins && ends) return [endsText(stretch, words), ""];
  if (begins) return [words.from(wallText(stretch.from)), ""];
  return [ends ? page.words.until(instantText(stretch.until)) : words.always, ""];
}

function isLong({ from, until, daysLater }: Recurrence): boolean {
  return daysLater > 1 || (daysLater === 1 && until > from);
}

/** `workdays`; where it is not so on all of them, from when to when. */
function daysOf({ days, times, first, last, isThroughout }: Recurrence, { words }: Sheet): string {
  const text = words.daysText(days, times, DATES_AT_MOST);
  const isListed = days.on === "dates" && times <= DATES_AT_MOST;
  return isThroughout || isListed ? text : `${text} ${words.dayRange(first.slice(5), last.slice(5))}`;
}

function absenceLines(absences: readonly ScheduleAbsence[], sheet: Sheet): string[] {
  const { page, words } = sheet;
  if (absences.length === 0) return [];
  const { quiet } = page.palette;
  const rows = absences.map(({ from, until, by, reason, source, ...agent }): Row => {
    return {
      cells: [
        { text: agentText(agent.agentNumber, sheet) },
        { text: endsText({ from, until }, words) },
        { text: visible(reason ?? "") },
      ],
      tail: [
        { text: by === undefined ? words.uncovered : words.covered(agentText(by.agentNumber, sheet)), paint: quiet },
        ...(page.verbose ? [{ text: lineText(source), paint: quiet, cut: "never" as const }] : []),
      ],
    };
  });
  return [
    ...paragraph(page, words.away, "", page.palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
  ];
}

/** When members change, and what that costs. */
function turnLines(turns: readonly UpcomingTurn[], sheet: Sheet): string[] {
  if (turns.length === 0) return [];
  const { page, words, horizon } = sheet;
  const stretches = turns.map((turn) => ({ from: turn.at, until: turn.at, turn }));
  const found = recurrencesOf(stretches, horizon, ({ turn }) => `${turn.writes} ${turn.seconds}`);
  const shown = page.verbose ? found : found.slice(0, TURNS_AT_MOST);
  const rows = shown.flatMap((one): Row[] => {
    const turn = one.stretches[0]?.turn;
    if (turn === undefined) return [];
    return [{ cells: [{ text: daysOf(one, sheet) }, { text: one.from }], tail: costOf(turn, sheet) }];
  });
  return [
    ...paragraph(page, words.turnsHeading(turns.length), "", page.palette.heading),
    ...table(rows, { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` }),
    ...(found.length > shown.length
      ? paragraph(page, words.more(found.length - shown.length), INDENT, page.palette.quiet)
      : []),
  ];
}

function costOf({ writes, seconds }: UpcomingTurn, { page, words }: Sheet): Piece[] {
  return [
    { text: words.groups(writes) },
    ...(seconds === 0
      ? []
      : [{ text: words.seconds(formatDuration(seconds, page.language)), paint: page.palette.change }]),
  ];
}

/** The turns alone, one under the other, with who joins and who leaves. */
function turnSections(sheet: Sheet): string[][] {
  const { schedule, page, words } = sheet;
  const { account, turns, diagnostics, days } = schedule;
  const title = paragraph(page, `${page.words.account} ${nameText(account.name)}`, "", page.palette.heading);
  if (turns.length === 0) return [[...title, ...paragraph(page, words.noTurns(days.length))]];
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}    ` };
  return [
    [...title, ...paragraph(page, words.nextHeading(turns.length))],
    ...turns.map((turn) => {
      const rows = turn.groups.map((group): Row => {
        const texts = turnTexts(group, page.words, (one) => agentText(one.agentNumber, sheet), turn).map(visible);
        return { cells: [{ text: groupText(group) }], tail: texts.map((text) => ({ text })) };
      });
      const [line] = table([{ cells: [{ text: visible(page.words.atTime(turn.at)) }], tail: costOf(turn, sheet) }], {
        ...layout,
        indent: "",
      });
      return [page.palette.heading(line ?? ""), ...table(rows, layout)];
    }),
    findingsLines(diagnostics, new Map(), page),
  ];
}

/** `8001 李娜`. */
function agentText(agentNumber: string, { names }: Pick<Sheet, "names">): string {
  return [agentNumber, names.get(agentNumber) ?? ""]
    .filter((text) => text !== "")
    .map(visible)
    .join(" ");
}

/** `10-01 to 10-03`: both days inclusive, as of holidays; `10-01 18:00 to 10-03 24:00`. */
function endsText(stretch: WallStretch, words: ScheduleTextWords): string {
  const [from, until] = saidEnds(stretch, (date) => date.slice(5));
  return until === undefined ? from : words.dayRange(from, until);
}

/** `12-03 18:00`; the beginning of a day is the day. */
function wallText(instant: string): string {
  const clock = clockOf(instant);
  return clock === "00:00" ? instant.slice(5, 10) : `${instant.slice(5, 10)} ${clock}`;
}

function instantText(instant: string): string {
  return `${instant.slice(5, 10)} ${clockOf(instant)}`;
}

function clockOf(instant: string): string {
  return instant.slice(11, 16);
}

function compare(a: Recurrence, b: Recurrence): number {
  const [one, other] = [`${a.first} ${a.from} ${a.until}`, `${b.first} ${b.from} ${b.until}`];
  return one < other ? -1 : one > other ? 1 : 0;
}
