import type { Finding } from "../report/messages/formatFinding.js";

/** The user's files, flags or settings are wrong: findings, and the texts of the files they point into. No stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;

  constructor(findings: readonly Finding[], texts: ReadonlyMap<string, string> = new Map()) {
    super(findings.map((finding) => finding.code).join(", "));
    this.findings = findings;
    this.texts = texts;
  }
}

/** Anything that must stop the run? */
export function hasError(findings: readonly { readonly severity: string }[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
