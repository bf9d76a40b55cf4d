import { TableFault, type TableFinding, type Unreadable, unreadable } from "./findings.js";
import type { Sheet } from "./sheet.js";

/**
 * Reads a table: Excel's workbook, CSV, or the text with tabs that Excel writes. What a file is says its content, not its
 * name.
 *
 * @param path as people know it; every place repeats it
 * @param sheet of a workbook, by name; a CSV file has none
 */
export async function readTable(
  path: string,
  bytes: Uint8Array,
  sheet?: string,
): Promise<{ readonly sheet: Sheet } | { readonly finding: TableFinding }> {
  const source = { file: path, line: 1, column: 1 };
  try {
    const other = otherFormat(bytes);
    if (other !== undefined) throw unreadable(other);
    // PK: an archive, as workbooks are.
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      const { readXlsx } = await import("./readXlsx.js");
      return { sheet: readXlsx(path, bytes, sheet) };
    }
    if (sheet !== undefined) {
      const args = { sheets: [], asked: sheet };
      throw new TableFault({ code: "table-sheets", severity: "error", args });
    }
    const { readCsv } = await import("./readCsv.js");
    return { sheet: readCsv(path, bytes) };
  } catch (error) {
    if (!(error instanceof TableFault)) throw error;
    const { finding } = error;
    const line =
      finding.code === "table-unreadable" && finding.args.reason === "quotes" ? finding.args.detail : undefined;
    return { finding: { ...finding, source: line === undefined ? source : { ...source, line: Number(line) } } };
  }
}

/** Formats that carry a table's name, and are none. */
function otherFormat(bytes: Uint8Array): Unreadable | undefined {
  const head = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // One container for two things: Excel before 2007 (and WPS' .et), and a workbook with a password.
  if (head === "d0cf11e0a1b11ae1") return holdsName(bytes, "EncryptedPackage") ? "password" : "xls";
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 512)).replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, "");
  if (/^<(?:!doctype html|html|table|head|meta|body)\b/i.test(start)) return "html";
  // Excel's format of 2003, and pages that are XML.
  if (/^<\?xml\b/i.test(start)) return /<html\b/i.test(start) ? "html" : "xls";
  return /^(?:%PDF-|\u0089PNG|\u00ff\u00d8\u00ff|\{\\rtf)/.test(start) ? "not-a-table" : undefined;
}

/** Names in that container are UTF-16. */
function holdsName(bytes: Uint8Array, name: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, "utf16le"));
}
