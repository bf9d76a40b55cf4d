import { dayOf } from "../../calendar/dayNumber.js";
import type { Source } from "../../model/source.js";
import type { SourceFile } from "../files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "../findings.js";
import { parseYaml } from "../yaml/parseYaml.js";
import { decode } from "../yaml/sourceText.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type Located, shapeOf, type TreeNode, textOf } from "../yaml/tree.js";

/** A calendar where it is written. Days are numbers of days since 1970-01-01. */
export interface WrittenCalendar {
  readonly name: string;
  readonly at: Source;
  /** The last day that it knows. */
  readonly until: number;
  readonly untilAt: Source;
  readonly holidays: readonly WrittenHoliday[];
  readonly holidaysAt?: Source;
  readonly makeup: readonly Located<number>[];
  readonly makeupAt?: Source;
}

/** Both days belong to it. */
export interface WrittenHoliday {
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly at: Source;
}

export interface ReadCalendars {
  readonly calendars: readonly WrittenCalendar[];
  /** What each file holds, by its path. */
  readonly documents: ReadonlyMap<string, readonly TreeNode[]>;
  readonly texts: ReadonlyMap<string, string>;
  /** What keeps a file, or a calendar in it, from being read. The rest of a file may be wrong: calendars can still be put right. */
  readonly findings: readonly ConfigFinding[];
}

/** The calendars of an account's files, whatever else those say. */
export function calendarsIn(files: readonly SourceFile[]): ReadCalendars {
  const sink = new FindingList();
  const calendars: WrittenCalendar[] = [];
  const documents = new Map<string, readonly TreeNode[]>();
  const texts = new Map<string, string>();
  for (const file of files) {
    const source = decode(file, sink);
    if (source === undefined) continue;
    texts.set(source.file, source.text);
    const parsed = parseYaml(source, sink);
    documents.set(source.file, parsed.documents);
    for (const document of parsed.documents) {
      for (const field of fieldsOf(fieldOf(document, "calendars")?.value)) {
        const calendar = readCalendar(field, sink);
        if (calendar !== undefined) calendars.push(calendar);
      }
    }
  }
  return { calendars, documents, texts, findings: sink.sorted() };
}

function readCalendar({ key, keyAt, value }: Field, sink: FindingSink): WrittenCalendar | undefined {
  if (value.kind !== "map") {
    const args = { field: "calendars", part: "entry", expected: ["map"], actual: shapeOf(value) } as const;
    sink.error("wrong-type", args, value.at);
    return undefined;
  }
  const [until, holidays, makeup] = ["until", "holidays", "makeup"].map((field) => fieldOf(value, field));
  if (until === undefined) sink.error("missing-field", { field: "until" }, keyAt);
  const untilDay = until && dayIn(until, sink);
  if (until === undefined || untilDay === undefined) return undefined;
  return {
    name: key,
    at: keyAt,
    until: untilDay,
    untilAt: until.value.at,
    holidays: listIn(holidays, sink).flatMap((item) => holidayIn(item, sink) ?? []),
    ...(holidays && { holidaysAt: holidays.keyAt }),
    makeup: listIn(makeup, sink).flatMap((item) => {
      const day = dayOfNode("makeup", item, sink);
      return day === undefined ? [] : { value: day, at: item.at };
    }),
    ...(makeup && { makeupAt: makeup.keyAt }),
  };
}

function listIn(field: Field | undefined, sink: FindingSink): readonly TreeNode[] {
  if (field !== undefined && field.value.kind !== "list") {
    const args = { field: field.key, part: "value", expected: ["list"], actual: shapeOf(field.value) } as const;
    sink.error("wrong-type", args, field.value.at);
  }
  return itemsOf(field?.value);
}

function holidayIn(node: TreeNode, sink: FindingSink): WrittenHoliday | undefined {
  const [from, to] = [fieldOf(node, "from"), fieldOf(node, "to")];
  if (from === undefined || to === undefined) {
    sink.error("missing-field", { field: from === undefined ? "from" : "to" }, node.at);
    return undefined;
  }
  const days = { from: dayIn(from, sink), to: dayIn(to, sink) };
  if (days.from === undefined || days.to === undefined) return undefined;
  const name = textOf(fieldOf(node, "name")?.value)?.value;
  return { from: days.from, to: days.to, ...(name !== undefined && { name }), at: node.at };
}

function dayIn({ key, value }: Field, sink: FindingSink): number | undefined {
  return dayOfNode(key, value, sink);
}

function dayOfNode(field: string, node: TreeNode, sink: FindingSink): number | undefined {
  const day = dayOf(textOf(node)?.value ?? "");
  const written = node.kind === "scalar" ? node.written : "";
  if (day === undefined) sink.error("bad-date", { field, value: written }, node.at);
  return day;
}
