import type { RenderOptions, Report } from "../report.js";
import { reportText } from "../text/reportText.js";
import { annotations } from "./annotations.js";

/**
 * A report for the log of a GitHub Actions step: the text, fenced so that the runner obeys nothing in it, then the
 * annotations. Pure.
 */
export function reportGithub(report: Report, options: RenderOptions): string {
  return `${fenced(reportText(report, options), options.nonce)}${annotations(report, options)
    .map((line) => `${line}\n`)
    .join("")}`;
}

/**
 * Text that the runner prints and does not read. It obeys `::command::` at the beginning of a line and `##[command]`
 * anywhere in one (source: `actions/runner`, `ActionCommand.cs`), and names may hold either.
 */
export function fenced(text: string, nonce: string): string {
  return text === "" ? "" : `::stop-commands::${nonce}\n${text}${text.endsWith("\n") ? "" : "\n"}::${nonce}::\n`;
}
