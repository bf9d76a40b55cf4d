import type { Diagnostic, GuardName, Plan } from "../plan/plan.js";
import { CATALOGUES } from "./messages/formatFinding.js";
import { isLeading, isReminder } from "./report.js";

/** `--fail-on`: what makes a run fail that would end well. */
export type FailOn = readonly string[];

/** Words of `--fail-on` that are no code of a finding. */
export const FAIL_ON_WORDS = ["warning", "guard"] as const;

/** All that `--fail-on` takes. */
export function failOnChoices(): readonly string[] {
  return [...FAIL_ON_WORDS, ...Object.keys(CATALOGUES.en).sort()];
}

/** What made a run fail, of what `--fail-on` names. */
export interface FailedOn {
  /** Tripped guards: a person must decide, exit 3. */
  readonly guards: readonly GuardName[];
  /** Findings by code: exit 1. */
  readonly codes: readonly { readonly code: string; readonly count: number }[];
}

/** A warning of something that is wrong. What stands at the top, and reminders, fail a run only where they are named. */
function isProblem(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "warning" && !isLeading(diagnostic) && !isReminder(diagnostic);
}

/**
 * @param failOn as the user wrote it: `warning`, `guard`, codes
 * @returns nothing where none of it is there
 */
export function failedOn(
  failOn: FailOn,
  diagnostics: readonly Diagnostic[],
  plans: readonly Pick<Plan, "guards">[] = [],
): FailedOn | undefined {
  const asked = new Set(failOn);
  const readings = asked.has("guard") || asked.has("guard-tripped") ? plans.flatMap(({ guards }) => guards) : [];
  const guards = [...new Set(readings.flatMap(({ guard, tripped }) => (tripped ? [guard] : [])))];
  const counts = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    if (asked.has(code) || (asked.has("warning") && isProblem(diagnostic)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const codes = [...counts].map(([code, count]) => ({ code, count }));
  return guards.length + codes.length === 0 ? undefined : { guards, codes };
}
