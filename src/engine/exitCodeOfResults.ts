import type { Outcome, Result } from "../apply/result.js";
import { endedWell } from "../report/ending.js";
import { EXIT, type ExitCode } from "./exitCode.js";
import { worstOf } from "./failedAccounts.js";

/** Failures outrank conflicts: a pipeline that tries again on 1 must do so, and will meet the conflict again. */
export function exitCodeOfResults(results: readonly Result[]): ExitCode {
  return worstOf(
    results.map((result): ExitCode => {
      if (result.interrupted) return EXIT.interrupted;
      if (result.diagnostics.some(({ severity }) => severity === "error")) return EXIT.failed;
      const left = result.actions.filter((outcome) => !endedWell(outcome));
      if (left.length === 0) return EXIT.ok;
      return left.every((outcome) => isInConflict(outcome, result.actions)) ? EXIT.stopped : EXIT.failed;
    }),
  );
}

/** In conflict, or left as it is because it waits for a group that is. */
function isInConflict({ id, status, error }: Outcome, all: readonly Outcome[]): boolean {
  if (status !== "skipped" || error?.code !== "waits-for") return status === "conflict";
  const others = all.filter((one) => one.id !== id);
  return others.some((one) => one.displayName === error.args?.["other"] && isInConflict(one, others));
}
