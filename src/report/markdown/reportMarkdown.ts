import { markdownWordsOf } from "../messages/pages.js";
import { failuresOf, type RenderOptions, type Report } from "../report.js";
import { accountFailureSection } from "./accountFailureSection.js";
import { failureSection } from "./failureSection.js";
import { fitted } from "./fit.js";
import { planSection } from "./planSection.js";
import { requestBlocks } from "./requests.js";
import { resultSection } from "./resultSection.js";
import type { Rung } from "./rungs.js";
import type { Section } from "./section.js";
import type { Sheet } from "./sheet.js";
import { validationSection } from "./validationSection.js";

/**
 * A report for a comment on a pull request, or for a job's summary, inside `options.atMost`: what has to be seen is in
 * the open, what can be looked up folds away, and where there is too much whole levels of detail are left out. Pure;
 * ends with a newline.
 */
export function reportMarkdown(report: Report, options: RenderOptions): string {
  const { moreAccounts } = markdownWordsOf(options.language);
  return fitted(sectionsOf(report, options), moreAccounts, options.atMost);
}

/** The same at one level of detail, however long that is. */
export function markdownAt(rung: Rung, report: Report, options: RenderOptions): string {
  return `${sectionsOf(report, options)
    .flatMap((section) => section.render(rung))
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

function sectionsOf(report: Report, options: RenderOptions): Section[] {
  const md = markdownWordsOf(options.language);
  const failed = failuresOf(report).map((failure) => accountFailureSection(failure, options));
  switch (report.kind) {
    case "validation":
      return [validationSection(report.validation, report.texts, options)];
    case "plans":
      return titled(md.plans, report.plans, failed, (plan, level) => planSection(plan, options, { level }));
    case "dry-runs":
      return titled(md.plans, report.plans, failed, (plan, level, index) => {
        const run = report.dryRuns[index];
        const after = run === undefined ? {} : { after: (sheet: Sheet) => requestBlocks(run, sheet) };
        return planSection(plan, options, { level, title: md.dryRun, ...after });
      });
    case "results":
      return titled(md.results, report.results, failed, (result, level, index) =>
        resultSection(result, report.plans[index], options, level),
      );
    case "failure": {
      // With one plan there is no doubt which one the findings are about.
      const said = report.plans.length === 1 ? new Set(report.diagnostics.map(({ code }) => code)) : new Set<string>();
      return [
        failureSection(report, options),
        ...report.plans.map((plan) => planSection(plan, options, { level: 3, said })),
      ];
    }
  }
}

/** Sections under a common title, where there are several; accounts that failed come first. */
function titled<T>(
  title: (count: number) => string,
  items: readonly T[],
  failed: readonly Section[],
  sectionOf: (item: T, level: number, index: number) => Section,
): Section[] {
  if (items.length === 1 && failed.length === 0) return items.map((item, index) => sectionOf(item, 2, index));
  const heading = `## ${title(items.length + failed.length)}`;
  return [
    { render: () => [heading], atLeast: () => heading.length, weight: Number.POSITIVE_INFINITY },
    ...failed,
    ...items.map((item, index) => sectionOf(item, 3, index)),
  ];
}
