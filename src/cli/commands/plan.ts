import type { Plan } from "../../plan/plan.js";
import { planJson } from "../../report/json.js";
import { planText } from "../../report/text/planText.js";
import { EXIT, type ExitCode } from "../exitCode.js";
import type { CommonOptions, GuardOptions } from "../options.js";
import { planAll } from "../planAll.js";
import { saveFile } from "../saveFile.js";
import type { Shell } from "../shell.js";
import { stopOnSignal } from "../stopOnSignal.js";
import { Voice } from "../voice.js";

interface PlanOptions extends CommonOptions, GuardOptions {
  readonly detailedExitcode: boolean;
  readonly out?: string;
}

/** `muster plan`: what an apply would do. Changes nothing. */
export async function plan(paths: readonly string[], options: PlanOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  try {
    const plans = (await planAll(paths, options, "several", shell, voice, stop)).map((planned) => planned.plan);
    const document = planJson(plans.length === 1 ? (plans[0] as Plan) : plans);
    if (options.out !== undefined) await saveFile(options.out, document, shell);
    voice.answer(
      voice.format === "json" ? document : plans.map((one) => planText(one, voice.textOptions())).join("\n"),
    );
    return options.detailedExitcode && plans.some(differs) ? EXIT.differs : EXIT.ok;
  } catch (error) {
    return voice.fail(error);
  }
}

/** Something to apply, or something for a person to change by hand. */
function differs({ actions, manual }: Plan): boolean {
  return actions.length + manual.length > 0;
}
