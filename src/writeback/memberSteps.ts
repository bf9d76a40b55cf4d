import type { DesiredMember } from "../config/desired.js";

type TimedMember = Pick<DesiredMember, "agentNumber" | "priority" | "spans">;

/** An agent's priority in a group over time: from each instant on, until the next; `undefined` for no member. */
export type MemberSteps = readonly { readonly at: number; readonly priority: number | undefined }[];

/** What a group's entries come to for one agent; the first step is of the beginning of time. */
export function memberSteps(timeline: readonly TimedMember[], agentNumber: string): MemberSteps {
  const own = timeline.filter((one) => one.agentNumber === agentNumber);
  const bounds = own.flatMap(({ spans = [] }) => spans.flatMap(({ from, until }) => [from, until]));
  return stepsAt(bounds, (at) => own.find((one) => isDue(one, at))?.priority);
}

/** The steps of a function of other steps and the time. @param bounds where else it may change */
export function combined(
  steps: readonly MemberSteps[],
  bounds: readonly number[],
  priority: (at: number, ...priorities: readonly (number | undefined)[]) => number | undefined,
): MemberSteps {
  const all = [...bounds, ...steps.flatMap((one) => one.map(({ at }) => at))];
  return stepsAt(all, (at) => priority(at, ...steps.map((one) => priorityAt(one, at))));
}

/** The priority at an instant. */
export function priorityAt(steps: MemberSteps, at: number): number | undefined {
  return steps.findLast((step) => step.at <= at)?.priority;
}

/** The steps from an instant on. */
export function stepsFrom(steps: MemberSteps, at: number): MemberSteps {
  return combined([steps], [at], (now, priority) => (now < at ? undefined : priority));
}

export function sameSteps(a: MemberSteps, b: MemberSteps): boolean {
  return (
    a.length === b.length &&
    a.every(({ at, priority }, index) => b[index]?.at === at && b[index]?.priority === priority)
  );
}

function isDue({ spans }: TimedMember, at: number): boolean {
  return spans === undefined || spans.some(({ from, until }) => from <= at && at < until);
}

function stepsAt(bounds: readonly number[], priority: (at: number) => number | undefined): MemberSteps {
  const instants = new Set([Number.NEGATIVE_INFINITY, ...bounds.filter((at) => at < Number.POSITIVE_INFINITY)]);
  const steps: { at: number; priority: number | undefined }[] = [];
  for (const at of [...instants].sort((a, b) => (a < b ? -1 : 1))) {
    const now = priority(at);
    if (steps.length === 0 || steps.at(-1)?.priority !== now) steps.push({ at, priority: now });
  }
  return steps;
}
