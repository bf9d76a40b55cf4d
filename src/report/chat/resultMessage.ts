import type { Outcome, Result } from "../../apply/result.js";
import { isUnchanged } from "../../model/outcome.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration, secondsBetween } from "../duration.js";
import { endingOf } from "../ending.js";
import { type Alike, gravestFirst, namesItsGroup, sortOutcomes } from "../outcomeGroups.js";
import {
  askedText,
  type ChatContext,
  findingLine,
  groupNamed,
  type Line,
  listed,
  type Section,
  type Standing,
} from "./parts.js";
import { groupLine, worstGroupsFirst } from "./planMessage.js";

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
  const manual = result.manual.length;
  return [
    ...(result.actions.length === 0 ? [] : [words.resultSummary(result.summary, formatDuration(seconds, language))]),
    ...(plan === undefined ? [] : askedText(plan, context)),
    ...(manual === 0 ? [] : [md.manual(manual)]),
  ];
}

/** What needs a look first, the gravest at the top and equal ones once; then what to do, and who moved. */
export function resultSections(result: Result, plan: Plan | undefined, context: ChatContext): Section[] {
  const { words, md, chat } = context;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error");
  const { good, notStarted, trouble } = sortOutcomes(result.actions);
  const troubled = trouble.reduce((sum, alike) => sum + alike.length, 0);
  return [
    ...listed(chat.trouble(troubled), gravestFirst(trouble), (alike) => troubleLine(alike, context)),
    ...listed(words.problems(errors.length, 0, 0), errors, (one) => ({ text: findingLine(one, context, true) })),
    ...listed(md.nextSteps, endingOf(result) === "whole" ? [] : words.next(result), (step) => ({
      text: context.clipped(step),
    })),
    ...doneSection(
      good.filter((one) => !isUnchanged(one)),
      plan,
      context,
    ),
    ...listed(words.notStarted(notStarted.length), notStarted, (outcome) => ({ text: groupNamed(outcome, context) })),
  ];
}

/** Who moved, in the groups that were written; only the plan knows. */
function doneSection(good: readonly Outcome[], plan: Plan | undefined, context: ChatContext): Section[] {
  const title = context.md.applied(good.length);
  const ids = new Set(good.map(({ id }) => id));
  const actions = plan?.actions.filter(({ id }) => ids.has(id)) ?? [];
  return plan === undefined || actions.length < good.length
    ? listed(title, good, (outcome) => ({ text: groupNamed(outcome, context) }))
    : listed(title, worstGroupsFirst(actions), (action) => groupLine(action, plan, context));
}

/** So many groups at the most are named where they share a line. */
const ALIKE_AT_MOST = 4;

/** `售后 (10018578), 售前 (10018579) and 13 more: failed · the reason`. */
function troubleLine(alike: Alike, context: ChatContext): Line {
  const { words, md } = context;
  const [first, ...others] = alike;
  const { error, skippedAgents } = first;
  const names = alike.slice(0, ALIKE_AT_MOST).map((outcome) => groupNamed(outcome, context));
  const rest = alike.length - names.length;
  const same = others.length > 0 && namesItsGroup(first) ? ` ${words.sameForOthers(others.length)}` : "";
  const facts = [
    words.outcome(first),
    ...(error === undefined ? [] : [`${findingLine(error, context)}${same}`]),
    ...(error === undefined && skippedAgents.length > 0 ? [context.clipped(words.skippedAgents(skippedAgents))] : []),
  ];
  const text = `${[...names, ...(rest > 0 ? [md.more(rest)] : [])].join(words.comma)}${words.colon}${facts.join(" · ")}`;
  return rest > 0 ? { text, isCut: true } : { text };
}
