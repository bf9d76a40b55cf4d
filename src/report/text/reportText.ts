import type { DryRun, DryRunRequest, Validation } from "../documents.js";
import { failuresOf, type RenderOptions, type Report } from "../report.js";
import { padTo, widest } from "./columns.js";
import { accountFailureText, countText, findingsLines, findingsText } from "./findingsText.js";
import { flow } from "./flow.js";
import { jsonBody } from "./jsonBody.js";
import { accountHeading, labelled, nameText, type Page, pageOf, paragraph, stack, type TextOptions } from "./page.js";
import { planText } from "./planText.js";
import { resultText } from "./resultText.js";
import { visible } from "./visible.js";

/** A report for a person at a terminal. Pure; ends with a newline, or is empty where there is nothing left to say. */
export function reportText(report: Report, options: RenderOptions): string {
  const failures = failuresOf(report).map((failure) => accountFailureText(failure, new Map(), options));
  return [bodyText(report, options), ...failures, failedText(report, options)].filter((text) => text !== "").join("\n");
}

/** The last line: what `--fail-on` named and the run met. */
function failedText(report: Report, options: RenderOptions): string {
  const failed = "failedOn" in report ? report.failedOn : undefined;
  if (failed === undefined) return "";
  const page = pageOf(options);
  return stack([paragraph(page, `✖ ${page.words.failedOn(failed)}`, "", page.palette.bad, "  ")]);
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

/** The very requests that an apply would send, in order, with what they cost. Pure. */
export function dryRunText(dryRun: DryRun, options: TextOptions): string {
  const page = pageOf(options);
  const { requests, account } = dryRun;
  const heading = accountHeading(page, account, []);
  if (requests.length === 0) return stack([heading, paragraph(page, page.words.dryRunEmpty, "", page.palette.good)]);
  const width = String(requests.length).length;
  return stack([
    heading,
    paragraph(page, page.words.dryRun(requests.length), "", page.palette.heading),
    ...requests.map((request) => requestBlock(request, width, page)),
    [
      ...paragraph(page, page.words.planCost(dryRun.budget), "", page.palette.heading),
      ...(page.verbose ? labelled(page, page.words.planHash, dryRun.planHash, "", page.palette.quiet) : []),
    ],
  ]);
}

function requestBlock({ order, operation, note, actionId, body }: DryRunRequest, width: number, page: Page): string[] {
  const { words, palette } = page;
  const paint = note === "write" || note === undefined ? palette.change : palette.plain;
  const hanging = " ".repeat(width + 2);
  return [
    ...flow(
      [
        { text: `${String(order).padStart(width)}.` },
        { text: visible(operation), paint: (text) => palette.heading(paint(text)), gap: " " },
        ...(note === undefined ? [] : [{ text: words.request(note), paint }]),
        ...(actionId === undefined ? [] : [{ text: visible(actionId), paint: palette.quiet }]),
      ],
      { columns: page.columns, indent: "", hanging },
    ),
    ...jsonBody(body, page.columns, hanging),
  ];
}

/** What `validate` says: every problem with its line, then whether the files are right. `texts` are the files, for the lines. Pure. */
export function validationText(
  validation: Validation,
  texts: ReadonlyMap<string, string> | undefined,
  options: TextOptions,
): string {
  const page = pageOf(options);
  const { diagnostics } = validation;
  return stack([
    findingsLines(diagnostics, texts ?? new Map(), page),
    [...accountText(validation, page), ...verdict(validation, page)],
  ]);
}

/** With several accounts, what each one holds. */
function accountText({ accounts }: Validation, page: Page): string[] {
  if (accounts.length < 2) return [];
  const width = widest(accounts.map(({ name }) => nameText(name)));
  return accounts.flatMap((account) =>
    paragraph(page, `${padTo(nameText(account.name), width)}  ${page.words.validated(account)}`, "  "),
  );
}

function verdict({ accounts, diagnostics, valid }: Validation, page: Page): string[] {
  const { words, palette } = page;
  if (!valid) return paragraph(page, `✖ ${countText(diagnostics, page)}`, "", palette.bad, "  ");
  const found = diagnostics.length === 0 ? words.noProblems : countText(diagnostics, page);
  return paragraph(page, `✔ ${words.validation(accounts)}${words.colon}${found}`, "", palette.good, "  ");
}
