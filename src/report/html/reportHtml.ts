import type { Result } from "../../apply/result.js";
import type { Plan } from "../../plan/plan.js";
import type { AccountFailure, DryRun, Validation } from "../documents.js";
import { endingOf } from "../ending.js";
import { type HtmlWords, htmlWordsOf, type Kind } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { isWritten, partsOf } from "../parts.js";
import { failuresOf, plansOf, type RenderOptions, type Report } from "../report.js";
import { chinaTime } from "../text/chinaTime.js";
import { type Picture, pictureOf } from "./changes.js";
import { contextOf, type HtmlContext, nameHtml } from "./context.js";
import { documentHtml } from "./documentHtml.js";
import { type Filters, filterStyle, filtersHtml, KINDS } from "./filtersHtml.js";
import { findingsHtml } from "./findingsHtml.js";
import { type Content, type Html, html, raw } from "./markup.js";
import pageStyle from "./page.css?raw";
import pageScript from "./page.js?raw";
import { accountHtml, planHtml } from "./planHtml.js";
import { resultHtml } from "./resultHtml.js";

/** From here on a browser lays out only what is in sight; below it, pictures of the whole page stay possible. */
const MANY_GROUPS = 200;

/** A report as one page that needs nothing else. Pure. */
export function reportHtml(report: Report, options: RenderOptions): string {
  const context = contextOf(options);
  const say = htmlWordsOf(options.language);
  const accounts = accountsOf(report);
  const title = titleOf(report, say);
  const pictures = plansOf(report).map((plan, index) =>
    pictureOf(plan, index, context.words, report.kind === "results" ? report.results[index]?.actions : undefined),
  );
  const filters = filtersOf(pictures, accounts, say);
  return documentHtml({
    lang: say.lang,
    title: html`${title}${accounts.length > 0 && `: ${accounts.join(", ")}`}`,
    style: `${pageStyle}${filterStyle(accounts.length)}`,
    script: pageScript,
    main: html`<main${filters.groups > MANY_GROUPS && raw(' class="long"')}>
<header class="top"><h1>${title} ${standingHtml(report, context)}</h1>${bylineHtml(report, context)}</header>
${filtersHtml(filters, say)}${failuresOf(report).map((failure) => failureHtml(failure, context))}${bodyOf(report, pictures, context)}</main>`,
  });
}

function bodyOf(report: Report, pictures: readonly Picture[], context: HtmlContext): Content {
  switch (report.kind) {
    case "validation":
      return validationHtml(report.validation, report.texts, context);
    case "plans":
      return pictures.map((picture) => planHtml(picture, context));
    case "results":
      return report.results.map((result, index) => resultHtml(result, pictures[index], index, context));
    case "dry-runs":
      return report.dryRuns.map((dryRun, index) => dryRunHtml(dryRun, pictures[index], index, context));
    case "failure": {
      const known = new Set(report.diagnostics.map(({ code }) => code));
      return [
        findingsHtml(report.diagnostics, report.texts, context),
        ...pictures.map((picture) => planHtml(picture, context, { known })),
      ];
    }
  }
}

/** An account that failed while others went on. */
function failureHtml({ account, diagnostics }: AccountFailure, context: HtmlContext): Content {
  return html`<section class="account">
${accountHtml(account, context)}
${findingsHtml(diagnostics, new Map(), context)}</section>
`;
}

/** The accounts that the page has a part for, in order. */
function accountsOf(report: Report): string[] {
  switch (report.kind) {
    case "validation":
      return [];
    case "results":
      return report.results.map(({ account }) => account.name);
    case "dry-runs":
      return report.dryRuns.map(({ account }) => account.name);
    default:
      return report.plans.map(({ account }) => account.name);
  }
}

function filtersOf(pictures: readonly Picture[], accounts: readonly string[], say: HtmlWords): Filters {
  const counts = new Map<Kind, number>();
  const groups = pictures.flatMap((picture) => picture.groups);
  for (const group of groups) for (const kind of group.kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const boxes = KINDS.map((kind) => ({ kind, label: say.kinds[kind], count: counts.get(kind) ?? 0 }));
  return { boxes, groups: groups.length, accounts };
}

function bylineHtml(report: Report, { say }: HtmlContext): Content {
  const [document] = report.kind === "results" ? report.results : plansOf(report);
  if (document === undefined) return undefined;
  const at = "startedAt" in document ? document.startedAt : document.createdAt;
  return html`<p>${say.writtenBy(document.musterVersion)} · <time datetime="${at}">${chinaTime(at)}</time></p>`;
}

/** Code units of all bodies together. Longer ones are left out: a page is not the place to read them. */
const BODIES_AT_MOST = 400_000;

/** One account's dry run: the plan, and the very requests that would carry it out. */
function dryRunHtml(dryRun: DryRun, picture: Picture | undefined, account: number, context: HtmlContext): Html {
  const requests = requestsHtml(dryRun, picture?.plan, context);
  if (picture !== undefined) return planHtml(picture, context, { last: requests });
  return html`<section class="account" id="account-${account}">
${accountHtml(dryRun.account, context)}
<p class="quiet">${context.words.planCost(dryRun.budget)}<br>${context.words.planHash} <code class="hash">${dryRun.planHash}</code></p>
${requests}</section>
`;
}

function requestsHtml({ requests }: DryRun, plan: Plan | undefined, { say, words }: HtmlContext): Html {
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

/** What `validate` found: whether the files are right, what each account holds, and every problem at its line. */
function validationHtml(
  { accounts, diagnostics, valid }: Validation,
  texts: ReadonlyMap<string, string>,
  context: HtmlContext,
): Html {
  const { words, say } = context;
  return html`${
    valid &&
    html`<p class="lead">${words.validation(accounts)}</p>
`
  }${
    accounts.length > 0 &&
    html`<section><h3>${say.accounts}</h3><ul class="names">${accounts.map(
      (account) => html`<li class="f"><b>${nameHtml(account.name)}</b> ${words.validated(account)}</li>`,
    )}</ul></section>
`
  }${
    diagnostics.length === 0
      ? html`<p>${words.noProblems}</p>
`
      : findingsHtml(diagnostics, texts, context)
  }`;
}

/** What kind of report this is, in a word or two. */
function titleOf(report: Report, say: HtmlWords): string {
  return report.kind === "failure" ? say.failure(report.command, report.exitCode) : say.titles[report.kind];
}

/** How things stand, before any detail: the one thing to be read when nothing else is. */
function standingHtml(report: Report, { say, words }: HtmlContext): Html {
  const [tone, text] = standingOf(report, say, words);
  return html`<span class="badge ${tone}">${text}</span>`;
}

type Standing = readonly [tone: "new" | "bad" | "warn", text: string];

function standingOf(report: Report, { standing, changing, exitCode }: HtmlWords, words: Words): Standing {
  switch (report.kind) {
    case "failure":
      return ["bad", `✖ ${exitCode(report.exitCode)}`];
    case "validation":
      return report.validation.valid ? ["new", `✔ ${standing.valid}`] : ["bad", `✖ ${standing.invalid}`];
    case "results":
      return standingOfResults(report.results, standing);
    default: {
      const plans = plansOf(report);
      if (plans.some(({ guards }) => guards.some(({ tripped }) => tripped))) return ["bad", `✖ ${standing.tripped}`];
      const groups = plans.reduce((sum, plan) => sum + changingGroups(plan), 0);
      if (groups > 0) return ["warn", changing(groups)];
      const later = plans.reduce((sum, plan) => sum + (plan.later?.instants ?? 0), 0);
      if (later > 0) return ["warn", words.changeIsLater(later)];
      if (plans.some((plan) => partsOf(plan).others.length > 0)) return ["warn", `! ${standing.drifted}`];
      return plans.some(({ manual }) => manual.length > 0)
        ? ["warn", `! ${standing.byHand}`]
        : ["new", `✔ ${standing.unchanged}`];
    }
  }
}

/** Groups that the change or the clock changes; without a base all. */
function changingGroups(plan: Plan): number {
  const { main, others } = partsOf(plan);
  if (main.cause === undefined) return plan.actions.length;
  const parts = [main, ...others.filter((part) => part.cause === "schedule" && isWritten(part, plan))];
  return new Set(parts.flatMap(({ actions }) => actions.map(({ id }) => id))).size;
}

function standingOfResults(results: readonly Result[], standing: HtmlWords["standing"]): Standing {
  const endings = results.map(endingOf);
  if (endings.every((ending) => ending === "whole")) return ["new", `✔ ${standing.whole}`];
  if (!endings.includes("partial")) return ["warn", `! ${standing.unproved}`];
  if (results.some(({ interrupted }) => interrupted)) return ["warn", `! ${standing.interrupted}`];
  return ["bad", `✖ ${standing.troubled}`];
}
