import type { Result } from "../../apply/result.js";
import { endingOf } from "../ending.js";
import type { HtmlWords } from "../messages/pages.js";
import { plansOf, type Report } from "../report.js";
import { type Html, html } from "./markup.js";

/** What kind of report this is, in a word or two. */
export function titleOf(report: Report, say: HtmlWords): string {
  return report.kind === "failure" ? say.failure(report.command, report.exitCode) : say.titles[report.kind];
}

/** How things stand, before any detail: the one thing to be read when nothing else is. */
export function standingHtml(report: Report, say: HtmlWords): Html {
  const [tone, text] = standingOf(report, say);
  return html`<span class="badge ${tone}">${text}</span>`;
}

type Standing = readonly [tone: "new" | "bad" | "warn", text: string];

function standingOf(report: Report, { standing, changing, exitCode }: HtmlWords): Standing {
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
      const groups = plans.reduce((sum, { actions }) => sum + actions.length, 0);
      if (groups > 0) return ["warn", changing(groups)];
      return plans.some(({ manual }) => manual.length > 0)
        ? ["warn", `! ${standing.byHand}`]
        : ["new", `✔ ${standing.unchanged}`];
    }
  }
}

function standingOfResults(results: readonly Result[], standing: HtmlWords["standing"]): Standing {
  const endings = results.map(endingOf);
  if (endings.every((ending) => ending === "whole")) return ["new", `✔ ${standing.whole}`];
  if (!endings.includes("partial")) return ["warn", `! ${standing.unproved}`];
  if (results.some(({ interrupted }) => interrupted)) return ["warn", `! ${standing.interrupted}`];
  return ["bad", `✖ ${standing.troubled}`];
}
