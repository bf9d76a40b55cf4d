import { matchesGlob } from "../config/patterns.js";
import { suggest } from "../model/suggest.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { type TableRequest, type WrittenTable, writeTable } from "../tables/writeTable.js";
import { namesInComments } from "../writeback/nameRemarks.js";
import { readSound } from "./editAgents.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, selectAccounts } from "./workspace.js";

export interface ExportOptions extends ConfigOptions, Pick<TableRequest, "layout" | "format" | "heads"> {
  readonly account?: string | undefined;
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
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false, paths: [] });
  if (entry === undefined) throw new TypeError("no account was selected");
  const { desired, roster, texts } = await readSound(entry, config, host);
  const { rows, ...written } = writeTable({
    ...options,
    groups: desired.groups,
    roster,
    nameOf: namesInComments(texts),
    isChosen: selection(options.group, desired.groups),
  });
  if (hasError(written.findings)) throw new UserError(written.findings);
  const shown = rows.map((cells) => cells.map((cell) => (typeof cell === "string" ? host.secrets.redact(cell) : cell)));
  const content =
    format === "csv"
      ? (await import("../tables/csvText.js")).csvText(shown)
      : await (await import("../tables/xlsxBytes.js")).xlsxBytes(shown, options.heads.group);
  return { ...written, content };
}

/** `--group`. @throws {UserError} there is no such group */
function selection(asked: readonly string[] | undefined, groups: TableRequest["groups"]): TableRequest["isChosen"] {
  if (asked === undefined) return () => true;
  const isMeant = (name: string): TableRequest["isChosen"] => {
    return ({ displayName, exten }) => displayName === name || exten === name || matchesGlob(name, displayName);
  };
  const names = groups.flatMap(({ displayName, exten = displayName }) => [displayName, exten]);
  const unknown = asked.filter((name) => !groups.some(isMeant(name)));
  if (unknown.length > 0)
    throw new UserError(
      unknown.map((name): Finding => {
        const args = { name, flag: "--group", ...suggest(name, names) };
        return { code: "unknown-group", severity: "error", args };
      }),
    );
  return (group) => asked.some((name) => isMeant(name)(group));
}
