import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { who as findAgents } from "../../engine/who.js";
import { findingsText } from "../../report/text/findingsText.js";
import { whoText } from "../../report/text/whoText.js";
import { whoJson } from "../../report/who.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { Output } from "../output/output.js";

interface WhoOptions extends CommonOptions {
  /** Only the files: needs no secret, sends nothing. */
  readonly offline: boolean;
  /** Show also when the agents are in which groups, for so many days. */
  readonly days?: number;
  /** From which day or time on. */
  readonly from?: string;
}

/**
 * `muster who`: all groups of agents, desired and live, and the lines in the files. Changes nothing. Of several agents it shows
 * those that it finds, and fails all the same where one is missing or not certain.
 */
export async function who(agents: readonly string[], options: WhoOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const { host: at } = await openProject(options, host, output);
    const found = await findAgents({ ...options, ...openRun(options, host, output), host: at, agents });
    const failures = found.kind === "whos" ? found.diagnostics : [];
    if (output.format === "json") output.print(whoJson(found, output.language));
    else {
      if (found.kind === "who" || found.agents.length > 0) output.print(whoText(found, output.textOptions()));
      if (failures.length > 0) output.warn(findingsText(failures, new Map(), output.textOptions("stderr")));
    }
    return failures.length > 0 ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}
