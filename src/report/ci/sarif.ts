import type { LineFinding } from "../lineFindings.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions, Report } from "../report.js";
import { visible } from "../text/visible.js";
import { fingerprintsOf, problemsOf, sentenceOf } from "./problems.js";
import { locationOf, ROOT } from "./sarifLocation.js";
import { ruleIndex } from "./sarifRules.js";
import { categoryOf, endingOf, versionOf } from "./sarifRun.js";

/** More make code scanning reject the whole file. Source: docs.github.com, "SARIF results exceed limits". */
const MOST_RESULTS = 25_000;

const LEVELS = { error: "error", warning: "warning", notice: "note" } as const;
const LOCALES = { en: "en-US", zh: "zh-CN" } as const;

/**
 * The problems of a report as SARIF 2.1.0 (OASIS), for code scanning and editors. What a plan changes is not in it, see
 * {@link problemsOf}.
 *
 * A problem at a line is a result. One that is nowhere in the files (a host that does not answer, an approval that is missing) is a
 * notification of the invocation, which is what SARIF has them for: GitHub rejects a whole file for one result without a place, and a
 * made-up place would send people to a line where nothing is wrong. Pure.
 */
export function sarif(report: Report, options: RenderOptions): string {
  return `${JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [runOf(report, options)],
    },
    null,
    2,
  )}\n`;
}

function runOf(report: Report, options: RenderOptions): object {
  const problems = problemsOf(report, options.language);
  // Before anything is cut off: a fingerprint must not depend on how many others there are.
  const fingerprints = fingerprintsOf(problems, options);
  const placed = problems.flatMap((problem, index) =>
    problem.source === undefined ? [] : [{ problem, fingerprint: fingerprints[index] ?? "" }],
  );
  const shown = placed.slice(0, MOST_RESULTS);
  const nowhere = problems.filter(({ source }) => source === undefined);
  const rules = ruleIndex(
    shown.map(({ problem }) => problem),
    options.language,
  );
  const notifications = ruleIndex(nowhere, options.language);
  const version = versionOf(report);
  return {
    tool: {
      driver: {
        name: "muster",
        ...(version === undefined ? {} : { version, semanticVersion: version }),
        language: LOCALES[options.language],
        rules: rules.descriptors,
        ...(notifications.descriptors.length === 0 ? {} : { notifications: notifications.descriptors }),
      },
    },
    language: LOCALES[options.language],
    automationDetails: { id: categoryOf(report, options) },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [ROOT]: { description: { text: wordsOf(options.language).repositoryRoot } } },
    invocations: [
      {
        ...endingOf(report),
        toolExecutionNotifications: [
          ...nowhere.map((problem) => ({
            level: LEVELS[problem.severity],
            message: { text: textOf(problem, options) },
            descriptor: { id: visible(problem.code), index: notifications.indexOf(problem.code) },
          })),
          ...(placed.length > shown.length
            ? [
                {
                  level: "warning",
                  message: { text: wordsOf(options.language).notListed(placed.length - shown.length) },
                },
              ]
            : []),
        ],
      },
    ],
    results: shown.map(({ problem, fingerprint }) => resultOf(problem, fingerprint, rules.indexOf, options)),
  };
}

function resultOf(
  problem: LineFinding,
  fingerprint: string,
  indexOf: (code: string) => number,
  options: RenderOptions,
): object {
  const { severity, code, source, related = [] } = problem;
  const words = wordsOf(options.language);
  return {
    ruleId: visible(code),
    ruleIndex: indexOf(code),
    level: LEVELS[severity],
    message: { text: textOf(problem, options) },
    locations: source === undefined ? [] : [locationOf(source, options)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ note, source: other }, index) => ({
            id: index + 1,
            ...locationOf(other, options),
            message: { text: words.related(note) },
          })),
        }),
    // Not `primaryLocationLineHash`: upload-sarif makes that one from the text of the line, and warns about any other.
    partialFingerprints: { "musterProblem/v1": fingerprint },
  };
}

/**
 * What is wrong, what to do, and links to the other places, a line each. `[text](target)` is a link in any SARIF message, so where a
 * name would make one, its brackets are escaped (SARIF 2.1.0, 3.11.6).
 */
function textOf(problem: LineFinding, { language }: RenderOptions): string {
  const { help, related = [], source } = problem;
  const words = wordsOf(language);
  return [
    withoutLinks(sentenceOf(problem)),
    ...(help === undefined || help === "" ? [] : [withoutLinks(visible(help))]),
    // Only results have places to link to.
    ...(source === undefined ? [] : related.map(({ note }, index) => `[${words.related(note)}](${index + 1})`)),
  ].join("\n");
}

function withoutLinks(text: string): string {
  return text.includes("](") ? text.replaceAll(/[[\]]/g, "\\$&") : text;
}
