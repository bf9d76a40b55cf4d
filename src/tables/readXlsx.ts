import { suggest } from "../model/suggest.js";
import { TableFault, type Unreadable, unreadable } from "./findings.js";
import { columnName, type Sheet } from "./sheet.js";
import { cellsOf, type SheetCells } from "./sheetXml.js";
import { unzipXml } from "./unzip.js";
import { type SheetEntry, sharedPartsOf, sheetsOf, withoutSections } from "./workbookXml.js";

/**
 * A sheet of an Excel workbook.
 *
 * @param asked its name; where it is absent, there must be one visible sheet with values
 * @throws {TableFault}
 */
export function readXlsx(file: string, bytes: Uint8Array, asked: string | undefined): Sheet {
  const { names, parts: packed } = unzipXml(bytes);
  const parts = new Map([...packed].map(([name, xml]) => [name, withoutSections(xml)]));
  if (!parts.has("xl/workbook.xml")) throw unreadable(kindOf(names));
  // Nothing that Excel writes has entities of its own.
  for (const [name, xml] of parts) if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw unreadable("entities", name);
  const { name, cells } = chosen(parts, asked);
  if (cells.excess !== undefined)
    throw new TableFault({ code: "table-too-large", severity: "error", args: cells.excess });
  const rows = [...cells.rows].sort(([a], [b]) => a - b).map(([number, row]) => ({ number, cells: row }));
  const columns = new Set(rows.flatMap((row) => Object.keys(row.cells).map(Number)));
  return {
    name,
    rows,
    merged: cells.merged,
    hiddenRows: rows.map(({ number }) => number).filter((row) => cells.hiddenRows.has(row)),
    hiddenColumns: [...cells.hiddenColumns].filter((column) => columns.has(column)),
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
  readonly cells: SheetCells;
}

function chosen(parts: ReadonlyMap<string, string>, asked: string | undefined): Chosen {
  const sheets = sheetsOf(parts);
  const shared = sharedPartsOf(parts);
  const of = ({ name, part }: SheetEntry): Chosen => {
    const xml = parts.get(part);
    if (xml === undefined || !/<\/(?:\w+:)?worksheet>\s*$/.test(xml.slice(-200))) throw unreadable("damaged", part);
    return { name, cells: cellsOf(xml, shared) };
  };
  if (asked !== undefined) {
    const entry = sheets.find(({ name }) => name === asked);
    if (entry !== undefined) return of(entry);
  } else {
    // An empty sheet beside the table is what old versions of Excel began with.
    const visible = sheets.filter(({ hidden }) => !hidden).map(of);
    const filled = visible.filter(({ cells }) => cells.rows.size > 0 || cells.excess !== undefined);
    const [first, ...more] = filled.length > 0 ? filled : visible;
    if (first !== undefined && more.length === 0) return first;
  }
  const names = sheets.map(({ name }) => name);
  const args = { sheets: names, ...(asked !== undefined && { asked, ...suggest(asked, names) }) };
  throw new TableFault({ code: "table-sheets", severity: "error", args });
}
