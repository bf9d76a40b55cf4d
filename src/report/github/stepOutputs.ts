import { isEmptied } from "../../model/skillGroup.js";
import type { Plan } from "../../plan/plan.js";
import { differs, failuresOf, plansOf, type Report } from "../report.js";

/** How a run ended, in a word that a workflow can compare with. */
type Ending =
  | "valid"
  | "invalid"
  | "no-changes"
  | "changes"
  | "applied"
  | "failed"
  | "conflict"
  | "stopped"
  | "interrupted";

/**
 * What the steps after this one can use: `changes`, `to-create`, `plan-hash`, `result`, … Counts are sums over all
 * accounts; `plan-hash` is there when there is one account, since a hash is of one plan.
 *
 * @param exitCode how the run exits
 */
export function stepOutputs(report: Report, exitCode: number): Record<string, string> {
  const plans = plansOf(report);
  const [only] = plans;
  return {
    result: endingOf(report, exitCode),
    "exit-code": String(exitCode),
    ...(plans.length === 0 ? {} : planOutputs(plans)),
    ...(plans.length === 1 && only !== undefined ? { "plan-hash": only.hash } : {}),
    ...(report.kind === "results" ? resultOutputs(report) : {}),
  };
}

/** The outputs as `GITHUB_OUTPUT` takes them, between delimiters that no value can hold. */
export function stepOutputsText(outputs: Readonly<Record<string, string>>, nonce: string): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<${nonce}\n${value}\n${nonce}\n`)
    .join("");
}

function planOutputs(plans: readonly Plan[]): Record<string, string> {
  const sum = (count: (plan: Plan) => number): string => String(plans.reduce((total, plan) => total + count(plan), 0));
  return {
    changes: String(plans.some(differs)),
    "to-create": sum(({ summary }) => summary.create),
    "to-replace": sum(({ summary }) => summary.replaceMembers),
    manual: sum(({ summary }) => summary.manual),
    unmanaged: sum(({ summary }) => summary.unmanaged),
    "members-added": sum(({ summary }) => summary.membersAdded),
    "members-removed": sum(({ summary }) => summary.membersRemoved),
    "members-reprioritized": sum(({ summary }) => summary.membersReprioritized),
    emptied: sum(({ actions }) => actions.filter(isEmptied).length),
    "guards-tripped": String(plans.some(({ guards }) => guards.some(({ tripped }) => tripped))),
    "eta-seconds": String(Math.max(...plans.map(({ budget }) => budget.etaSeconds))),
  };
}

function resultOutputs({ results }: Extract<Report, { kind: "results" }>): Record<string, string> {
  const sum = (key: "applied" | "failed" | "conflicts" | "skipped" | "unknown"): string =>
    String(results.reduce((total, { summary }) => total + summary[key], 0));
  return {
    applied: sum("applied"),
    failed: sum("failed"),
    conflicts: sum("conflicts"),
    skipped: sum("skipped"),
    unknown: sum("unknown"),
  };
}

function endingOf(report: Report, exitCode: number): Ending {
  if (exitCode === 130) return "interrupted";
  if (failuresOf(report).length > 0 && exitCode !== 0) return exitCode === 3 ? "stopped" : "failed";
  switch (report.kind) {
    case "validation":
      return report.validation.valid && exitCode === 0 ? "valid" : "invalid";
    case "plans":
    case "dry-runs":
      if (exitCode === 1) return "failed";
      if (exitCode === 3) return "stopped";
      return report.plans.some(differs) ? "changes" : "no-changes";
    case "results":
      if (exitCode === 0) return report.results.some(({ summary }) => summary.applied > 0) ? "applied" : "no-changes";
      return exitCode === 3 ? "conflict" : "failed";
    case "failure":
      return exitCode === 3 ? "stopped" : "failed";
  }
}
