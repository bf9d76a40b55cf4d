import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { ExportShiftsOptions } from "../../engine/exportShifts.js";
import { exportTable } from "../../engine/exportTable.js";
import { UserError } from "../../engine/userError.js";
import { type TableWords, tableWordsOf } from "../../report/messages/tables.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { makeOutputFolder, saveOutput } from "../output/saveFile.js";

export interface ExportOptions extends Omit<CommonOptions, "format"> {
  readonly format?: "csv" | "xlsx";
  /** Of a table of groups; absent: matrix. */
  readonly layout?: "matrix" | "list";
  readonly roster?: string;
  readonly month?: string;
  readonly out?: string;
}

/** `muster export`: writes the members that the files give to groups, or the month of a roster, into a table. Offline. */
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
    const common = { ...options, format, heads: words.heads, sheet: words.sheet, host: project.host };
    const { content, said } = isOfRoster(options)
      ? await rosterTable({ ...common, roster: options.roster, month: options.month }, words)
      : await groupTable({ ...common, layout: options.layout ?? "matrix" }, output);
    if (out === undefined) output.print(String(content));
    else {
      await makeOutputFolder(out, host);
      await saveOutput(out, content, host);
      output.note(`${visible(said(out))}\n`);
    }
    if (format === "csv" && /(?:^|[,\n]"?)'/.test(String(content))) output.note(`${words.csvHint}\n`);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/** A table's content, and what is said of its file. */
interface Written {
  readonly content: string | Uint8Array;
  said(path: string): string;
}

async function groupTable(options: Parameters<typeof exportTable>[0], output: Output): Promise<Written> {
  const { content, findings, groups, agents, memberships } = await exportTable(options);
  if (findings.length > 0) output.warn(findingsText(findings, new Map(), output.textOptions("stderr")));
  return { content, said: (path) => tableWordsOf(output.language).exported({ path, groups, agents, memberships }) };
}

async function rosterTable(options: ExportShiftsOptions, words: TableWords): Promise<Written> {
  const { exportShifts } = await import("../../engine/exportShifts.js");
  const { content, agents } = await exportShifts(options);
  const { roster, month } = options;
  return { content, said: (path) => words.shiftsExported({ path, roster, month, agents }) };
}

/** Is it a roster's table that is asked for? @throws {UserError} flags that do not go together */
function isOfRoster(
  options: ExportOptions,
): options is ExportOptions & { readonly roster: string; readonly month: string } {
  const { roster, month, layout, group } = options;
  const lacks = (flag: string, needs: string) =>
    new UserError([{ code: "flag-needs", severity: "error", args: { command: "export", flag, needs } }]);
  if (roster === undefined && month === undefined) return false;
  if (roster === undefined) throw lacks("--month", "--roster");
  if (month === undefined) throw lacks("--roster", "--month");
  const flags = ["--roster", layout === undefined ? "" : "--layout", group === undefined ? "" : "--group"];
  const clash = flags.filter((flag) => flag !== "");
  if (clash.length > 1) throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: clash } }]);
  return true;
}

/** Somebody may have written into the table that is there. @throws {UserError} */
async function refuseExisting(path: string, { files }: Pick<ConsoleHost, "files">): Promise<void> {
  if ((await files.kind(path).catch(() => "other")) === "file")
    throw new UserError([{ code: "export-exists", severity: "error", args: { path } }]);
}
