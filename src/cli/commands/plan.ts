import type { Plan } from "../../plan/plan.js";
import { planJson } from "../../report/json.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { GuardOptions, ReportOptions } from "../options.js";
import { planAll } from "../planAll.js";
import { Publisher } from "../publisher.js";
import { saveFile } from "../saveFile.js";
import type { Shell } from "../shell.js";
import { stopOnSignal } from "../stopOnSignal.js";

interface PlanOptions extends ReportOptions, GuardOptions {
  readonly detailedExitcode: boolean;
  readonly out?: string;
}

/** `muster plan`: what an apply would do. Changes nothing. */
export async function plan(paths: readonly string[], options: PlanOptions, shell: Shell): Promise<ExitCode> {
  const publisher = new Publisher("plan", options, shell);
  const stop = stopOnSignal(shell, publisher.voice);
  try {
    await publisher.prepare();
    const planned = await planAll(paths, options, "several", shell, publisher.voice, stop);
    const plans = planned.map(({ plan }) => plan);
    if (options.out !== undefined) {
      await saveFile(options.out, planJson(plans.length === 1 ? (plans[0] as Plan) : plans), shell);
    }
    const exitCode = options.detailedExitcode && plans.some(differs) ? EXIT.differs : EXIT.ok;
    return await publisher.publish({ kind: "plans", plans }, exitCode);
  } catch (error) {
    return publisher.fail(error);
  }
}

/** Something to apply, or something for a person to change by hand. */
function differs({ actions, manual }: Plan): boolean {
  return actions.length + manual.length > 0;
}
