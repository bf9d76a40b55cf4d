import type { PlanAccount } from "../plan/plan.js";
import type { AccountFailure } from "./accountFailure.js";
import { dryRunJson, errorJson, planJson, resultJson, validationJson } from "./json.js";
import { failuresOf, type RenderOptions, type Report } from "./report.js";

/** A report as one JSON document: one account's as it is, several as a list, those that failed among them. Pure. */
export function reportJson(report: Report, { language }: Pick<RenderOptions, "language">): string {
  switch (report.kind) {
    case "validation":
      return validationJson(report.validation, language);
    case "plans":
      return planJson(arranged(report.plans, report), language);
    case "results":
      return resultJson(arranged(report.results, report), language);
    case "dry-runs":
      return dryRunJson(arranged(report.dryRuns, report), language);
    case "failure":
      return errorJson(report.diagnostics, language);
  }
}

/** One document for a run of one account; for several a list, as muster.yaml has the accounts. */
function arranged<D extends { readonly account: PlanAccount }>(
  documents: readonly D[],
  report: Exclude<Report, { kind: "validation" | "failure" }>,
): D | readonly (D | AccountFailure)[] {
  const entries = [...documents, ...failuresOf(report)];
  const order = report.order ?? entries.map(({ account }) => account);
  const [only] = documents;
  if (order.length === 1 && only !== undefined) return only;
  const place = ({ account }: D | AccountFailure): number => order.findIndex(({ name }) => name === account.name);
  return entries.sort((a, b) => place(a) - place(b));
}
