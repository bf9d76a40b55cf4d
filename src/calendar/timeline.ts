import type { Member } from "../model/skillGroup.js";
import type { Span } from "../model/span.js";

/** A member, and when; always where there is no span. */
export interface TimedMember extends Member {
  readonly span?: Span;
}

/** Is the instant within the span? */
export function isDue({ span }: Pick<TimedMember, "span">, at: number): boolean {
  return span === undefined || (span.from <= at && at < span.until);
}

/** The members at an instant, each agent once: by the entry that is listed first. */
export function membersAt<M extends TimedMember>(timeline: readonly M[], at: number): M[] {
  const due = new Map<string, M>();
  for (const member of timeline)
    if (isDue(member, at) && !due.has(member.agentNumber)) due.set(member.agentNumber, member);
  return [...due.values()];
}

/** The end of a membership that holds at the instant, over entries that follow each other; `undefined` where it has none. */
export function endOf(
  timeline: readonly TimedMember[],
  { agentNumber, priority }: Member,
  at: number,
): Span | undefined {
  const own = timeline.filter((one) => one.agentNumber === agentNumber && one.priority === priority);
  // Nobody who is always there leaves.
  if (own.some(({ span }) => span === undefined)) return undefined;
  const spans = own.flatMap(({ span }) => (span !== undefined && span.until > at ? span : []));
  let end: Span | undefined;
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    if (span.from > (end?.until ?? at)) break;
    if (end === undefined || span.until > end.until) end = span;
  }
  return end?.until === Number.POSITIVE_INFINITY ? undefined : end;
}

/** What an instant brings to a group. */
export interface Turn<M extends TimedMember> {
  readonly at: number;
  readonly joins: readonly M[];
  readonly leaves: readonly M[];
  readonly reprioritized: readonly { readonly from: M; readonly to: M }[];
}

/** The instants after `at`, and up to `horizon`, at which the members become others; each is found when it is asked for. */
export function* turnsOf<M extends TimedMember>(
  timeline: readonly M[],
  at: number,
  horizon = Number.POSITIVE_INFINITY,
): Generator<Turn<M>> {
  const instants = new Set(timeline.flatMap(({ span }) => (span === undefined ? [] : [span.from, span.until])));
  const ahead = [...instants].filter((one) => one > at && one <= horizon && Number.isFinite(one)).sort((a, b) => a - b);
  let before = membersAt(timeline, at);
  for (const instant of ahead) {
    const now = membersAt(timeline, instant);
    const had = new Map(before.map((one) => [one.agentNumber, one]));
    const has = new Map(now.map((one) => [one.agentNumber, one]));
    const joins = now.filter((one) => !had.has(one.agentNumber));
    const leaves = before.filter((one) => !has.has(one.agentNumber));
    const reprioritized = now.flatMap((to) => {
      const from = had.get(to.agentNumber);
      return from === undefined || from.priority === to.priority ? [] : [{ from, to }];
    });
    before = now;
    if (joins.length + leaves.length + reprioritized.length > 0) yield { at: instant, joins, leaves, reprioritized };
  }
}
