import { selectGroups } from "../plan/selectGroups.js";
import { type TableRequest, type WrittenCell, type WrittenTable, writeTable } from "../tables/writeTable.js";
import { namesInComments } from "../writeback/nameRemarks.js";
import { readSound } from "./editAgents.js";
import type { Host } from "./host.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface ExportOptions extends ConfigOptions, Pick<TableRequest, "layout" | "format" | "heads"> {
  readonly account?: string | undefined;
  /** The name of a workbook's sheet. */
  readonly sheet: string;
  /** Only these groups, by name, pattern or number. */
  readonly group?: readonly string[] | undefined;
}

/** A table of an account's groups, not written yet. */
export interface ExportedTable extends Omit<WrittenTable, "rows"> {
  readonly content: string | Uint8Array;
}

/**
 * The members that the files of one account give to groups, as a table. Offline.
 *
 * @throws {UserError} the files have an error, or no group is called so
 */
export async function exportTable(options: ExportOptions): Promise<ExportedTable> {
  const { host, format } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const { desired, index, texts } = await readSound(entry, config, host);
  const chosen = options.group && selectGroups(desired.groups, options.group);
  if (chosen !== undefined && chosen.findings.length > 0) throw new UserError(chosen.findings);
  const { rows, ...written } = writeTable({
    ...options,
    groups: desired.groups,
    index,
    nameOf: namesInComments(texts, desired.moment),
    isChosen: chosen?.only ?? (() => true),
  });
  if (hasError(written.findings)) throw new UserError(written.findings);
  const content = await tableContent(rows, format, options.sheet, host);
  return { ...written, content };
}

/** A table as the bytes of its file, secrets taken out. */
export async function tableContent(
  rows: readonly (readonly WrittenCell[])[],
  format: TableRequest["format"],
  sheet: string,
  { secrets }: Pick<Host, "secrets">,
): Promise<string | Uint8Array> {
  const shown = rows.map((cells) => cells.map((cell) => (typeof cell === "string" ? secrets.redact(cell) : cell)));
  return format === "csv"
    ? (await import("../tables/csvText.js")).csvText(shown)
    : (await import("../tables/xlsxBytes.js")).xlsxBytes(shown, sheet);
}
