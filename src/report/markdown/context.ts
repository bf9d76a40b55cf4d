import type { Source } from "../../model/source.js";
import type { Language } from "../messages/catalogue.js";
import { type MarkdownWords, markdownWordsOf } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { lineText, nameText } from "../text/page.js";
import type { DetailLevel } from "./detailLevels.js";
import { code, link, prose, shortenedTo } from "./escape.js";

/** `sha256:` and 64 digits, and some room. */
const LONGEST_HASH = 80;

/** What every part needs to be written: the words, how much to say, and how names and places look. */
export interface MarkdownContext {
  readonly language: Language;
  readonly words: Words;
  readonly md: MarkdownWords;
  readonly level: DetailLevel;
  /** A name, in a paragraph or a table's cell. */
  name(text: string, place?: "text" | "cell"): string;
  /** A text of people as prose, cut where it is longer than this. */
  sentence(text: string, units: number): string;
  /** `` `售后` (`10018578`) ``: a group as the console finds it. */
  group(group: { readonly displayName: string; readonly exten?: string }, place?: "text" | "cell"): string;
  /** `groups/a.yaml:9`, to click on where it is known where files are shown. */
  line(source: Source, place?: "text" | "cell"): string;
  /** The same as plain text, for fences. */
  lineText(source: Source): string;
  /** A file by itself. */
  fileName(file: string): string;
}

/** Thrown where a section is longer than its room: the rest of it need not be written. */
export class TooLong extends Error {}

/**
 * The context of a reader, at a level of detail.
 *
 * @param room UTF-16 units; names and places longer than that together end it with {@link TooLong}
 */
export function contextOf(
  { language, linkTo, fromRoot, redact = (text) => text }: RenderOptions,
  level: DetailLevel,
  room = Number.POSITIVE_INFINITY,
): MarkdownContext {
  let units = 0;
  const counted = (text: string): string => {
    units += text.length;
    if (units > room) throw new TooLong();
    return text;
  };
  const plainLine = (source: Source) =>
    lineText(fromRoot === undefined ? source : { ...source, file: fromRoot(source.file) });
  // A secret is no longer known as one after it is cut, so it goes first.
  const short = (text: string) => (text.length <= level.nameUnits ? text : shortenedTo(level.nameUnits, redact(text)));
  const name: MarkdownContext["name"] = (text, place) => counted(code(nameText(short(text)), place));
  return {
    language,
    words: wordsOf(language),
    md: markdownWordsOf(language),
    level,
    name,
    sentence: (text, units) => counted(prose(text.length <= units ? text : shortenedTo(units, redact(text)))),
    group: ({ displayName, exten }, place) =>
      exten === undefined ? name(displayName, place) : `${name(displayName, place)} (${name(exten, place)})`,
    line: (source, place) => counted(link(code(plainLine(source), place), linkTo?.(source))),
    lineText: (source) => counted(plainLine(source)),
    fileName: (file) => name(fromRoot === undefined ? file : fromRoot(file)),
  };
}

/** A plan's hash: whole, unless it is none of muster's. */
export function hashText(hash: string, { level }: MarkdownContext): string {
  return code(shortenedTo(Math.max(LONGEST_HASH, level.nameUnits), hash));
}

/** A bullet list of the first so many, and an item that counts the others. What is only counted is not written. */
export function cappedBullets<T>(
  all: readonly T[],
  atMost: number,
  item: (one: T) => string | readonly string[],
  { md }: MarkdownContext,
): string {
  const items = all.slice(0, atMost).map(item);
  const rest = all.length - items.length;
  return bullets(rest > 0 ? [...items, md.more(rest)] : items);
}

/** A bullet list. An item's further lines are given with it, and stay inside of it. */
export function bullets(items: readonly (string | readonly string[])[]): string {
  return items
    .map((item) => {
      const [first = "", ...rest] = typeof item === "string" ? [item] : item;
      return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
    })
    .join("\n");
}

/** GitHub's alert; where there is none it reads as a quotation that begins with a bold line. */
export function alert(
  kind: "CAUTION" | "WARNING",
  title: string,
  items: readonly (string | readonly string[])[],
): string {
  const lines = [`[!${kind}]`, `**${title}**`, "", ...bullets(items).split("\n")];
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
}

/** Something that folds away. Never for what a reviewer has to see. `summary` is text of ours, without names. */
export function folded(summary: string, body: string, open = false): string {
  return `<details${open ? " open" : ""}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table; cells are safe Markdown without bare pipes. `right`: columns of numbers. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");
}
