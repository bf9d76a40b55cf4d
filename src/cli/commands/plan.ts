import { EXIT } from "../../engine/exitCode.js";
import { planAccounts } from "../../engine/planAccounts.js";
import { UserError } from "../../engine/userError.js";
import type { Plan } from "../../plan/plan.js";
import { failedOn } from "../../report/failOn.js";
import { planJson } from "../../report/json.js";
import { dialogueOf } from "../../report/messages/words.js";
import { differs } from "../../report/report.js";
import { visible } from "../../report/text/visible.js";
import { checkFailOn } from "../arguments/failOn.js";
import type { CompareOptions, GuardOptions, ReportOptions } from "../arguments/options.js";
import { provenanceOf } from "../ci/provenance.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import {
  exitCodeOfFailure,
  exitCodesOf,
  exitCodesOfErrors,
  failureEntries,
  warnOfFailures,
  worstOf,
} from "../output/endings.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { inputsOf, type Published, Publisher } from "../output/publisher.js";
import { saveOutput } from "../output/saveFile.js";

export interface PlanOptions extends ReportOptions, GuardOptions, CompareOptions {
  readonly detailedExitcode: boolean;
  readonly out?: string;
  /** The instant that the plan is for. */
  readonly at?: string;
  /** How many days ahead the files are looked at. */
  readonly horizon?: number;
}

/** `muster plan`: the changes that apply would make. Changes nothing. */
export async function plan(paths: readonly string[], options: PlanOptions, host: ConsoleHost): Promise<Published> {
  const failOn = checkFailOn(options, host.env);
  const publisher = new Publisher("plan", options, host);
  const { output } = publisher;
  const run = openRun(options, host, output);
  try {
    const clash = (...flags: string[]): never => {
      throw new UserError([{ code: "flags-clash", severity: "error", args: { flags } }]);
    };
    if (options.against !== undefined && options.staffing === true) clash("--against", "--staffing");
    if (options.only !== undefined && options.due === true) clash("--only", "--due");
    await publisher.prepare(inputsOf(paths, options), options.out === undefined ? [] : [options.out]);
    const project = await openProject(options, host, output);
    publisher.of(project.host);
    const { planned, failed, order } = await planAccounts({
      ...options,
      ...run,
      host: project.host,
      ...(options.horizon !== undefined && { when: { days: options.horizon } }),
      ...(options.against === undefined ? {} : { against: project.from(options.against) }),
      paths: await project.fromAll(paths),
      several: true,
      guards: options,
      provenance: await provenanceOf(host),
    });
    const plans = planned.map(({ plan }) => plan);
    if (options.out !== undefined) {
      // A saved plan is applied whole: half of one would look like a small one.
      if (failed.length > 0) output.warn(`${dialogueOf(output.language).notSaved(options.out)}\n`);
      else
        await saveOutput(options.out, planJson(plans.length === 1 ? (plans[0] as Plan) : plans, output.language), host);
    }
    const differing = options.detailedExitcode && plans.some(differs) ? EXIT.differs : EXIT.ok;
    const stopped = plans.flatMap(exitCodesOfErrors);
    const failing = failedOn(
      failOn,
      plans.flatMap(({ diagnostics }) => diagnostics),
      plans,
    );
    const report = {
      kind: "plans",
      plans,
      failures: failureEntries(failed),
      order,
      ...(failing === undefined ? {} : { failedOn: failing }),
    } as const;
    const published = await publisher.publish(
      report,
      worstOf([differing, ...stopped, ...exitCodesOf(failing), ...failed.map(exitCodeOfFailure)]),
    );
    if (output.format !== "json" && output.format !== "github") warnOfFailures(failed, output);
    // After the plan: whoever approves it without its file, approves this.
    if (output.format === "text" && options.out !== undefined && failed.length === 0) {
      const hashes = plans.map(({ hash }) => hash);
      output.note(`${visible(dialogueOf(output.language).saved(options.out, hashes))}\n`);
    }
    return published;
  } catch (error) {
    return publisher.fail(error);
  }
}
