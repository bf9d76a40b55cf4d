import { endOf, lastTurnsOf, membersAt, spanBefore, turnsOf } from "../../calendar/timeline.js";
import {
  DEFAULT_ZONE,
  daysAfter,
  instantOf,
  instantText,
  isSameZone,
  isZone,
  readInstant,
  readWallClock,
  startOfDay,
  wallText,
  zoneMeant,
} from "../../calendar/wallClock.js";
import type { Span, Spans } from "../../model/span.js";
import type { Declarations, EntryTime } from "../declarations.js";
import type { DesiredMember } from "../desired.js";
import type { ConfigFinding, FindingSink } from "../findings.js";
import type { Located } from "../yaml/tree.js";
import type { Moment, When } from "./moment.js";

const DAY_MS = 86_400_000;
/** How far back recurring entries are made out. */
const BEHIND_MS = 31 * DAY_MS;

/**
 * Time as the files of an account use it, at one instant. Loaded only where a file has `from` or `until`, or an instant was
 * asked for.
 *
 * @returns the finding, where the instant that was asked for is none
 */
export function momentOf(
  { now, at: asked, days = 31, isToday = false }: When,
  declared: Declarations,
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
  return {
    at,
    ...(asked !== undefined && { asked: instantText(at, zone) }),
    spansOf: (read, sink) => {
      checkZones(read, sink);
      return spansOf(read.times, at, sink);
    },
    window: { from: at - BEHIND_MS, until: daysAfter(at, days, zone) },
    membersAt: (timeline) => present(timeline, at),
    lastTurnsOf: (timeline) => lastTurnsOf(timeline, at, at - BEHIND_MS),
    endedAt: (timeline) => ended(timeline, at),
    *turnsOf(timeline, horizon) {
      const own = byAgent(timeline);
      for (const turn of turnsOf(timeline, at, horizon))
        yield {
          ...turn,
          joins: turn.joins.map((member) => withEnd(member, own, turn.at)),
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
function checkZones({ zones, times }: Declarations, sink: FindingSink): void {
  const byFile = new Map<string, Located<string>>();
  for (const zone of zones) {
    const { value, at } = zone;
    if (!isZone(value)) {
      sink.error("unknown-timezone", { zone: value, ...zoneMeant(value) }, at);
      continue;
    }
    const first = byFile.get(at.file);
    if (first === undefined) byFile.set(at.file, zone);
    else if (!isSameZone(first.value, value))
      sink.error("timezone-twice", { zone: value, other: first.value }, at, [{ note: "first", source: first.at }]);
  }
  const other = zones.find(({ value }) => isZone(value) && !isSameZone(value, DEFAULT_ZONE));
  if (other === undefined) return;
  const silent = new Set<string>();
  for (const { zone, from, until } of times) {
    const at = (from ?? until)?.at;
    if (zone !== undefined || at === undefined || silent.has(at.file)) continue;
    silent.add(at.file);
    const args = { zone: DEFAULT_ZONE, other: other.value };
    sink.error("timezone-missing", args, at, [{ note: "other", source: other.at }]);
  }
}

/** When each entry counts. One whose times are wrong counts always: that is an error, so the result is not used. */
function spansOf(times: readonly EntryTime[], now: number, sink: FindingSink): ReadonlyMap<EntryTime, Spans> {
  const spans = new Map<EntryTime, Spans>();
  for (const time of times) {
    const [from, until] = [instantIn(time, "from", sink), instantIn(time, "until", sink)];
    if (from === "wrong" || until === "wrong") continue;
    const span = {
      from: from ?? Number.NEGATIVE_INFINITY,
      until: until ?? Number.POSITIVE_INFINITY,
      ...(time.from && { begins: time.from.value }),
      ...(time.until && { ends: time.until.value }),
    };
    if (span.from >= span.until) {
      const args = { from: time.from?.value ?? "", until: time.until?.value ?? "" };
      sink.error("until-not-after-from", args, time.until?.at);
      continue;
    }
    if (span.until <= now)
      sink.warning("member-expired", { name: time.name, kind: time.kind, until: time.until?.value ?? "" }, time.at);
    spans.set(time, [span]);
  }
  return spans;
}

function instantIn(time: EntryTime, field: "from" | "until", sink: FindingSink): number | "wrong" | undefined {
  const written = time[field];
  if (written === undefined) return undefined;
  const wall = readWallClock(written.value);
  if (!("fault" in wall)) return instantOf(wall, zoneOf(time.zone));
  sink.error("bad-time", { field, value: written.value, zone: zoneOf(time.zone), ...wall }, written.at);
  return "wrong";
}

/** The members at an instant; whoever is there for a while says until when. */
function present(timeline: readonly DesiredMember[], at: number): DesiredMember[] {
  const own = byAgent(timeline);
  return membersAt(timeline, at).map((member) => withEnd(member, own, at));
}

function byAgent(timeline: readonly DesiredMember[]): ReadonlyMap<string, readonly DesiredMember[]> {
  const own = new Map<string, DesiredMember[]>();
  for (const member of timeline) {
    const list = own.get(member.agentNumber);
    if (list === undefined) own.set(member.agentNumber, [member]);
    else list.push(member);
  }
  return own;
}

function withEnd(member: DesiredMember, own: ReturnType<typeof byAgent>, at: number): DesiredMember {
  const end = endOf(own.get(member.agentNumber) ?? [], member, at)?.ends;
  return end === undefined ? member : { ...member, source: { ...member.source, until: end } };
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
  return [...last.values()].map(({ member, span }) =>
    span.ends === undefined ? member : { ...member, source: { ...(span.source ?? member.source), until: span.ends } },
  );
}
