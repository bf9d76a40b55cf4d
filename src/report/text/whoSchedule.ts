import type { MemberSource } from "../../model/source.js";
import type { WhoWords } from "../messages/commands.js";
import type { ScheduleAbsence, ScheduledSpan, Stretch } from "../schedule.js";
import { saidEnds } from "../scheduleTimes.js";
import type { WhoSchedule, WhoScheduleGroup } from "../who.js";
import type { Piece } from "./flow.js";
import { groupText, lineText, type Page, paragraph, placeText } from "./page.js";
import { type Row, table } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "    ";
const DAY_MS = 86_400_000;

/** When an agent is in which groups, group by group, and when the agent is absent. */
export function scheduleSections(schedule: WhoSchedule, page: Page, words: WhoWords): string[][] {
  const { from, until, timezone, groups, absences } = schedule;
  const days = Math.round((Date.parse(`${dateOf(until)}T00:00Z`) - Date.parse(`${dateOf(from)}T00:00Z`)) / DAY_MS);
  const heading = words.schedule(days, instantText(from), visible(timezone));
  const lines = groups.flatMap((group) => groupLines(group, page, words));
  return [
    [
      ...paragraph(page, heading, "", page.palette.heading),
      ...(lines.length > 0 ? lines : paragraph(page, words.inNoGroup, INDENT)),
    ],
    absences.length === 0
      ? []
      : [
          ...paragraph(page, words.absent, "", page.palette.heading),
          ...table(
            absences.map((one) => absenceRow(one, page, words)),
            layoutOf(page, INDENT),
          ),
        ],
  ];
}

/** Where a membership comes from: its end, its shift, whom it covers, and the line or the cell. */
export function originPieces(source: MemberSource, page: Page, words: WhoWords): Piece[] {
  const { until, roster, shift, coverFor } = source;
  const { quiet } = page.palette;
  return [
    ...(until === undefined ? [] : [{ text: visible(page.words.until(until)) }]),
    ...(roster === undefined ? [] : [{ text: visible(words.onShift(shift, roster)) }]),
    ...(coverFor === undefined ? [] : [{ text: visible(words.covering(coverFor)) }]),
    { text: isTable(source) ? placeText(source) : lineText(source), paint: quiet, cut: "never" },
  ];
}

/** In a table a line has many days, so the column says which one. */
function isTable({ file }: MemberSource): boolean {
  return /\.(?:csv|xlsx)$/i.test(file);
}

function layoutOf(page: Page, indent: string) {
  return { columns: page.columns, indent, hanging: `${indent}  ` };
}

function groupLines(group: WhoScheduleGroup, page: Page, words: WhoWords): string[] {
  const remark = group.managed === "additive" ? `  ${words.additive}` : "";
  const rows = foldDays(dayRows(group.spans)).map(
    ({ first, last, times, span }): Row => ({
      cells: [
        { text: daysText(first, last, words) },
        { text: times.map((time) => timeText(time, words)).join(page.words.comma) },
        { text: page.words.priority(String(span.priority)) },
      ],
      tail: originPieces(span.source, page, words),
    }),
  );
  return [...paragraph(page, `${groupText(group)}${remark}`, INDENT), ...table(rows, layoutOf(page, `${INDENT}  `))];
}

interface DayRow {
  /** Dates; the same for a single day. Absent: always, or for longer than a day. */
  readonly first?: string;
  readonly last?: string;
  readonly times: readonly ScheduledSpan[];
  readonly span: ScheduledSpan;
}

/** The spans of one entry that begin on one day stand together. */
function dayRows(spans: readonly ScheduledSpan[]): DayRow[] {
  const rows: DayRow[] = [];
  for (const span of spans) {
    if (isLong(span)) {
      rows.push({ times: [span], span });
      continue;
    }
    const date = dateOf(span.from);
    const own = rows.findIndex((row) => row.first === date && isSameEntry(row.span, span));
    const row = rows[own];
    if (row === undefined) rows.push({ first: date, last: date, times: [span], span });
    else rows[own] = { ...row, times: [...row.times, span] };
  }
  return rows;
}

/** Days that follow each other and have the same times by the same entry are one row. */
function foldDays(rows: readonly DayRow[]): DayRow[] {
  const folded: DayRow[] = [];
  for (const row of rows) {
    const at = folded.findLastIndex(
      ({ last, span }) =>
        last !== undefined && row.first !== undefined && isNextDay(last, row.first) && isSameEntry(span, row.span),
    );
    const before = folded[at];
    if (before !== undefined && row.last !== undefined && clocks(before) === clocks(row))
      folded[at] = { ...before, last: row.last };
    else folded.push(row);
  }
  return folded;
}

function clocks({ times }: DayRow): string {
  return times.map(({ from, until }) => `${clockOf(from)}-${clockOf(until)}`).join();
}

function isSameEntry(a: ScheduledSpan, b: ScheduledSpan): boolean {
  return a.priority === b.priority && JSON.stringify(a.source) === JSON.stringify(b.source);
}

/** Longer than a day, so that dates say it better than times of a day. */
function isLong({ from, until, always }: ScheduledSpan): boolean {
  return always === true || Date.parse(until) - Date.parse(from) > DAY_MS;
}

function daysText(first: string | undefined, last: string | undefined, words: WhoWords): string {
  if (first === undefined || last === undefined) return "";
  return first === last ? dayText(first, words) : words.days(dayText(first, words), dayText(last, words));
}

function timeText(span: ScheduledSpan, words: WhoWords): string {
  const { from, until, always } = span;
  if (always === true) return words.always;
  if (isLong(span)) return endsText(span, shortDate, words);
  const isSameDay = dateOf(from) === dateOf(until);
  const end = clockOf(until) === "00:00" ? "24:00" : isSameDay ? clockOf(until) : words.nextDay(clockOf(until));
  return `${clockOf(from)}–${end}`;
}

function absenceRow({ from, until, by, reason, source }: ScheduleAbsence, page: Page, words: WhoWords): Row {
  const { agentNumber, agentName, alias } = by ?? {};
  const cover = [agentNumber, agentName ?? alias].filter((part) => part !== undefined).join(" ");
  return {
    cells: [{ text: endsText({ from, until }, dateOf, words) }, { text: visible(reason ?? "") }],
    tail: [
      ...(by === undefined ? [] : [{ text: words.coveredBy(visible(cover)) }]),
      {
        text: isTable(source) ? placeText(source) : lineText(source),
        paint: page.palette.quiet,
        cut: "never" as const,
      },
    ],
  };
}

/** From when until when, with the last day of whole days. */
function endsText(stretch: Stretch, dayText: (date: string) => string, words: WhoWords): string {
  const [from, until] = saidEnds(stretch, dayText);
  return until === undefined ? from : words.days(from, until);
}

function dayText(date: string, words: WhoWords): string {
  return words.day(date.slice("2026-".length), new Date(`${date}T00:00:00Z`).getUTCDay());
}

/** `2026-12-01 18:00`, or the day alone where it begins. */
function instantText(instant: string): string {
  return clockOf(instant) === "00:00" ? dateOf(instant) : `${dateOf(instant)} ${clockOf(instant)}`;
}

function dateOf(instant: string): string {
  return instant.slice(0, "2026-12-01".length);
}

function shortDate(instant: string): string {
  return dateOf(instant).slice("2026-".length);
}

function clockOf(instant: string): string {
  return instant.slice("2026-12-01T".length, "2026-12-01T18:00".length);
}

function isNextDay(date: string, next: string): boolean {
  return Date.parse(`${next}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`) === DAY_MS;
}
