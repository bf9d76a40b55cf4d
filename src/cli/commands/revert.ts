import { EXIT } from "../../engine/exitCode.js";
import { revertRuns } from "../../engine/revertRuns.js";
import type { Plan } from "../../plan/plan.js";
import { planJson } from "../../report/json.js";
import type { GuardOptions, ReportOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { inputsOf, type Published, Publisher } from "../output/publisher.js";
import { saveOutput } from "../output/saveFile.js";

export interface RevertCommandOptions extends ReportOptions, GuardOptions {
  readonly out?: string;
}

/** `muster revert`: the plan that undoes an apply. Changes nothing. */
export async function revert(path: string, options: RevertCommandOptions, host: ConsoleHost): Promise<Published> {
  const publisher = new Publisher("plan", options, host);
  const run = openRun(options, host, publisher.output);
  try {
    const { out } = options;
    await publisher.prepare(inputsOf([path], options), out === undefined ? [] : [out]);
    const project = await openProject(options, host, publisher.output);
    publisher.of(project.host);
    const context = { ...run, host: project.host };
    const { plans, conflicts } = await revertRuns({
      ...options,
      ...context,
      path: project.from(path),
      guards: options,
    });
    if (out !== undefined)
      await saveOutput(out, planJson(plans.length === 1 ? (plans[0] as Plan) : plans, publisher.output.language), host);
    // A group that somebody has changed is for a person; the others can be applied.
    return await publisher.publish({ kind: "plans", plans }, conflicts > 0 ? EXIT.stopped : EXIT.ok);
  } catch (error) {
    return publisher.fail(error);
  }
}
