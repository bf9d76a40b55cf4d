import { jsonLine } from "../json.js";
import { widthOf } from "./columns.js";

const STEP = "  ";

/** A JSON value in lines of at most `columns`: whole where it fits, else opened up, with as many entries of a list on a line as go. */
export function jsonBody(value: unknown, columns: number, indent: string): string[] {
  return opened(value, columns, indent, "", "");
}

/** `before` is the key, `after` the comma: they belong to the value's first and last line. */
function opened(value: unknown, columns: number, indent: string, before: string, after: string): string[] {
  const whole = `${indent}${before}${jsonLine(value)}${after}`;
  if (widthOf(whole) <= columns || typeof value !== "object" || value === null) return [whole];
  const inner = indent + STEP;
  if (Array.isArray(value)) {
    return [`${indent}${before}[`, ...packed(value, columns, inner), `${indent}]${after}`];
  }
  const entries = Object.entries(value);
  return [
    `${indent}${before}{`,
    ...entries.flatMap(([key, entry], index) =>
      opened(entry, columns, inner, `${jsonLine(key)}: `, comma(index, entries)),
    ),
    `${indent}}${after}`,
  ];
}

function packed(entries: readonly unknown[], columns: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, entry] of entries.entries()) {
    const text = `${jsonLine(entry)}${comma(index, entries)}`;
    if (line !== "" && widthOf(`${indent}${line} ${text}`) <= columns) {
      line = `${line} ${text}`;
      continue;
    }
    if (line !== "") lines.push(indent + line);
    line = "";
    if (widthOf(indent + text) <= columns) line = text;
    else lines.push(...opened(entry, columns, indent, "", comma(index, entries)));
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

function comma(index: number, entries: readonly unknown[]): string {
  return index === entries.length - 1 ? "" : ",";
}
