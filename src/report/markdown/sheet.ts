import type { Source } from "../../model/source.js";
import type { Language } from "../messages/catalogue.js";
import { type MarkdownWords, markdownWordsOf } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { nameText } from "../text/page.js";
import { lineText } from "../text/place.js";
import { code, link, shortenedTo } from "./escape.js";
import type { Rung } from "./rungs.js";

/** `sha256:` and 64 digits, and some room. */
const LONGEST_HASH = 80;

/** What every part needs to be written: the words, how much to say, and how names and places look. */
export interface Sheet {
  readonly language: Language;
  readonly words: Words;
  readonly md: MarkdownWords;
  readonly rung: Rung;
  /** A name, in a paragraph or a table's cell. */
  name(text: string, place?: "text" | "cell"): string;
  /** `` `售后` (`10018578`) ``: a group as the console finds it. */
  group(group: { readonly displayName: string; readonly exten?: string }, place?: "text" | "cell"): string;
  /** `groups/a.yaml:9`, to click on where it is known where files are shown. */
  line(source: Source, place?: "text" | "cell"): string;
  /** The same as plain text, for fences. */
  lineText(source: Source): string;
  /** A file by itself. */
  fileName(file: string): string;
}

/** The sheet of a reader, at a level of detail. */
export function sheetOf({ language, linkTo, fromRoot }: RenderOptions, rung: Rung): Sheet {
  const plainLine = (source: Source) =>
    lineText(fromRoot === undefined ? source : { ...source, file: fromRoot(source.file) });
  const name: Sheet["name"] = (text, place) => code(nameText(shortenedTo(rung.nameUnits, text)), place);
  return {
    language,
    words: wordsOf(language),
    md: markdownWordsOf(language),
    rung,
    name,
    group: ({ displayName, exten }, place) =>
      exten === undefined ? name(displayName, place) : `${name(displayName, place)} (${name(exten, place)})`,
    line: (source, place) => link(code(plainLine(source), place), linkTo?.(source)),
    lineText: plainLine,
    fileName: (file) => name(fromRoot === undefined ? file : fromRoot(file)),
  };
}

/** A plan's hash: whole, unless it is none of muster's. */
export function hashText(hash: string, { rung }: Sheet): string {
  return code(shortenedTo(Math.max(LONGEST_HASH, rung.nameUnits), hash));
}

/** The first so many, and a closing item that counts the others. */
export function capped(items: readonly string[], atMost: number, more: (count: number) => string): string[] {
  return items.length <= atMost ? [...items] : [...items.slice(0, atMost), more(items.length - atMost)];
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

/** Something that folds away. Never for what somebody has to see. `summary` is text of ours, without names. */
export function folded(summary: string, body: string, open = false): string {
  return `<details${open ? " open" : ""}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table; cells are safe Markdown without bare pipes. `right`: columns of numbers. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");
}
