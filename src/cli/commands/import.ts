import { posix } from "node:path";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { type ImportedTable, importTable } from "../../engine/importTable.js";
import { UserError } from "../../engine/userError.js";
import { authorWordsOf } from "../../report/messages/commands.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { tableWordsOf } from "../../report/messages/tables.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { commitCommand, saveEdits } from "../output/edits.js";
import { openProject } from "../output/openProject.js";
import { Output } from "../output/output.js";
import { patchOf } from "../output/patch.js";

export interface ImportOptions extends CommonOptions {
  readonly sheet?: string;
  readonly maxEmptied?: number;
  readonly roster?: string;
  readonly out?: string;
  readonly month?: string;
  readonly dryRun: boolean;
}

/** `muster import`: writes the members that a table gives to groups into the files, or a table of shifts into a roster's. Offline. */
export async function importCommand(table: string, options: ImportOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    if (isOfRoster(options))
      return await (await import("./importShifts.js")).importShiftsCommand(table, options, host, output);
    const { remarks } = authorWordsOf(output.language);
    const project = await openProject(options, host, output);
    const imported = await importTable({ ...options, table: project.from(table), remarks, host: project.host });
    if (!options.dryRun) await saveEdits(imported.files, project.host);
    if (output.format === "json") output.print(documentOf(table, imported, options.dryRun, output));
    else say(table, imported, options.dryRun, project.back, output);
    return EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/** Is it a table of shifts? @throws {UserError} flags that do not go together */
function isOfRoster(
  options: ImportOptions,
): options is ImportOptions & { readonly roster: string; readonly out: string } {
  const { roster, out, month, maxEmptied } = options;
  const lacks = (flag: string, needs: string) =>
    new UserError([{ code: "flag-needs", severity: "error", args: { command: "import", flag, needs } }]);
  if (roster === undefined) {
    if (out !== undefined) throw lacks("--out", "--roster");
    if (month !== undefined) throw lacks("--month", "--roster");
    return false;
  }
  if (out === undefined) throw lacks("--roster", "--out");
  if (maxEmptied === undefined) return true;
  throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["--roster", "--max-emptied"] } }]);
}

function documentOf(path: string, imported: ImportedTable, dryRun: boolean, output: Output): string {
  const { account, table, groups, memberships, files, findings } = imported;
  const { layout, name: sheet, encoding } = table;
  const document = {
    formatVersion: "1.0",
    kind: "import",
    account,
    table: { path, layout, ...(sheet !== undefined && { sheet }), ...(encoding !== undefined && { encoding }) },
    dryRun,
    groups,
    memberships,
    files: files.map(({ path: file, before, text }) => ({
      path: file,
      change: "update",
      diff: patchOf(file, before, text),
    })),
    diagnostics: findings.map((finding) => formatFinding(finding, output.language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function say(
  path: string,
  imported: ImportedTable,
  dryRun: boolean,
  typed: (path: string) => string,
  output: Output,
): void {
  const words = tableWordsOf(output.language);
  const { table, groups, memberships, files, findings, texts } = imported;
  if (findings.length > 0) output.warn(findingsText(findings, texts, output.textOptions("stderr")));
  for (const { path: file, before, text } of files) output.print(patchOf(file, before, text));
  const { layout, name: sheet, encoding } = table;
  output.note(`${visible(words.source({ layout, sheet, encoding, ...groups }))}\n`);
  if (files.length === 0) {
    output.note(`${words.unchanged}\n`);
    return;
  }
  const count = (is: (one: (typeof memberships)[number]) => boolean) => memberships.filter(is).length;
  const told = {
    added: count(({ before }) => before === undefined),
    removed: count(({ after }) => after === undefined),
    reprioritized: count(({ before, after }) => before !== undefined && after !== undefined),
    groups: new Set(memberships.map(({ displayName, exten }) => JSON.stringify([displayName, exten]))).size,
    files: files.length,
    dryRun,
  };
  output.note(`${words.imported(told)}\n`);
  const title = words.title(posix.basename(path.replaceAll("\\", "/")));
  const paths = files.map((file) => typed(file.path));
  if (!dryRun) output.note(`${visible(words.commit(commitCommand(title, paths)))}\n`);
}
