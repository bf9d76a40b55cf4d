import type { ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { rendererOf } from "../../report/formats.js";
import { stepOutputs, stepOutputsText } from "../../report/github/stepOutputs.js";
import type { RenderOptions, Report } from "../../report/report.js";

/** A summary may take 1 MiB for a whole step; several runs of one step share it. */
const SUMMARY_BYTES = 1_000_000;
/** With less room than this even the shortest summary might not fit. */
const WORTH_WRITING_BYTES = 10_000;

/**
 * Leaves what a step leaves behind under GitHub Actions: the job's summary and the step's outputs.
 *
 * @throws {NodeJS.ErrnoException} a file cannot be written
 */
export async function writeGithubFiles(
  report: Report,
  exitCode: ExitCode,
  options: RenderOptions,
  { env, files }: Shell,
): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = env;
  if (output !== undefined && output !== "") {
    await files.append(output, stepOutputsText(stepOutputs(report, exitCode), options.nonce));
  }
  if (summary === undefined || summary === "") return;
  const used = (await files.kind(summary)) === "file" ? await files.size(summary) : 0;
  const left = SUMMARY_BYTES - used;
  if (left < WORTH_WRITING_BYTES) return;
  const render = await rendererOf("markdown");
  await files.append(summary, `${render(report, { ...options, atMost: { utf16Units: left, utf8Bytes: left } })}\n`);
}
