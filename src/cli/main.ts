import { EXIT, type ExitCode } from "../engine/exitCode.js";
import { chooseLanguage } from "./arguments/language.js";
import { languageIn, runProgram } from "./arguments/program.js";
import { UsageError } from "./arguments/usageError.js";
import { hasListener, runnerSafe } from "./ci/runnerSafe.js";
import type { ConsoleHost } from "./node/consoleHost.js";

/**
 * Runs muster once. The only place where an unforeseen error is caught.
 *
 * @param run what is run; if left out, the command that the arguments name
 */
export async function main(
  host: ConsoleHost,
  run: (host: ConsoleHost) => Promise<ExitCode> = runProgram,
): Promise<ExitCode> {
  try {
    return await endingOf(await run(host), host);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const safe = hasListener(host.env) ? runnerSafe : (text: string) => text;
    const code = error instanceof UsageError ? "usage" : "internal";
    if (wantsJson(host.argv)) {
      const { errorJson } = await import("../report/json.js");
      host.stdout.write(
        errorJson([{ severity: "error", code, message }], chooseLanguage(languageIn(host.argv), host.env)),
      );
    } else {
      const { visible } = await import("../report/text/visible.js");
      const isFault = code === "internal" && error instanceof Error && host.argv.includes("--verbose");
      const lines = isFault ? (error.stack ?? message).split("\n") : [message];
      host.stderr.write(safe(`muster: ${lines.map(visible).join("\n")}\n`));
    }
    return EXIT.failed;
  }
}

/** Output that could not be written (`> file` on a full disk) is no success, no matter what was done. */
async function endingOf(exitCode: ExitCode, { stdout, stderr, env, argv }: ConsoleHost): Promise<ExitCode> {
  const detail = await stdout.lost?.();
  if (detail === undefined) return exitCode;
  const { formatFinding } = await import("../report/messages/formatFinding.js");
  const language = chooseLanguage(languageIn(argv), env);
  const { message, help } = formatFinding({ code: "output-lost", severity: "error", args: { detail } }, language);
  stderr.write(`muster: ${message}\n${help === undefined ? "" : `  ${help}\n`}`);
  return exitCode === EXIT.ok || exitCode === EXIT.differs ? EXIT.failed : exitCode;
}

/** The arguments were not understood, so they are only searched. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (argument, index) => argument === "--format=json" || (argument === "--format" && argv[index + 1] === "json"),
  );
}
