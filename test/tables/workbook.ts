import { crc32, deflateRawSync } from "node:zlib";
import { columnName } from "../../src/tables/sheet.js";

/** An archive of these parts. `declared`: a size that its head states instead of the true one. */
export function archive(parts: Readonly<Record<string, string | Uint8Array>>, declared?: number): Uint8Array {
  const files: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const data = deflateRawSync(content, { level: 1 });
    const size = declared ?? Buffer.byteLength(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const head = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name)]));
    files.push(head);
    at += head.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, directory, end]);
}

export interface MadeSheet {
  readonly name?: string;
  readonly state?: string;
  /** Of `<sheetData>`; or rows of texts. */
  readonly xml?: string;
  readonly rows?: readonly (readonly string[])[];
  readonly before?: string;
  readonly after?: string;
}

/** A workbook with what only Excel writes: hidden rows, merged cells, errors, formulas. Style 1 is a date. */
export function workbook(...sheets: readonly MadeSheet[]): Uint8Array {
  const parts: Record<string, string> = {
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${sheets
      .map(({ name = "Sheet1", state = "visible" }, index) => {
        return `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="rId${index + 1}"/>`;
      })
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${sheets
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
  };
  for (const [index, { rows = [], xml, before = "", after = "" }] of sheets.entries()) {
    const data = xml ?? rows.map((cells, row) => rowXml(row + 1, cells)).join("");
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet>${before}<sheetData>${data}</sheetData>${after}</worksheet>`;
  }
  return archive(parts);
}

/** A row. A cell that begins with `<` is XML already, without its place. */
export function rowXml(row: number, cells: readonly string[], attributes = ""): string {
  const written = cells.map((cell, column) => {
    const at = `r="${columnName(column)}${row}"`;
    if (cell.startsWith("<c")) return cell.replace("<c", `<c ${at}`);
    if (cell === "") return "";
    if (/^\d+(\.\d+)?$/.test(cell)) return `<c ${at}><v>${cell}</v></c>`;
    return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
  });
  return `<row r="${row}"${attributes}>${written.join("")}</row>`;
}
