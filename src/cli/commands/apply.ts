import type { Result } from "../../apply/result.js";
import { dryRunJson, resultJson } from "../../report/json.js";
import { dryRunText } from "../../report/text/dryRunText.js";
import { planText } from "../../report/text/planText.js";
import { resultText } from "../../report/text/resultText.js";
import { applyAccount } from "../applyAccount.js";
import { confirm } from "../confirm.js";
import { dryRunOf } from "../dryRunOf.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { CommonOptions, GuardOptions } from "../options.js";
import type { PlannedAccount } from "../planAccount.js";
import { planAll } from "../planAll.js";
import { openProgress } from "../progress.js";
import { settleMs } from "../settle.js";
import type { Shell } from "../shell.js";
import { UserError } from "../userError.js";
import { Voice } from "../voice.js";

interface ApplyOptions extends CommonOptions, GuardOptions {
  readonly autoApprove: boolean;
  readonly dryRun: boolean;
  readonly allAccounts: boolean;
}

/** `muster apply`: plans, asks, writes, verifies. */
export async function apply(paths: readonly string[], options: ApplyOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = new AbortController();
  shell.onStop(() => stop.abort());
  try {
    const settle = settleMs(shell.env);
    const planned = await planAll(paths, options, options.allAccounts ? "several" : "one", shell, voice, stop.signal);
    if (options.dryRun) return dryRun(planned, voice);

    const changes = planned.some(({ plan }) => plan.actions.length > 0);
    const tripped = planned.some(({ plan }) => plan.guards.some((guard) => guard.tripped));
    const asks = changes && !tripped && !options.autoApprove;
    showPlans(planned, asks, voice);
    if (tripped) return stoppedByGuard(planned, voice);
    if (asks) {
      if (shell.stdin.isTTY !== true || !shell.stderr.isTTY)
        throw new UserError([{ code: "needs-approval", severity: "error", args: {} }]);
      const answer = await confirm(
        planned.map(({ plan }) => plan),
        voice.language,
        shell,
      );
      if (answer !== "yes") return answer === "no" ? EXIT.stopped : EXIT.interrupted;
    }
    const progress = openProgress(planned, shell, voice);
    const results = await Promise.all(
      planned.map((one) =>
        applyAccount(one, { settleMs: settle, timeoutMs: options.timeout * 1000 }, progress, shell, voice, stop.signal),
      ),
    ).finally(() => progress.close());
    voice.answer(
      voice.format === "json"
        ? resultJson(single(results))
        : results.map((result) => resultText(result, voice.textOptions())).join("\n"),
    );
    return exitCodeOf(results);
  } catch (error) {
    return voice.fail(error);
  }
}

/** Under `--format json` the one document is the result; whoever is asked sees the plan all the same. */
function showPlans(planned: readonly PlannedAccount[], asks: boolean, voice: Voice): void {
  if (voice.format === "text") voice.answer(planned.map(({ plan }) => planText(plan, voice.textOptions())).join("\n"));
  else if (asks) voice.warn(planned.map(({ plan }) => planText(plan, voice.textOptions("stderr"))).join("\n"));
}

/** Nothing was written. The plan, which shows the guards, has been printed already, or is the one JSON document. */
function stoppedByGuard(planned: readonly PlannedAccount[], voice: Voice): ExitCode {
  const findings = planned.flatMap(({ plan }) =>
    plan.guards
      .filter((guard) => guard.tripped)
      .map(({ guard, limit, actual, of }) => ({
        code: "guard-tripped" as const,
        severity: "error" as const,
        args: { guard, limit, actual, ...(of === undefined ? {} : { of }) },
      })),
  );
  voice.fail(new UserError(findings));
  return EXIT.stopped;
}

function dryRun(planned: readonly PlannedAccount[], voice: Voice): ExitCode {
  const runs = planned.map(({ plan, paging }) => dryRunOf(plan, paging));
  voice.answer(
    voice.format === "json"
      ? dryRunJson(single(runs))
      : runs.map((run) => dryRunText(run, voice.textOptions())).join("\n"),
  );
  return EXIT.ok;
}

/** Failures outrank conflicts: a pipeline that tries again on 1 must do so, and will meet the conflict again. */
function exitCodeOf(results: readonly Result[]): ExitCode {
  if (results.some((result) => result.interrupted)) return EXIT.interrupted;
  const outcomes = results.flatMap((result) => result.actions);
  const proved = (status: string, verified: boolean): boolean => status === "applied" && verified;
  if (outcomes.some((outcome) => outcome.status !== "conflict" && !proved(outcome.status, outcome.verified)))
    return EXIT.failed;
  return outcomes.some((outcome) => outcome.status === "conflict") ? EXIT.stopped : EXIT.ok;
}

/** One account's document as it is, several as a list. */
function single<T>(documents: readonly T[]): T | readonly T[] {
  const [first] = documents;
  return documents.length === 1 && first !== undefined ? first : documents;
}
