import { redactFindings, shownTexts } from "../config/redactFindings.js";
import { MoorError, StoppedError } from "../moor/errors.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { EXIT, type ExitCode } from "./exitCode.js";

/**
 * The user's files, flags or settings are wrong, or a person has to decide: findings, the texts of the files they point
 * to, and the exit code. No stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;

  readonly exitCode: ExitCode;

  constructor(
    findings: readonly Finding[],
    texts: ReadonlyMap<string, string> = new Map(),
    exitCode: ExitCode = EXIT.failed,
  ) {
    super(findings.map((finding) => finding.code).join(", "));
    this.exitCode = exitCode;
    this.findings = redactFindings(findings, texts);
    this.texts = shownTexts(findings, texts);
  }
}

/** Is there anything that must stop the run? */
export function hasError(findings: readonly { readonly severity: string }[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/** What was thrown, as findings. An unforeseen error is an error in muster itself. */
export function findingsOf(error: unknown): readonly Finding[] {
  if (error instanceof UserError) return error.findings;
  if (error instanceof StoppedError) return [{ code: "stopped", severity: "error", args: {} }];
  if (error instanceof MoorError) return [{ ...error.fault, severity: "error" }];
  return [
    { code: "internal", severity: "error", args: { detail: error instanceof Error ? error.message : String(error) } },
  ];
}
