import { createHash } from "node:crypto";
import type { AccountFailure } from "../accountFailure.js";
import { htmlWordsOf, type Kind } from "../messages/pages.js";
import { failuresOf, plansOf, type RenderOptions, type Report } from "../report.js";
import { chinaTime } from "../text/chinaTime.js";
import { pictureOf } from "./changes.js";
import { dryRunHtml } from "./dryRunHtml.js";
import { type Filters, filterStyle, filtersHtml } from "./filtersHtml.js";
import { findingsHtml } from "./findingsHtml.js";
import { type Content, html, raw } from "./markup.js";
import { accountHtml, planHtml } from "./planHtml.js";
import { resultHtml } from "./resultHtml.js";
import { SCRIPT } from "./script.js";
import { type Sheet, sheetOf } from "./sheet.js";
import { standingHtml, titleOf } from "./standing.js";
import { STYLE } from "./style.js";
import { validationHtml } from "./validationHtml.js";

/** From here on a browser lays out only what is in sight; below it, pictures of the whole page stay possible. */
const MANY_GROUPS = 200;

/**
 * A report as one page that needs nothing else: no file, no address, no script but its own, and even that only for
 * comfort. The page forbids everything that is not its own style and script by their hashes, so that a name could do
 * nothing even if it came through unescaped. Pure.
 */
export function reportHtml(report: Report, options: RenderOptions): string {
  const sheet = sheetOf(options);
  const say = htmlWordsOf(options.language);
  const accounts = accountsOf(report);
  const style = `${STYLE}${filterStyle(accounts.length)}`;
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const title = titleOf(report, say);
  const filters = filtersOf(report, accounts);
  const { markup } = html`<!doctype html>
<html lang="${say.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>muster · ${title}${accounts.length > 0 && `: ${accounts.join(", ")}`}</title>
<style>${raw(style)}</style>
</head>
<body>
<main${filters.groups > MANY_GROUPS && raw(' class="long"')}>
<header class="top"><h1>${title} ${standingHtml(report, say)}</h1>${bylineHtml(report, sheet)}</header>
${filtersHtml(filters, say)}${failuresOf(report).map((failure) => failureHtml(failure, sheet))}${bodyOf(report, sheet)}</main>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`;
  return markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}

function bodyOf(report: Report, sheet: Sheet): Content {
  switch (report.kind) {
    case "validation":
      return validationHtml(report.validation, report.texts, sheet);
    case "plans":
      return report.plans.map((plan, index) => planHtml(plan, index, sheet));
    case "results":
      return report.results.map((result, index) => resultHtml(result, report.plans[index], index, sheet));
    case "dry-runs":
      return report.dryRuns.map((dryRun, index) => dryRunHtml(dryRun, report.plans[index], index, sheet));
    case "failure": {
      const known = new Set(report.diagnostics.map(({ code }) => code));
      return [
        findingsHtml(report.diagnostics, report.texts, sheet),
        ...report.plans.map((plan, index) => planHtml(plan, index, sheet, { known })),
      ];
    }
  }
}

/** An account that failed while others went on. */
function failureHtml({ account, diagnostics }: AccountFailure, sheet: Sheet): Content {
  return html`<section class="account">
${accountHtml(account, sheet)}
${findingsHtml(diagnostics, new Map(), sheet)}</section>
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

function filtersOf(report: Report, accounts: readonly string[]): Filters {
  const kinds = new Map<Kind, number>();
  let groups = 0;
  for (const [index, plan] of plansOf(report).entries()) {
    const outcomes = report.kind === "results" ? report.results[index]?.actions : undefined;
    for (const group of pictureOf(plan, index, outcomes).groups) {
      groups += 1;
      for (const kind of group.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  return { kinds, groups, accounts };
}

function bylineHtml(report: Report, { say }: Sheet): Content {
  const [document] = report.kind === "results" ? report.results : plansOf(report);
  if (document === undefined) return undefined;
  const at = "startedAt" in document ? document.startedAt : document.createdAt;
  return html`<p>${say.writtenBy(document.musterVersion)} · <time datetime="${at}">${chinaTime(at)}</time></p>`;
}
