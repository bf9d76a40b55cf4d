import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { schedule as findSchedule } from "../../engine/schedule.js";
import { UserError } from "../../engine/userError.js";
import { scheduleTextWordsOf } from "../../report/messages/schedule.js";
import { type Schedule, type Schedules, scheduleJson } from "../../report/schedule.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import { type CommonOptions, SCHEDULE_FORMATS, type ScheduleFormat } from "../arguments/options.js";
import { openForge } from "../ci/sourceLinks.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { makeOutputFolder, refuseOutputs, saveOutput } from "../output/saveFile.js";

export interface ScheduleOptions extends Omit<CommonOptions, "format"> {
  readonly format?: ScheduleFormat;
  readonly from?: string;
  readonly days?: number;
  readonly next?: number;
  readonly out?: string;
}

/** Without `--days`. */
const WEEK = 7;
/** A file takes no width from a terminal that happens to be there. */
const FILE_COLUMNS = 100;

/** `muster schedule`: who is a member when. Offline; writes nothing but the file that `--out` names. */
export async function schedule(
  paths: readonly string[],
  options: ScheduleOptions,
  host: ConsoleHost,
): Promise<ExitCode> {
  const { out, days, next } = options;
  const format = options.format ?? SCHEDULE_FORMATS.find((one) => out?.toLowerCase().endsWith(`.${one}`)) ?? "text";
  const output = new Output({ ...options, format: format === "json" ? "json" : "text" }, host);
  try {
    if (days !== undefined && next !== undefined)
      throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["--days", "--next"] } }]);
    const inputs = [...paths, ...(options.config === undefined ? [] : [options.config])];
    if (out !== undefined) await refuseOutputs([out], inputs, host);
    const project = await openProject(options, host, output);
    const found = await findSchedule({
      ...options,
      host: project.host,
      paths: await project.fromAll(paths),
      days: days ?? WEEK,
    });
    // These two have no place for what is wrong with the files.
    if (format === "csv" || format === "ics") {
      const diagnostics = (found.kind === "schedule" ? [found] : found.schedules).flatMap((one) => one.diagnostics);
      if (diagnostics.length > 0) output.warn(findingsText(diagnostics, new Map(), output.textOptions("stderr")));
    }
    const content = await rendered(found, format, options, output, project.host);
    if (out === undefined) output.print(content);
    else {
      await makeOutputFolder(out, host);
      await saveOutput(out, content, host);
      output.note(`${visible(scheduleTextWordsOf(output.language).wrote(out))}\n`);
    }
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

async function rendered(
  found: Schedule | Schedules,
  format: ScheduleFormat,
  { out, next }: ScheduleOptions,
  output: Output,
  host: ConsoleHost,
): Promise<string> {
  const { language } = output;
  switch (format) {
    case "json":
      return scheduleJson(found, language);
    case "csv": {
      const { scheduleCsv } = await import("../../engine/scheduleTable.js");
      return scheduleCsv(found, scheduleTextWordsOf(language).heads, (text) => host.secrets.redact(text));
    }
    case "html": {
      const { scheduleHtml } = await import("../../report/html/scheduleHtml.js");
      return scheduleHtml(found, { language, ...(await openForge(host)) });
    }
    case "ics": {
      const { scheduleIcs } = await import("../../report/ics/scheduleIcs.js");
      return scheduleIcs(found, { language });
    }
    case "text": {
      const { scheduleText } = await import("../../report/text/scheduleText.js");
      const to = output.textOptions();
      const reader = out === undefined ? to : { ...to, colour: false, columns: FILE_COLUMNS };
      return scheduleText(found, { ...reader, turnsOnly: next !== undefined });
    }
  }
}
