import { unreadable } from "./findings.js";

/** A sheet of a workbook. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** The part with its cells. */
  readonly part: string;
}

/** What the cells of all sheets refer to. */
export interface SharedParts {
  readonly strings: readonly string[];
  /** Styles that show a number as a date or a time. */
  readonly dateStyles: ReadonlySet<number>;
  /** Of old Macs: dates count from 1904. */
  readonly since1904: boolean;
}

type Attributes = Readonly<Record<string, string>>;

/** The sheets of a workbook that hold cells, in their order. @throws {TableFault} the workbook is damaged */
export function sheetsOf(parts: ReadonlyMap<string, string>): SheetEntry[] {
  const workbook = parts.get("xl/workbook.xml");
  if (workbook === undefined) throw unreadable("damaged", "xl/workbook.xml");
  const targets = new Map(
    relationsOf(parts).flatMap(({ id, kind, part }) => (kind === "worksheet" ? [[id, part]] : [])),
  );
  return tagsOf(workbook, "sheet").flatMap(({ name = "", state = "visible", id = "" }) => {
    const part = targets.get(id);
    // A chart's sheet has no cells.
    return part === undefined ? [] : [{ name, hidden: state !== "visible", part }];
  });
}

/** Reads what cells refer to. */
export function sharedPartsOf(parts: ReadonlyMap<string, string>): SharedParts {
  const ofKind = (wanted: string) =>
    parts.get(relationsOf(parts).find(({ kind }) => kind === wanted)?.part ?? `xl/${wanted}.xml`) ?? "";
  const [settings] = tagsOf(parts.get("xl/workbook.xml") ?? "", "workbookPr");
  return {
    strings: stringsOf(ofKind("sharedStrings")),
    dateStyles: dateStylesOf(ofKind("styles")),
    since1904: isTrue(settings?.["date1904"]),
  };
}

function relationsOf(parts: ReadonlyMap<string, string>): { id: string; kind: string; part: string }[] {
  return tagsOf(parts.get("xl/_rels/workbook.xml.rels") ?? "", "Relationship").map(
    ({ Id = "", Target = "", Type = "" }) => ({
      id: Id,
      kind: Type.slice(Type.lastIndexOf("/") + 1),
      part: Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`,
    }),
  );
}

function stringsOf(xml: string): string[] {
  return xml
    .split(/<\/(?:\w+:)?si>/)
    .slice(0, -1)
    .flatMap((item) => {
      const start = /<(?:\w+:)?si(?=[\s>])/.exec(item)?.index;
      // `<si/>` before it: empty strings.
      const empty = item.slice(0, start).match(/<(?:\w+:)?si\s*\/>/g) ?? [];
      return [...empty.map(() => ""), textIn(item.slice(start))];
    });
}

/** The text of a string in all its runs, without the hints of how it is pronounced. */
export function textIn(xml: string): string {
  let text = "";
  let isHint = false;
  for (const { 1: end, 2: tag, 3: closed, 0: whole, index } of xml.matchAll(
    /<(\/?)(?:\w+:)?(t|rPh)(?=[\s/>])[^<>]*?(\/?)>/g,
  )) {
    if (tag === "rPh") isHint = end === "" && closed === "";
    else if (end === "" && closed === "" && !isHint) {
      const start = index + whole.length;
      const next = xml.indexOf("<", start);
      text += plainXml(xml.slice(start, next === -1 ? undefined : next));
    }
  }
  return unescaped(text);
}

/** Workbooks write some characters as `_x0041_`. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Formats that every program knows by number. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

function dateStylesOf(xml: string): Set<number> {
  const own = new Map(
    tagsOf(xml, "numFmt").map(({ numFmtId = "", formatCode = "" }) => {
      const code = formatCode.slice(0, 255).replace(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
      return [numFmtId, /[ymdhs]/i.test(code) && !/general/i.test(code)] as const;
    }),
  );
  const cells = xml.slice(xml.search(/<(?:\w+:)?cellXfs[\s>]/)).split(/<\/(?:\w+:)?cellXfs>/, 1)[0] ?? "";
  const styles = tagsOf(cells, "xf").map(({ numFmtId = "0" }) => own.get(numFmtId) ?? isDateFormat(Number(numFmtId)));
  return new Set(styles.flatMap((isDate, style) => (isDate ? style : [])));
}

/** The attributes of all elements of a name. No pattern here reads on past the next `<`: the time is that of one reading. */
function tagsOf(xml: string, name: string): Attributes[] {
  const tags = new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>`, "g");
  return [...xml.matchAll(tags)].map(([, written = ""]) => attributesOf(written));
}

/** Longer than those of any element that counts. */
const MAX_ATTRIBUTES = 2000;

/** Attributes by local name. */
export function attributesOf(tag: string): Attributes {
  const written = tag.slice(0, MAX_ATTRIBUTES);
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = "", double, single] of written.matchAll(/(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    attributes[name] = plainXml(double ?? single ?? "");
  return attributes;
}

/** XML with its CDATA sections written as other text. */
export function withoutSections(xml: string): string {
  const [before = "", ...sections] = xml.split("<![CDATA[");
  const texts = sections.map((section) => {
    const end = section.indexOf("]]>");
    if (end === -1) throw unreadable("damaged");
    return section.slice(0, end).replaceAll("&", "&amp;").replaceAll("<", "&lt;") + section.slice(end + 3);
  });
  return before + texts.join("");
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text that XML means. */
export function plainXml(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

/** A yes, as attributes have it. */
export function isTrue(written: string | undefined): boolean {
  return written === "1" || written === "true";
}
