import type { Outcome, Result } from "../../apply/result.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { FailedAccount } from "../../engine/planAccounts.js";
import { findingsOf, UserError } from "../../engine/userError.js";
import { endedWell } from "../../model/outcome.js";
import { StoppedError } from "../../moor/errors.js";
import type { Plan } from "../../plan/plan.js";
import type { AccountFailure } from "../../report/documents.js";
import type { FailedOn } from "../../report/failOn.js";
import { dialogueOf } from "../../report/messages/words.js";
import { isDecision } from "../../report/report.js";
import { accountFailureText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { Output } from "./output.js";

/** The most important first: stopped by a signal, failed, a person must decide, differs, done. */
const BY_WEIGHT = [EXIT.interrupted, EXIT.failed, EXIT.stopped, EXIT.differs, EXIT.ok] as const;

/** The exit code of a run whose accounts ended with these. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return BY_WEIGHT.find((code) => codes.includes(code)) ?? EXIT.ok;
}

/** The exit code of a run that this error has stopped. */
export function exitCodeOfFailure({ error }: FailedAccount): ExitCode {
  if (error instanceof StoppedError) return EXIT.interrupted;
  return error instanceof UserError ? error.exitCode : EXIT.failed;
}

/** The exit codes of what `--fail-on` named and the run met. */
export function exitCodesOf(failed: FailedOn | undefined): ExitCode[] {
  if (failed === undefined) return [];
  return [...failed.guards.map(() => EXIT.stopped), ...failed.codes.map(() => EXIT.failed)];
}

/** The exit codes of errors that stop single groups, each of which a plan or a result has. */
export function exitCodesOfErrors({ diagnostics }: Pick<Plan, "diagnostics">): ExitCode[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.map((error) => (isDecision(error) ? EXIT.stopped : EXIT.failed));
}

/** Failures come before conflicts: a pipeline that tries again on 1 must do so, and will meet the conflict again. */
export function exitCodeOfResults(results: readonly Result[]): ExitCode {
  return worstOf(
    results.map((result): ExitCode => {
      if (result.interrupted) return EXIT.interrupted;
      const stopped = exitCodesOfErrors(result);
      if (stopped.includes(EXIT.failed)) return EXIT.failed;
      const left = result.actions.filter((outcome) => !endedWell(outcome));
      return worstOf([
        ...stopped,
        ...left.map((outcome) => (isInConflict(outcome, result.actions) ? EXIT.stopped : EXIT.failed)),
      ]);
    }),
  );
}

/** In conflict, or not written because it waits for a group that is. */
function isInConflict({ id, status, error }: Outcome, all: readonly Outcome[]): boolean {
  if (status !== "skipped" || error?.code !== "waits-for") return status === "conflict";
  const others = all.filter((one) => one.id !== id);
  return others.some((one) => one.displayName === error.args?.["other"] && isInConflict(one, others));
}

/** Accounts that failed while others went on, in the form that documents have. */
export function failureEntries(failed: readonly FailedAccount[]): AccountFailure[] {
  return failed.map(({ account, error }) => ({
    formatVersion: "1.0",
    kind: "error",
    account,
    diagnostics: findingsOf(error),
  }));
}

/** The failures for a person, each below its account's name. */
export function warnOfFailures(failed: readonly FailedAccount[], output: Output): void {
  for (const one of failed) {
    const texts = one.error instanceof UserError ? one.error.texts : new Map<string, string>();
    for (const entry of failureEntries([one]))
      output.warn(accountFailureText(entry, texts, output.textOptions("stderr")));
  }
}

/**
 * Names the accounts that were left out once more at the end: progress and results come between the errors and the end.
 */
export function warnOfLeftOut(failed: readonly FailedAccount[], output: Output): void {
  if (failed.length === 0) return;
  const words = dialogueOf(output.language);
  output.warn(`\n${visible(words.leftOut(failed.map(({ account }) => account.name)))}\n`);
}
