import { createHash } from "node:crypto";
import { type LineFinding, lineFindings } from "../lineFindings.js";
import type { Language } from "../messages/catalogue.js";
import type { RenderOptions, Report } from "../report.js";
import { visible } from "../text/visible.js";

/**
 * The findings that are something to see to: errors, warnings, and what is to be changed by hand. What a plan changes is
 * left out: GitLab would call a reviewed change a degradation, and code scanning would keep an alert open for it.
 */
export function problemsOf(report: Report, language: Language): LineFinding[] {
  return lineFindings(report, language).filter(({ severity, code }) => severity !== "notice" || code === "by-hand");
}

/** The message on one line that can be read safely, with the account where a report speaks of several. */
export function sentenceOf({ account, message }: LineFinding): string {
  return visible(account === undefined ? message : `[${account}] ${message}`);
}

/** A file as the repository names it: from its root, with `/`, and in characters that UTF-8 has. */
export function repositoryPath(file: string, { fromRoot }: Pick<RenderOptions, "fromRoot">): string {
  return (fromRoot === undefined ? file : fromRoot(file)).toWellFormed().replace(/^(?:\.\/)+(?=[^/])/, "");
}

/**
 * A name for each problem that stays with it from run to run: made of the code, the file, the account and what it is about,
 * and not of line, language or wording, so that neither a line above nor a translation makes an old problem new. Equal ones
 * are numbered in their order. 64 hex digits each, no two alike.
 */
export function fingerprintsOf(problems: readonly LineFinding[], options: Pick<RenderOptions, "fromRoot">): string[] {
  const seen = new Map<string, number>();
  return problems.map(({ code, source, account, subject }) => {
    const path = source === undefined ? null : repositoryPath(source.file, options);
    const identity = JSON.stringify([code, path, account ?? null, subject]);
    const nth = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, nth);
    return createHash("sha256").update(`${identity}#${nth}`, "utf8").digest("hex");
  });
}
