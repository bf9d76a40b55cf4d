import { stringify } from "csv-stringify/sync";
import type { WrittenCell } from "./writeTable.js";

/** A table as CSV that Excel opens as it is: UTF-8 with a byte order mark, lines that end as on Windows. */
export function csvText(rows: readonly (readonly WrittenCell[])[]): string {
  const records = rows.map((cells) => cells.map((cell) => (cell === undefined ? "" : String(cell))));
  return stringify(records, { bom: true, record_delimiter: "\r\n" });
}

/** A table as CSV that lies in git: UTF-8, lines that end as everywhere else, quotes only where they are needed. */
export function plainCsvText(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((cells) => [...cells]),
    { record_delimiter: "\n" },
  );
}
