import { isMap, isScalar } from "yaml";
import { type Edit, indentOf, indentTo, nextLine } from "./edits.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";
import { documentsOf } from "./reading.js";

/** A name that `agents`, `teams` or `calendars` are to get. */
export interface Definition {
  /** `key: value` in brackets. */
  readonly inline: string;
  /** The same as lines of a block, the first without indent. */
  readonly lines: readonly string[];
}

/** Definitions where they belong: what one file becomes. */
export interface Declared {
  readonly path: string;
  readonly text: string;
}

/**
 * Adds names to `agents`, `teams` or `calendars`: to the first of the files that has them, else to a file of their own.
 *
 * @param own the path of that file, which may be there already
 * @param isShared files that take none: other accounts read them, too
 */
export function declare(
  key: "agents" | "teams" | "calendars",
  definitions: readonly Definition[],
  texts: ReadonlyMap<string, string>,
  own: string,
  isShared: (path: string) => boolean = () => false,
): Declared {
  for (const [path, text] of texts) {
    if (isShared(path)) continue;
    const edit = documentsOf(text)
      .map(({ contents }) => extension(pairOf(contents, key)?.value, definitions, text))
      .find((one) => one !== undefined);
    if (edit !== undefined) return { path, text: inserted(text, edit) };
  }
  const lines = [`${key}:`, ...definitions.flatMap((one) => one.lines.map((line) => `  ${line}`))];
  const block = `${lines.join("\n")}\n`;
  const text = texts.get(own) ?? "";
  if (text.trim() === "") return { path: own, text: `version: 1\n\n${block}` };
  const place = behindVersion(key, text);
  if (place === undefined) return { path: own, text: inserted(text, atEnd(text, `---\nversion: 1\n\n${block}`)) };
  const gap = /^[ \t]*\r?\n/.test(text.slice(place)) || place === text.length ? "" : "\n";
  return { path: own, text: inserted(text, { start: place, end: place, text: `\n${block}${gap}` }) };
}

function inserted(text: string, { start, end, text: added }: Edit): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return text.slice(0, start) + added.replaceAll("\n", newline) + text.slice(end);
}

function atEnd(text: string, added: string): Edit {
  return { start: text.length, end: text.length, text: added };
}

/** More pairs behind the last one of a map. */
function extension(map: unknown, definitions: readonly Definition[], text: string): Edit | undefined {
  const last = isMap(map) ? map.items.at(-1) : undefined;
  if (last === undefined) return undefined;
  const end = endOf(last.value ?? last.key);
  if (isFlow(map)) {
    const more = definitions.map(({ inline }) => inline).join(", ");
    // A comment behind the last pair speaks of that one.
    const [rest = "", remark = ""] = /^[ \t]*,?([ \t]+#[^\r\n]*)/.exec(text.slice(end)) ?? [];
    if (rest === "") return { start: end, end, text: `, ${more}` };
    return { start: end, end: end + rest.length, text: `,${remark}\n${indentOf(text, startOf(last.key))}${more}` };
  }
  const at = nextLine(text, end);
  const indent = indentTo(text, startOf(map));
  const lines = definitions.flatMap((one) => one.lines.map((line) => `${indent}${line}\n`));
  return { start: at, end: at, text: lines.join("") };
}

/** Below the version that a file begins with, where its first document can take the key. */
function behindVersion(key: string, text: string): number | undefined {
  const [root] = documentsOf(text).map(({ contents }) => contents);
  if (!isMap(root) || isFlow(root) || pairOf(root, key) !== undefined) return undefined;
  const [first] = root.items;
  const isVersion = isScalar(first?.key) && first.key.value === "version";
  return isVersion && startOf(root) === text.lastIndexOf("\n", startOf(root) - 1) + 1
    ? nextLine(text, endOf(first.value))
    : undefined;
}
