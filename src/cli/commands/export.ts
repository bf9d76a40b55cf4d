import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { exportTable } from "../../engine/exportTable.js";
import { UserError } from "../../engine/userError.js";
import { tableWordsOf } from "../../report/messages/tables.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { makeOutputFolder, saveOutput } from "../output/saveFile.js";

export interface ExportOptions extends Omit<CommonOptions, "format"> {
  readonly format?: "csv" | "xlsx";
  readonly layout: "matrix" | "list";
  readonly out?: string;
}

/** `muster export`: writes the members that the files give to groups into a table. Offline. */
export async function exportCommand(options: ExportOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output({ ...options, format: "text" }, host);
  const { out } = options;
  try {
    const format = options.format ?? (/\.xlsx$/i.test(out ?? "") ? "xlsx" : "csv");
    // Bytes on a terminal are of use to nobody.
    if (format === "xlsx" && out === undefined)
      throw new UserError([{ code: "export-needs-file", severity: "error", args: {} }]);
    if (out !== undefined) await refuseExisting(out, host);
    const words = tableWordsOf(output.language);
    const project = await openProject(options, host, output);
    const { content, findings, groups, agents, memberships } = await exportTable({
      ...options,
      format,
      heads: words.heads,
      sheet: words.sheet,
      host: project.host,
    });
    if (findings.length > 0) output.warn(findingsText(findings, new Map(), output.textOptions("stderr")));
    if (out === undefined) output.print(String(content));
    else {
      await makeOutputFolder(out, host);
      await saveOutput(out, content, host);
      output.note(`${visible(words.exported({ path: out, groups, agents, memberships }))}\n`);
    }
    if (format === "csv" && /(?:^|[,\n]"?)'/.test(String(content))) output.note(`${words.csvHint}\n`);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/** Somebody may have written into the table that is there. @throws {UserError} */
async function refuseExisting(path: string, { files }: Pick<ConsoleHost, "files">): Promise<void> {
  if ((await files.kind(path).catch(() => "other")) === "file")
    throw new UserError([{ code: "export-exists", severity: "error", args: { path } }]);
}
