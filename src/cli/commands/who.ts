import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { who as findAgent } from "../../engine/who.js";
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
}

/** `muster who`: all groups of an agent, desired and live, and the lines in the files. Changes nothing. */
export async function who(agent: string, options: WhoOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const { host: at } = await openProject(options, host, output);
    const document = await findAgent({ ...options, ...openRun(options, host, output), host: at, agent });
    output.print(
      output.format === "json" ? whoJson(document, output.language) : whoText(document, output.textOptions()),
    );
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}
