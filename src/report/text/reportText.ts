import { failuresOf, type RenderOptions, type Report } from "../report.js";
import { accountFailureText } from "./accountFailureText.js";
import { dryRunText } from "./dryRunText.js";
import { findingsText } from "./findingsText.js";
import { planText } from "./planText.js";
import { resultText } from "./resultText.js";
import { validationText } from "./validationText.js";

/** A report for a person at a terminal. Pure; ends with a newline, or is empty where there is nothing left to say. */
export function reportText(report: Report, options: RenderOptions): string {
  const failures = failuresOf(report).map((failure) => accountFailureText(failure, new Map(), options));
  return [bodyText(report, options), ...failures].filter((text) => text !== "").join("\n");
}

function bodyText(report: Report, options: RenderOptions): string {
  switch (report.kind) {
    case "validation":
      return validationText(report.validation, report.texts, options);
    case "plans":
      return report.plans.map((plan) => planText(plan, options)).join("\n");
    case "results":
      // Where nothing was to be done the plan has said so already.
      return report.results
        .filter((result) => result.actions.length > 0)
        .map((result) => `\n${resultText(result, options)}`)
        .join("");
    case "dry-runs":
      return report.dryRuns.map((run) => dryRunText(run, options)).join("\n");
    case "failure":
      return findingsText(report.diagnostics, report.texts, options);
  }
}
