import { widthOf } from "./columns.js";
import { flow, type Piece } from "./flow.js";

/** Cells that stand under those of the other rows, and what follows them without standing under anything. */
export interface Row {
  readonly cells: readonly Piece[];
  readonly tail?: readonly Piece[];
}

interface TableLayout {
  readonly columns: number;
  readonly indent: string;
  readonly hanging: string;
}

/** No column is made wider than this share of the line by its widest cell; a cell wider than that pushes only its own row. */
const WIDEST_SHARE = 0.45;
const GAP = "  ";

/** Rows with their cells aligned; a row that does not fit is set as flowing text, so that nothing is ever cut off. */
export function table(rows: readonly Row[], layout: TableLayout): string[] {
  return tableRows(rows, layout).flat();
}

/** The same, the lines of each row by themselves. */
export function tableRows(rows: readonly Row[], layout: TableLayout): string[][] {
  const room = layout.columns - widthOf(layout.indent);
  const widths = columnWidths(rows, Math.floor(room * WIDEST_SHARE));
  return rows.map((row) => {
    const pieces = aligned(row, widths);
    const cells = pieces.slice(0, row.cells.length);
    const width = cells.reduce(
      (sum, { text, gap }, index) => sum + widthOf(text) + (index === 0 ? 0 : widthOf(gap ?? GAP)),
      0,
    );
    return flow(width <= room ? pieces : [...row.cells, ...(row.tail ?? [])], layout);
  });
}

function columnWidths(rows: readonly Row[], cap: number): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.cells.entries()) {
      const width = widthOf(cell.text);
      widths[index] = Math.max(widths[index] ?? 0, width <= cap ? width : 0);
    }
  }
  return widths;
}

/**
 * The row with what its cells lack in width put before the piece that follows: as a gap it vanishes where a line ends.
 * Columns that are empty in every row take no room.
 */
function aligned(row: Row, widths: readonly number[]): Piece[] {
  let owed = 0;
  const cells = row.cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    if (cell.text === "") {
      owed += width === 0 ? 0 : width + GAP.length;
      return cell;
    }
    const gap = GAP + " ".repeat(owed);
    owed = Math.max(0, width - widthOf(cell.text));
    return { ...cell, gap };
  });
  const [first, ...more] = row.tail ?? [];
  return first === undefined ? cells : [...cells, { ...first, gap: GAP + " ".repeat(owed) }, ...more];
}
