import { replaceHidden } from "../model/hiddenCharacters.js";
import type { LiveGroup } from "../moor/live.js";

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
