import { EXIT } from "../../engine/exitCode.js";
import { loadWorkspace, shownTextsOf, validationOf } from "../../engine/workspace.js";
import type { ReportOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { inputsOf, type Published, Publisher } from "../output/publisher.js";

/** `muster validate`: offline, so it needs no secret. Its findings are its output. */
export async function validate(
  paths: readonly string[],
  options: ReportOptions,
  host: ConsoleHost,
): Promise<Published> {
  const publisher = new Publisher("validate", options, host);
  try {
    await publisher.prepare(inputsOf(paths, options));
    const workspace = await loadWorkspace({ ...options, host, paths, several: true });
    const validation = validationOf(workspace);
    return await publisher.publish(
      { kind: "validation", validation, texts: shownTextsOf(workspace) },
      validation.valid ? EXIT.ok : EXIT.failed,
    );
  } catch (error) {
    return publisher.fail(error);
  }
}
