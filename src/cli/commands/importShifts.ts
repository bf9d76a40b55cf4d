import { posix } from "node:path";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { type ImportedShifts, importShifts } from "../../engine/importShifts.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { tableWordsOf } from "../../report/messages/tables.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { commitCommand, saveEdits } from "../output/edits.js";
import { openProject } from "../output/openProject.js";
import type { Output } from "../output/output.js";
import { patchOf } from "../output/patch.js";
import type { ImportOptions } from "./import.js";

/** `muster import --roster`: writes a table of shifts as the CSV file of a roster. Offline. @throws {UserError} */
export async function importShiftsCommand(
  table: string,
  options: ImportOptions & { readonly roster: string; readonly out: string },
  host: ConsoleHost,
  output: Output,
): Promise<ExitCode> {
  const project = await openProject(options, host, output);
  const paths = { table: project.from(table), out: posix.normalize(project.from(options.out)) };
  const imported = await importShifts({ ...options, ...paths, host: project.host });
  if (!options.dryRun) await saveEdits(imported.files, project.host);
  if (output.format === "json") output.print(documentOf(table, imported, options, output));
  else say(table, imported, options, project.back, output);
  return EXIT.ok;
}

function documentOf(
  path: string,
  { account, table, agents, dates, files, toAdd, findings }: ImportedShifts,
  { roster, dryRun }: { readonly roster: string; readonly dryRun: boolean },
  output: Output,
): string {
  const { name: sheet, encoding } = table;
  const document = {
    formatVersion: "1.0",
    kind: "import",
    account,
    roster,
    table: {
      path,
      layout: "shifts",
      ...(sheet !== undefined && { sheet }),
      ...(encoding !== undefined && { encoding }),
    },
    dryRun,
    agents,
    dates,
    files: files.map(({ path: file, before, text, isNew = false }) => ({
      path: file,
      change: isNew ? "create" : "update",
      diff: patchOf(file, isNew ? undefined : before, text),
    })),
    ...(toAdd && { toAdd }),
    diagnostics: findings.map((finding) => formatFinding(finding, output.language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function say(
  path: string,
  { table, agents, dates, files, toAdd, findings, texts }: ImportedShifts,
  { roster, dryRun }: { readonly roster: string; readonly dryRun: boolean },
  typed: (path: string) => string,
  output: Output,
): void {
  const words = tableWordsOf(output.language);
  if (findings.length > 0) output.warn(findingsText(findings, texts, output.textOptions("stderr")));
  for (const { path: file, before, text, isNew } of files)
    output.print(patchOf(file, isNew === true ? undefined : before, text));
  const { name: sheet, encoding } = table;
  const [first = "", last = ""] = [dates[0], dates.at(-1)];
  output.note(`${visible(words.shiftsRead({ sheet, encoding, agents, days: dates.length, first, last }))}\n`);
  if (toAdd !== undefined) output.note(`${visible(words.addTable({ ...toAdd, file: typed(toAdd.file), roster }))}\n`);
  if (files.length === 0) {
    output.note(`${words.unchanged}\n`);
    return;
  }
  const paths = files.map((file) => typed(file.path));
  output.note(`${visible(words.shiftsWritten({ paths, dryRun }))}\n`);
  if (dryRun) return;
  // git commits no file by name that it does not know yet.
  const fresh = files.flatMap(({ path: file, isNew }) => (isNew === true ? typed(file) : []));
  const title = words.title(posix.basename(path.replaceAll("\\", "/")));
  output.note(`${visible(words.commit(commitCommand(title, paths, fresh)))}\n`);
}
