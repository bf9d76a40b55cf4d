import { type CsvError, parse } from "csv-parse/sync";
import { TableFault, unreadable } from "./findings.js";
import { type Cell, type Row, type Sheet, tooLarge } from "./sheet.js";

const SEPARATORS = [",", ";", "\t"] as const;
/** As many lines as are looked at to know the separator. */
const SAMPLE = 20;

/** A CSV file, or the text with tabs that Excel writes. @throws {TableFault} */
export function readCsv(file: string, bytes: Uint8Array): Sheet {
  const { text: decoded, encoding } = decodeTable(bytes);
  // Excel's own first line.
  const told = /^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)/i.exec(decoded);
  const text = told === null ? decoded : decoded.slice(told[0].length);
  const skipped = told === null ? 0 : 1;
  const separator = told?.[1] ?? separatorOf(text);
  const records = recordsOf(text, separator, skipped);
  const rows = records.flatMap(({ line, fields }): Row[] => {
    const cells: (Cell | undefined)[] = [];
    for (const [column, field] of fields.entries()) {
      // How other programs keep Excel from taking a number for one.
      const text = /^="([^"]*)"$/.exec(field)?.[1] ?? field;
      if (text.trim() !== "") cells[column] = { kind: "text", text };
    }
    return cells.length === 0 ? [] : [{ number: line, cells }];
  });
  refuseLarge(rows);
  return {
    rows,
    encoding,
    merged: [],
    hiddenRows: [],
    hiddenColumns: [],
    place: (row, column) => ({ file, line: row, column: column + 1 }),
    inText: { text: decoded, place: placesIn(file, decoded, separator) },
  };
}

/** Chinese Excel writes GBK without a word about it. @throws {TableFault} */
function decodeTable(bytes: Uint8Array): { readonly text: string; readonly encoding: NonNullable<Sheet["encoding"]> } {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const [utf16] = mark === 0xfffe ? ["utf-16le"] : mark === 0xfeff ? ["utf-16be"] : [];
  const attempts = utf16 === undefined ? (["utf-8", "gb18030"] as const) : [utf16];
  for (const label of attempts) {
    try {
      const text = new TextDecoder(label, { fatal: true }).decode(bytes);
      // No text has it: another format, or UTF-16 without its mark.
      if (text.includes("\0")) break;
      return { text, encoding: label === "utf-8" ? "UTF-8" : label === "gb18030" ? "GB18030" : "UTF-16" };
    } catch {
      // Another one, or none.
    }
  }
  throw unreadable(bytes.includes(0) && utf16 === undefined ? "not-a-table" : "encoding");
}

/** The separator that makes the most of the first lines. */
function separatorOf(text: string): string {
  const sample = hasQuotes(text) ? undefined : linesOf(text, SAMPLE);
  const counts = SEPARATORS.map((separator) => {
    if (sample !== undefined) return Math.max(0, ...sample.map((line) => line.split(separator).length));
    try {
      const records = parse(text, { ...PARSING, delimiter: separator, to: SAMPLE });
      return Math.max(0, ...records.map((fields) => fields.length));
    } catch {
      // Its quotes are wrong; the error is to name the right line of the right reading.
      return (text.split(/[\r\n]/, 1)[0] ?? "").split(separator).length;
    }
  });
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

const PARSING = { relax_column_count: true, relax_quotes: true, record_delimiter: ["\r\n", "\n", "\r"] };

interface CsvRecord {
  /** Where it begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Without quotes nothing hides a separator or the end of a line: then a text is split, many times as fast as parsed. */
function hasQuotes(text: string): boolean {
  return text.includes('"');
}

/** The lines of a text without quotes, as records are counted: an end of a line at the end of the text begins none. */
function linesOf(text: string, atMost?: number): string[] {
  const lines = text.split(/\r\n|\n|\r/, atMost);
  if (lines.at(-1) === "" && (atMost === undefined || lines.length < atMost)) lines.pop();
  return lines;
}

function recordsOf(text: string, delimiter: string, skipped: number): CsvRecord[] {
  if (!hasQuotes(text) && SEPARATORS.some((one) => one === delimiter))
    return linesOf(text).map((line, index) => ({ line: skipped + index + 1, fields: line.split(delimiter) }));
  let line = skipped;
  try {
    return parse(text, { ...PARSING, delimiter }).map((fields) => {
      const begin = line + 1;
      // A quote that is not closed goes on to the next one, and takes the rows between into its cell.
      if (fields.some((field) => /^".*[\r\n]/.test(field))) throw unreadable("quotes", String(begin));
      line = begin + fields.reduce((sum, field) => sum + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
      return { line: begin, fields };
    });
  } catch (error) {
    if (error instanceof TableFault) throw error;
    const { code, lines } = error as CsvError & { readonly lines?: number };
    if (typeof code !== "string") throw error;
    throw unreadable("quotes", String((lines ?? 1) + skipped));
  }
}

function refuseLarge(rows: readonly Row[]): void {
  const columns = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const args = tooLarge(rows.length, columns);
  if (args !== undefined) throw new TableFault({ code: "table-too-large", severity: "error", args });
}

/** Where cells stand in the text: lines and columns as an editor counts them. Asked mostly for one row after the other. */
function placesIn(file: string, text: string, separator: string): Sheet["place"] {
  const lines = text.split(/\r\n|\r|\n/);
  let current: { readonly row: number; readonly starts: readonly (readonly [line: number, column: number])[] };
  const startsOf = (row: number): [number, number][] => {
    const starts: [number, number][] = [];
    for (let [line, at] = [row, 0]; ; at += 1) {
      starts.push([line, at + 1]);
      // Only a quote at the beginning of a cell opens it; a quote inside is written twice.
      let isOpen = lines[line - 1]?.[at] === '"';
      if (isOpen) at += 1;
      for (;;) {
        const written = lines[line - 1] ?? "";
        if (at >= written.length) {
          if (!isOpen || line >= lines.length) return starts;
          [line, at] = [line + 1, 0];
        } else if (isOpen && written[at] === '"') {
          if (written[at + 1] === '"') at += 2;
          else [isOpen, at] = [false, at + 1];
        } else if (!isOpen && written[at] === separator) break;
        else at += 1;
      }
    }
  };
  return (row, column) => {
    if (current?.row !== row) current = { row, starts: startsOf(row) };
    const [line, start] = current.starts[column] ?? [row, 1];
    return { file, line, column: start };
  };
}
