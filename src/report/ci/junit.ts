import type { RenderOptions, Report } from "../report.js";
import type { Case } from "./junitCases.js";
import { type Suite, suitesOf } from "./junitSuites.js";
import { type Element, xmlDocument } from "./xml.js";

/**
 * A report as JUnit XML, for the test pages of Jenkins, GitLab, Azure and 云效: see {@link suitesOf} for what a test is.
 * Where schemas differ the strictest is kept to (Jenkins' xUnit plugin), but for `file` on a test, which GitLab links. Pure.
 */
export function junit(report: Report, options: RenderOptions): string {
  const suites = suitesOf(report, options);
  return xmlDocument({
    name: "testsuites",
    attributes: { name: "muster", ...countsOf(suites.flatMap(({ cases }) => cases)) },
    children: suites.map(suiteElement),
  });
}

function suiteElement({ name, seconds, cases }: Suite): Element {
  const skipped = cases.filter(({ outcome }) => outcome.kind === "skipped").length;
  return {
    name: "testsuite",
    attributes: { name, ...countsOf(cases), skipped, time: seconds?.toFixed(3) },
    children: cases.map(caseElement),
  };
}

function countsOf(cases: readonly Case[]): { tests: number; failures: number; errors: number } {
  const count = (kind: Case["outcome"]["kind"]): number => cases.filter(({ outcome }) => outcome.kind === kind).length;
  return { tests: cases.length, failures: count("failure"), errors: count("error") };
}

function caseElement({ name, classname, file, outcome, notes }: Case): Element {
  return {
    name: "testcase",
    attributes: { name, classname, file },
    children: [
      ...outcomeElements(outcome),
      ...(notes.length === 0 ? [] : [{ name: "system-out", attributes: {}, text: notes.join("\n") }]),
    ],
  };
}

function outcomeElements(outcome: Case["outcome"]): Element[] {
  switch (outcome.kind) {
    case "passed":
      return [];
    case "skipped":
      // The reason stands inside too: GitLab reads that, Jenkins the attribute; older schemas know only the inside.
      return [{ name: "skipped", attributes: {}, text: outcome.reason }];
    case "failure":
    case "error":
      return [
        {
          name: outcome.kind,
          attributes: { message: outcome.message, type: outcome.type },
          text: outcome.details.join("\n"),
        },
      ];
  }
}
