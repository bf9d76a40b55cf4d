import type { Outcome, Result } from "../../apply/result.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
import { type Alike, gravestFirst, namesItsGroup, sortOutcomes } from "../outcomeGroups.js";
import type { Picture } from "./changes.js";
import { groupHtml, type HtmlContext } from "./context.js";
import { findingHtml, findingsHtml } from "./findingsHtml.js";
import { signOf, toneOf } from "./groupsHtml.js";
import { type Html, html } from "./markup.js";
import { accountHtml, planHtml } from "./planHtml.js";

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

/** One account's apply: how it ended, what needs a look and what to do next, then the plan with how each group ended. */
export function resultHtml(result: Result, picture: Picture | undefined, account: number, context: HtmlContext): Html {
  const first = html`${summaryHtml(result, context)}${outcomesHtml(result, picture?.plan, account, context)}${findingsHtml(result.diagnostics, NO_TEXTS, context)}`;
  if (picture !== undefined) return planHtml(picture, context, { first, done: true });
  return html`<section class="account" id="account-${account}">
${accountHtml(result.account, context)}
${first}</section>
`;
}

function summaryHtml(result: Result, { words, language }: HtmlContext): Html {
  const hash = html`${words.planHash} <code class="hash">${result.planHash}</code>`;
  if (result.actions.length === 0)
    return html`<p>${words.nothingWasToApply}</p>
<p class="quiet">${hash}</p>
`;
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  const calls = Object.entries(result.calls).filter(([, count]) => count > 0);
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  const steps = words.next(result);
  return html`<p class="lead">${words.resultSummary(result.summary, formatDuration(seconds, language))}</p>
<p class="quiet">${words.calls(total, calls)}<br>${hash}</p>
${
  steps.length > 0 &&
  html`<section class="next"><h3>${words.nextHeading}</h3><ul>${steps.map((step) => html`<li>${step}</li>`)}</ul></section>
`
}`;
}

/** Every action that did not end as it should, equal ones once, and those that no plan at hand would show. */
function outcomesHtml(result: Result, plan: Plan | undefined, account: number, context: HtmlContext): Html | undefined {
  const anchors = new Map(plan?.actions.map(({ id }, index) => [id, `g${account}-${index}`]));
  const { good, notStarted, trouble } = sortOutcomes(result.actions);
  const unplanned = good.filter(({ id, error }) => error !== undefined || !anchors.has(id));
  const shown = trouble.reduce((sum, alike) => sum + alike.length, notStarted.length + unplanned.length);
  if (shown === 0) return undefined;
  const nameOf = (outcome: Outcome): Html => {
    const anchor = anchors.get(outcome.id);
    return anchor === undefined ? groupHtml(outcome) : html`<a href="#${anchor}">${groupHtml(outcome)}</a>`;
  };
  return html`<section><h3>${context.say.outcomes} <small>${shown}</small></h3>
${gravestFirst(trouble).map((alike) => outcomeHtml(alike, nameOf, plan, context))}${notStartedHtml(notStarted, nameOf, context)}${unplanned.map((outcome) => outcomeHtml([outcome], nameOf, plan, context))}</section>
`;
}

type NameOf = (outcome: Outcome) => Html;

function namesHtml(outcomes: readonly Outcome[], nameOf: NameOf, { words }: HtmlContext): Html[] {
  return outcomes.map((outcome, index) => html`${index > 0 && words.comma}<b>${nameOf(outcome)}</b>`);
}

function notStartedHtml(outcomes: readonly Outcome[], nameOf: NameOf, context: HtmlContext): Html | undefined {
  const [first] = outcomes;
  if (first === undefined) return undefined;
  return html`<div class="outcome f"><p><span class="badge ${toneOf(first)}">${signOf(first)} ${context.words.notStarted(outcomes.length)}</span> ${namesHtml(outcomes, nameOf, context)}</p>
</div>
`;
}

function outcomeHtml(alike: Alike, nameOf: NameOf, plan: Plan | undefined, context: HtmlContext): Html {
  const { words } = context;
  const [first, ...others] = alike;
  const { error, skippedAgents, underneath } = first;
  const circumstances = words.circumstances(first);
  const planned = others.length > 0 ? undefined : plan?.actions.find(({ id }) => id === first.id)?.source;
  const source = error?.source ?? planned;
  const count = others.length > 0 && html` <small>${alike.length}</small>`;
  const changes = (["added", "removed", "reprioritized"] as const).flatMap((kind) =>
    underneath === undefined || underneath[kind].length === 0 ? [] : [words.underneath(kind, underneath[kind])],
  );
  return html`<div class="outcome f"><p><span class="badge ${toneOf(first)}">${signOf(first)} ${words.outcome(first)}</span> ${words.verb(first.action)}${count} ${namesHtml(alike, nameOf, context)}${circumstances.map((text) => html` <span class="quiet">${text}</span>`)}</p>
${
  skippedAgents.length > 0 &&
  error?.code !== "agents-skipped" &&
  html`<p>${words.skippedAgents(skippedAgents)}</p>
`
}${
  error?.code !== "changed-underneath" &&
  changes.map(
    (text) => html`<p>${text}</p>
`,
  )
}${error !== undefined && findingHtml({ ...error, ...(source === undefined ? {} : { source }) }, NO_TEXTS, context)}${
  others.length > 0 &&
  namesItsGroup(first) &&
  html`<p class="quiet">${words.sameForOthers(others.length)}</p>
`
}</div>
`;
}
