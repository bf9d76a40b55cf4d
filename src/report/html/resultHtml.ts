import type { Outcome, Result } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import type { Plan } from "../../plan/plan.js";
import { formatDuration } from "../duration.js";
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

/** Every action that did not end as it should, and those that no plan at hand would show. */
function outcomesHtml(result: Result, plan: Plan | undefined, account: number, context: HtmlContext): Html | undefined {
  const anchors = new Map(plan?.actions.map(({ id }, index) => [id, `g${account}-${index}`]));
  const shown = result.actions.filter(
    (outcome) => !endedWell(outcome) || outcome.error !== undefined || !anchors.has(outcome.id),
  );
  if (shown.length === 0) return undefined;
  return html`<section><h3>${context.say.outcomes} <small>${shown.length}</small></h3>
${shown.map((outcome) => outcomeHtml(outcome, anchors.get(outcome.id), plan, context))}</section>
`;
}

function outcomeHtml(outcome: Outcome, anchor: string | undefined, plan: Plan | undefined, context: HtmlContext): Html {
  const { words } = context;
  const { error, skippedAgents, underneath } = outcome;
  const circumstances = words.circumstances(outcome);
  const source = error?.source ?? plan?.actions.find(({ id }) => id === outcome.id)?.source;
  const name = groupHtml(outcome);
  const changes = (["added", "removed", "reprioritized"] as const).flatMap((kind) =>
    underneath === undefined || underneath[kind].length === 0 ? [] : [words.underneath(kind, underneath[kind])],
  );
  return html`<div class="outcome f"><p><span class="badge ${toneOf(outcome)}">${signOf(outcome)} ${words.outcome(outcome)}</span> ${words.verb(outcome.action)} <b>${anchor === undefined ? name : html`<a href="#${anchor}">${name}</a>`}</b>${circumstances.map((text) => html` <span class="quiet">${text}</span>`)}</p>
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
}${error !== undefined && findingHtml({ ...error, ...(source === undefined ? {} : { source }) }, NO_TEXTS, context)}</div>
`;
}
