import type { ScheduleGroup, Stretch } from "./schedule.js";

/** A stretch with the same number of members, of the same demand. */
export interface Headcount extends Stretch {
  readonly staffed: number;
  /** How many the files demand; absent where they demand nothing. */
  readonly min?: number;
  /** The schedule has a gap here. */
  readonly gap: boolean;
}

/** How many members a group has from instant to instant, over all of what a schedule shows. */
export function headcountOf(
  { members, required, gaps }: Pick<ScheduleGroup, "members" | "required" | "gaps">,
  within: Stretch,
): Headcount[] {
  const [start, end] = [Date.parse(within.from), Date.parse(within.until)];
  const steps = new Map<number, Step>();
  const cut = (time: string, change: number) => {
    const at = Date.parse(time);
    const step =
      at <= start ? { at: start, time: within.from } : at >= end ? { at: end, time: within.until } : { at, time };
    steps.set(step.at, { ...step, change: (steps.get(step.at)?.change ?? 0) + change });
  };
  for (const { spans } of members)
    for (const { from, until } of united(spans)) {
      cut(from, 1);
      cut(until, -1);
    }
  for (const { from, until } of [...required, ...gaps, within]) {
    cut(from, 0);
    cut(until, 0);
  }
  const demands = required.map((one) => ({ ...endsOf(one), min: one.min }));
  const short = gaps.map(endsOf);
  const counts: Headcount[] = [];
  const sorted = [...steps.values()].sort((a, b) => a.at - b.at);
  let staffed = 0;
  for (const [index, { at, time: from, change }] of sorted.entries()) {
    staffed += change;
    const until = sorted[index + 1]?.time;
    if (until === undefined) break;
    const mins = demands.filter((one) => one.from <= at && at < one.until).map(({ min }) => min);
    const min = mins.length === 0 ? undefined : Math.max(...mins);
    const gap = short.some((one) => one.from <= at && at < one.until);
    const last = counts.at(-1);
    if (last !== undefined && last.staffed === staffed && last.min === min && last.gap === gap)
      counts[counts.length - 1] = { ...last, until };
    else counts.push({ from, until, staffed, gap, ...(min !== undefined && { min }) });
  }
  return counts;
}

interface Step {
  readonly at: number;
  readonly time: string;
  readonly change: number;
}

function endsOf({ from, until }: Stretch): { readonly from: number; readonly until: number } {
  return { from: Date.parse(from), until: Date.parse(until) };
}

/** The times of one member, who counts once however many entries bring him. */
function united(spans: readonly Stretch[]): Stretch[] {
  const sorted = spans.map((span) => ({ span, ends: endsOf(span) })).sort((a, b) => a.ends.from - b.ends.from);
  const whole: { from: string; until: string; end: number }[] = [];
  for (const { span, ends } of sorted) {
    const last = whole.at(-1);
    if (last === undefined || ends.from > last.end) whole.push({ from: span.from, until: span.until, end: ends.until });
    else if (ends.until > last.end) Object.assign(last, { until: span.until, end: ends.until });
  }
  return whole;
}
