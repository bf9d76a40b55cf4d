import { isDue, spanAt } from "../calendar/timeline.js";
import type { Absence, DesiredMember, DesiredState } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText } from "../model/skillGroup.js";
import type { Span } from "../model/span.js";
import type { Match } from "../plan/matchGroups.js";
import type { ScheduleAbsence, ScheduledSpan } from "../report/schedule.js";
import type { WhoSchedule, WhoScheduleGroup } from "../report/who.js";

/** A stretch of time, half-open, in ms since 1970. */
export type Range = Pick<Span, "from" | "until">;

/** An agent as documents name one. */
type Named = Pick<ScheduleAbsence, "agentNumber" | "alias" | "agentName">;

/** When an agent is in which groups. Pure. @param matches the groups, and those of the account that they are */
export function agentSchedule(
  agentNumber: string,
  matches: readonly Match[],
  range: Range,
  { moment, absences = [] }: Pick<DesiredState, "moment" | "absences">,
  named: (agentNumber: string) => Named,
): WhoSchedule | undefined {
  if (moment === undefined) return undefined;
  const groups = matches.flatMap(({ desired, live }): WhoScheduleGroup[] => {
    const own = (desired.timeline ?? desired.members ?? []).filter((member) => member.agentNumber === agentNumber);
    const spans = staysOf(own, range).map((stay) => scheduledSpan(stay, range, moment));
    if (spans.length === 0) return [];
    const { displayName, exten } = live ?? desired;
    return [{ displayName, ...(exten === undefined ? {} : { exten }), managed: desired.membership, spans }];
  });
  const away = absences.filter((one) => one.agentNumber === agentNumber && overlaps(one, range));
  return {
    timezone: moment.zone,
    from: moment.textOf(range.from),
    until: moment.textOf(range.until),
    groups: groups.sort(
      (a, b) => compareText(a.displayName, b.displayName) || compareText(a.exten ?? "", b.exten ?? ""),
    ),
    absences: away.sort((a, b) => a.from - b.from).map((one) => scheduledAbsence(one, range, moment, named)),
  };
}

/** A stretch in which the agent is a member by one entry; without a span always. */
interface Stay extends Range {
  readonly member: DesiredMember;
  readonly span: Span | undefined;
}

/** The stretches of a range in which an agent is a member: where several entries hold, by the one that is listed first. */
function staysOf(own: readonly DesiredMember[], range: Range): Stay[] {
  const instants = new Set([range.from]);
  for (const { spans = [] } of own)
    for (const { from, until } of spans)
      for (const instant of [from, until]) if (instant > range.from && instant < range.until) instants.add(instant);
  const stays: Stay[] = [];
  const sorted = [...instants].sort((a, b) => a - b);
  for (const [index, from] of sorted.entries()) {
    const member = own.find((one) => isDue(one, from));
    if (member === undefined) continue;
    const span = member.spans && spanAt(member.spans, from);
    const until = sorted[index + 1] ?? range.until;
    const last = stays.at(-1);
    if (last?.until === from && last.member === member && last.span === span)
      stays[stays.length - 1] = { ...last, until };
    else stays.push({ from, until, member, span });
  }
  return stays;
}

function scheduledSpan({ from, until, member, span }: Stay, range: Range, moment: Moment): ScheduledSpan {
  const source = { ...member.source, ...span?.source };
  return {
    from: moment.textOf(from),
    until: moment.textOf(until),
    priority: member.priority,
    ...(span === undefined ? { always: true } : {}),
    // What ends later than the range says when.
    source: span?.ends !== undefined && span.until > range.until ? { ...source, until: span.ends } : source,
  };
}

function scheduledAbsence(
  { agentNumber, from, until, by, reason, source }: Absence,
  range: Range,
  moment: Moment,
  named: (agentNumber: string) => Named,
): ScheduleAbsence {
  return {
    from: moment.textOf(Math.max(from, range.from)),
    until: moment.textOf(Math.min(until, range.until)),
    ...named(agentNumber),
    ...(by === undefined ? {} : { by: named(by) }),
    ...(reason === undefined ? {} : { reason }),
    source,
  };
}

function overlaps(one: Range, other: Range): boolean {
  return one.from < other.until && other.from < one.until;
}
