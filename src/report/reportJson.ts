import { dryRunJson, errorJson, planJson, resultJson, validationJson } from "./json.js";
import type { Report } from "./report.js";

/** A report as one JSON document: one account's as it is, several as a list. Pure. */
export function reportJson(report: Report): string {
  switch (report.kind) {
    case "validation":
      return validationJson(report.validation);
    case "plans":
      return planJson(single(report.plans));
    case "results":
      return resultJson(single(report.results));
    case "dry-runs":
      return dryRunJson(single(report.dryRuns));
    case "failure":
      return errorJson(report.diagnostics);
  }
}

function single<T>(documents: readonly T[]): T | readonly T[] {
  const [first] = documents;
  return documents.length === 1 && first !== undefined ? first : documents;
}
