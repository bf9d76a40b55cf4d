import type { Level, LineFinding } from "../lineFindings.js";
import type { RenderOptions, Report } from "../report.js";
import { visible } from "../text/visible.js";
import { fingerprintsOf, problemsOf, repositoryPath, sentenceOf } from "./problems.js";

/** One entry of GitLab's subset of the Code Climate format. Source: docs.gitlab.com, "Code Quality report format". */
interface Degradation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** An error stops the run; a warning wants a look; a notice waits for a person at the console. */
const SEVERITIES: Readonly<Record<Level, Degradation["severity"]>> = {
  error: "critical",
  warning: "minor",
  notice: "info",
};

/**
 * GitLab needs a path in every entry: one without it makes it drop the whole report. What is nowhere in the files (a host that
 * does not answer, credentials) stands where hosts and accounts are written down.
 */
const NOWHERE = { file: "muster.yaml", line: 1 };

/**
 * The problems of a report for GitLab's merge request widget (`artifacts:reports:codequality`); `[]` for none. What a plan
 * changes is not in it, see {@link problemsOf}. Pure.
 */
export function gitlabCodeQuality(report: Report, options: RenderOptions): string {
  const problems = problemsOf(report, options.language);
  const fingerprints = fingerprintsOf(problems, options);
  const entries = problems.map((problem, index) => degradation(problem, fingerprints[index] ?? "", options));
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function degradation(problem: LineFinding, fingerprint: string, options: RenderOptions): Degradation {
  const { severity, code, help, source } = problem;
  const { file, line } = source ?? NOWHERE;
  const sentence = sentenceOf(problem);
  return {
    description: help === undefined ? sentence : `${sentence}${gap(options)}${visible(help)}`,
    check_name: visible(code),
    fingerprint,
    severity: SEVERITIES[severity],
    location: { path: repositoryPath(file, options), lines: { begin: line } },
  };
}

/** Chinese sentences follow each other without a space. */
function gap({ language }: RenderOptions): string {
  return language === "zh" ? "" : " ";
}
