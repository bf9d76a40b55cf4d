import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { exitCodeOfFailure, failureEntries, tellFailures, worstOf } from "../../engine/failedAccounts.js";
import type { Shell } from "../../engine/host.js";
import { planAll } from "../../engine/planAccounts.js";
import { UserError } from "../../engine/userError.js";
import { StoppedError } from "../../moor/errors.js";
import type { Plan } from "../../plan/plan.js";
import { planJson } from "../../report/json.js";
import { dialogueOf } from "../../report/messages/words.js";
import { differs, errorsIn } from "../../report/report.js";
import type { GuardOptions, ReportOptions } from "../arguments/options.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import { inputsOf, Publisher } from "../output/publisher.js";
import { saveOutput } from "../output/saveFile.js";

interface PlanOptions extends ReportOptions, GuardOptions {
  readonly detailedExitcode: boolean;
  readonly out?: string;
}

/** `muster plan`: what an apply would do. Changes nothing. */
export async function plan(paths: readonly string[], options: PlanOptions, shell: Shell): Promise<ExitCode> {
  const publisher = new Publisher("plan", options, shell);
  const stop = stopOnSignal(shell, publisher.voice);
  try {
    if (options.against !== undefined && options.staffing === true)
      throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["--against", "--staffing"] } }]);
    await publisher.prepare(inputsOf(paths, options), options.out === undefined ? [] : [options.out]);
    const { voice } = publisher;
    const { planned, failed, order } = await planAll(paths, options, "several", shell, voice, stop);
    // Some readings are extras: they end when the run is stopped, and the plan goes on without them.
    if (stop.aborted) throw new StoppedError();
    const plans = planned.map(({ plan }) => plan);
    if (options.out !== undefined) {
      // A saved plan is applied whole: half of one would look like a small one.
      if (failed.length > 0) voice.warn(`${dialogueOf(voice.language).notSaved(options.out)}\n`);
      else
        await saveOutput(options.out, planJson(plans.length === 1 ? (plans[0] as Plan) : plans, voice.language), shell);
    }
    const differing = options.detailedExitcode && plans.some(differs) ? EXIT.differs : EXIT.ok;
    const stopped = plans.some((one) => errorsIn(one) > 0) ? [EXIT.failed] : [];
    const report = { kind: "plans", plans, failures: failureEntries(failed), order } as const;
    const exitCode = await publisher.publish(
      report,
      worstOf([differing, ...stopped, ...failed.map(exitCodeOfFailure)]),
    );
    if (voice.format !== "json" && voice.format !== "github") tellFailures(failed, voice);
    return exitCode;
  } catch (error) {
    return publisher.fail(error);
  }
}
