import picocolors from "picocolors";
import type { Source } from "../../model/source.js";
import type { PlanAccount } from "../../plan/plan.js";
import type { Language } from "../messages/catalogue.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import { flow, type Piece, proseOf } from "./flow.js";
import { visible } from "./visible.js";

/** How a person reads: everything about the reader that a text renderer needs. */
export interface TextOptions {
  readonly language: Language;
  /** Terminal colours; the shell knows about terminals and `NO_COLOR`. */
  readonly colour: boolean;
  /** Width of the terminal. Under 20 counts as 20. */
  readonly columns: number;
  /** Every line of evidence: each member on a line with its place, the plan's hash, each call. */
  readonly verbose?: boolean;
}

const NARROWEST = 20;

/** The columns that a renderer may fill. */
export function usableColumns(options: TextOptions): number {
  return Math.max(NARROWEST, Math.floor(options.columns));
}

/** What every part of a text needs to be written: the words, the colours, the room. */
export interface Page {
  readonly language: Language;
  readonly words: Words;
  readonly palette: Palette;
  readonly columns: number;
  readonly verbose: boolean;
}

/** The page of a reader. */
export function pageOf(options: TextOptions): Page {
  return {
    language: options.language,
    words: wordsOf(options.language),
    palette: paletteOf(options.colour),
    columns: usableColumns(options),
    verbose: options.verbose ?? false,
  };
}

/** A paragraph: prose, made safe and wrapped. `hanging` is for the lines after the first. */
export function paragraph(page: Page, text: string, indent = "", paint?: Paint, hanging = indent): string[] {
  return flow(proseOf(visible(text), paint), { columns: page.columns, indent, hanging });
}

/** A paragraph behind a label: `help: …`, wrapped under itself. */
export function labelled(page: Page, label: string, text: string, indent: string, paint?: Paint): string[] {
  return paragraph(page, `${label}${page.words.colon}${text}`, indent, paint, `${indent}  `);
}

/** Which account a document speaks of, and the counts worth knowing first. */
export function accountHeading(page: Page, account: PlanAccount, counts: readonly string[]): string[] {
  const { heading, quiet } = page.palette;
  const pieces: Piece[] = [
    { text: page.words.account, paint: heading },
    { text: nameText(account.name), paint: heading, gap: " " },
    { text: visible(account.accountId), paint: quiet },
    { text: visible(account.host), paint: quiet },
  ];
  const layout = { columns: page.columns, indent: "", hanging: "  " };
  return [...flow(pieces, layout), ...(counts.length === 0 ? [] : paragraph(page, page.words.joined(counts)))];
}

/**
 * A name as it stands outside of prose. Spaces at its ends, or nothing at all, would not be seen: then it is quoted. A name that
 * has such quotes itself is quoted, too, and its own are written as in JSON.
 */
export function nameText(name: string): string {
  const shown = visible(name);
  const isOdd = shown === "" || shown.trim() !== shown || shown.includes("  ") || /^"|"$/.test(shown);
  return isOdd ? `"${shown.replaceAll('"', '\\"')}"` : shown;
}

/** `售后 (10018578)`: a group as the console finds it. */
export function groupText(group: { readonly displayName: string; readonly exten?: string }): string {
  return group.exten === undefined
    ? nameText(group.displayName)
    : `${nameText(group.displayName)} (${visible(group.exten)})`;
}

/** Sections one under the other with an empty line between; empty sections leave no trace. Ends with a newline. */
export function stack(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

export type Paint = (text: string) => string;

/** The colours by what they mean, so that every renderer uses the same few. */
export interface Palette {
  readonly good: Paint;
  readonly bad: Paint;
  readonly change: Paint;
  readonly heading: Paint;
  readonly quiet: Paint;
  readonly plain: Paint;
}

/** Real colours, or none at all. */
export function paletteOf(colour: boolean): Palette {
  const colours = picocolors.createColors(colour);
  return {
    good: colours.green,
    bad: colours.red,
    change: colours.yellow,
    heading: colours.bold,
    quiet: colours.dim,
    plain: (text) => text,
  };
}

/** `groups/a.yaml:9`: where to look; short, as columns matter to no reader of a plan. */
export function lineText(source: Source): string {
  return `${visible(source.file)}:${source.line}`;
}

/** `groups/a.yaml:9:7`: what editors jump to; of a workbook `a.xlsx:Sheet1!C7`, which people look for. */
export function placeText(source: Source): string {
  if (source.cell !== undefined) return `${visible(source.file)}:${visible(source.cell)}`;
  return `${lineText(source)}:${source.column}`;
}
