import { type Level, type LineFinding, lineFindings } from "../lineFindings.js";
import type { Language } from "../messages/catalogue.js";
import type { RenderOptions, Report } from "../report.js";
import { reportText } from "../text/reportText.js";
import { workflowCommand } from "./workflowCommand.js";

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

/** The runner shows ten annotations of a level for a step and drops the others without a word; so the tenth counts them. */
const SHOWN = 9;

const MORE: Readonly<Record<Language, Readonly<Record<Level, (count: number) => string>>>> = {
  en: {
    error: (count) => `${count} more errors: see the log of this step, or its summary.`,
    warning: (count) => `${count} more warnings: see the log of this step, or its summary.`,
    notice: (count) => `${count} more changes: see the log of this step, or its summary.`,
  },
  zh: {
    error: (count) => `另有 ${count} 个错误，见本步骤的日志或摘要。`,
    warning: (count) => `另有 ${count} 条警告，见本步骤的日志或摘要。`,
    notice: (count) => `另有 ${count} 处变更，见本步骤的日志或摘要。`,
  },
};

/** The workflow commands that put a report's findings at the lines of a pull request: one a line, the gravest first. */
function annotations(report: Report, options: RenderOptions): string[] {
  const findings = lineFindings(report, options.language);
  return (["error", "warning", "notice"] as const).flatMap((level) => {
    const all = findings.filter(({ severity }) => severity === level);
    // Ten fit; an eleventh would make the tenth a mere count.
    const shown = all.length > SHOWN + 1 ? all.slice(0, SHOWN) : all;
    const rest = all.length - shown.length;
    return [
      ...shown.map((finding) => annotation(finding, options)),
      ...(rest > 0 ? [workflowCommand(level, { title: "muster" }, MORE[options.language][level](rest))] : []),
    ];
  });
}

function annotation(
  { severity, code, message, help, source, account }: LineFinding,
  { fromRoot }: RenderOptions,
): string {
  const place =
    source === undefined
      ? {}
      : {
          file: fromRoot === undefined ? source.file : fromRoot(source.file),
          line: String(source.line),
          col: String(source.column),
        };
  const said = account === undefined ? message : `[${account}] ${message}`;
  const title = `muster: ${code}`;
  return workflowCommand(severity, { ...place, title }, help === undefined ? said : `${said}\n${help}`);
}
