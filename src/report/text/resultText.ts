import type { Outcome, Result, Status } from "../../apply/result.js";
import { formatDuration } from "../duration.js";
import { endingOf } from "../ending.js";
import { formatFinding } from "../messages/formatFinding.js";
import { errorsIn } from "../report.js";
import { findingsLines } from "./findingsText.js";
import {
  accountHeading,
  groupText,
  labelled,
  type Page,
  type Paint,
  pageOf,
  paragraph,
  stack,
  type TextOptions,
} from "./page.js";
import { type Row, tableRows } from "./table.js";
import { visible } from "./visible.js";

const INDENT = "  ";

/** What an apply did, a line for each action and the reason under those that did not end well, then what to do next. Pure. */
export function resultText(result: Result, options: TextOptions): string {
  const page = pageOf(options);
  return stack([
    accountHeading(page, result.account, []),
    outcomes(result.actions, page),
    // Warnings have been seen with the plan; to repeat them here would bury what happened.
    findingsLines(
      result.diagnostics.filter(({ severity }) => page.verbose || severity === "error"),
      new Map(),
      page,
    ),
    closing(result, page, options),
  ]);
}

function outcomes(actions: readonly Outcome[], page: Page): string[] {
  const layout = { columns: page.columns, indent: "", hanging: `${INDENT}  ` };
  // One table for all, so that the columns stand under each other; reasons go between its rows afterwards.
  const rows = tableRows(
    actions.map((outcome) => rowOf(outcome, page)),
    layout,
  );
  return actions.flatMap((outcome, index) => [...(rows[index] ?? []), ...reasons(outcome, page)]);
}

function rowOf(outcome: Outcome, page: Page): Row {
  const { mark, paint } = markOf(outcome.status, outcome.verified, page);
  const circumstances = page.words.circumstances(outcome).map((text) => ({ text, paint: page.palette.quiet }));
  return {
    cells: [{ text: `${mark} ${page.words.verb(outcome.action)}`, paint }, { text: groupText(outcome) }],
    tail: [{ text: page.words.outcome(outcome), paint }, ...circumstances],
  };
}

/** A mark for how an action ended. `proved`: what was written needs no second look (any more). */
export function markOf(status: Status, proved: boolean, { palette }: Page): { mark: string; paint: Paint } {
  switch (status) {
    case "applied":
      return proved ? { mark: "✔", paint: palette.good } : { mark: "!", paint: palette.change };
    case "failed":
      return { mark: "✖", paint: palette.bad };
    case "conflict":
      return { mark: "!", paint: palette.change };
    case "unknown":
      return { mark: "?", paint: palette.change };
    case "skipped":
      return { mark: "-", paint: palette.quiet };
  }
}

/** Errors that name the agents themselves; the lists are not said twice. */
const NAMES_SKIPPED = "agents-skipped";
const NAMES_UNDERNEATH = "changed-underneath";

function reasons({ error, skippedAgents, underneath }: Outcome, page: Page): string[] {
  const { words } = page;
  const indent = `${INDENT}  `;
  const lines: string[] = [];
  if (error !== undefined) {
    const { severity, code, message, help } = formatFinding(error, page.language);
    lines.push(...labelled(page, `${words.severity(severity)}[${visible(code)}]`, message, indent));
    if (help !== undefined) lines.push(...labelled(page, words.help, help, indent, page.palette.quiet));
  }
  if (skippedAgents.length > 0 && error?.code !== NAMES_SKIPPED) {
    lines.push(...paragraph(page, words.skippedAgents(skippedAgents), indent));
  }
  if (underneath !== undefined && error?.code !== NAMES_UNDERNEATH) {
    for (const kind of ["added", "removed", "reprioritized"] as const) {
      if (underneath[kind].length > 0) lines.push(...paragraph(page, words.underneath(kind, underneath[kind]), indent));
    }
  }
  return lines;
}

function closing(result: Result, page: Page, { language }: TextOptions): string[] {
  const { words, palette } = page;
  const { summary } = result;
  if (result.actions.length === 0) return paragraph(page, words.nothingWasToApply, "", palette.good);
  const errors = errorsIn(result);
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  const calls = Object.entries(result.calls).filter(([, count]) => count > 0);
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...paragraph(
      page,
      words.resultSummary(summary, formatDuration(seconds, language)),
      "",
      endingOf(result) === "whole" ? palette.good : palette.heading,
    ),
    ...(errors === 0 ? [] : paragraph(page, words.leftByErrors(errors), "", palette.bad)),
    ...paragraph(page, words.calls(total, page.verbose ? calls : []), "", palette.quiet),
    ...nextSteps(words.next(result), page),
  ];
}

function nextSteps(steps: readonly string[], page: Page): string[] {
  if (steps.length < 2) return steps.flatMap((step) => paragraph(page, step));
  return [
    "",
    ...paragraph(page, page.words.nextHeading, "", page.palette.heading),
    ...steps.flatMap((step) => paragraph(page, `- ${step}`, INDENT, undefined, `${INDENT}  `)),
  ];
}
