import type { Outcome, Result, Status } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
import { endingOf } from "../ending.js";
import type { RenderOptions } from "../report.js";
import type { Section } from "./allocate.js";
import { bullets, cappedBullets, contextOf, folded, hashText, type MarkdownContext } from "./context.js";
import { manualBlocks } from "./differences.js";
import { prose } from "./escape.js";
import { findingBlocks, findingItem } from "./findings.js";

/** More than these that went well are not read one by one. */
const OPEN_AT_MOST = 10;
/** Errors that name the agents themselves; the lists are not said twice. */
const NAMES_SKIPPED = "agents-skipped";
const NAMES_UNDERNEATH = "changed-underneath";

const MARKS: Readonly<Record<Status, string>> = {
  applied: "✅",
  failed: "❌",
  conflict: "⚠️",
  skipped: "⏭️",
  unknown: "❓",
};

const ENDINGS = { whole: "✅", unproved: "⚠️", partial: "❌" } as const;

/** What an apply did to one account: what did not end well first and in the open, then the rest, then what to do next. */
export function resultSection(result: Result, plan: Plan | undefined, options: RenderOptions, depth: number): Section {
  return {
    render: (level, room) => resultBlocks(result, plan, contextOf(options, level, room), depth),
    weight: result.actions.filter((outcome) => !endedWell(outcome)).length * 1e6 + result.actions.length,
  };
}

function resultBlocks(result: Result, plan: Plan | undefined, context: MarkdownContext, depth: number): string[] {
  const { md, words, level } = context;
  const manual = manualBlocks(plan?.manual ?? [], context);
  const trouble = result.actions.filter((outcome) => !endedWell(outcome));
  const ending = endingOf(result);
  const title = `${"#".repeat(depth)} ${ENDINGS[ending]} ${md.ended[ending]} ${context.name(result.account.name)}`;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const found = level.findings === 0 ? [] : findingBlocks(errors, new Map(), context);
  if (result.actions.length === 0)
    return [title, prose(words.nothingWasToApply), ...found, ...manual, lastLine(result, context)];
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  return [
    title,
    `**${words.resultSummary(result.summary, formatDuration(seconds, context.language))}**`,
    ...troubleBlocks(trouble, plan, context),
    ...found,
    ...goodBlocks(result.actions.filter(endedWell), context),
    ...manual,
    ...nextBlocks(result, context),
    lastLine(result, context),
    ...(level.lacks === undefined
      ? []
      : [prose(md.leftOut(level.groups < result.actions.length ? "groups" : "people"))]),
  ];
}

function troubleBlocks(trouble: readonly Outcome[], plan: Plan | undefined, context: MarkdownContext): string[] {
  if (trouble.length === 0) return [];
  const { level } = context;
  // Even where groups are only counted, some of those that need a person are named.
  const atMost = Math.max(level.groups, level.emptied);
  const sources = new Map(plan?.actions.map(({ id, source }) => [id, source]));
  const item = (outcome: Outcome): string | string[] => {
    const source = outcome.error?.source ?? sources.get(outcome.id);
    const place = source === undefined ? "" : ` · ${context.line(source)}`;
    if (level.advice) return [`${outcomeText(outcome, context)}${place}`, ...reasonLines(outcome, context)];
    return `${outcomeText(outcome, context)}${outcome.error === undefined ? "" : ` (${context.name(outcome.error.code)})`}`;
  };
  return [cappedBullets(trouble, atMost, item, context)];
}

function goodBlocks(good: readonly Outcome[], context: MarkdownContext): string[] {
  const { md, level } = context;
  if (good.length === 0) return [];
  if (level.groups === 0) return [`**${md.applied(good.length)}**`];
  const list = cappedBullets(good, level.groups, (outcome) => outcomeText(outcome, context), context);
  // The title also keeps two lists from being read as one.
  return good.length > OPEN_AT_MOST
    ? [folded(md.applied(good.length), list)]
    : [`**${md.applied(good.length)}**`, list];
}

/** `✅ change 售后 (10018578): done and verified, 2 writes sent`. */
function outcomeText(outcome: Outcome, context: MarkdownContext): string {
  const { words } = context;
  const mark = outcome.status === "applied" && !outcome.verified ? "⚠️" : MARKS[outcome.status];
  const how = words.joined([words.outcome(outcome), ...words.circumstances(outcome)]);
  const said = endedWell(outcome) ? how : `**${how}**`;
  return `${mark} ${words.verb(outcome.action)} ${context.group(outcome)}${words.colon}${said}`;
}

function reasonLines({ error, skippedAgents, underneath }: Outcome, context: MarkdownContext): string[] {
  const { words } = context;
  const lines: string[] = [];
  if (error !== undefined) {
    const { source: _, ...rest } = error;
    lines.push("", ...findingItem(rest, context));
  }
  if (skippedAgents.length > 0 && error?.code !== NAMES_SKIPPED) {
    lines.push("", prose(words.skippedAgents(skippedAgents)));
  }
  if (underneath !== undefined && error?.code !== NAMES_UNDERNEATH) {
    for (const kind of ["added", "removed", "reprioritized"] as const) {
      if (underneath[kind].length > 0) lines.push("", prose(words.underneath(kind, underneath[kind])));
    }
  }
  return lines;
}

function nextBlocks(result: Result, { words, md, level }: MarkdownContext): string[] {
  if (!level.advice) return [];
  const steps = words.next(result).map((step) => prose(step));
  if (steps.length < 2) return steps;
  return [`**${md.nextSteps}**`, bullets(steps)];
}

function lastLine({ planHash, calls }: Result, context: MarkdownContext): string {
  const { words } = context;
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return `${words.planHash}${words.colon}${hashText(planHash, context)} · ${prose(words.calls(total, []))}`;
}
