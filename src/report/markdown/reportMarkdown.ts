import type { Diagnostic, Plan } from "../../plan/plan.js";
import type { AccountFailure, DryRun, DryRunRequest, ValidatedAccount, Validation } from "../documents.js";
import { markdownWordsOf } from "../messages/pages.js";
import { type FailureReport, failuresOf, type RenderOptions, type Report } from "../report.js";
import { jsonBody } from "../text/jsonBody.js";
import { allocate, type Section } from "./allocate.js";
import { bullets, cappedBullets, contextOf, folded, type MarkdownContext, markdownTable } from "./context.js";
import type { DetailLevel } from "./detailLevels.js";
import { fence, prose } from "./escape.js";
import { findingBlocks, findingsByFile, type Texts } from "./findings.js";
import { planSection } from "./planSection.js";
import { resultSection } from "./resultSection.js";

/**
 * A report for a comment on a pull request, or for a job's summary, inside `options.atMost`: what has to be seen is in
 * the open, what can be looked up folds away, and where there is too much whole levels of detail are left out. Pure;
 * ends with a newline.
 */
export function reportMarkdown(report: Report, options: RenderOptions): string {
  const { moreAccounts } = markdownWordsOf(options.language);
  return allocate(sectionsOf(report, options), moreAccounts, options.atMost);
}

/** The same at one level of detail, however long that is. */
export function markdownAt(level: DetailLevel, report: Report, options: RenderOptions): string {
  const blocks = sectionsOf(report, options).flatMap((section) => section.render(level, Number.POSITIVE_INFINITY));
  return `${textOf(blocks)}\n`;
}

function textOf(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n\n");
}

function sectionsOf(report: Report, options: RenderOptions): Section[] {
  const md = markdownWordsOf(options.language);
  const failed = failuresOf(report).map((failure) => accountFailureSection(failure, options));
  switch (report.kind) {
    case "validation":
      return [validationSection(report.validation, report.texts, options)];
    case "plans":
      return titled(md.plans, report.plans, failed, (plan, depth) => planSection(plan, options, { depth }));
    case "dry-runs":
      return titled(md.plans, report.plans, failed, (plan, depth, index) => {
        const run = report.dryRuns[index];
        const after = run === undefined ? {} : { after: (context: MarkdownContext) => requestBlocks(run, context) };
        return planSection(plan, options, { depth, title: md.dryRun, ...after });
      });
    case "results":
      return titled(md.results, report.results, failed, (result, depth, index) =>
        recorded(resultSection(result, report.plans[index], options, depth), report.plans[index], options),
      );
    case "failure": {
      // With one plan there is no doubt which one the findings are about.
      const said = report.plans.length === 1 ? new Set(report.diagnostics.map(({ code }) => code)) : new Set<string>();
      return [
        failureSection(report, options),
        ...report.plans.map((plan) => planSection(plan, options, { depth: 3, said })),
      ];
    }
  }
}

/** Sections under a common title, where there are several; accounts that failed come first. */
function titled<T>(
  title: (count: number) => string,
  items: readonly T[],
  failed: readonly Section[],
  sectionOf: (item: T, depth: number, index: number) => Section,
): Section[] {
  if (items.length === 1 && failed.length === 0) return items.map((item, index) => sectionOf(item, 2, index));
  const heading = `## ${title(items.length + failed.length)}`;
  return [
    { render: () => [heading], weight: Number.POSITIVE_INFINITY },
    ...failed,
    ...items.map((item, index) => sectionOf(item, 3, index)),
  ];
}

/** A result, and below it, folded, the plan that was applied: the record of who joined and who left. */
function recorded(result: Section, plan: Plan | undefined, options: RenderOptions): Section {
  if (plan === undefined || plan.actions.length === 0) return result;
  const { planApplied } = markdownWordsOf(options.language);
  // What is to be done by hand stands with the result, and guards have let the plan through.
  const record = planSection({ ...plan, manual: [], guards: [] }, options, { depth: 3 });
  // That it is shortened stands at the top of the result, which is shortened with it.
  const fold = ({ lacks: _, ...level }: DetailLevel, room: number) =>
    folded(planApplied, textOf(record.render(level, room)));
  return {
    weight: result.weight,
    render: (level, room) => [...result.render(level, room), ...(level.groups === 0 ? [] : [fold(level, room)])],
  };
}

/** One account of several that failed, while the others went on. */
function accountFailureSection({ account, diagnostics }: AccountFailure, options: RenderOptions): Section {
  return {
    render: (level, room) => {
      const context = contextOf(options, level, room);
      const { words } = context;
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      const count = words.problems(errors, diagnostics.length - errors, 0);
      return [
        `### ❌ ${words.account} ${context.name(account.name)}${words.colon}${count}`,
        ...(level.findings === 0
          ? [cappedBullets(diagnostics, level.emptied, ({ code }) => context.name(code), context)]
          : findingBlocks(diagnostics, new Map(), context)),
      ];
    },
    weight: 1e13,
  };
}

/** Findings that say that an approved plan is no longer the plan. */
const PLAN_CHANGED = /^(?:hash-differs|plan-stale-.*)$/;

/** What stopped a run. Stopping for a person is not failing, and does not look like it. */
function failureSection(failure: FailureReport, options: RenderOptions): Section {
  const { diagnostics, texts, exitCode } = failure;
  return {
    render: (level, room) => {
      const context = contextOf(options, level, room);
      const { md, words } = context;
      const errors = diagnostics.filter(({ severity }) => severity === "error").length;
      const hasChanged = exitCode === 3 && diagnostics.some(({ code }) => PLAN_CHANGED.test(code));
      return [
        `## ${exitCode === 3 ? "✋" : exitCode === 130 ? "⏹️" : "❌"} ${hasChanged ? md.planChanged : md.failure(failure)}`,
        ...(level.findings === 0 ? [`**${prose(md.leftOut("groups"))}**`] : []),
        hasChanged ? md.planChangedMeans : md.failureMeans(failure),
        ...(level.findings === 0
          ? [
              words.problems(errors, diagnostics.length - errors, 0),
              cappedBullets(diagnostics, level.emptied, ({ code }) => context.name(code), context),
            ]
          : findingBlocks(diagnostics, texts, context)),
      ];
    },
    weight: Number.POSITIVE_INFINITY,
  };
}

/** So many accounts at the most are listed with what they hold. */
const ACCOUNTS_AT_MOST = 50;

/** Whether the files are right, and every problem with its line, file by file. */
function validationSection(validation: Validation, texts: Texts, options: RenderOptions): Section {
  return {
    render: (level, room) => validationBlocks(validation, texts, contextOf(options, level, room)),
    weight: Number.POSITIVE_INFINITY,
  };
}

function validationBlocks(
  { valid, accounts, diagnostics }: Validation,
  texts: Texts,
  context: MarkdownContext,
): string[] {
  const { md, words, level } = context;
  const found = diagnostics.length === 0 ? words.noProblems : countText(diagnostics, context);
  const held = (account: ValidatedAccount): string =>
    `${context.name(account.name)}${words.colon}${words.validated(account)}`;
  return [
    `## ${valid ? "✅" : "❌"} ${valid ? md.valid : md.invalid}${words.colon}${found}`,
    ...(level.findings < diagnostics.length ? [`**${prose(md.leftOut("people"))}**`] : []),
    ...(valid ? [words.validation(accounts)] : []),
    ...(accounts.length > 1 && level.groups > 0
      ? [cappedBullets(accounts, Math.min(ACCOUNTS_AT_MOST, level.groups), held, context)]
      : []),
    ...(level.findings === 0 ? [] : findingsByFile(diagnostics, texts, context)),
  ];
}

function countText(diagnostics: readonly Diagnostic[], { words }: MarkdownContext): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const files = new Set(diagnostics.flatMap(({ source }) => (source === undefined ? [] : [source.file])));
  return words.problems(errors, diagnostics.length - errors, files.size);
}

/** Bodies are read beside a plan, not on a terminal. */
const BODY_COLUMNS = 100;

/** The requests that an apply would send, in order; their bodies fold away. */
function requestBlocks({ requests }: DryRun, context: MarkdownContext): string[] {
  const { md, words, level } = context;
  if (requests.length === 0) return [prose(words.dryRunEmpty)];
  const title = `**${md.requests(requests.length)}**`;
  if (level.groups === 0) return [title];
  const shown = requests.slice(0, level.groups);
  const rest = requests.length - shown.length;
  const rows = shown.map(({ order, operation, note, actionId }) => [
    String(order),
    context.name(operation, "cell"),
    note === undefined ? "" : words.request(note),
    actionId === undefined ? "" : context.name(actionId, "cell"),
  ]);
  return [
    title,
    markdownTable(["#", md.column.call, md.column.purpose, md.column.group], rows),
    ...(rest > 0 ? [bullets([md.more(rest)])] : []),
    ...(level.detail
      ? [folded(md.bodies(requests.length), fence(requests.flatMap(bodyLines), "jsonc").join("\n"))]
      : []),
  ];
}

function bodyLines({ order, operation, body }: DryRunRequest): string[] {
  return [`// ${order}. ${operation}`, ...jsonBody(body, BODY_COLUMNS, "")];
}
