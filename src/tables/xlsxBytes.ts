import writeExcelFile, { type SheetData } from "write-excel-file/universal";
import { withoutTimes } from "./unzip.js";
import type { WrittenCell } from "./writeTable.js";

/** As wide as a name of six Chinese characters. */
const WIDTH = 14;

/** A table as a workbook of one sheet: texts stay texts when they are edited, the head and the agents stay in view. Equal tables give equal bytes. */
export async function xlsxBytes(rows: readonly (readonly WrittenCell[])[], sheet: string): Promise<Uint8Array> {
  const data: SheetData = rows.map((cells, row) =>
    cells.map((cell) => {
      if (cell === undefined) return null;
      if (typeof cell === "number") return { value: cell, type: Number };
      return { value: escaped(cell), type: String, format: "@", ...(row === 0 && { fontWeight: "bold" as const }) };
    }),
  );
  const columns = (rows[0] ?? []).map(() => ({ width: WIDTH }));
  const blob = await writeExcelFile(data, { sheet, columns, stickyRowsCount: 1, stickyColumnsCount: 2 }).toBlob();
  return withoutTimes(new Uint8Array(await blob.arrayBuffer()));
}

/**
 * Workbooks write some characters as `_x0041_`, and a text that looks like it has its first sign written so. The library
 * would take characters out that no text is meant to have; a name has what it has.
 */
function escaped(text: string): string {
  const units = (characters: string) =>
    characters.replace(/[\s\S]/g, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
  return text.replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_").replace(/[\ufffd\p{Noncharacter_Code_Point}]/gu, units);
}
