import { type Recurrence, recurrencesOf, runsOf } from "../../model/recurrence.js";
import type { UpcomingTurn } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
import { type ScheduleWords, scheduleWordsOf } from "../messages/schedulePage.js";
import { descriptionNote, ownerNote } from "../purpose.js";
import type { RenderOptions } from "../report.js";
import type {
  Schedule,
  ScheduleAbsence,
  ScheduledMember,
  ScheduledSpan,
  ScheduleGap,
  ScheduleGroup,
  Schedules,
  Stretch,
} from "../schedule.js";
import { agentsOf, fullName } from "../scheduleNames.js";
import { clockOf, clockSpan, dateOf, dayAfter, isLong, secondsOf, weekdayOf } from "../scheduleTimes.js";
import { chinaTime } from "../text/chinaTime.js";
import { contextOf, groupHtml, isolated, lineHtml, nameHtml, originHtml } from "./context.js";
import { documentHtml } from "./documentHtml.js";
import { filterStyle, filtersHtml } from "./filtersHtml.js";
import { findingsHtml } from "./findingsHtml.js";
import { type Html, html, raw } from "./markup.js";
import pageStyle from "./page.css?raw";
import pageScript from "./page.js?raw";
import { Positions } from "./positions.js";
import scheduleStyle from "./schedule.css?raw";
import scheduleScript from "./schedule.js?raw";
import { COLOURS, kindClass, shortDayHtml, type WeekContext, weeksHtml } from "./weekHtml.js";
import { daysOf, type Part, type PictureDay, partsOf, shiftsOf } from "./weekPicture.js";

/** The one kind of groups that can be picked out. */
const GAP = "short";
/** With more groups only those with gaps are unfolded, and of them so many. */
const OPEN_AT_MOST = 8;
/** From here on a browser lays out only what is in sight. */
const MANY_GROUPS = 12;
/** Gaps of a group that stand in the open; the rest folds away. */
const GAPS_AT_MOST = 6;
/** Days of an overview whose cells have room for more than a number. */
const ROOMY_DAYS = 16;
/** Times of one shift in the legend: a shift of several parts has several. */
const TIMES_AT_MOST = 4;

/**
 * Schedules as one page that needs nothing else: for each group its weeks, with who is there when, and where too few are. All of
 * it is there without scripts, and as text. Pure.
 */
export function scheduleHtml(found: Schedule | Schedules, options: Pick<RenderOptions, "language" | "linkTo">): string {
  const schedules = found.kind === "schedule" ? [found] : found.schedules;
  const context = contextOf(options);
  const { say } = context;
  const of = scheduleWordsOf(options.language);
  const positions = new Positions();
  const shifts = shiftsOf(schedules);
  const groups = schedules.flatMap((schedule) => schedule.groups);
  const short = groups.filter(({ gaps }) => gaps.length > 0).length;
  const accounts = schedules.map(({ account }) => account.name);
  const filters = {
    boxes: short === 0 ? [] : [{ kind: GAP, label: of.groupsWithGaps, count: short }],
    groups: groups.length,
    accounts,
  };
  const parts = schedules.map((schedule, account) => {
    const week: WeekContext = {
      ...context,
      of,
      schedule,
      days: daysOf(schedule),
      agents: agentsOf(schedule),
      shifts,
      positions,
    };
    return accountHtml(account, groups.length <= OPEN_AT_MOST, week);
  });
  const [first] = schedules;
  return documentHtml({
    lang: say.lang,
    title: html`${of.title}${accounts.length > 0 && `: ${accounts.join(", ")}`}`,
    style: `${pageStyle}${scheduleStyle}${filterStyle(accounts.length, [GAP])}${positions.style()}`,
    script: `${pageScript}${scheduleScript}`,
    main: html`<main class="schedule${groups.length > MANY_GROUPS && raw(" long")}">
<header class="top"><h1>${of.title} ${standingHtml(groups, short, of)}</h1>${
      first !== undefined &&
      html`<p>${say.writtenBy(first.musterVersion)} · <time datetime="${first.createdAt}">${chinaTime(first.createdAt)}</time></p>`
    }</header>
${filtersHtml(filters, say)}${parts}</main>`,
  });
}

function standingHtml(groups: readonly ScheduleGroup[], short: number, of: ScheduleWords): Html {
  if (short > 0) return html`<span class="badge bad">✖ ${of.groupsShort(short)}</span>`;
  return groups.some(({ required }) => required.length > 0)
    ? html`<span class="badge new">✔ ${of.covered}</span>`
    : html`<span class="badge">${of.unasked}</span>`;
}

function accountHtml(account: number, open: boolean, context: WeekContext): Html {
  const { schedule, words } = context;
  const { groups, diagnostics } = schedule;
  let unfolded = 0;
  const isOpen = (group: ScheduleGroup) => {
    if (open) return true;
    if (group.gaps.length === 0) return false;
    unfolded += 1;
    return unfolded <= OPEN_AT_MOST;
  };
  // The page shows every gap itself.
  const others = diagnostics.filter(({ code }) => code !== "coverage-gap");
  return html`<section class="account" id="account-${account}">
<h2>${words.account} ${nameHtml(schedule.account.name)} <small>${rangeText(context)}</small></h2>
${statsHtml(context)}${findingsHtml(others, new Map(), context)}${overviewHtml(account, context)}${absencesHtml(context)}<section>${legendHtml(context)}
${groups.map((group, index) => groupSection(group, `g${account}-${index}`, isOpen(group), context))}</section>
${turnsHtml(context)}</section>
`;
}

function rangeText({ schedule, days, of, words }: WeekContext): string {
  const { from, until, timezone } = schedule;
  return days.some(({ beyond }) => beyond.length > 0)
    ? of.range(words.atTime(from), words.atTime(until), timezone)
    : of.range(days[0]?.date ?? "", days.at(-1)?.date ?? "", timezone);
}

function statsHtml({ schedule, of, language, agents }: WeekContext): Html {
  const { groups, absences, turns } = schedule;
  const short = groups.flatMap(({ gaps }) => gaps).reduce((sum, gap) => sum + secondsOf(gap), 0);
  const stats: readonly (readonly [label: string, count: string | number, tone: string])[] = [
    [of.stats.groups, groups.length, ""],
    [of.stats.agents, agents.size, ""],
    [of.stats.short, short === 0 ? 0 : formatDuration(short, language), short === 0 ? "" : "l"],
    [of.stats.absences, absences.length, ""],
    [of.stats.turns, turns.length, ""],
  ];
  return html`<dl class="stats">${stats
    .filter(([, count]) => count !== 0)
    .map(([label, count, tone]) => html`<div class="${tone}"><dt>${label}</dt><dd>${count}</dd></div>`)}</dl>
`;
}

/** All groups by all days: where somebody is missing, before any detail. */
function overviewHtml(account: number, context: WeekContext): Html | undefined {
  const { schedule, days, of, language } = context;
  const { groups } = schedule;
  if (groups.length < 2 || groups.every(({ required }) => required.length === 0)) return undefined;
  const dense = days.length > ROOMY_DAYS;
  return html`<section class="picture"><h3>${of.overview}</h3>
<p class="quiet">${of.overviewNote}</p>
<div class="block scroll ${groups.some(({ gaps }) => gaps.length > 0) && GAP}" role="region" aria-label="${of.overview}" tabindex="0"><table class="overview${dense && raw(" dense")}"><caption>${of.overview}</caption><thead><tr><th scope="col">${of.columns.group}<th scope="col">${of.columns.short}${days.map((day) => shortDayHtml(day, of))}<tbody>
${groups.map((group, index) => {
  const all = group.gaps.reduce((sum, gap) => sum + secondsOf(gap), 0);
  const [gaps, required] = [partsOf(group.gaps, days), partsOf(group.required, days)];
  return html`<tr class="r${group.gaps.length > 0 && raw(` ${GAP}`)}"><th scope="row"><a href="#g${account}-${index}">${nameHtml(group.displayName)}</a><td class="n">${all > 0 && formatDuration(all, language)}${days.map((day, at) => overviewCell(day, gaps[at] ?? [], required[at] ?? [], context))}
`;
})}</table></div></section>
`;
}

function overviewCell(
  day: PictureDay,
  gaps: readonly Part<ScheduleGap>[],
  required: readonly Part<Stretch>[],
  { of, language }: WeekContext,
): Html {
  const kind = kindClass(day);
  if (gaps.length === 0) return html`<td class="${kind}">${required.length > 0 && html`<span class="fine">✓</span>`}`;
  const worst = Math.max(...gaps.map(({ of: { min, staffed } }) => min - staffed));
  const length = gaps.reduce((sum, { from, until }) => sum + (until - from), 0);
  const seconds = Math.round((length * (day.end - day.start)) / 60_000) * 60;
  return html`<td class="${kind} lack"><b>${of.missing(worst)}</b> <small>${formatDuration(seconds, language)}</small>`;
}

function legendHtml({ of, words, schedule, shifts }: WeekContext): Html {
  const hours = shiftHours(schedule, of);
  return html`<ul class="legend key">${[...hours].map(
    ([shift, clocks]) =>
      html`<li><span class="b s${(shifts.get(shift) ?? 0) % COLOURS}">${isolated(shift)}</span> ${clocks.join(words.comma)}</li>`,
  )}<li><span class="c gap"></span> ${of.legend.gap}</li><li><span class="c enough"></span> ${of.legend.enough}</li><li><span class="c any"></span> ${of.legend.undemanded}</li><li><span class="a"></span> ${of.legend.absent}</li><li><span class="b sx cover">${of.legend.cover}</span></li></ul>`;
}

/** The usual times of each shift. */
function shiftHours({ groups, from, until }: Schedule, of: ScheduleWords): Map<string, string[]> {
  const found = new Map<string, Map<string, number>>();
  for (const { members } of groups)
    for (const { spans } of members)
      for (const span of spans) {
        const { shift } = span.source;
        if (shift === undefined) continue;
        const clocks = found.get(shift) ?? new Map<string, number>();
        found.set(shift, clocks);
        // What is cut at an end of the schedule is no usual time.
        if (span.from === from || span.until === until) continue;
        const clock = of.clock(clockSpan(span));
        clocks.set(clock, (clocks.get(clock) ?? 0) + 1);
      }
  return new Map(
    [...found].map(([shift, clocks]) => {
      const most = Math.max(...clocks.values());
      // Nor is what an absence leaves of one.
      const usual = [...clocks].filter(([, count]) => count * 3 >= most).map(([clock]) => clock);
      return [shift, usual.sort().slice(0, TIMES_AT_MOST)];
    }),
  );
}

function groupSection(group: ScheduleGroup, anchor: string, open: boolean, context: WeekContext): Html {
  const { of, words } = context;
  const { gaps, required, members } = group;
  const said = [ownerNote(group, words), descriptionNote(group, words, true)].filter((text) => text !== undefined);
  return html`<article class="g f${gaps.length > 0 && raw(` ${GAP}`)}" id="${anchor}"><header><h4>${groupHtml(group)}</h4> ${
    gaps.length > 0
      ? html`<span class="badge bad">✖ ${of.gaps(gaps.length)}</span>`
      : required.length > 0
        ? html`<span class="badge new">✔ ${of.noGaps}</span>`
        : html`<span class="badge">${of.noCoverage}</span>`
  }${group.unmanaged === true && html` <span class="badge">${of.unmanaged}</span>`}${group.membership === "additive" && html` <span class="badge">${words.additive}</span>`} <span class="where">${lineHtml(group.source, context)}</span></header>
${
  said.length > 0 &&
  html`<p class="quiet">${isolated(said.join(" · "))}</p>
`
}${gapsHtml(gaps, context)}<details class="fold"${open && raw(" open")}><summary>${of.timetable(members.length)}</summary>
${weeksHtml(group, context)}</details>
${wordsHtml(group, context)}</article>
`;
}

/** The gaps in words, each once for all the days on which it comes again. */
function gapsHtml(gaps: readonly ScheduleGap[], context: WeekContext): Html | undefined {
  if (gaps.length === 0) return undefined;
  const { of, schedule, days } = context;
  const kinds = new Map(days.flatMap(({ date, kind }) => (kind === undefined ? [] : [[date, kind] as const])));
  const recurring = recurrencesOf(gaps, { ...schedule, kinds }, ({ min, staffed }) => `${staffed}/${min}`);
  const items = recurring.map((one) => gapHtml(one, context));
  const rest = items.slice(GAPS_AT_MOST);
  return html`<ul class="gaps">${items.slice(0, GAPS_AT_MOST)}</ul>
${rest.length > 0 && html`<details class="fold"><summary>${of.moreGaps(rest.length)}</summary><ul class="gaps">${rest}</ul></details>\n`}`;
}

function gapHtml({ days, times, stretches, ...clock }: Recurrence<ScheduleGap>, context: WeekContext): Html {
  const { of } = context;
  const [gap] = stretches;
  if (gap === undefined) return html``;
  const needs = of.needs(gap.min, gap.staffed);
  if (isLong(gap))
    return html`<li><b>${stretches.map((one) => datedText(one, context)).join(context.words.comma)}</b> ${needs}</li>`;
  const name = days.on !== "dates" && html`${of.daysText(days, times)} `;
  const dates = stretches.map(({ from }) => dateOf(from));
  return html`<li><b>${name}${of.clock(clock)}</b> ${needs} · ${datesText(dates, context)}${times > 1 && html` <small>${of.days(times)}</small>`}</li>`;
}

/** `Mon 09-28 – Wed 09-30, Thu 10-08`. */
function datesText(dates: readonly string[], { of, words }: Pick<WeekContext, "of" | "words">): string {
  const day = (date: string) => `${of.weekdays[weekdayOf(date)] ?? ""} ${date.slice(5)}`;
  return runsOf(dates)
    .map((run) => {
      const [first = "", last = ""] = [run[0], run.at(-1)];
      return first === last ? day(first) : `${day(first)} – ${day(last)}`;
    })
    .join(words.comma);
}

function absencesHtml(context: WeekContext): Html | undefined {
  const { schedule, of } = context;
  if (schedule.absences.length === 0) return undefined;
  return html`<section><h3>${of.absences} <small>${schedule.absences.length}</small></h3>
<ul class="names wide">${schedule.absences.map((absence) => html`<li class="f">${absenceHtml(absence, context)}</li>`)}</ul></section>
`;
}

function absenceHtml({ by, reason, source, ...absence }: ScheduleAbsence, context: WeekContext): Html {
  const { of } = context;
  return html`<b>${isolated(fullName(absence))}</b> ${datedText(absence, context)}${reason !== undefined && html` · ${isolated(reason)}`} · ${by === undefined ? html`<b class="no">${of.uncovered}</b>` : isolated(of.coveredBy(fullName(by)))} <span class="where">${lineHtml(source, context)}</span>`;
}

/** From when to when, with both days. */
function datedText(stretch: Stretch, context: WeekContext): string {
  const { of } = context;
  const { date, from, until, daysLater } = clockSpan(stretch);
  const last = dayAfter(date, daysLater);
  if (from === "00:00" && until === "24:00") return datesText(daysFrom(date, daysLater), context);
  const day = (one: string) => `${of.weekdays[weekdayOf(one)] ?? ""} ${one.slice(5)}`;
  return `${day(date)} ${from} – ${daysLater === 0 ? "" : `${day(last)} `}${until}`;
}

function daysFrom(date: string, more: number): string[] {
  return Array.from({ length: more + 1 }, (_, index) => dayAfter(date, index));
}

/** The moments at which several groups change, each time of the clock once, with what the limits make of them. */
function turnsHtml(context: WeekContext): Html | undefined {
  const { schedule, of, language } = context;
  const clocks = new Map<string, UpcomingTurn[]>();
  for (const turn of schedule.turns) {
    if (turn.groups.length < 2) continue;
    const clock = clockOf(turn.at);
    clocks.set(clock, [...(clocks.get(clock) ?? []), turn]);
  }
  if (clocks.size === 0) return undefined;
  const { turnColumns } = of;
  const most = (turns: readonly UpcomingTurn[], count: (turn: UpcomingTurn) => number) => Math.max(...turns.map(count));
  return html`<section><h3>${of.turns}</h3>
<p class="quiet">${of.turnsNote}</p>
<div class="scroll" role="region" aria-label="${of.turns}" tabindex="0"><table class="plain turns"><thead><tr><th scope="col">${turnColumns.clock}<th scope="col">${turnColumns.days}<th scope="col" class="n">${turnColumns.groups}<th scope="col" class="n">${turnColumns.writes}<th scope="col" class="n">${turnColumns.seconds}<tbody>
${[...clocks]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([
      clock,
      turns,
    ]) => html`<tr><th scope="row">${clock}<td>${datesText([...new Set(turns.map(({ at }) => dateOf(at)))], context)}<td class="n">${most(turns, ({ groups }) => groups.length)}<td class="n">${most(turns, ({ writes }) => writes)}<td class="n">${formatDuration(
      most(turns, ({ seconds }) => seconds),
      language,
    )}
`,
  )}</table></div></section>
`;
}

/** Everything of a group's picture in words: each agent's times, how often they come, and the line that says so. */
function wordsHtml(group: ScheduleGroup, context: WeekContext): Html | undefined {
  const { of } = context;
  if (group.members.length === 0) return undefined;
  return html`<details class="fold stay"><summary>${of.where}</summary><ul class="said">${group.members.map(
    (member) => html`<li><b>${isolated(fullName(member))}</b> ${memberHtml(member, group, context)}</li>`,
  )}</ul></details>
`;
}

function memberHtml({ spans }: ScheduledMember, group: ScheduleGroup, context: WeekContext): Html[] {
  const { of, words, agents } = context;
  const alike = new Map<string, ScheduledSpan[]>();
  for (const span of spans) {
    const { shift, file, line, coverFor } = span.source;
    const key = JSON.stringify([span.always ?? of.clock(clockSpan(span)), span.priority, shift, coverFor, file, line]);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [span]);
    else known.push(span);
  }
  return [...alike.values()].map((same, index) => {
    const { source, priority, always, ...stretch } = same[0] as ScheduledSpan;
    const { shift, coverFor } = source;
    const covered = coverFor === undefined ? undefined : (agents.get(coverFor) ?? { agentNumber: coverFor });
    return html`${index > 0 && "; "}${covered !== undefined && html`${isolated(of.covers(fullName(covered)))} `}${shift !== undefined && html`${isolated(shift)} `}${
      always === true
        ? of.always
        : isLong(stretch)
          ? same.map((one) => datedText(one, context)).join(words.comma)
          : html`${of.clock(clockSpan(stretch))} · ${datesText(
              same.map(({ from }) => dateOf(from)),
              context,
            )}`
    }${priority !== 0 && html` ${words.priority(String(priority))}`} <span class="where">${originHtml(source, context, group.source)}</span>`;
  });
}
