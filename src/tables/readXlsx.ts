import { readSheet } from "read-excel-file/universal";
import { suggest } from "../model/suggest.js";
import { TableFault, type Unreadable, unreadable } from "./findings.js";
import { type Cell, columnName, type Row, type Sheet, tooLarge } from "./sheet.js";
import { type SheetEntry, type SheetTraits, sheetsOf, traitsOf } from "./sheetTraits.js";
import { unzipXml } from "./unzip.js";

/**
 * A sheet of an Excel workbook.
 *
 * @param asked its name; where it is absent, there must be one visible sheet with values
 * @throws {TableFault}
 */
export async function readXlsx(file: string, bytes: Uint8Array, asked: string | undefined): Promise<Sheet> {
  const { names, parts } = unzipXml(bytes);
  if (!parts.has("xl/workbook.xml")) throw unreadable(kindOf(names));
  // Nothing that Excel writes has entities of its own; they can be made to grow without end.
  for (const [name, xml] of parts) if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw unreadable("entities", name);
  const { name, traits } = chosen(sheetsOf(parts), parts, asked);
  refuseLarge(traits);
  let data: readonly (readonly unknown[])[];
  try {
    const copy = new Uint8Array(bytes);
    data = await readSheet(copy.buffer, name, { trim: false });
  } catch (error) {
    throw unreadable("damaged", error instanceof Error ? error.message : String(error));
  }
  const rows = rowsOf(data, traits);
  const columns = new Set(rows.flatMap(({ cells }) => Object.keys(cells).map(Number)));
  return {
    name,
    rows,
    merged: traits.merged,
    hiddenRows: rows.map(({ number }) => number).filter((row) => traits.hiddenRows.has(row)),
    hiddenColumns: [...traits.hiddenColumns].filter((column) => columns.has(column)),
    place: (row, column) => ({
      file,
      line: row,
      column: column + 1,
      cell: `${name}!${columnName(column)}${row}`,
    }),
  };
}

/** What else is packed like a workbook. */
function kindOf(names: readonly string[]): Unreadable {
  if (names.includes("xl/workbook.bin")) return "xlsb";
  if (names.some((name) => name.endsWith(".iwa"))) return "numbers";
  return names.includes("content.xml") ? "ods" : "not-a-table";
}

interface Chosen {
  readonly name: string;
  readonly traits: SheetTraits;
}

function chosen(sheets: readonly SheetEntry[], parts: ReadonlyMap<string, string>, asked: string | undefined): Chosen {
  const of = ({ name, part }: SheetEntry): Chosen => ({ name, traits: traitsOf(parts.get(part) ?? "") });
  if (asked !== undefined) {
    const entry = sheets.find(({ name }) => name === asked);
    if (entry !== undefined) return of(entry);
  } else {
    // An empty sheet beside the table is what old versions of Excel began with.
    const visible = sheets.filter(({ hidden }) => !hidden).map(of);
    const filled = visible.filter(({ traits }) => traits.rows > 0);
    const [first, ...more] = filled.length > 0 ? filled : visible;
    if (first !== undefined && more.length === 0) return first;
  }
  const names = sheets.map(({ name }) => name);
  const args = { sheets: names, ...(asked !== undefined && { asked, ...suggest(asked, names) }) };
  throw new TableFault({ code: "table-sheets", severity: "error", args });
}

function refuseLarge({ rows, columns }: SheetTraits): void {
  const args = tooLarge(rows, columns);
  if (args !== undefined) throw new TableFault({ code: "table-too-large", severity: "error", args });
}

function rowsOf(data: readonly (readonly unknown[])[], { faults, rows, columns }: SheetTraits): Row[] {
  const all: Row[] = [];
  for (let row = 1; row <= rows; row += 1) {
    const cells: (Cell | undefined)[] = [];
    for (let column = 0; column < columns; column += 1) {
      const fault = faults.get(`${columnName(column)}${row}`) ?? faults.get(`${row}:${column + 1}`);
      const cell = fault ?? cellOf(data[row - 1]?.[column]);
      if (cell !== undefined) cells[column] = cell;
    }
    if (cells.length > 0) all.push({ number: row, cells });
  }
  return all;
}

function cellOf(value: unknown): Cell | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : { kind: "text", text: value };
  if (typeof value === "number") return { kind: "number", text: String(value) };
  if (typeof value === "boolean") return { kind: "boolean", text: value ? "TRUE" : "FALSE" };
  if (value instanceof Date)
    return { kind: "date", text: Number.isNaN(value.getTime()) ? "?" : value.toISOString().slice(0, 10) };
  return undefined;
}
