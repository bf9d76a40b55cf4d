import type { Plan } from "../plan/plan.js";
import type { AccountFailure } from "../report/documents.js";
import { differs, errorsIn, failuresOf, type Report } from "../report/report.js";

/** One account's part of a report: what its comment shows. */
export interface AccountReport {
  /** Absent: the run made no plan of any account. */
  readonly account: string | undefined;
  readonly report: Report;
  /** The plan that is shown, if there is one. */
  readonly hash?: string;
  /** The plan that was made or carried out, if there is one. */
  readonly plan?: Plan;
  /** Something was sent to the account. */
  readonly hasWritten: boolean;
  /** There is nothing in it that a person would have to read. */
  readonly isQuiet: boolean;
}

/**
 * Cuts a report into one for each account. A validation has none: its remarks are shown at the lines.
 *
 * @param scope the account that the run was asked for by name
 */
export function accountReports(report: Report, scope: string | undefined): readonly AccountReport[] {
  switch (report.kind) {
    case "validation":
      return [];
    case "plans":
      return [
        ...report.plans.map((plan) => ({ ...ofPlan(plan), report: { kind: "plans", plans: [plan] } as const })),
        ...failuresOf(report).map((failure) => ofFailure(failure, { kind: "plans", plans: [], failures: [failure] })),
      ];
    case "dry-runs":
      return [
        ...report.plans.map((plan, index) => ({
          ...ofPlan(plan),
          report: { kind: "dry-runs", dryRuns: report.dryRuns.slice(index, index + 1), plans: [plan] } as const,
        })),
        ...failuresOf(report).map((failure) =>
          ofFailure(failure, { kind: "dry-runs", dryRuns: [], plans: [], failures: [failure] }),
        ),
      ];
    case "results":
      return [
        ...report.results.map((result, index) => ({
          account: result.account.name,
          ...(report.plans[index] === undefined ? {} : { plan: report.plans[index] }),
          hasWritten: result.actions.some(({ attempts }) => attempts > 0),
          report: { kind: "results", results: [result], plans: report.plans.slice(index, index + 1) } as const,
          isQuiet: result.actions.length === 0 && errorsIn(result) === 0,
        })),
        ...failuresOf(report).map((failure) =>
          ofFailure(failure, { kind: "results", results: [], plans: [], failures: [failure] }),
        ),
      ];
    case "failure": {
      const [only, ...others] = report.plans;
      const account = only !== undefined && others.length === 0 ? only.account.name : scope;
      return [{ account, report, hasWritten: false, isQuiet: false }];
    }
  }
}

function ofPlan(plan: Plan): Omit<AccountReport, "report"> {
  const { account, hash, diagnostics } = plan;
  const isQuiet = !differs(plan) && diagnostics.length === 0 && plan.later === undefined;
  return { account: account.name, hash, plan, hasWritten: false, isQuiet };
}

function ofFailure({ account }: AccountFailure, report: Report): AccountReport {
  return { account: account.name, report, hasWritten: false, isQuiet: false };
}
