import { posix } from "node:path";
import type { FilePort } from "../config/files.js";
import { type FoundFiles, findFiles, SETTINGS_FILE } from "../config/findFiles.js";
import type { AccountFolders } from "../config/musterFile.js";
import { filesOf } from "../config/selectFiles.js";
import type { ReadShiftTable, ShiftTable } from "../config/time/shiftTable.js";
import type { Located } from "../config/yaml/tree.js";
import { suggestNames } from "../model/suggest.js";
import type { RunFinding } from "./findings.js";
import type { Host } from "./host.js";
import type { LoadedConfig } from "./workspace.js";

/** The files of an account, and those that the run's paths choose of them. */
export interface FilesOfAccount<Account extends AccountFolders> {
  readonly account: Account;
  /** All that the account's definitions may be in. */
  readonly found: FoundFiles;
  /** Absent where paths choose nothing: the run is about all of them. */
  readonly chosen?: ReadonlySet<string>;
}

export interface FoundAccounts<Account extends AccountFolders> {
  readonly accounts: readonly FilesOfAccount<Account>[];
  /** Names of accounts that have none of the paths. */
  readonly leftOut: readonly string[];
  /** Paths that no account has. */
  readonly findings: readonly RunFinding[];
}

/** Do paths choose groups, or are they all that there is? Only a `muster.yaml` says which files belong together. */
export function isChoice(paths: readonly string[], { file }: Pick<LoadedConfig, "file">): boolean {
  return paths.length > 0 && file !== undefined;
}

/**
 * Finds and reads the files of accounts. With a `muster.yaml`, paths choose among them: the other files are read all the same,
 * since they may define what the chosen ones use.
 *
 * @param accounts those of this run
 */
export async function findAccountFiles<Account extends AccountFolders>(
  accounts: readonly Account[],
  paths: readonly string[],
  config: Pick<LoadedConfig, "file" | "root" | "folders">,
  { files }: Pick<Host, "files">,
): Promise<FoundAccounts<Account>> {
  const all: FilesOfAccount<Account>[] = [];
  const isChosen = isChoice(paths, config);
  for (const account of accounts) {
    const own = paths.length > 0 && !isChosen ? paths : account.groups;
    all.push({ account, found: await findFiles(own, files, account.groupSources, config.root) });
  }
  if (!isChosen) return { accounts: all, leftOut: [], findings: [] };
  const settings = await files.placeOf(config.file ?? SETTINGS_FILE).catch(() => undefined);
  /** Paths that some account has. muster.yaml has no groups; it counts for every run. */
  const known = new Set<string>();
  const chosen: (FilesOfAccount<Account> & { readonly chosen: ReadonlySet<string> })[] = [];
  for (const one of all) {
    const names = [...one.found.roots.keys()];
    const own = new Set<string>();
    for (const path of paths) {
      const meant = await filesOf(path, names, files);
      const isSettings = meant.length === 0 && (await files.placeOf(path).catch(() => "")) === settings;
      if (meant.length > 0 || isSettings) known.add(path);
      for (const file of meant) own.add(file);
    }
    chosen.push({ ...one, chosen: own });
  }
  const names = all.flatMap(({ found }) => [...found.roots.keys()]);
  const findings: RunFinding[] = [];
  // An account without any file is reported as such.
  for (const path of names.length === 0 ? [] : new Set(paths)) {
    if (known.has(path)) continue;
    const is = await files.kind(path).catch(() => "other" as const);
    const args = {
      path,
      is: is === "missing" ? ("missing" as const) : ("elsewhere" as const),
      accounts: accounts.map(({ name }) => name),
      folders: [...new Set(accounts.flatMap(({ groups }) => groups))],
      ...(is === "missing" ? suggestNames(path, names) : {}),
    };
    findings.push({ code: "path-not-chosen", severity: "error", args });
  }
  const used = chosen.filter((one) => one.chosen.size > 0);
  // Where nothing was chosen at all, no account is more to blame than another.
  if (used.length === 0) return { accounts: chosen, leftOut: [], findings };
  const leftOut = chosen.filter((one) => one.chosen.size === 0).map(({ account }) => account.name);
  return { accounts: used, leftOut, findings };
}

/** Reads the tables that rosters name. What that takes is loaded with the first of them. */
export interface TableReader {
  readonly readTable: ReadShiftTable;
  /** Their texts, by path, as they were read. No editing of YAML is to have them. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A table that is about to be written. */
export interface NewTable {
  /** Where it will lie: see {@link placeOfTable}. */
  readonly place: string;
  readonly path: string;
  readonly text: string;
  /** What it says to the account that it is written for; to another one it may say something else. */
  readonly table?: ShiftTable;
}

/**
 * @param roots the root of each YAML file
 * @param instead a table that is to be taken for the file at a place, which need not be there: it is about to be written
 */
export function tableReader(port: FilePort, roots: ReadonlyMap<string, string>, instead?: NewTable): TableReader {
  const texts = new Map<string, string>();
  return {
    texts,
    readTable: async (path, names) => {
      const isNew = instead !== undefined && (await placeOfTable(path, port)) === instead.place;
      if (isNew && instead.table !== undefined) return instead.table;
      const { readShiftTable, readShiftFile } = await import("./shiftTables.js");
      if (isNew)
        return readShiftFile({ path: instead.path, bytes: new TextEncoder().encode(instead.text) }, path, names, texts);
      return readShiftTable(path, names, port, roots, texts);
    },
  };
}

/** Where a table lies that a roster names, all links followed; nothing of what is there is read. */
export function placeOfTable({ value, at }: Located<string>, port: FilePort): Promise<string> {
  return port.placeOf(posix.join(posix.dirname(at.file), value)).catch(() => "");
}
