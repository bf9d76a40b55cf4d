import { type Document, isSeq } from "yaml";
import { replaceHidden } from "../model/hiddenCharacters.js";
import { compareText, sortMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { applyEdits, indentOf, nextLine, withLineEnd } from "./edits.js";
import { entryText, PLAIN_STYLE } from "./entries.js";
import type { AuthorFinding, Remarks } from "./findings.js";
import { nameRemark } from "./nameRemarks.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";
import { documentsOf } from "./reading.js";
import { isWritableSetting, memberFinding, settingFinding, unwritableMember, whyNoEntry } from "./writable.js";
import { commentText, quotedText, scalarText } from "./yamlText.js";

export interface WriteOptions {
  /** Pin every group, not only those whose names are not their own. */
  readonly pin: boolean;
  readonly remarks: Remarks;
  /** Names that need a pin although only one live group has them: other files use them, too. */
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
 * @param account all live groups, to know which names several of them have
 */
export function writeGroups(
  groups: readonly LiveGroup[],
  account: readonly LiveGroup[],
  options: WriteOptions,
): { readonly written: readonly WrittenGroup[]; readonly findings: readonly AuthorFinding[] } {
  const count = new Map<string, number>();
  for (const { displayName } of account) count.set(displayName, (count.get(displayName) ?? 0) + 1);
  const written: WrittenGroup[] = [];
  const findings: AuthorFinding[] = [];
  for (const group of [...groups].sort(byName)) {
    const { displayName, exten } = group;
    const needsPin = (count.get(displayName) ?? 0) > 1 || (options.namesInUse?.has(displayName) ?? false);
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

/** The lines of a group's entry in a block list whose dashes stand in the first column, and what they could not say. */
export interface GroupText {
  readonly lines: readonly string[];
  readonly findings: readonly AuthorFinding[];
}

/** Writes a live group down. Its name must be writable, and its number where it is pinned. */
export function groupText(group: LiveGroup, pinned: boolean, remarks: Remarks): GroupText {
  const findings: AuthorFinding[] = [];
  const lines = [`- displayName: ${scalarText(group.displayName)}`];
  if (pinned) lines.push(`  exten: ${quotedText(group.exten)}`);
  for (const attribute of ["assignRule", "memory"] as const) {
    const value = group[attribute];
    if (value === undefined) continue;
    if (isWritableSetting(attribute, value)) lines.push(`  ${attribute}: ${value}`);
    else {
      findings.push(settingFinding(group, attribute, value));
      lines.push(`  # ${attribute}: ${commentText(remarks.unknownSetting(value))}`);
    }
  }
  const odd = unwritableMember(group.members);
  if (odd) {
    findings.push(memberFinding(group, odd));
    lines.push(`  # members: ${commentText(remarks.unwritableMember(odd.agentNumber))}`);
  } else if (group.members.length === 0) lines.push("  members: []");
  else {
    lines.push("  members:");
    for (const member of sortMembers(group.members)) {
      const remark = nameRemark(member.agentName);
      lines.push(`    - ${entryText(member, PLAIN_STYLE)}${remark === undefined ? "" : ` ${remark}`}`);
    }
  }
  return { lines, findings };
}

/** Puts entries behind the last group of a file; where there is no list that could take them, in a document of their own. */
export function appendGroups(text: string, written: readonly WrittenGroup[]): string {
  if (written.length === 0) return text;
  if (text.trim() === "") return documentText(written);
  const whole = withLineEnd(text);
  const list = documentsOf(whole)
    .map(groupList)
    .findLast((found) => found !== undefined);
  if (list === undefined) {
    // After `...` a document may begin without a marker, and with one, too.
    return applyEdits(whole, [{ start: whole.length, end: whole.length, text: `---\n${documentText(written)}` }]);
  }
  const at = nextLine(whole, endOf(list));
  const indent = indentOf(whole, startOf(list));
  const entries = written.map(({ lines }) => `\n${lines.map((line) => `${indent}${line}\n`).join("")}`);
  return applyEdits(whole, [{ start: at, end: at, text: entries.join("") }]);
}

function groupList(document: Document) {
  const list = pairOf(document.contents, "groups")?.value;
  return isSeq(list) && !isFlow(list) && list.items.length > 0 ? list : undefined;
}

/** Longer names are cut: some file systems end at 255 bytes, and a Chinese character takes three. */
const MAX_LENGTH = 40;
/** Names that folders are not searched for, and devices of one system. */
const TAKEN = /^(?:muster|con|prn|aux|nul|(?:com|lpt)[\d¹²³])$/i;

/** A file name for each group, told apart on file systems that know neither case nor composition. No extension. */
export function fileNames(groups: readonly LiveGroup[], taken: ReadonlySet<string>): ReadonlyMap<LiveGroup, string> {
  const used = new Set([...taken].map(folded));
  const names = new Map<LiveGroup, string>();
  for (const group of groups) {
    const slug = slugOf(group.displayName);
    let name = slug === "" || TAKEN.test(slug) || used.has(folded(slug)) ? join(slug, slugOf(group.exten)) : slug;
    for (let again = 2; used.has(folded(name)); again += 1) name = join(slug, `${slugOf(group.exten)}-${again}`);
    used.add(folded(name));
    names.set(group, name);
  }
  return names;
}

function slugOf(text: string): string {
  return [...replaceHidden(text.normalize("NFC"), () => "").replace(/[^\p{L}\p{N}_]+/gu, "-")]
    .slice(0, MAX_LENGTH)
    .join("")
    .replace(/^-+|-+$/g, "");
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("-") || "group";
}

function folded(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
