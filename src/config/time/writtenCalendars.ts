import type { SourceFile } from "../files.js";
import { type ConfigFinding, FindingList } from "../findings.js";
import { checkGroupFile } from "../schema/checkShape.js";
import { parseYaml } from "../yaml/parseYaml.js";
import { decode } from "../yaml/sourceText.js";
import { fieldOf, type TreeNode } from "../yaml/tree.js";
import { readCalendars } from "./readSections.js";
import type { CalendarDeclaration } from "./timetable.js";

/** The calendars of files, and where they are written. */
export interface WrittenCalendars {
  readonly calendars: readonly CalendarDeclaration[];
  /** What each file holds, by its path. */
  readonly documents: ReadonlyMap<string, readonly TreeNode[]>;
  readonly texts: ReadonlyMap<string, string>;
  /** What keeps a file, or a calendar in it, from being read. */
  readonly findings: readonly ConfigFinding[];
}

/** Reads the calendars of an account's files alone: what is wrong elsewhere does not keep a calendar from being put right. */
export function calendarsIn(files: readonly SourceFile[]): WrittenCalendars {
  const sink = new FindingList();
  const documents = new Map<string, readonly TreeNode[]>();
  const texts = new Map<string, string>();
  for (const file of files) {
    const source = decode(file, sink);
    if (source === undefined) continue;
    texts.set(source.file, source.text);
    const parsed = parseYaml(source, sink);
    documents.set(source.file, parsed.documents);
    for (const document of parsed.documents) checkGroupFile(calendarsOf(document), sink);
  }
  const nodes = [...documents.values()].flat().flatMap((document) => fieldOf(document, "calendars")?.value ?? []);
  const calendars = readCalendars(nodes, sink);
  return { calendars, documents, texts, findings: sink.sorted() };
}

/** A document without what is not about calendars. */
function calendarsOf(document: TreeNode): TreeNode {
  if (document.kind !== "map") return document;
  const fields = [...document.fields].filter(([key]) => key === "version" || key === "calendars");
  return { ...document, fields: new Map(fields) };
}
