import { isDigits } from "../config/numbers.js";
import { replaceHidden } from "../model/hiddenCharacters.js";
import type { NumberFault } from "./findings.js";
import type { Cell } from "./sheet.js";

/** A text as people compare it: without the spaces around it, what is invisible, and between full and half width. */
export function plainText(text: string): string {
  return replaceHidden(text.normalize("NFKC"), () => "").trim();
}

/**
 * What a written name may be, the likeliest first. An apostrophe at the beginning is Excel's mark for a text; spaces within
 * make short names as wide as long ones, heads have line breaks, and what comes from a page has other spaces and
 * invisible characters.
 */
export function readingsOf(written: string): readonly string[] {
  const unmarked = written.startsWith("'") ? [written.slice(1)] : [];
  const texts = [...unmarked, written];
  const readings = texts.flatMap((text) => [text, text.trim(), text.trim().normalize("NFC")]);
  const visible = texts.map((text) =>
    replaceHidden(text, () => "")
      .replace(/\s+/g, " ")
      .trim()
      .normalize("NFC"),
  );
  return [...new Set([...readings, ...visible, ...visible.map((text) => text.replaceAll(" ", ""))])];
}

/**
 * A text that no program takes for a formula and, in CSV, for a number or a date either: {@link readingsOf} takes the
 * apostrophe away again.
 *
 * @param isWord is it a word that has a meaning in tables?
 */
export function markedText(text: string, isWord: (text: string) => boolean, format: "csv" | "xlsx"): string {
  const isFormula = /^[\s'=+\-@\uff0b\uff0d\uff1d\uff20\u2212]/u.test(text);
  // Up to eleven digits Excel shows as they are; a zero in front it drops, and what is longer it shows as 1.2E+11.
  const isPlainNumber = /^(?:0|[1-9][0-9]{0,10})$/.test(text);
  const isChanged =
    format === "csv" &&
    !isPlainNumber &&
    /^(?:[\p{N}.,(%$\uffe5\u00a5]|true$|false$|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/iu.test(
      text.trim(),
    );
  return isFormula || isChanged || isWord(text) ? `'${text}` : text;
}

/** The digits of a number that a person wrote, or a program changed. */
export type ReadNumber = { readonly digits: string } | { readonly fault: NumberFault; readonly meant?: string };

/** Reads a number from a cell. Full-width digits are digits; what a program may have rounded is refused. */
export function readNumber({ kind, text }: Cell): ReadNumber {
  const written = plainText(text.startsWith("'") ? text.slice(1) : text);
  if (kind === "date") return { fault: "date" };
  if (isDigits(written)) return kind === "number" && written.length > 15 ? { fault: "long" } : { digits: written };
  const whole = /^([0-9]+)\.0+$/.exec(written)?.[1];
  if (whole !== undefined) return { digits: whole };
  if (/^[0-9.]+e[+-]?[0-9]+$/i.test(written)) return { fault: "exponent" };
  if (/^[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.0+)?$/.test(written))
    return { fault: "grouped", meant: written.replace(/\.0+$/, "").replace(/[^0-9]/g, "") };
  if (/^[+-][0-9.]+$/.test(written)) return { fault: "sign" };
  if (/^[0-9]*\.[0-9]+$/.test(written)) return { fault: "fraction" };
  return { fault: /^[0-9]{1,4}[-/.年月][0-9]{1,2}(?![0-9])/.test(written) ? "date" : "text" };
}

/** What a cell of a matrix says of an agent and a group. */
export type Mark = "yes" | "no" | "cross" | "zero" | "unknown" | { readonly priority: number };

const TICKS = new Set(["√", "✓", "✔", "☑", "v", "y", "yes", "true", "是", "有", "在"]);
const CROSSES = new Set(["x", "×", "✕", "✖"]);
const BLANKS = new Set(["-", "–", "—", "/", "n", "no", "false", "否", "无", "☐"]);

/** Reads a cell of a matrix. A number is a priority, whatever it is; but 0 may be meant either way. */
export function readMark(cell: Cell): Mark {
  const written = plainText(cell.text.startsWith("'") ? cell.text.slice(1) : cell.text)
    .replace(/\ufe0f/g, "")
    .toLowerCase();
  if (cell.kind !== "date" && TICKS.has(written)) return "yes";
  if (CROSSES.has(written)) return "cross";
  if (BLANKS.has(written)) return "no";
  const number = readNumber(cell);
  if (!("digits" in number)) return "unknown";
  const priority = Number(number.digits);
  if (priority === 0) return "zero";
  return Number.isSafeInteger(priority) ? { priority } : "unknown";
}
