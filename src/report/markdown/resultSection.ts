import type { Outcome, Result, Status } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
import { endingOf } from "../ending.js";
import { type Alike, gravestFirst, namesItsGroup, type SortedOutcomes, sortOutcomes } from "../outcomeGroups.js";
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
  const manual = manualBlocks(result.manual, context);
  const sorted = sortOutcomes(result.actions);
  const ending = endingOf(result);
  const title = `${"#".repeat(depth)} ${ENDINGS[ending]} ${md.ended[ending]} ${context.name(result.account.name)}`;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const found = level.findings === 0 ? [] : findingBlocks(errors, new Map(), context);
  if (result.actions.length === 0)
    return [title, prose(words.nothingWasToApply), ...found, ...manual, lastLine(result, context)];
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  return [
    title,
    ...(level.lacks === undefined ? [] : [`**${prose(md.resultLeftOut)}**`]),
    `**${words.resultSummary(result.summary, formatDuration(seconds, context.language))}**`,
    ...troubleBlocks(sorted, plan, context),
    ...found,
    ...goodBlocks(sorted.good, context),
    ...manual,
    ...nextBlocks(result, context),
    lastLine(result, context),
  ];
}

/** The failures first, equal ones once with their groups; what was not started last. */
function troubleBlocks(
  { trouble, notStarted }: SortedOutcomes,
  plan: Plan | undefined,
  context: MarkdownContext,
): string[] {
  const { level, words } = context;
  // Even where groups are only counted, some of those that need a person are named.
  const atMost = Math.max(level.groups, level.emptied);
  const sources = new Map(plan?.actions.map(({ id, source }) => [id, source]));
  const item = (alike: Alike): string | string[] => {
    const [first, ...others] = alike;
    const source = others.length > 0 ? undefined : (first.error?.source ?? sources.get(first.id));
    const place = source === undefined ? "" : ` · ${context.line(source)}`;
    const text = others.length === 0 ? outcomeText(first, context) : alikeText(alike, atMost, context);
    if (level.advice) return [`${text}${place}`, ...reasonLines(alike, context)];
    return `${text}${first.error === undefined ? "" : ` (${context.name(first.error.code)})`}`;
  };
  const blocks = trouble.length === 0 ? [] : [cappedBullets(gravestFirst(trouble), atMost, item, context)];
  if (notStarted.length === 0) return blocks;
  const names = namesText(notStarted, atMost, context);
  return [...blocks, `${MARKS.skipped} **${words.notStarted(notStarted.length)}**${words.colon}${names}`];
}

/** `❌ change **15**, **failed**: 售后 (10018578), 售前 (10018579), …`. */
function alikeText(alike: Alike, atMost: number, context: MarkdownContext): string {
  const { words } = context;
  const [first] = alike;
  const how = words.joined([words.outcome(first), ...words.circumstances(first)]);
  const heading = `${markOf(first)} ${words.verb(first.action)} **${how} (${alike.length})**`;
  return `${heading}${words.colon}${namesText(alike, atMost, context)}`;
}

function namesText(outcomes: readonly Outcome[], atMost: number, { words, md, ...context }: MarkdownContext): string {
  const names = outcomes.slice(0, atMost).map((outcome) => context.group(outcome));
  const rest = outcomes.length - names.length;
  return [...names, ...(rest > 0 ? [md.more(rest)] : [])].join(words.comma);
}

function markOf({ status, verified }: Outcome): string {
  return status === "applied" && !verified ? "⚠️" : MARKS[status];
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
  const how = words.joined([words.outcome(outcome), ...words.circumstances(outcome)]);
  const said = endedWell(outcome) ? how : `**${how}**`;
  return `${markOf(outcome)} ${words.verb(outcome.action)} ${context.group(outcome)}${words.colon}${said}`;
}

function reasonLines([first, ...others]: Alike, context: MarkdownContext): string[] {
  const { error, skippedAgents, underneath } = first;
  const { words } = context;
  const lines: string[] = [];
  if (error !== undefined) {
    const { source: _, ...rest } = error;
    lines.push("", ...findingItem(rest, context));
    if (others.length > 0 && namesItsGroup(first)) lines.push("", words.sameForOthers(others.length));
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
