import { compareText } from "../../model/skillGroup.js";
import type { Source } from "../../model/source.js";
import type { LineFinding } from "../lineFindings.js";
import type { Language } from "../messages/catalogue.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions, Report } from "../report.js";
import { visible } from "../text/visible.js";
import { fingerprintsOf, problemsOf, repositoryPath, sentenceOf } from "./problems.js";
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

/** A place as SARIF has it. Lines and columns count from 1, columns in UTF-16 code units. */
interface Location {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly message?: { readonly text: string };
}

/** The name that viewers know for the repository's root. */
const ROOT = "%SRCROOT%";

/** A place in a file; the region is the rest of the line, since a finding does not say where its trouble ends. */
function locationOf({ file, line, column }: Source, options: Pick<RenderOptions, "fromRoot">): Location {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(repositoryPath(file, options)),
      region: { startLine: line, startColumn: column },
    },
  };
}

/** Relative to the repository, or absolute for a file outside of it. Any character may be in a file's name. */
function artifactOf(path: string): Location["physicalLocation"]["artifactLocation"] {
  const drive = /^[A-Za-z]:\//.test(path);
  if (drive) return { uri: `file:///${path.slice(0, 2)}${encoded(path.slice(2))}` };
  if (path.startsWith("/")) return { uri: `file://${encoded(path)}` };
  return { uri: encoded(path), uriBaseId: ROOT };
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** A kind of problem, with all that code scanning insists on. */
interface Descriptor {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" | "note" };
}

interface RuleIndex {
  readonly descriptors: readonly Descriptor[];
  /** Where a code's descriptor stands. */
  readonly indexOf: (code: string) => number;
}

/** The kinds that problems are of, by code; no kind without a problem. A kind is as grave as its gravest problem. */
function ruleIndex(problems: readonly LineFinding[], language: Language): RuleIndex {
  // Problems come by weight, so that the first of a kind is the gravest.
  const kinds = new Map<string, LineFinding>();
  for (const problem of problems) if (!kinds.has(problem.code)) kinds.set(problem.code, problem);
  const codes = [...kinds.keys()].sort(compareText);
  const places = new Map(codes.map((code, index) => [code, index]));
  return {
    descriptors: codes.map((code) => descriptorOf(code, kinds.get(code)?.severity ?? "warning", language)),
    indexOf: (code) => places.get(code) ?? -1,
  };
}

function descriptorOf(code: string, level: LineFinding["severity"], language: Language): Descriptor {
  const text = visible(inWords(code));
  return {
    id: visible(code),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: wordsOf(language).ruleHelp },
    defaultConfiguration: { level: level === "notice" ? "note" : level },
  };
}

/** `duplicate-name` as `Duplicate name`: a rule is about no group in particular, so it has no message of its own. */
function inWords(code: string): string {
  const words = code.replaceAll("-", " ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
