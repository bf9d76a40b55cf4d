import { type Headcount, headcountOf } from "../headcount.js";
import type { ScheduleWords } from "../messages/schedulePage.js";
import type { Schedule, ScheduleAbsence, ScheduledSpan, ScheduleGap, ScheduleGroup, Stretch } from "../schedule.js";
import { fullName, type NamedAgent, shortName, splitAlways } from "../scheduleNames.js";
import { clockSpan, dayAfter, isLong } from "../scheduleTimes.js";
import { widthOf } from "../text/columns.js";
import { type HtmlContext, isolated, nameHtml } from "./context.js";
import { type Html, html } from "./markup.js";
import type { Positions, Tinted } from "./positions.js";
import { type Part, type PictureDay, type PictureRow, partsOf, rowsOf, weeksOf } from "./weekPicture.js";

/** What the picture of one account's groups needs. */
export interface WeekContext extends HtmlContext {
  readonly of: ScheduleWords;
  readonly schedule: Schedule;
  readonly days: readonly PictureDay[];
  readonly agents: ReadonlyMap<string, NamedAgent>;
  readonly shifts: ReadonlyMap<string, number>;
  readonly positions: Positions;
}

/** How many colours shifts have; after them they come again, and the names tell them apart. */
export const COLOURS = 6;
/** The narrowest that a day is drawn, and half of a Chinese character of its names. */
const DAY_PX = 104;
const COLUMN_PX = 5.5;
/** Names in a row of many agents; the rest folds away. */
const NAMED_AT_MOST = 4;

/** A group's weeks, one table each: who is there when, how many that makes, and where too few. */
export function weeksHtml(group: ScheduleGroup, context: WeekContext): Html {
  const { schedule, days, agents, of, words } = context;
  const rows = rowsOf(group, schedule.absences, agents);
  const { always } = splitAlways(group.members);
  const isEmpty = rows.length + always.length === 0 && group.unmanaged !== true;
  // Where the clock changes nothing and nobody is demanded, there is nothing to draw.
  const isDrawn = rows.length + group.required.length > 0;
  return html`${isEmpty && html`<p class="quiet">${of.nobody}</p>\n`}${isDrawn && tablesHtml(sheetOf(group, rows, always.length, days, schedule), context)}${
    always.length > 0 &&
    html`<p class="quiet">${of.always}${words.colon}${always.map(
      (member, index) => html`${index > 0 && words.comma}${isolated(fullName(member))}`,
    )}</p>
`
  }`;
}

/** What a group's tables are made of, cut into days. */
interface Sheet {
  readonly name: string;
  readonly rows: readonly {
    readonly row: PictureRow;
    readonly spans: readonly (readonly Part<ScheduledSpan>[])[];
    readonly absences: readonly (readonly Part<ScheduleAbsence>[])[];
  }[];
  /** How many are there always. */
  readonly always: number;
  readonly gaps: readonly (readonly Part<ScheduleGap>[])[];
  readonly counts: readonly (readonly Part<Headcount>[])[];
}

function sheetOf(
  group: ScheduleGroup,
  rows: readonly PictureRow[],
  always: number,
  days: readonly PictureDay[],
  schedule: Schedule,
): Sheet {
  const counts = headcountOf(group, schedule).filter(({ staffed, min }) => staffed > 0 || min !== undefined);
  const spans = partsOf([...rows.flatMap((row) => row.spans), ...group.required], days);
  const isOpen = openDays(spans, days);
  return {
    name: group.displayName,
    rows: rows.map((row) => ({
      row,
      spans: partsOf(row.spans, days),
      absences: partsOf(row.absences, days).map((parts, index) => (isOpen[index] ? parts : [])),
    })),
    always,
    gaps: partsOf(group.gaps, days),
    counts: partsOf(counts, days),
  };
}

/**
 * The days on which a group is at work: somebody has a turn there, or is demanded, or is so on another day of its kind, such as
 * a workday. On others nobody misses an agent who is away, and a picture of it would only be in the way.
 */
function openDays(turns: readonly (readonly Part<Stretch>[])[], days: readonly PictureDay[]): boolean[] {
  const isOpen = (index: number) => (turns[index]?.length ?? 0) > 0;
  const kindOf = (day: PictureDay) => kindClass(day).replace("work", "");
  const kinds = new Set(days.filter((_, index) => isOpen(index)).map(kindOf));
  return days.map((day, index) => isOpen(index) || kinds.has(kindOf(day)));
}

function tablesHtml({ name, rows, always, gaps, counts }: Sheet, context: WeekContext): Html[] {
  const { days, of } = context;
  // A class stands in every cell of a day, so it is made once.
  const classes = days.map((day, index) => dayClass(day, gaps[index] ?? [], context));
  const columns = Math.min(7, days.length);
  return weeksOf(days).map(({ first, days: week }) => {
    const label = of.week(name, week[0]?.date ?? "", week.at(-1)?.date ?? "");
    const rest = columns - week.length;
    const fill = rest > 0 && html`<td class="rest" colspan="${rest}">`;
    const cells = (cell: (day: PictureDay, index: number) => Html) =>
      html`${week.map((day, index) => cell(day, first + index))}${fill}`;
    return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table class="week"><caption>${label}</caption><thead><tr><th scope="col">${of.columns.agent}${week.map((day) => dayHeadHtml(day, of))}${fill}<tbody>
<tr class="count"><th scope="row">${of.headcount}${cells((_, index) => countCell(classes[index] ?? "", counts[index] ?? [], gaps[index] ?? [], context))}
${rows.map(
  ({ row, spans, absences }) => html`<tr><th scope="row">${agentsHtml(row, of)}${cells((day, index) =>
    rowCell(classes[index] ?? "", day, spans[index] ?? [], absences[index] ?? [], context),
  )}
`,
)}${
  always > 0 &&
  html`<tr class="always"><th scope="row">${of.always} <small>${always}</small>${cells(
    (_, index) => html`<td class="${classes[index]}"><span class="b on">${of.always}</span>`,
  )}
`
}</table></div>
`;
  });
}

/** A day above its column: weekday, date, and what makes it another day than its weekday says. */
function dayHeadHtml(day: PictureDay, of: ScheduleWords): Html {
  const hours = Math.round((day.end - day.start) / 360_000) / 10;
  return html`<th scope="col" class="${kindClass(day)}"><span class="day"><span>${of.weekdays[day.weekday]}</span> <b>${day.date.slice(5)}</b></span>${specialHtml(day, of)}${
    hours === 24
      ? html`<span class="scale" aria-hidden="true"><i>6</i><i>12</i><i>18</i></span>`
      : html` <span class="tag">${of.hours(hours)}</span>`
  }`;
}

/** The same where there is less room. */
export function shortDayHtml(day: PictureDay, of: ScheduleWords): Html {
  const { kind, name, weekday, date } = day;
  const special =
    kind === "holiday"
      ? html` <span class="tag off">${name === undefined ? of.holidaySign : nameHtml(name)}</span>`
      : kind === "makeup" && html` <span class="tag work">${of.makeupSign}</span>`;
  return html`<th scope="col" class="${kindClass(day)}"><span class="day">${of.weekdays[weekday]}<br><b>${date.slice(5)}</b></span>${special}`;
}

function specialHtml({ kind, name }: PictureDay, of: ScheduleWords): Html | undefined {
  if (kind === "holiday")
    return html` <span class="tag off"><b>${of.holidaySign}</b> ${name === undefined ? of.dayKinds.holiday : nameHtml(name)}</span>`;
  if (kind === "makeup") return html` <span class="tag work"><b>${of.makeupSign}</b> ${of.dayKinds.makeup}</span>`;
  return undefined;
}

/** What a day is, as a class; where the files have no calendar, by its weekday. */
export function kindClass({ kind, weekday }: PictureDay): string {
  if (kind === "holiday") return "off";
  if (kind === "makeup") return "work";
  if (kind === "weekend" || (kind === undefined && (weekday === 0 || weekday === 6))) return "end";
  return "";
}

function dayClass(day: PictureDay, gaps: readonly Part<ScheduleGap>[], { positions }: WeekContext): string {
  const tints: Tinted[] = [
    ...gaps.map(({ from, until }) => ({ from, until, as: "gap" as const })),
    ...day.beyond.map(([from, until]) => ({ from, until, as: "beyond" as const })),
  ];
  const tint = positions.tint(tints.sort((a, b) => a.from - b.from));
  const clockChange = day.end - day.start !== 86_400_000 && "odd";
  return [kindClass(day), tint, clockChange].filter(Boolean).join(" ");
}

/** How many are there, from change to change. */
function countCell(
  name: string,
  counts: readonly Part<Headcount>[],
  gaps: readonly Part<ScheduleGap>[],
  context: WeekContext,
): Html {
  const { of, words, positions } = context;
  return html`<td class="${name}">${gaps.map(
    ({ from, until, of: { min, staffed } }) =>
      html`<b class="lacks ${positions.mark((from + until) / 2)}" aria-hidden="true"><span>${of.missing(min - staffed)}</span></b>`,
  )}${counts.map((part) => {
    const { staffed, min, gap } = part.of;
    const tone = gap ? "gap" : min === undefined ? "any" : "enough";
    return html`<span class="c ${tone} ${positions.box(part.from, part.until)}">${!gap && html`<span aria-hidden="true">${staffed}</span>`}<span class="unseen">${partClock(part, of)} ${gap && html`${of.legend.gap}${words.colon}`}${of.present(staffed, min)}; </span></span>`;
  })}`;
}

/** One agent's day: what is on duty, over what is absent. */
function rowCell(
  name: string,
  day: PictureDay,
  spans: readonly Part<ScheduledSpan>[],
  absences: readonly Part<ScheduleAbsence>[],
  context: WeekContext,
): Html {
  const named = namedParts(spans, day);
  return html`<td class="${name}">${absences.map((part) => absentHtml(part, spans, context))}${spans.map(
    (part, index) => spanHtml(part, named.has(part), nextOf(part, spans[index + 1], absences), context),
  )}`;
}

/** Where the next bar or hatching of a day begins. */
function nextOf(
  part: Part<ScheduledSpan>,
  following: Part<ScheduledSpan> | undefined,
  absences: readonly Part<ScheduleAbsence>[],
): number {
  const others = absences.map(({ from }) => from).filter((from) => from >= part.until);
  return Math.min(following?.from ?? 1, ...others);
}

function absentHtml(
  { from, until, of: { reason, by } }: Part<ScheduleAbsence>,
  spans: readonly Part<ScheduledSpan>[],
  { of, positions }: WeekContext,
): Html {
  const name = reason ?? of.absent;
  const isFree = isWider(name, until - from) && spans.every((one) => one.from < from);
  return html`<span class="a ${isFree && "free "}${positions.box(from, until)}"><span>${isolated(name)}${reason !== undefined && html` <span class="unseen">${of.absent}</span>`}${by !== undefined && html` (${isolated(of.coveredBy(shortName(by)))})`}</span></span>`;
}

/** Has a name too little room in a part of a day? */
function isWider(name: string, share: number): boolean {
  return widthOf(name) * COLUMN_PX > share * DAY_PX;
}

/** The parts of a day that are named: of each shift the longest, unless most of it lies on another day. */
function namedParts(parts: readonly Part<ScheduledSpan>[], day: PictureDay): Set<Part<ScheduledSpan>> {
  const longest = new Map<string | undefined, Part<ScheduledSpan>>();
  for (const part of parts) {
    const { shift } = part.of.source;
    const known = longest.get(shift);
    if (known === undefined || part.until - part.from > known.until - known.from) longest.set(shift, part);
  }
  const isMinor = ({ from, until, begun, goesOn, of }: Part<ScheduledSpan>) =>
    begun !== goesOn && (until - from) * (day.end - day.start) < (Date.parse(of.until) - Date.parse(of.from)) / 2;
  return new Set([...longest.values()].filter((part) => !isMinor(part)));
}

/** @param next where the next part of the day begins: up to there a name may go on that its own part has no room for */
function spanHtml(part: Part<ScheduledSpan>, isNamed: boolean, next: number, context: WeekContext): Html {
  const { of, words, agents, positions, shifts } = context;
  const { from, until, begun, goesOn, of: span } = part;
  const { shift, coverFor } = span.source;
  const clock = clockSpan(span);
  const covered = coverFor === undefined ? undefined : (agents.get(coverFor) ?? { agentNumber: coverFor });
  const times = isLong(span) ? datesLabel(span) : `${brief(clock.from)}–${brief(clock.until)}`;
  const name = covered !== undefined ? of.covers(shortName(covered)) : (shift ?? times);
  const full = html`${covered !== undefined && shift !== undefined && html`${isolated(shift)} `}${isLong(span) ? (shift !== undefined || covered !== undefined) && datesLabel(span) : html`${begun && html`${of.continued} `}${of.clock(clock)}`}${span.priority !== 0 && html` ${words.priority(String(span.priority))}`}`;
  const isFree = isNamed && isWider(name, until - from) && !isWider(name, next - from);
  const classes = [
    "b",
    shift === undefined ? "sx" : `s${(shifts.get(shift) ?? 0) % COLOURS}`,
    covered !== undefined && "cover",
    begun && "begun",
    goesOn && "on",
    !isNamed && "mute",
    isFree && "free",
    positions.box(from, until),
  ];
  // The times stand beside the name where there is room, and are read aloud everywhere.
  return html`<span class="${classes.filter(Boolean).join(" ")}">${isolated(name)} <i>${full}</i></span>`;
}

/** `10-08 – 10-11 18:00`. */
function datesLabel(span: ScheduledSpan): string {
  const { date, from, until, daysLater } = clockSpan(span);
  const text = (day: string, clock: string) => (clock === "" ? day.slice(5) : `${day.slice(5)} ${clock}`);
  return `${text(date, from === "00:00" ? "" : from)} – ${text(dayAfter(date, daysLater), until === "24:00" ? "" : until)}`;
}

/** `9`, `13:30`: times as they are said. */
function brief(clock: string): string {
  return clock.replace(/^0(?=\d)/, "").replace(/:00$/, "");
}

/** The times of a part of a day, which begins and ends with it where it is longer. */
function partClock({ begun, goesOn, of: { from, until } }: Part<Stretch>, of: ScheduleWords): string {
  if (begun && goesOn) return of.allDay;
  const clock = clockSpan({ from, until });
  return of.clock({ from: begun ? "00:00" : clock.from, until: goesOn ? "24:00" : clock.until, daysLater: 0 });
}

function agentsHtml({ agents, spans }: PictureRow, of: ScheduleWords): Html {
  const [agent, ...others] = agents;
  if (agent === undefined) return html``;
  const name = shortName(agent);
  const shifts = [...new Set(spans.flatMap(({ source }) => source.shift ?? []))].slice(0, 3).join(", ");
  if (others.length === 0)
    return html`${nameHtml(name)}${name !== agent.agentNumber && html` <small>${isolated(agent.agentNumber)}</small>`}`;
  const named = agents.slice(0, NAMED_AT_MOST).map(shortName).join(", ");
  return html`${isolated(shifts)} <small>${of.alike(agents.length)}</small><details><summary><small>${isolated(named)} …</small></summary><small>${isolated(agents.map(fullName).join(", "))}</small></details>`;
}
