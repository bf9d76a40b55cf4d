import { createHash } from "node:crypto";
import { type ScheduleWords, scheduleWordsOf } from "../messages/schedulePage.js";
import { type Words, wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import type {
  Schedule,
  ScheduleAbsence,
  ScheduledMember,
  ScheduledSpan,
  ScheduleGroup,
  Schedules,
} from "../schedule.js";
import { agentsOf, fullName, type NamedAgent, shortName } from "../scheduleNames.js";
import { dayAfter } from "../scheduleTimes.js";
import { nameText } from "../text/page.js";
import { visible } from "../text/visible.js";
import { type Component, icalDate, icalDocument, icalInstant, icalText, type Property } from "./ical.js";

/** Names in an event's title; all are in its description. */
const NAMED_AT_MOST = 4;

interface Event {
  /** What makes it this event and no other, run after run. */
  readonly identity: readonly string[];
  readonly createdAt: string;
  /** ISO 8601; a date stands for the whole day. */
  readonly from: string;
  readonly until: string;
  readonly summary: readonly string[];
  readonly description: readonly string[];
  readonly category?: string;
}

interface Context {
  readonly of: ScheduleWords;
  readonly words: Words;
  readonly schedule: Schedule;
  readonly agents: ReadonlyMap<string, NamedAgent>;
  /** Before each title, where there are several accounts. */
  readonly account: readonly string[];
}

/**
 * Schedules as one calendar (RFC 5545) to be imported or subscribed to. An event is one stretch of one shift in one group, with
 * all agents who have it: one event for each agent would fill a day of a lead's calendar with columns too narrow to read. Gaps
 * and absences are events of their own. Members whom nothing changes in the time that is shown are left out: they have no times.
 * Times are in UTC, so that no definition of a zone is needed; titles name nobody's busy time. Pure.
 */
export function scheduleIcs(found: Schedule | Schedules, { language }: Pick<RenderOptions, "language">): string {
  const schedules = found.kind === "schedule" ? [found] : found.schedules;
  const of = scheduleWordsOf(language);
  const words = wordsOf(language);
  const events = schedules.flatMap((schedule) => {
    const account = schedules.length > 1 ? [schedule.account.name] : [];
    return eventsOf({ of, words, schedule, agents: agentsOf(schedule), account });
  });
  const [first] = schedules;
  const name = icalText(of.calendar(schedules.map(({ account }) => nameText(account.name))));
  return icalDocument({
    name: "VCALENDAR",
    properties: [
      { name: "VERSION", value: "2.0" },
      { name: "PRODID", value: icalText(`-//muster//muster ${visible(first?.musterVersion ?? "")}//EN`) },
      { name: "METHOD", value: "PUBLISH" },
      { name: "NAME", value: name },
      { name: "X-WR-CALNAME", value: name },
      ...(first === undefined ? [] : [{ name: "X-WR-TIMEZONE", value: icalText(visible(first.timezone)) }]),
      { name: "REFRESH-INTERVAL;VALUE=DURATION", value: "PT1H" },
      { name: "X-PUBLISHED-TTL", value: "PT1H" },
    ],
    children: componentsOf(events),
  });
}

function eventsOf(context: Context): Event[] {
  const { schedule } = context;
  const events = [
    ...schedule.groups.flatMap((group) => [...shiftEvents(group, context), ...gapEvents(group, context)]),
    ...schedule.absences.map((absence) => absenceEvent(absence, context)),
  ];
  return events.length > 0 ? events : [emptyEvent(context)];
}

/** The agents of each stretch of each shift. */
function shiftEvents(group: ScheduleGroup, context: Context): Event[] {
  const { schedule, account } = context;
  const stretches = new Map<string, { readonly span: ScheduledSpan; readonly entries: Entry[] }>();
  for (const member of group.members)
    for (const span of member.spans) {
      if (isWhole(span, schedule)) continue;
      const key = JSON.stringify([span.from, span.until, span.source.shift]);
      const stretch = stretches.get(key) ?? { span, entries: [] };
      stretch.entries.push({ member, span });
      stretches.set(key, stretch);
    }
  return [...stretches.values()].map(({ span, entries }) => {
    const { from, until, source } = span;
    return {
      identity: ["shift", schedule.account.name, group.displayName, source.shift ?? "", from, until],
      createdAt: schedule.createdAt,
      from,
      until,
      summary: [...account, group.displayName, source.shift ?? [], titleNames(entries, context)].flat(),
      description: entries.map((entry) => entryText(entry, context)),
      ...(source.shift !== undefined && { category: source.shift }),
    };
  });
}

interface Entry {
  readonly member: ScheduledMember;
  readonly span: ScheduledSpan;
}

/** Does it begin and end with what is shown? Then the clock changes nothing in it. */
function isWhole({ from, until, always }: ScheduledSpan, schedule: Schedule): boolean {
  return always === true || (from === schedule.from && until === schedule.until);
}

function titleNames(entries: readonly Entry[], { of, words, agents }: Context): string {
  const names = entries.slice(0, NAMED_AT_MOST).map(({ member, span }) => {
    const covered = coveredBy(span, agents);
    const name = entries.length === 1 ? fullName(member) : shortName(member);
    return covered === undefined ? name : `${name} (${of.covers(shortName(covered))})`;
  });
  const rest = entries.length - names.length;
  return `${names.join(words.comma)}${rest > 0 ? of.andMore(rest) : ""}`;
}

function entryText({ member, span }: Entry, { of, words, agents }: Context): string {
  const covered = coveredBy(span, agents);
  return [
    fullName(member),
    ...(covered === undefined ? [] : [of.covers(fullName(covered))]),
    ...(span.priority === 0 ? [] : [words.priority(String(span.priority))]),
  ].join(" · ");
}

function coveredBy(
  { source: { coverFor } }: ScheduledSpan,
  agents: ReadonlyMap<string, NamedAgent>,
): NamedAgent | undefined {
  return coverFor === undefined ? undefined : (agents.get(coverFor) ?? { agentNumber: coverFor });
}

function gapEvents(group: ScheduleGroup, { of, schedule, account }: Context): Event[] {
  return group.gaps.map(({ from, until, min, staffed }) => ({
    identity: ["gap", schedule.account.name, group.displayName, String(min), from, until],
    createdAt: schedule.createdAt,
    from,
    until,
    summary: [...account, of.shortOfStaff, group.displayName, of.needs(min, staffed)],
    description: [],
    category: of.shortOfStaff,
  }));
}

function absenceEvent(
  { from, until, by, reason, ...agent }: ScheduleAbsence,
  { of, schedule, account }: Context,
): Event {
  return {
    identity: ["absence", schedule.account.name, agent.agentNumber, from, until],
    createdAt: schedule.createdAt,
    from,
    until,
    summary: [
      ...account,
      of.absent,
      fullName(agent),
      reason ?? [],
      by === undefined ? of.uncovered : of.coveredBy(shortName(by)),
    ].flat(),
    description: [],
    category: of.absent,
  };
}

/** A calendar must have an event, and a reader must see that it is not broken. */
function emptyEvent({ of, schedule, account }: Context): Event {
  const date = schedule.from.slice(0, 10);
  return {
    identity: ["empty", schedule.account.name, date],
    createdAt: schedule.createdAt,
    from: date,
    until: dayAfter(date, 1),
    summary: [...account, of.nothingPlanned],
    description: [],
  };
}

/** The events in their order, each with an identity of its own. */
function componentsOf(events: readonly Event[]): Component[] {
  const known = new Map<string, number>();
  return [...events]
    .map((event) => ({ event, at: Date.parse(event.from) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => {
      const identity = createHash("sha256").update(JSON.stringify(event.identity)).digest("hex").slice(0, 32);
      const before = known.get(identity) ?? 0;
      known.set(identity, before + 1);
      return { name: "VEVENT", properties: propertiesOf(event, before === 0 ? identity : `${identity}-${before}`) };
    });
}

function propertiesOf({ createdAt, from, until, summary, description, category }: Event, identity: string): Property[] {
  const time = (name: string, instant: string): Property =>
    instant.length === 10
      ? { name: `${name};VALUE=DATE`, value: icalDate(instant) }
      : { name, value: icalInstant(instant) };
  return [
    { name: "UID", value: `${identity}@muster` },
    { name: "DTSTAMP", value: icalInstant(createdAt) },
    time("DTSTART", from),
    time("DTEND", until),
    { name: "SUMMARY", value: icalText(summary.map(visible).join(" · ")) },
    ...(description.length === 0
      ? []
      : [{ name: "DESCRIPTION", value: icalText(description.map(visible).join("\n")) }]),
    ...(category === undefined ? [] : [{ name: "CATEGORIES", value: icalText(visible(category)) }]),
    { name: "TRANSP", value: "TRANSPARENT" },
  ];
}
