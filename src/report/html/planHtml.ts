import type { ManualChange, Plan, PlanAccount, StaffedGroup, Staffing, UnmanagedGroup } from "../../plan/plan.js";
import { waiverLine } from "../messages/shared.js";
import { errorsIn, isLeading, isOrdinary, undoesRun } from "../report.js";
import type { Picture } from "./changes.js";
import { groupHtml, type HtmlContext, isolated, lineHtml, nameHtml } from "./context.js";
import { findingsHtml } from "./findingsHtml.js";
import { groupsHtml } from "./groupsHtml.js";
import { type Content, type Html, html } from "./markup.js";
import { matrixHtml } from "./matrixHtml.js";

/** What stands before and after a plan's own parts. */
export interface PlanFrame {
  readonly first?: Content;
  readonly last?: Content;
  /** Findings that the page shows elsewhere. */
  readonly known?: ReadonlySet<string>;
  /** After an apply nothing is estimated any more. */
  readonly done?: boolean;
}

/** One account's plan: how much, what stops it, the picture, the details, what is left to people. */
export function planHtml(picture: Picture, context: HtmlContext, frame: PlanFrame = {}): Html {
  const { plan, account } = picture;
  const { known = new Set<string>(), done = false } = frame;
  const diagnostics = plan.diagnostics.filter(({ code }) => !known.has(code));
  return html`<section class="account" id="account-${account}">
${accountHtml(plan.account, context)}
${frame.first}${plan.liveAt !== undefined && html`<p>${context.words.against(plan.liveAt, plan.createdAt)}</p>`}${!done && findingsHtml(diagnostics.filter(isLeading), new Map(), context)}${statsHtml(picture, context)}${!done && closingHtml(plan, context)}${!done && guardsHtml(plan, context)}${!done && staffingHtml(plan.staffing, context)}${manualHtml(plan.manual, context)}${!done && findingsHtml(diagnostics.filter(isOrdinary), new Map(), context)}${matrixHtml(picture, context)}${groupsHtml(picture, context)}${unmanagedHtml(plan.unmanaged, plan.summary.ignored ?? 0, context)}${frame.last}</section>
`;
}

/** Which account a part of the page is about. */
export function accountHtml({ name, accountId, host }: PlanAccount, { words }: HtmlContext): Html {
  return html`<h2>${words.account} ${nameHtml(name)} <small>${isolated(accountId)} · ${isolated(host)}</small></h2>`;
}

function statsHtml({ plan, groups, moves }: Picture, { say, words }: HtmlContext): Html | undefined {
  const { summary, actions, diagnostics } = plan;
  const emptied = groups.filter((group) => group.emptied).length;
  const stats: readonly (readonly [count: number, label: string, tone: string])[] = [
    [summary.create, say.kinds.created, "j"],
    [summary.replaceMembers, say.kinds.changed, ""],
    [emptied, say.kinds.emptied, "l"],
    [summary.membersAdded, say.marks.joined, "j"],
    [summary.membersRemoved, say.marks.left, "l"],
    [moves.size, say.movers, "i"],
    [summary.membersReprioritized, say.marks.reprioritized, "p"],
    [summary.manual, say.manual, ""],
    [summary.unmanaged, say.unmanaged, ""],
    [summary.unchanged, say.unchanged, ""],
  ];
  const shown = stats.filter(([count]) => count > 0);
  if (shown.length === 0) return undefined;
  return html`<dl class="stats">${shown.map(
    ([count, label, tone]) => html`<div class="${tone}"><dt>${label}</dt><dd>${count}</dd></div>`,
  )}</dl>
${
  actions.length === 0 &&
  html`<p>${undoesRun({ diagnostics }) ? words.nothingToRevert : words.nothingToApply(summary.manual, errorsIn({ diagnostics }))}</p>
`
}`;
}

function closingHtml({ actions, budget, records, hash }: Plan, { words }: HtmlContext): Html {
  return html`<p class="quiet">${records !== undefined && html`${words.records(records)}<br>`}${actions.length > 0 && html`${words.planCost(budget)}<br>`}${words.planHash} <code class="hash">${hash}</code></p>
`;
}

function guardsHtml(
  { guards, createdAt }: Pick<Plan, "guards" | "createdAt">,
  { words, say }: HtmlContext,
): Html | undefined {
  const counted = guards.filter(({ tripped, actual }) => tripped || actual > 0);
  if (counted.length === 0) return undefined;
  const tripped = counted.some((reading) => reading.tripped);
  return html`<section class="${tripped ? "callout" : "guards"}"><h3>${tripped ? say.guardsTripped : say.guards}</h3>
<ul>${counted.map(
    (reading) =>
      html`<li><b class="${reading.tripped ? "no" : "yes"}">${reading.tripped ? "✖" : "✔"}</b> <code>${reading.guard}</code> ${words.guard(reading)}${reading.tripped && html`<br>${words.guardHelp(reading)}<pre>${waiverLine(reading, createdAt)}</pre>`}</li>`,
  )}</ul></section>
`;
}

function manualHtml(manual: readonly ManualChange[], context: HtmlContext): Html | undefined {
  if (manual.length === 0) return undefined;
  const { say, words } = context;
  const { columns } = say;
  return html`<section><h3>${say.manual} <small>${manual.length}</small></h3>
<p class="quiet">${say.manualNote}</p>
<div class="scroll" role="region" aria-label="${say.manual}" tabindex="0"><table class="plain manual"><thead><tr><th scope="col">${columns.group}<th scope="col">${say.setting}<th scope="col">${say.live}<th scope="col">${say.desired}<th scope="col">${columns.where}<tbody>
${manual.map(
  (
    change,
  ) => html`<tr class="f"><th scope="row">☐ ${groupHtml(change)}<td>${words.attribute(change.attribute)}<td>${isolated(words.value(change.attribute, change.live))}<td>${isolated(words.value(change.attribute, change.desired))}<td class="where">${lineHtml(change.source, context)}
`,
)}</table></div></section>
`;
}

function unmanagedHtml(
  unmanaged: readonly UnmanagedGroup[],
  ignored: number,
  { say, words }: HtmlContext,
): Html | undefined {
  const left = ignored > 0 && html`<p class="quiet">${words.ignored(ignored)}</p>`;
  if (unmanaged.length === 0) return ignored > 0 ? html`<section>${left}</section>` : undefined;
  return html`<section><h3>${say.unmanaged} <small>${unmanaged.length}</small></h3>
<p class="quiet">${say.unmanagedNote}</p>
<ul class="names">${unmanaged.map((group) => html`<li class="f">${groupHtml(group)} <small>${words.members(group.members)}</small></li>`)}</ul>${left}</section>
`;
}

/** How many take conversations now in the changed groups. Groups where no agent does are in the open, the others fold away. */
function staffingHtml(staffing: Staffing | undefined, context: HtmlContext): Html | undefined {
  if (staffing === undefined || staffing.groups.length === 0) return undefined;
  const groups = [...staffing.groups].sort((a, b) => a.after.claiming - b.after.claiming);
  const nobody = groups.filter(({ after }) => after.claiming === 0);
  const others = groups.slice(nobody.length);
  return html`<section class="guards"><h3>${context.words.staffingHeading}</h3>
${nobody.length > 0 && html`<ul>${nobody.map((group) => html`<li class="f"><b class="no">✖</b> ${staffedHtml(group, context)}</li>`)}</ul>`}${
  others.length > 0 &&
  html`<details><summary><b class="yes">✔</b> ${context.say.stillStaffed(others.length)}</summary>
<ul class="names">${others.map((group) => html`<li class="f">${staffedHtml(group, context)}</li>`)}</ul></details>`
}</section>
`;
}

function staffedHtml(group: StaffedGroup, { words }: HtmlContext): Html {
  const { unknown } = group.after;
  return html`${groupHtml(group)} ${words.staffed(group)}${unknown > 0 && html` <small>${words.notKnown(unknown)}</small>`}`;
}
