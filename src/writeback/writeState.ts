import { compareText } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { fileNames } from "./fileNames.js";
import type { AuthorFinding } from "./findings.js";
import { groupText } from "./groupText.js";
import type { Remarks } from "./remarks.js";
import { whyNoEntry } from "./writable.js";

export interface WriteOptions {
  /** Pin every group, not only those whose names are not their own. */
  readonly pin: boolean;
  readonly remarks: Remarks;
  /** Names that need a pin though one live group alone bears them: other files have them, too. */
  readonly namesInUse?: ReadonlySet<string>;
}

/** A live group's entry, as lines of a block list. */
export interface WrittenGroup {
  readonly group: LiveGroup;
  readonly lines: readonly string[];
}

/** Text for a file to be. */
export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes live groups down, by name. What the rules for files forbid is left out and reported.
 *
 * @param account all live groups, so that it is known which names are borne by several
 */
export function writeGroups(
  groups: readonly LiveGroup[],
  account: readonly LiveGroup[],
  options: WriteOptions,
): { readonly written: readonly WrittenGroup[]; readonly findings: readonly AuthorFinding[] } {
  const bearers = new Map<string, number>();
  for (const { displayName } of account) bearers.set(displayName, (bearers.get(displayName) ?? 0) + 1);
  const written: WrittenGroup[] = [];
  const findings: AuthorFinding[] = [];
  for (const group of [...groups].sort(byName)) {
    const { displayName, exten } = group;
    const needsPin = (bearers.get(displayName) ?? 0) > 1 || (options.namesInUse?.has(displayName) ?? false);
    const reason = whyNoEntry(group, needsPin);
    if (reason) {
      findings.push(reason);
      continue;
    }
    const pinned = needsPin || (options.pin && /^[0-9]+$/.test(exten));
    const { lines, findings: own } = groupText(group, pinned, options.remarks);
    written.push({ group, lines });
    findings.push(...own);
  }
  return { written, findings };
}

/** All entries in one file. */
export function oneFile(path: string, written: readonly WrittenGroup[]): WrittenFile {
  return { path, text: documentText(written) };
}

/**
 * A file for each entry.
 *
 * @param taken names of files that the folder has already, without extension
 */
export function splitFiles(
  folder: string,
  written: readonly WrittenGroup[],
  taken: ReadonlySet<string> = new Set(),
): readonly WrittenFile[] {
  const names = fileNames(
    written.map(({ group }) => group),
    taken,
  );
  return written.map((one) => ({ path: `${folder}/${names.get(one.group)}.yaml`, text: documentText([one]) }));
}

/** A whole document with these entries. */
export function documentText(written: readonly WrittenGroup[]): string {
  if (written.length === 0) return "version: 1\ngroups: []\n";
  const entries = written.map(({ lines }) => `${lines.map((line) => `  ${line}`).join("\n")}\n`);
  return `version: 1\n\ngroups:\n${entries.join("\n")}`;
}

function byName(a: LiveGroup, b: LiveGroup): number {
  return compareText(a.displayName, b.displayName) || compareText(a.exten, b.exten);
}
