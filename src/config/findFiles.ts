import { posix } from "node:path";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { FilePort, SourceFile } from "./files.js";
import { type ConfigFinding, FindingList, type Report, sortFindings } from "./findings.js";

/** Larger files are not read at all. In bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** muster's own settings: never searched for groups, unless the path names the file itself. */
const SETTINGS_FILE = "muster.yaml";

/**
 * Finds and reads the files that `paths` mean: files as they are, folders searched. Each file is read once, however
 * many paths lead to it, and the order depends on nothing but the names.
 *
 * @param places where a path is written down, for those that are
 */
export async function findFiles(
  paths: readonly string[],
  port: FilePort,
  places: ReadonlyMap<string, Source> = new Map(),
): Promise<{ files: SourceFile[]; findings: ConfigFinding[] }> {
  const report = new FindingList();
  const found = new Set<string>();
  for (const path of paths) {
    for (const file of await filesAt(path, places.get(path), port, report)) found.add(posix.normalize(file));
  }
  const files: SourceFile[] = [];
  const unread: ConfigFinding[] = [];
  for (const path of [...found].sort(compareText)) {
    const file = await readFile(path, port, (finding) => unread.push(finding));
    if (file) files.push(file);
  }
  return { files, findings: sortFindings([...report.sorted(), ...unread]) };
}

async function filesAt(path: string, at: Source | undefined, port: FilePort, report: Report): Promise<string[]> {
  switch (await kindOf(path, at, port, report)) {
    case undefined:
      return [];
    case "file":
      return [path];
    case "missing":
      report.error("path-missing", { path }, at);
      return [];
    case "other":
      report.error("path-not-a-file", { path }, at);
      return [];
    case "folder":
      return searchFolder(path, at, port, report);
  }
}

/** Nothing where the path itself leads nowhere: links in a circle, a folder that may not be entered. */
async function kindOf(
  path: string,
  at: Source | undefined,
  port: FilePort,
  report: Report,
): Promise<Awaited<ReturnType<FilePort["kind"]>> | undefined> {
  try {
    return await port.kind(path);
  } catch (error) {
    report.error("file-unreadable", { path, detail: systemWord(error) }, at);
    return undefined;
  }
}

async function searchFolder(path: string, at: Source | undefined, port: FilePort, report: Report): Promise<string[]> {
  let below: string[];
  try {
    below = await port.yamlFilesBelow(path);
  } catch (error) {
    report.error("file-unreadable", { path, detail: systemWord(error) }, at);
    return [];
  }
  const files = below.filter((file) => posix.basename(file) !== SETTINGS_FILE);
  if (files.length === 0) report.error("folder-without-yaml", { path }, at);
  return files;
}

/** Reads one file, or says why it cannot be; also for `muster.yaml`, which is named rather than found. */
export async function readFile(
  path: string,
  port: FilePort,
  take: (finding: ConfigFinding) => void,
): Promise<SourceFile | undefined> {
  const source = { file: path, line: 1, column: 1 };
  try {
    const bytes = await port.size(path);
    if (bytes <= MAX_FILE_BYTES) return { path, bytes: await port.read(path) };
    take({ code: "file-too-large", severity: "error", args: { bytes, limit: MAX_FILE_BYTES }, source });
  } catch (error) {
    take({ code: "file-unreadable", severity: "error", args: { path, detail: systemWord(error) }, source });
  }
  return undefined;
}

function systemWord(error: unknown): string {
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.message;
  return String(error);
}
