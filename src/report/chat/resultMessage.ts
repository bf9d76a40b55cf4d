import type { Outcome, Result } from "../../apply/result.js";
import { endedWell, isUnchanged } from "../../model/outcome.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration, secondsBetween } from "../duration.js";
import { endingOf } from "../ending.js";
import { askedText, type ChatContext, findingLine, groupNamed, listed, type Section, type Standing } from "./parts.js";
import { gravestFirst, groupLine } from "./planMessage.js";

/** How an apply ended, in a few words, for the heading. */
export function resultStanding(result: Result, { chat, words }: ChatContext): { standing: Standing; state: string } {
  const ending = endingOf(result);
  if (result.interrupted && ending !== "whole") {
    return { standing: result.summary.failed > 0 ? "bad" : "attention", state: chat.stopped };
  }
  if (ending === "whole" && result.actions.length === 0) return { standing: "good", state: words.nothingWasToApply };
  const standing = ({ whole: "good", unproved: "attention", partial: "bad" } as const)[ending];
  return { standing, state: chat.ended[ending] };
}

/** How many ended how, who asked for it, and what is left for a person. */
export function resultFacts(result: Result, plan: Plan | undefined, context: ChatContext): string[] {
  const { words, md, language } = context;
  const seconds = secondsBetween(result.startedAt, result.finishedAt);
  const manual = plan?.manual.length ?? 0;
  return [
    ...(result.actions.length === 0 ? [] : [words.resultSummary(result.summary, formatDuration(seconds, language))]),
    ...(plan === undefined ? [] : askedText(plan, context)),
    ...(manual === 0 ? [] : [md.manual(manual)]),
  ];
}

const GRAVITY: Readonly<Record<Outcome["status"], number>> = {
  failed: 0,
  conflict: 1,
  unknown: 2,
  skipped: 3,
  applied: 4,
};

/** What needs a look first, the gravest at the top; then what to do, and who moved. */
export function resultSections(result: Result, plan: Plan | undefined, context: ChatContext): Section[] {
  const { words, md, chat } = context;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const trouble = result.actions
    .filter((outcome) => !endedWell(outcome) && !isNotStarted(outcome))
    .sort((a, b) => GRAVITY[a.status] - GRAVITY[b.status]);
  const waiting = result.actions.filter(isNotStarted);
  const good = result.actions.filter((outcome) => endedWell(outcome) && !isUnchanged(outcome));
  return [
    ...listed(chat.trouble(trouble.length), trouble, (outcome) => ({ text: troubleText(outcome, context) })),
    ...listed(words.problems(errors.length, 0, 0), errors, (one) => ({ text: findingLine(one, context, true) })),
    ...listed(md.nextSteps, endingOf(result) === "whole" ? [] : words.next(result), (step) => ({
      text: context.clipped(step),
    })),
    ...doneSection(good, plan, context),
    ...listed(chat.notStarted(waiting.length), waiting, (outcome) => ({ text: groupNamed(outcome, context) })),
  ];
}

/** Who moved, in the groups that were written; only the plan knows. */
function doneSection(good: readonly Outcome[], plan: Plan | undefined, context: ChatContext): Section[] {
  const title = context.md.applied(good.length);
  const ids = new Set(good.map(({ id }) => id));
  const actions = plan?.actions.filter(({ id }) => ids.has(id)) ?? [];
  return plan === undefined || actions.length < good.length
    ? listed(title, good, (outcome) => ({ text: groupNamed(outcome, context) }))
    : listed(title, gravestFirst(actions), (action) => groupLine(action, plan, context));
}

/** The run was told to stop, and nothing was sent for the action. */
function isNotStarted({ status, attempts, error }: Outcome): boolean {
  return status === "skipped" && attempts === 0 && error?.code === "interrupted";
}

/** `售后 (10018578): conflict, nothing written · the reason`. */
function troubleText(outcome: Outcome, context: ChatContext): string {
  const { words } = context;
  const { error, skippedAgents } = outcome;
  const facts = [
    words.outcome(outcome),
    ...(error === undefined ? [] : [findingLine(error, context)]),
    ...(error === undefined && skippedAgents.length > 0 ? [context.clipped(words.skippedAgents(skippedAgents))] : []),
  ];
  return `${groupNamed(outcome, context)}${words.colon}${facts.join(" · ")}`;
}
