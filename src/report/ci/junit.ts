import type { Result } from "../../apply/result.js";
import { compareText } from "../../model/skillGroup.js";
import type { Plan } from "../../plan/plan.js";
import { sayAll } from "../json.js";
import type { SaidFinding } from "../messages/formatFinding.js";
import { wordsOf } from "../messages/words.js";
import { differs, errorsIn, type FailureReport, failuresOf, type RenderOptions, type Report } from "../report.js";
import { visible } from "../text/visible.js";
import {
  actionCase,
  type Case,
  failing,
  findingCase,
  findingLines,
  guardCase,
  manualCase,
  outcomeCase,
} from "./junitCases.js";
import { repositoryPath } from "./problems.js";
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

/** Tests that belong together: all of one account, or of one command where accounts do not matter. */
interface Suite {
  readonly name: string;
  /** How long it took, where a document says so. */
  readonly seconds?: number;
  readonly cases: readonly Case[];
}

/**
 * What a test is:
 *
 * - `validate`: a file; it fails with all of its errors. What belongs to no file is a test by its code.
 * - `plan`, `apply --dry-run`: a group to create or to change passes, what is to be changed by hand is skipped, and each guard
 *   passes or fails. A finding is a test of its own: an error fails, a warning passes and says so.
 * - `apply`: an action: a failure unless written and verified, also where it was not tried; an error where that is unknown.
 * - A run that stopped: what stopped it; what had been planned by then is skipped, since it was not done.
 *
 * Names hold no lines, so that a test keeps its history when lines move. There is always a test: Jenkins takes an empty
 * report for a broken build.
 */
function suitesOf(report: Report, options: RenderOptions): Suite[] {
  const failed = failuresOf(report).map((failure) => {
    const classname = classOf(COMMANDS[report.kind], failure);
    const cases = sayAll(failure.diagnostics, options.language).map((one) =>
      findingCase(one, classname, "error", options),
    );
    return suite(COMMANDS[report.kind], failure, cases, "");
  });
  return [...suitesIn(report, options), ...failed];
}

const COMMANDS: Readonly<Record<Report["kind"], string>> = {
  validation: "validate",
  plans: "plan",
  "dry-runs": "plan",
  results: "apply",
  failure: "muster",
};

function suitesIn(report: Report, options: RenderOptions): Suite[] {
  const words = wordsOf(options.language);
  switch (report.kind) {
    case "validation": {
      const { diagnostics } = report.validation;
      const files = [...report.texts.keys()];
      return [
        suite(
          "validate",
          undefined,
          ofFiles(files, sayAll(diagnostics, options.language), "muster.validate", "failure", options),
          words.noProblems,
        ),
      ];
    }
    case "plans":
    case "dry-runs":
      return atLeastOne(
        report.plans.map((plan) => suite("plan", plan, ofPlan(plan, options), words.noProblems)),
        "plan",
        words.noProblems,
      );
    case "results":
      return atLeastOne(
        report.results.map((result, index) => ofResult(result, report.plans[index], options)),
        "apply",
        words.nothingWasToApply,
      );
    case "failure":
      return ofFailure(report, options);
  }
}

/** @param passing what the one test says where there is no other */
function suite(command: string, of: Pick<Plan, "account"> | undefined, cases: readonly Case[], passing: string): Suite {
  const name = of === undefined ? `muster ${command}` : `muster ${command} ${visible(of.account.name)}`;
  return { name, cases: cases.length === 0 ? [passed(passing, classOf(command, of))] : cases };
}

function passed(name: string, classname: string): Case {
  return { name, classname, outcome: { kind: "passed" }, notes: [] };
}

function atLeastOne(suites: readonly Suite[], command: string, passing: string): Suite[] {
  return suites.length === 0 ? [suite(command, undefined, [], passing)] : [...suites];
}

/** `muster.plan.prod`: Jenkins shows what stands before the last dot as a package, and the rest as a class in it. */
function classOf(command: string, of: Pick<Plan, "account"> | undefined): string {
  return of === undefined ? `muster.${command}` : `muster.${command}.${visible(of.account.name)}`;
}

function ofFiles(
  files: readonly string[],
  findings: readonly SaidFinding[],
  classname: string,
  placeless: "failure" | "error",
  options: RenderOptions,
): Case[] {
  const byFile = new Map<string, SaidFinding[]>(files.map((file) => [file, []]));
  const nowhere: SaidFinding[] = [];
  for (const finding of findings) {
    if (finding.source === undefined) nowhere.push(finding);
    else {
      const found = byFile.get(finding.source.file) ?? [];
      byFile.set(finding.source.file, found);
      found.push(finding);
    }
  }
  return [
    ...nowhere.map((finding) => findingCase(finding, classname, placeless, options)),
    ...[...byFile]
      .sort(([a], [b]) => compareText(a, b))
      .map(([file, found]): Case => {
        const errors = found.filter(({ severity }) => severity === "error");
        const warnings = found.filter(({ severity }) => severity === "warning");
        return {
          name: visible(file),
          classname,
          file: visible(repositoryPath(file, options)),
          outcome: failing(errors, "failure", options),
          notes: warnings.flatMap((warning) => findingLines(warning, options)),
        };
      }),
  ];
}

function ofPlan(plan: Plan, options: RenderOptions): Case[] {
  const classname = classOf("plan", plan);
  const words = wordsOf(options.language);
  return [
    ...plan.guards.map((guard) => guardCase(guard, plan, classname, options)),
    ...sayAll(plan.diagnostics, options.language).map((one) => findingCase(one, classname, "failure", options)),
    ...(differs(plan) || errorsIn(plan) > 0 ? [] : [passed(words.nothingToApply(0, 0), classname)]),
    ...plan.actions.map((action) => actionCase(action, plan, classname, { kind: "passed" }, options)),
    ...plan.manual.map((change) => manualCase(change, plan, classname, options)),
  ];
}

function ofResult(result: Result, plan: Plan | undefined, options: RenderOptions): Suite {
  const classname = classOf("apply", result);
  const words = wordsOf(options.language);
  const planned = new Map(plan?.actions.map((action) => [action.id, action]));
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  const cases = [
    ...sayAll(result.diagnostics, options.language).map((one) => findingCase(one, classname, "failure", options)),
    ...result.actions.map((outcome) => outcomeCase(outcome, planned.get(outcome.id), classname, options)),
    ...(plan === undefined ? [] : plan.manual.map((change) => manualCase(change, plan, classname, options))),
  ];
  return {
    ...suite("apply", result, cases, words.nothingWasToApply),
    ...(Number.isFinite(seconds) && seconds >= 0 ? { seconds } : {}),
  };
}

function ofFailure(report: FailureReport, options: RenderOptions): Suite[] {
  const { command, exitCode, plans } = report;
  const findings = sayAll(report.diagnostics, options.language);
  const words = wordsOf(options.language);
  const classname = classOf(command, undefined);
  // Stopped for a person to look: found out, and not as it should be.
  const found = ofFiles([], findings, classname, exitCode === 3 ? "failure" : "error", options);
  const reason = visible(findings.find(({ severity }) => severity === "error")?.message ?? `exit ${exitCode}`);
  const broken: Case = {
    name: `muster ${command}`,
    classname,
    outcome: { kind: "error", type: `exit-${exitCode}`, message: reason, details: [reason] },
    notes: [],
  };
  const failed = found.some(({ outcome }) => outcome.kind !== "passed");
  return [
    suite(command, undefined, failed ? found : [broken, ...found], words.noProblems),
    ...plans.map((plan) => {
      const of = classOf(command, plan);
      const cases = [
        ...plan.actions.map((action) => actionCase(action, plan, of, { kind: "skipped", reason }, options)),
        ...plan.manual.map((change) => manualCase(change, plan, of, options)),
      ];
      return suite(command, plan, cases, words.nothingToApply(0, errorsIn(plan)));
    }),
  ];
}
