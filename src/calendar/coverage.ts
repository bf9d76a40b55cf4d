import type { Span, Spans } from "../model/span.js";
import type { TimedMember } from "./timeline.js";

/** How many members are demanded; always where there are no spans. */
export interface Demand {
  readonly min: number;
  readonly spans?: Spans;
}

type Window = Pick<Span, "from" | "until">;

/** A stretch in which one demand is the highest of those in force; of two that are as high, the one that is listed first. */
export interface Demanded<D extends Demand> extends Window {
  readonly demand: D;
}

/** A stretch with fewer members than are demanded. */
export interface Gap<D extends Demand> extends Demanded<D> {
  /** How many there are at the least. */
  readonly staffed: number;
}

/** When how many members are demanded, within a window. Pure; stretches are in their order, none without a demand. */
export function demandsOf<D extends Demand>(demands: readonly D[], window: Window): Demanded<D>[] {
  // A group has a few rules, so that at each bound they are asked one by one.
  const cursors = demands.map((demand) => ({ demand, spans: cutTo(demand.spans, window), next: 0 }));
  const all = cursors.flatMap(({ spans }) => spans.flatMap(({ from, until }) => [from, until]));
  const bounds = [...new Set(all)].sort((a, b) => a - b);
  const stretches: { from: number; until: number; readonly demand: D }[] = [];
  for (const [index, from] of bounds.entries()) {
    const until = bounds[index + 1];
    if (until === undefined) break;
    let highest: D | undefined;
    for (const cursor of cursors) {
      while ((cursor.spans[cursor.next]?.until ?? Number.POSITIVE_INFINITY) <= from) cursor.next += 1;
      const isDue = (cursor.spans[cursor.next]?.from ?? Number.POSITIVE_INFINITY) <= from;
      if (isDue && cursor.demand.min > (highest?.min ?? 0)) highest = cursor.demand;
    }
    if (highest === undefined) continue;
    const last = stretches.at(-1);
    if (last?.until === from && last.demand === highest) last.until = until;
    else stretches.push({ from, until, demand: highest });
  }
  return stretches;
}

/**
 * When a group has fewer members than its rules demand, within a window. Pure; gaps are in their order, and each is as long
 * as one demand is in force and not met.
 *
 * @param timeline everybody who is a member at some time; an agent counts once, however many entries bring the agent
 */
export function gapsOf<D extends Demand>(
  timeline: readonly TimedMember[],
  demands: readonly D[],
  window: Window,
): Gap<D>[] {
  const demanded = demandsOf(demands, window);
  if (demanded.length === 0) return [];
  const { always, starts, ends } = presenceIn(timeline, window);
  const gaps: { from: number; until: number; staffed: number; readonly demand: D }[] = [];
  let [begun, ended] = [0, 0];
  for (const { from, until, demand } of demanded) {
    let at = from;
    let open: (typeof gaps)[number] | undefined;
    while (at < until) {
      while ((starts[begun] ?? Number.POSITIVE_INFINITY) <= at) begun += 1;
      while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= at) ended += 1;
      const staffed = always + begun - ended;
      const next = Math.min(until, starts[begun] ?? until, ends[ended] ?? until);
      if (staffed >= demand.min) open = undefined;
      else if (open === undefined) {
        open = { from: at, until: next, demand, staffed };
        gaps.push(open);
      } else {
        open.until = next;
        open.staffed = Math.min(open.staffed, staffed);
      }
      at = next;
    }
  }
  return gaps;
}

/** How many agents are always there, and when the others come and go, each list in order. */
function presenceIn(timeline: readonly TimedMember[], window: Window) {
  const spansOf = new Map<string, Spans | "always">();
  for (const { agentNumber, spans } of timeline) {
    const known = spansOf.get(agentNumber);
    if (known === "always") continue;
    if (spans === undefined) spansOf.set(agentNumber, "always");
    else spansOf.set(agentNumber, known === undefined ? spans : united(known, spans));
  }
  let always = 0;
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const spans of spansOf.values()) {
    if (spans === "always") always += 1;
    else
      for (const { from, until } of spans) {
        if (until <= window.from || from >= window.until) continue;
        starts.push(from);
        ends.push(until);
      }
  }
  // Arrays of numbers of one kind sort many times as fast.
  return { always, starts: Float64Array.from(starts).sort(), ends: Float64Array.from(ends).sort() };
}

/** When one list of spans or the other holds; both are in their order. */
function united(a: Spans, b: Spans): Spans {
  const all: Span[] = [];
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    const [one, other] = [a[i], b[k]];
    const isOne = other === undefined || (one !== undefined && one.from <= other.from);
    const next = (isOne ? one : other) as Span;
    if (isOne) i += 1;
    else k += 1;
    const last = all.at(-1);
    if (last === undefined || next.from > last.until) all.push(next);
    else if (next.until > last.until) all[all.length - 1] = { from: last.from, until: next.until };
  }
  return all;
}

function cutTo(spans: Spans | undefined, window: Window): readonly Window[] {
  if (spans === undefined) return [window];
  return spans.flatMap(({ from, until }) => {
    const cut = { from: Math.max(from, window.from), until: Math.min(until, window.until) };
    return cut.from < cut.until ? [cut] : [];
  });
}
