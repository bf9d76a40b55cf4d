import { listIn } from "../model/listIn.js";
import type { Member } from "../model/skillGroup.js";
import type { Span, Spans } from "../model/span.js";

/** A member, and when; always where there are no spans. */
export interface TimedMember extends Member {
  readonly spans?: Spans;
}

/** Is the instant within the spans? */
export function isDue({ spans }: Pick<TimedMember, "spans">, at: number): boolean {
  return spans === undefined || spanAt(spans, at) !== undefined;
}

/** The span that holds an instant. */
export function spanAt(spans: Spans, at: number): Span | undefined {
  const span = spans[beganBefore(spans, at) - 1];
  return span !== undefined && at < span.until ? span : undefined;
}

/** The last span that is over at an instant. */
export function spanBefore(spans: Spans, at: number): Span | undefined {
  const begun = beganBefore(spans, at);
  const last = spans[begun - 1];
  return last !== undefined && last.until <= at ? last : spans[begun - 2];
}

/** How many spans have begun at an instant. */
function beganBefore(spans: Spans, at: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).from <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The members at an instant, each agent once: by the entry that is listed first. */
export function membersAt<M extends TimedMember>(timeline: readonly M[], at: number): M[] {
  const due = new Map<string, M>();
  for (const member of timeline)
    if (!due.has(member.agentNumber) && isDue(member, at)) due.set(member.agentNumber, member);
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
  if (own.some(({ spans }) => spans === undefined)) return undefined;
  const lists = own.flatMap(({ spans = [] }) => {
    const next = Math.max(0, beganBefore(spans, at) - 1);
    const from = spans[next]?.from;
    return from === undefined ? [] : [{ spans, next, from }];
  });
  // In this order one round is enough for thousands of entries that follow each other.
  lists.sort((a, b) => a.from - b.from);
  let end: Span | undefined;
  for (let isLater = true; isLater; ) {
    isLater = false;
    for (const list of lists) {
      for (let span = list.spans[list.next]; span !== undefined; span = list.spans[list.next]) {
        if (span.from > (end?.until ?? at)) break;
        list.next += 1;
        if (span.until <= (end?.until ?? at)) continue;
        end = span;
        isLater = true;
      }
    }
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
  const instants = new Set<number>();
  const affected = new Map<number, Set<string>>();
  const own = new Map<string, M[]>();
  for (const member of timeline) {
    const { agentNumber, spans = [] } = member;
    listIn(own, agentNumber).push(member);
    for (let i = Math.max(0, beganBefore(spans, at) - 1); i < spans.length; i += 1) {
      const { from, until } = spans[i] as Span;
      for (const instant of [from, until]) {
        if (instant <= at || instant > horizon || !Number.isFinite(instant)) continue;
        const agents = affected.get(instant);
        if (agents === undefined) affected.set(instant, new Set([agentNumber]));
        else agents.add(agentNumber);
        instants.add(instant);
      }
      if (from > horizon) break;
    }
  }
  const dueOf = (agentNumber: string, instant: number) => own.get(agentNumber)?.find((one) => isDue(one, instant));
  const before = new Map<string, M | undefined>();
  for (const instant of [...instants].sort((a, b) => a - b)) {
    const joins: M[] = [];
    const leaves: M[] = [];
    const reprioritized: { from: M; to: M }[] = [];
    for (const agentNumber of affected.get(instant) ?? []) {
      const from = before.has(agentNumber) ? before.get(agentNumber) : dueOf(agentNumber, at);
      const to = dueOf(agentNumber, instant);
      before.set(agentNumber, to);
      if (from === undefined && to !== undefined) joins.push(to);
      else if (from !== undefined && to === undefined) leaves.push(from);
      else if (from !== undefined && to !== undefined && from.priority !== to.priority)
        reprioritized.push({ from, to });
    }
    if (joins.length + leaves.length + reprioritized.length > 0) yield { at: instant, joins, leaves, reprioritized };
  }
}

/** The last time up to `at` at which the clock changed whether an agent is a member, or with which priority. */
export interface LastTurn<M extends TimedMember> {
  readonly agentNumber: string;
  readonly at: number;
  /** Absent: no member. */
  readonly before?: M;
  readonly now?: M;
}

/** The last turn of each agent who has had one. @param since turns before it are not looked for */
export function lastTurnsOf<M extends TimedMember>(
  timeline: readonly M[],
  at: number,
  since = Number.NEGATIVE_INFINITY,
): LastTurn<M>[] {
  const own = new Map<string, M[]>();
  for (const member of timeline) listIn(own, member.agentNumber).push(member);
  const turns: LastTurn<M>[] = [];
  for (const [agentNumber, list] of own) {
    const now = list.find((one) => isDue(one, at));
    for (let instant = boundaryUpTo(list, at); instant >= since; instant = boundaryUpTo(list, instant - 1)) {
      if (!Number.isFinite(instant)) break;
      // Nothing begins or ends between this and the instant before it.
      const earlier = list.find((one) => isDue(one, instant - 1));
      if (earlier?.priority === now?.priority) continue;
      turns.push({ agentNumber, at: instant, ...(earlier && { before: earlier }), ...(now && { now }) });
      break;
    }
  }
  return turns;
}

/** Was the agent so between two instants: a member with that priority, or (`undefined`) no member? The second is left out. */
export function wasSo(
  timeline: readonly TimedMember[],
  agentNumber: string,
  priority: number | undefined,
  { from, until }: Pick<Span, "from" | "until">,
): boolean {
  const own = timeline.filter((one) => one.agentNumber === agentNumber);
  const ends = own.flatMap(({ spans = [] }) => spans.flatMap((span) => [span.from, span.until]));
  // Nobody comes or goes between two of these.
  const instants = new Set([from, ...ends.filter((instant) => instant > from && instant < until)]);
  return [...instants].some((instant) => own.find((one) => isDue(one, instant))?.priority === priority);
}

/** The last beginning or end up to an instant; minus infinity where there is none. Instants are whole ms. */
function boundaryUpTo(list: readonly TimedMember[], at: number): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { spans = [] } of list) {
    const begun = beganBefore(spans, at);
    const [span, earlier] = [spans[begun - 1], spans[begun - 2]];
    if (span === undefined) continue;
    const own = span.until <= at ? span.until : Math.max(span.from, earlier?.until ?? span.from);
    if (own > last) last = own;
  }
  return last;
}
