import { type Document, Lexer, visit } from "yaml";
import { readDeclarations } from "../config/declarations.js";
import { type ConfigFinding, FindingList } from "../config/findings.js";
import { parseYaml } from "../config/yaml/parseYaml.js";
import { sourceText } from "../config/yaml/sourceText.js";
import type { ScalarNode } from "../config/yaml/tree.js";
import { hiddenCharacters, replaceHidden } from "../model/hiddenCharacters.js";
import { compareText } from "../model/skillGroup.js";
import { applyEdits, type Edit } from "./edits.js";
import { formatDocument } from "./formatDocument.js";
import { documentsOf } from "./reading.js";
import { escaped } from "./yamlText.js";

/** The layout is stable after this many passes at most. */
const MAX_PASSES = 4;

/** A text in canonical order and spelling, or why it cannot be read. */
export type Formatted = { readonly text: string } | { readonly findings: readonly ConfigFinding[] };

/**
 * Formats a file: canonical order of keys and spelling of members; comments stay. A text that would lose a comment or
 * change its meaning, or that does not become stable, is left as it is.
 */
export function formatText(path: string, text: string): Formatted {
  const report = new FindingList();
  parseYaml(sourceText(path, text), report);
  if (report.hasError) return { findings: report.sorted() };
  const crlf = text.includes("\r\n");
  const before = crlf ? text.replaceAll("\r\n", "\n") : text;
  let now = before;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const next = onePass(now);
    if (next === now) return { text: crlf ? now.replaceAll("\n", "\r\n") : now };
    if (next === undefined || !isSame(before, next)) break;
    now = next;
  }
  return { text };
}

function onePass(text: string): string | undefined {
  const documents = documentsOf(text);
  try {
    return writtenOut(tightLists(documents.map(printed).join("")));
  } catch {
    // An alias that would come before its anchor, now that keys are in another order.
    return undefined;
  }
}

function printed(document: Document, index: number): string {
  formatDocument(document);
  if (index > 0 && document.directives) document.directives.docStart = true;
  return document.toString({ lineWidth: 0, indent: 2, indentSeq: true, flowCollectionPadding: true });
}

function isSame(before: string, after: string): boolean {
  return meaningOf(before) === meaningOf(after) && commentsOf(before) === commentsOf(after);
}

/** What a text declares, without places and in one spelling. */
function meaningOf(text: string): string {
  const report = new FindingList();
  const declared = readDeclarations(parseYaml(sourceText("", text), report).documents, report);
  const groups = declared.groups.map((group) => ({
    ...group,
    entries: group.entries?.map((entry) => ({ ...entry, priority: entry.priority ?? 0 })),
    settingSources: undefined,
  }));
  const isPlace = (key: string) => key === "at" || key === "nameAt" || key === "keyAt";
  return JSON.stringify([{ ...declared, groups }, report.sorted().map(({ code }) => code)], (key, value: unknown) => {
    if (isPlace(key)) return undefined;
    // Of what is not read yet, the order of fields and the quotes of numbers mean nothing.
    if (value instanceof Map) return [...value].sort(([a], [b]) => compareText(String(a), String(b)));
    return isScalarNode(value) ? value.written : value;
  });
}

function isScalarNode(value: unknown): value is ScalarNode {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "scalar";
}

/** All comments of a text, sorted. */
function commentsOf(text: string): string {
  const comments: string[] = [];
  let previous = "";
  for (const lexeme of new Lexer().lex(text)) {
    // The lexer announces a scalar with a control character.
    if (lexeme.startsWith("#") && previous !== "\u001f") comments.push(lexeme.trimEnd());
    previous = lexeme;
  }
  return comments.sort(compareText).join("\n");
}

/** Hidden characters in double quotes written out, as a careful person wrote them; the library shows them raw. */
function writtenOut(text: string): string {
  if (hiddenCharacters(text).length === 0) return text;
  const edits: Edit[] = [];
  for (const document of documentsOf(text)) {
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type !== "QUOTE_DOUBLE" || !range) return;
        const [start, end] = range;
        edits.push({ start, end, text: replaceHidden(text.slice(start, end), (character) => escaped(character)) });
      },
    });
  }
  return applyEdits(text, edits);
}

/**
 * Lists on one line without spaces inside of their brackets, `[8000, 8001]`, as everybody writes them; maps keep theirs,
 * `{ agent: li.na }`. The library knows both or none.
 */
export function tightLists(text: string): string {
  if (!/\[ | \]/.test(text)) return text;
  const padding = new Set<number>();
  for (const document of documentsOf(text)) {
    visit(document, {
      Seq: (_, { flow, range }) => {
        if (flow !== true || !range) return;
        const [start, end] = range;
        if (/^\[ \S/.test(text.slice(start, start + 3))) padding.add(start + 1);
        if (/^\S \]$/.test(text.slice(end - 3, end))) padding.add(end - 2);
      },
    });
  }
  let tight = "";
  let from = 0;
  for (const at of [...padding].sort((a, b) => a - b)) {
    tight += text.slice(from, at);
    from = at + 1;
  }
  return tight + text.slice(from);
}
