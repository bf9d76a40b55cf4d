import { readFile } from "../config/findFiles.js";
import type { ConfigFinding } from "../config/findings.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { readTable } from "../tables/readTable.js";
import type { Sheet } from "../tables/sheet.js";
import { type TableMembers, tableMembers } from "../tables/tableMembers.js";
import { wantedMembers } from "../tables/wantedMembers.js";
import type { EditedMembership } from "../writeback/editAgent.js";
import type { Remarks } from "../writeback/findings.js";
import { namesInComments } from "../writeback/nameRemarks.js";
import { setMembers } from "../writeback/setMembers.js";
import { type EditedFile, editedFiles, readSound } from "./editAgents.js";
import type { Host } from "./host.js";
import { inOtherAccounts } from "./otherAccounts.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface ImportOptions extends ConfigOptions {
  /** The file of the table. */
  readonly table: string;
  /** Of a workbook, where it has several. */
  readonly sheet?: string | undefined;
  readonly account?: string | undefined;
  /** How many groups may lose their last member; if absent, as many as `muster.yaml` allows. */
  readonly maxEmptied?: number | undefined;
  /** The sentences that are written into files as comments. */
  readonly remarks: Remarks;
}

/** The files after an import. Nothing has been written yet. */
export interface ImportedTable {
  readonly account: string;
  readonly table: Pick<Sheet, "name" | "encoding"> & Pick<TableMembers, "layout">;
  /** Groups that the table names, and all that the files have. */
  readonly groups: { readonly named: number; readonly all: number };
  readonly memberships: readonly EditedMembership[];
  readonly files: readonly EditedFile[];
  /** Warnings only. */
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Edits the files of one account so that the groups that a table names have the members that it gives them. Offline.
 *
 * @throws {UserError} the files or the table have an error; all of them at once
 */
export async function importTable(options: ImportOptions): Promise<ImportedTable> {
  const { host, table: path, sheet: asked } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const { texts, roots, marked, desired, index } = await readSound(entry, config, host);
  const sheet = await sheetOf(path, asked, host);
  const table = tableMembers(sheet, { index, groups: desired.groups, nameOf: namesInComments(texts, desired.moment) });
  if (hasError(table.findings)) throw new UserError(table.findings);
  const limit = options.maxEmptied ?? config.guards.maxEmptied;
  const wanted = wantedMembers(table, desired.groups, limit);
  const findings: Finding[] = [...table.findings, ...wanted.findings];
  if (hasError(findings)) throw new UserError(findings);
  const edited = setMembers({ texts, members: wanted.members, remarks: options.remarks, moment: desired.moment });
  if (hasError(edited.findings)) throw new UserError(edited.findings, texts);
  findings.push(...edited.teams.map((args): Finding => ({ code: "table-team", severity: "warning", args })));
  findings.push(...(await inOtherAccounts(edited.changed, entry, config, host)));
  return {
    account: entry.name,
    table: {
      layout: table.layout,
      ...(sheet.name !== undefined && { name: sheet.name }),
      ...(sheet.encoding !== undefined && { encoding: sheet.encoding }),
    },
    groups: { named: table.groups.size, all: desired.groups.length },
    memberships: edited.memberships,
    files: editedFiles(edited.changed, texts, marked, roots),
    findings,
    texts,
  };
}

/** @throws {UserError} the file cannot be read, or is no table */
export async function sheetOf(path: string, asked: string | undefined, { files }: Pick<Host, "files">): Promise<Sheet> {
  const findings: ConfigFinding[] = [];
  // What leads outside, or may not be read, is said by the reading.
  const kind = await files.kind(path).catch(() => "file");
  if (kind === "missing") throw new UserError([{ code: "path-missing", severity: "error", args: { path } }]);
  // Of no pipe either: it could only be read once.
  if (kind !== "file") {
    const source = { file: path, line: 1, column: 1 };
    throw new UserError([{ code: "table-unreadable", severity: "error", args: { reason: "not-a-table" }, source }]);
  }
  const file = await readFile(path, files, (finding) => findings.push(finding));
  if (file === undefined) throw new UserError(findings.map(ofTable));
  const read = await readTable(path, file.bytes, asked);
  if ("finding" in read) throw new UserError([read.finding]);
  return read.sheet;
}

/** What files of YAML are told to do helps no table. */
function ofTable(finding: ConfigFinding): Finding {
  if (finding.code !== "file-too-large") return finding;
  return { ...finding, code: "table-too-large", args: { part: "file", limit: finding.args.limit } };
}
