import { posix } from "node:path";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { FilePort, SourceFile } from "./files.js";
import { isWithin } from "./files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";

/** Larger files are not read. In bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Of all files of an account together. YAML takes about a second a MiB to read, and 150 MiB of memory. */
export const MAX_TOTAL_BYTES = 40 * 1024 * 1024;

/** muster's own settings: never searched for groups, unless the path names the file itself. */
export const SETTINGS_FILE = "muster.yaml";

export interface FoundFiles {
  readonly files: SourceFile[];
  readonly findings: ConfigFinding[];
  /** The root of each file, for writing it again. */
  readonly roots: ReadonlyMap<string, string>;
}

/**
 * Finds and reads the files that `paths` mean: files as they are, folders searched. Each file is read once, however
 * many paths lead to it, and the order depends on nothing but the names. What lies below a searched folder and cannot be read
 * is an error: skipping it would make the desired state smaller.
 *
 * @param places where a path is written down, for those that are; these must lie in the root
 * @param root from `FilePort.rootOf`. A path from the command line has a root of its own where it lies elsewhere
 */
export async function findFiles(
  paths: readonly string[],
  port: FilePort,
  places: ReadonlyMap<string, Source> = new Map(),
  root?: string,
): Promise<FoundFiles> {
  const sink = new FindingList();
  const roots = new Map<string, string>();
  for (const path of paths) {
    const at = places.get(path);
    try {
      const own = at !== undefined && root !== undefined ? root : await port.rootOf(path, root);
      for (const file of await filesAt(path, at, own, port, sink)) {
        const name = posix.normalize(file);
        if (!roots.has(name)) roots.set(name, own);
      }
    } catch (error) {
      sink.error("file-unreadable", { path, detail: systemWord(error) }, at);
    }
  }
  const files = await readAll(roots, port, (finding) => sink.add(finding));
  return { files, findings: sink.sorted(), roots };
}

async function readAll(
  roots: ReadonlyMap<string, string>,
  port: FilePort,
  take: (finding: ConfigFinding) => void,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  let bytes = 0;
  for (const [path, root] of [...roots].sort(([a], [b]) => compareText(a, b))) {
    const file = await readFile(path, port, take, root);
    if (file === undefined) continue;
    bytes += file.bytes.length;
    if (bytes > MAX_TOTAL_BYTES) {
      take({ code: "too-much-text", severity: "error", args: { limit: MAX_TOTAL_BYTES }, source: startOf(path) });
      return [];
    }
    files.push(file);
  }
  return files;
}

async function filesAt(
  path: string,
  at: Source | undefined,
  root: string,
  port: FilePort,
  sink: FindingSink,
): Promise<readonly string[]> {
  // What lies outside is not described, not even whether it exists.
  if (!isWithin(root, await port.placeOf(path))) {
    sink.error("path-outside", { path }, at);
    return [];
  }
  switch (await port.kind(path)) {
    case "file":
      return [path];
    case "missing":
      sink.error("path-missing", { path, ...(at && { in: "settings" }) }, at);
      return [];
    case "other":
      sink.error("path-not-a-file", { path }, at);
      return [];
    case "folder":
      return searchFolder(path, at, root, port, sink);
  }
}

async function searchFolder(
  path: string,
  at: Source | undefined,
  root: string,
  port: FilePort,
  sink: FindingSink,
): Promise<readonly string[]> {
  const { files: below, faults } = await port.yamlFilesBelow(path, root);
  for (const fault of faults) reportFault(fault.path, fault.code, fault.path === path ? at : undefined, sink);
  const files = below.filter((file) => !isSettingsFile(file));
  const misnamed = below.filter((file) => isSettingsFile(file) && posix.basename(file) !== SETTINGS_FILE);
  for (const file of misnamed) sink.error("settings-file-name", { path: file });
  if (files.length + faults.length + misnamed.length === 0) sink.error("folder-without-yaml", { path }, at);
  return files;
}

/** `muster.yml` is meant as settings, too: read as groups, everything in it would be wrong. */
function isSettingsFile(path: string): boolean {
  return /^muster\.ya?ml$/i.test(posix.basename(path));
}

/** Reads one file, or says why it cannot be; also for `muster.yaml`, which is named rather than found. */
export async function readFile(
  path: string,
  port: FilePort,
  take: (finding: ConfigFinding) => void,
  root?: string,
): Promise<SourceFile | undefined> {
  try {
    const own = root ?? (await port.rootOf(path));
    return { path, bytes: await port.read(path, { root: own, most: MAX_FILE_BYTES }) };
  } catch (error) {
    const source = startOf(path);
    const args = { bytes: sizeIn(error), limit: MAX_FILE_BYTES };
    if (systemWord(error) === "EFBIG") take({ code: "file-too-large", severity: "error", args, source });
    else {
      const sink = new FindingList();
      reportFault(path, systemWord(error), source, sink);
      for (const finding of sink.sorted()) take(finding);
    }
  }
  return undefined;
}

/** Reports why a path cannot be read, by the code that the port gives. */
function reportFault(path: string, word: string, at: Source | undefined, sink: FindingSink): void {
  if (word === "EOUTSIDE") sink.error("path-outside", { path }, at);
  else if (word === "ENOTFILE") sink.error("path-not-a-file", { path }, at);
  else if (word === "ESUBMODULE") sink.error("submodule-missing", { path }, at);
  else sink.error("file-unreadable", { path, detail: word }, at);
}

function startOf(file: string): Source {
  return { file, line: 1, column: 1 };
}

function sizeIn(error: unknown): number {
  return error instanceof Error && "size" in error && typeof error.size === "number" ? error.size : MAX_FILE_BYTES + 1;
}

function systemWord(error: unknown): string {
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}
