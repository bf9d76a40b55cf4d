import { EXIT } from "../../engine/exitCode.js";
import { loadWorkspace, shownTextsOf, validationOf } from "../../engine/workspace.js";
import { failedOn } from "../../report/failOn.js";
import { checkFailOn } from "../arguments/failOn.js";
import type { ReportOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { exitCodesOf, worstOf } from "../output/endings.js";
import { noteLeftOut, openProject } from "../output/openProject.js";
import { inputsOf, type Published, Publisher } from "../output/publisher.js";

/** `muster validate`: offline, so it needs no secret. Its findings are its output. */
export async function validate(
  paths: readonly string[],
  options: ReportOptions & { readonly horizon?: number },
  host: ConsoleHost,
): Promise<Published> {
  const failOn = checkFailOn(options, host.env);
  const publisher = new Publisher("validate", options, host);
  try {
    await publisher.prepare(inputsOf(paths, options));
    const project = await openProject(options, host, publisher.output);
    publisher.of(project.host);
    const workspace = await loadWorkspace({
      ...options,
      host: project.host,
      // What the clock has brought so far is nothing to validate.
      when: { daysBehind: 2, ...(options.horizon !== undefined && { days: options.horizon }) },
      paths: await project.fromAll(paths),
      several: true,
    });
    noteLeftOut(workspace.leftOut, publisher.output);
    const validation = validationOf(workspace);
    const failing = failedOn(failOn, validation.diagnostics);
    return await publisher.publish(
      {
        kind: "validation",
        validation,
        texts: shownTextsOf(workspace),
        ...(failing === undefined ? {} : { failedOn: failing }),
      },
      worstOf([validation.valid ? EXIT.ok : EXIT.failed, ...exitCodesOf(failing)]),
    );
  } catch (error) {
    return publisher.fail(error);
  }
}
