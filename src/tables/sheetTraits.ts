import { unreadable } from "./findings.js";
import type { Merged } from "./sheet.js";

/** A sheet of a workbook. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** The part with its cells. */
  readonly part: string;
}

/** What `read-excel-file` passes over: it takes `#N/A` for an empty cell, and knows nothing of what is hidden or merged. */
export interface SheetTraits {
  /** The cells that are no values, by place: `C7`. */
  readonly faults: ReadonlyMap<string, { readonly kind: "error" | "formula"; readonly text: string }>;
  readonly merged: readonly Merged[];
  readonly hiddenRows: ReadonlySet<number>;
  /** From 0. */
  readonly hiddenColumns: ReadonlySet<number>;
  /** The last row and column with a value, from 1. */
  readonly rows: number;
  readonly columns: number;
}

type Attributes = Readonly<Record<string, string>>;

/** The sheets of a workbook that hold cells, in their order. @throws {TableFault} the workbook is damaged */
export function sheetsOf(parts: ReadonlyMap<string, string>): SheetEntry[] {
  const workbook = parts.get("xl/workbook.xml");
  const relations = parts.get("xl/_rels/workbook.xml.rels");
  if (workbook === undefined || relations === undefined) throw unreadable("damaged", "xl/workbook.xml");
  const targets = new Map(
    tagsOf(relations, "Relationship").flatMap(({ Id = "", Target = "", Type = "" }) =>
      Type.endsWith("/worksheet") ? [[Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`] as const] : [],
    ),
  );
  return tagsOf(workbook, "sheet").flatMap(({ name = "", state = "visible", id = "" }) => {
    const part = targets.get(id);
    // A chart's sheet has no cells.
    return part === undefined ? [] : [{ name, hidden: state !== "visible", part }];
  });
}

/** Scans a sheet's part. */
export function traitsOf(xml: string): SheetTraits {
  const faults = new Map<string, { kind: "error" | "formula"; text: string }>();
  const hiddenRows = new Set<number>();
  const hiddenColumns = new Set<number>();
  const merged: Merged[] = [];
  const found = { rows: 0, columns: 0 };
  let row = 0;
  let column = 0;
  for (const { 1: tag, 2: written = "", 3: closed, index, 0: whole } of xml.matchAll(TAGS)) {
    const attributes = attributesOf(written);
    if (tag === "row") {
      row = Number(attributes["r"] ?? row + 1);
      column = 0;
      if (isTrue(attributes["hidden"])) hiddenRows.add(row);
    } else if (tag === "col" && isTrue(attributes["hidden"])) {
      const last = Math.min(Number(attributes["max"]), 16384);
      for (let one = Number(attributes["min"]); one <= last; one += 1) hiddenColumns.add(one - 1);
    } else if (tag === "mergeCell") {
      const { ref = "" } = attributes;
      merged.push({ range: ref, row: Number(/\d+/.exec(ref)?.[0] ?? 0), column: columnNumber(ref) - 1 });
    } else if (tag === "c") {
      const place = attributes["r"];
      column = place === undefined ? column + 1 : columnNumber(place);
      if (closed === "/") continue;
      const start = index + whole.length;
      const content = xml.slice(start, xml.indexOf("</", start) < 0 ? start : endOfCell(xml, start));
      const value = /<(?:\w+:)?v\b[^>]*>([^<]*)</.exec(content)?.[1] ?? "";
      const isFormula = /<(?:\w+:)?f\b/.test(content);
      const at = place ?? `${row}:${column}`;
      if (attributes["t"] === "e") faults.set(at, { kind: "error", text: value });
      else if (isFormula && value === "" && attributes["t"] !== "str") faults.set(at, { kind: "formula", text: "" });
      if (value === "" && !isFormula && !/<(?:\w+:)?is\b/.test(content)) continue;
      found.rows = Math.max(found.rows, row);
      found.columns = Math.max(found.columns, column);
    }
  }
  return { faults, merged, hiddenRows, hiddenColumns, ...found };
}

/** Elements whose attributes have no `>` in them, nor what belongs to another element. */
const TAGS = /<(?:\w+:)?(row|col|c|mergeCell)(?=[\s/>])([^>]*?)(\/?)>/g;

function endOfCell(xml: string, start: number): number {
  const end = /<\/(?:\w+:)?c>/g;
  end.lastIndex = start;
  return end.exec(xml)?.index ?? xml.length;
}

function tagsOf(xml: string, name: string): Attributes[] {
  const tags = new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>`, "g");
  return [...xml.matchAll(tags)].map(([, written = ""]) => attributesOf(written));
}

/** Attributes by local name. */
function attributesOf(written: string): Attributes {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = "", double, single] of written.matchAll(/(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes[name] = plain(double ?? single ?? "");
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function isTrue(written: string | undefined): boolean {
  return written === "1" || written === "true";
}

function columnNumber(place: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(place)?.[0] ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}
