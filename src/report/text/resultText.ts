import type { Outcome, Result, Status } from "../../apply/result.js";
import { formatDuration } from "../duration.js";
import { endingOf } from "../ending.js";
import { formatFinding } from "../messages/formatFinding.js";
import { type Alike, goodAlike, namesItsGroup, sortOutcomes } from "../outcomeGroups.js";
import { errorsIn } from "../report.js";
import { manualSection } from "./differences.js";
import { findingsLines } from "./findingsText.js";
import { flow, type Piece } from "./flow.js";
import {
  accountHeading,
  groupText,
  labelled,
  nameText,
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
/** More than these that went well are named in a paragraph. */
const ROWS_AT_MOST = 10;

/**
 * What an apply did, for a reader who looks at the end first: what went well, what was not started, what is left to a
 * person, then what went wrong, the failures last, and what to do next. Pure.
 */
export function resultText(result: Result, options: TextOptions): string {
  const page = pageOf(options);
  const { good, notStarted, trouble } = sortOutcomes(result.actions);
  const nameOf = naming(result.actions);
  const folded = good.length > ROWS_AT_MOST;
  const single = trouble.flatMap((alike) => (alike.length === 1 ? alike : []));
  // One table for all, so that the columns stand under each other; reasons go between its rows afterwards.
  const rows = rowsOf([...(folded ? [] : good), ...single], page);
  return stack([
    accountHeading(page, result.account, []),
    folded
      ? goodAlike(good).flatMap((alike) => together(alike, headOf(alike, page), nameOf, page))
      : good.flatMap((outcome) => rows.get(outcome) ?? []),
    notStartedLines(notStarted, nameOf, page),
    manualSection(result.manual, { createdAt: result.startedAt }, page),
    // Warnings have been seen with the plan; to repeat them here would bury what happened.
    findingsLines(
      result.diagnostics.filter(({ severity }) => page.verbose || severity === "error"),
      new Map(),
      page,
    ),
    trouble.flatMap((alike) => [
      ...(rows.get(alike[0]) ?? together(alike, headOf(alike, page), nameOf, page)),
      ...reasons(alike, page),
    ]),
    closing(result, page, options),
  ]);
}

function rowsOf(outcomes: readonly Outcome[], page: Page): ReadonlyMap<Outcome, readonly string[]> {
  const rows = tableRows(
    outcomes.map((outcome) => rowOf(outcome, page)),
    { columns: page.columns, indent: "", hanging: `${INDENT}  ` },
  );
  return new Map(outcomes.map((outcome, index) => [outcome, rows[index] ?? []]));
}

function rowOf(outcome: Outcome, page: Page): Row {
  const { mark, paint } = markOf(outcome.status, outcome.verified, page);
  const circumstances = page.words.circumstances(outcome).map((text) => ({ text, paint: page.palette.quiet }));
  return {
    cells: [{ text: `${mark} ${page.words.verb(outcome.action)}`, paint }, { text: groupText(outcome) }],
    tail: [{ text: page.words.outcome(outcome), paint }, ...circumstances],
  };
}

/** `✖ update members  failed (15)`: what several groups have in common. */
function headOf([first, ...others]: Alike, page: Page): Piece[] {
  const { words } = page;
  const { mark, paint } = markOf(first.status, first.verified, page);
  const how = words.joined([words.outcome(first), ...words.circumstances(first)]);
  return [
    { text: `${mark} ${words.verb(first.action)}`, paint },
    { text: `${how} (${others.length + 1})`, paint },
  ];
}

function notStartedLines(outcomes: readonly Outcome[], nameOf: NameOf, page: Page): string[] {
  if (outcomes.length === 0) return [];
  const { quiet } = page.palette;
  return together(outcomes, [{ text: `- ${page.words.notStarted(outcomes.length)}`, paint: quiet }], nameOf, page);
}

/** A heading, and the names of the groups that it is about as flowing text. */
function together(outcomes: readonly Outcome[], head: readonly Piece[], nameOf: NameOf, page: Page): string[] {
  const comma = page.words.comma.trimEnd();
  const gap = page.words.comma.slice(comma.length);
  const colon = page.words.colon.trimEnd();
  const last = head.at(-1);
  const names = outcomes.map((outcome, index) => ({
    text: `${nameOf(outcome)}${index === outcomes.length - 1 ? "" : comma}`,
    gap: index === 0 ? page.words.colon.slice(colon.length) : gap,
  }));
  return flow(
    [...head.slice(0, -1), ...(last === undefined ? [] : [{ ...last, text: `${last.text}${colon}` }]), ...names],
    { columns: page.columns, indent: "", hanging: `${INDENT}  ` },
  );
}

type NameOf = (outcome: Outcome) => string;

/** Names alone, and a number beside a name that several groups have. */
function naming(outcomes: readonly Outcome[]): NameOf {
  const seen = new Map<string, number>();
  for (const { displayName } of outcomes) seen.set(displayName, (seen.get(displayName) ?? 0) + 1);
  return (outcome) => ((seen.get(outcome.displayName) ?? 0) > 1 ? groupText(outcome) : nameText(outcome.displayName));
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

function reasons([first, ...others]: Alike, page: Page): string[] {
  const { error, skippedAgents, underneath } = first;
  const { words } = page;
  const indent = `${INDENT}  `;
  const lines: string[] = [];
  if (error !== undefined) {
    const { severity, code, message, help } = formatFinding(error, page.language);
    const same = others.length > 0 && namesItsGroup(first) ? ` ${words.sameForOthers(others.length)}` : "";
    lines.push(...labelled(page, `${words.severity(severity)}[${visible(code)}]`, `${message}${same}`, indent));
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
