import type { Plan } from "../../plan/plan.js";
import { isLeading, isOrdinary } from "../leading.js";
import { errorsIn } from "../report.js";
import { actionBlock } from "./actions.js";
import { guardSection, manualSection, unmanagedSection } from "./differences.js";
import { findingsLines } from "./findingsText.js";
import type { TextOptions } from "./options.js";
import { accountHeading, labelled, type Page, pageOf, paragraph, stack } from "./page.js";
import { staffingSection } from "./staffing.js";

/**
 * A plan for a person at a terminal: what happens to whom, what is left to a person, and how much it all costs.
 * Pure; ends with a newline.
 */
export function planText(plan: Plan, options: TextOptions): string {
  const page = pageOf(options);
  return stack([
    accountHeading(page, plan.account, page.words.planCounts(plan.summary)),
    findingsLines(plan.diagnostics.filter(isLeading), new Map(), page),
    ...plan.actions.map((action) => actionBlock(action, page)),
    manualSection(plan.manual, page),
    unmanagedSection(plan.unmanaged, plan.summary.ignored ?? 0, page),
    findingsLines(plan.diagnostics.filter(isOrdinary), new Map(), page),
    staffingSection(plan.staffing, page),
    // Last but for the counts: what stops an apply must not scroll away behind warnings.
    guardSection(plan.guards, page),
    closing(plan, page),
  ]);
}

function closing(plan: Plan, page: Page): string[] {
  const { words, palette } = page;
  const hash = page.verbose ? labelled(page, words.planHash, plan.hash, "", palette.quiet) : [];
  if (plan.actions.length === 0) {
    return [
      ...paragraph(
        page,
        words.nothingToApply(plan.manual.length, errorsIn(plan)),
        "",
        plan.manual.length + errorsIn(plan) === 0 ? palette.good : palette.heading,
      ),
      ...hash,
    ];
  }
  return [
    ...paragraph(page, words.planSummary(plan.summary), "", palette.heading),
    ...paragraph(page, words.planCost(plan.budget), "", palette.quiet),
    ...hash,
  ];
}
