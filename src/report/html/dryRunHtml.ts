import type { Plan } from "../../plan/plan.js";
import type { DryRun } from "../dryRun.js";
import { type Html, html } from "./markup.js";
import { accountHtml, planHtml } from "./planHtml.js";
import { nameHtml, type Sheet } from "./sheet.js";

/** Code units of all bodies together: longer than that nobody reads them in a page. */
const BODIES_AT_MOST = 400_000;

/** One account's dry run: the plan, and the very requests that would carry it out. */
export function dryRunHtml(dryRun: DryRun, plan: Plan | undefined, account: number, sheet: Sheet): Html {
  const requests = requestsHtml(dryRun, plan, sheet);
  if (plan !== undefined) return planHtml(plan, account, sheet, { last: requests });
  return html`<section class="account" id="account-${account}">
${accountHtml(dryRun.account, sheet)}
<p class="quiet">${sheet.words.planCost(dryRun.budget)}<br>${sheet.words.planHash} <code class="hash">${dryRun.planHash}</code></p>
${requests}</section>
`;
}

function requestsHtml({ requests }: DryRun, plan: Plan | undefined, { say, words }: Sheet): Html {
  if (requests.length === 0)
    return html`<p>${words.dryRunEmpty}</p>
`;
  const names = new Map(plan?.actions.map(({ id, displayName }) => [id, displayName]));
  const bodies = requests.map(({ body }) => JSON.stringify(body, null, 1) ?? "");
  const shown = bodies.reduce((sum, body) => sum + body.length, 0) <= BODIES_AT_MOST;
  return html`<section><h3>${say.requests}</h3>
<p>${words.dryRun(requests.length)}</p>
${
  !shown &&
  html`<p class="quiet">${say.bodiesLeftOut}</p>
`
}<ol class="requests">
${requests.map(({ operation, note, actionId }, index) => {
  const name = actionId === undefined ? undefined : (names.get(actionId) ?? actionId);
  const line = html`<code>${operation}</code>${note !== undefined && html` <span class="quiet">${words.request(note)}</span>`}${name !== undefined && html` ${nameHtml(name)}`}`;
  return shown
    ? html`<li class="f"><details><summary>${line}</summary><pre>${bodyHtml(bodies[index] ?? "")}</pre></details>
`
    : html`<li class="f">${line}
`;
})}</ol></section>
`;
}

/** JSON keeps its own line breaks; everything else in it is shown like any text from outside. */
function bodyHtml(body: string): Html[] {
  return body.split("\n").map(
    (line) => html`${line}
`,
  );
}
