import { type Document, type Range, visit, type YAMLError } from "yaml";
import type { ConfigFinding, FindingSink } from "../findings.js";
import type { SourceText } from "./sourceText.js";

/** What the library says of a document, or of the stream's end. */
type Judged = Pick<Document.Parsed, "errors" | "warnings"> & { readonly contents?: Document.Parsed["contents"] };

/** A finding without its place, and where in the text it is when not where the library puts it. */
type Verdict = {
  [C in ConfigFinding["code"]]: Pick<Extract<ConfigFinding, { code: C }>, "code" | "args"> & {
    readonly offset?: number;
  };
}[ConfigFinding["code"]];

/**
 * Reports the library's errors in our own words: one a line, because what follows the first is mostly its echo.
 * Of the warnings only two kinds matter; the others are about style.
 *
 * @returns Is the document too broken to be used?
 */
export function reportSyntax(document: Judged, source: SourceText, sink: FindingSink): boolean {
  const judged = new Set<number>();
  const reported = new Set<number>();
  const clues = cluesOf(document);
  /** The last line that is indented wrongly. */
  let misplaced: number | undefined;
  for (const error of document.errors) {
    const { line } = source.place(error.pos[0]);
    if (judged.has(line) || (isEcho(error) && judged.size > 0)) continue;
    judged.add(line);
    const { offset = error.pos[0], ...verdict } = judge(error, source.text, clues);
    const place = source.place(offset);
    if (reported.has(place.line)) continue;
    if (MISPLACED.has(verdict.code)) {
      const follows =
        verdict.code === "yaml-indent" && misplaced !== undefined && goesOn(source.text, misplaced, offset);
      misplaced = offset;
      if (follows) continue;
    }
    reported.add(place.line);
    sink.error(verdict.code, verdict.args, place);
  }
  for (const { code, pos } of document.warnings) {
    const written = source.text.slice(...pos);
    if (code === "TAG_RESOLVE_FAILED") sink.error("yaml-tag", { tag: written }, source.place(pos[0]));
    if (code === "BAD_DIRECTIVE")
      sink.warning("yaml-directive", { directive: lineAt(source.text, pos[0]).trim() }, source.place(pos[0]));
  }
  return document.errors.length > 0;
}

const MISPLACED: ReadonlySet<string> = new Set(["yaml-indent", "yaml-tab", "yaml-missing-dash"]);

/**
 * Where one of the library's codes stands for several faults, its sentences tell them apart. They are no part of its
 * interface: `yaml` is pinned to one version, and `test/config/syntax.test.ts` fails where one of them has changed.
 */
export const SENTENCES = {
  /** BLOCK_AS_IMPLICIT_KEY: a list, not a map on the line of a key. */
  listAsKey: /^A block sequence/,
  /** BAD_DQ_ESCAPE, with the sequence. */
  escape: /^Invalid escape sequence (.*?)"?$/,
  /** MISSING_CHAR, with the quote. */
  quote: /^Missing closing (['"])quote/,
  /** BAD_INDENT, with the bracket. */
  bracket: / and end with a (.)$/,
  /** MISSING_CHAR: a key without a colon. */
  noColon: /^Implicit map keys need to be followed by map values$/,
  /** MISSING_CHAR: an entry without its dash. */
  noDash: /^Sequence item without - indicator$/,
  /** UNEXPECTED_TOKEN: the text goes on behind a value. */
  goesOn: / at node end$/,
  /** UNEXPECTED_TOKEN: once a document has broken off, the parser complains of every line that is left. */
  echo: /token in YAML stream/,
} as const satisfies Readonly<Record<string, RegExp>>;

function isEcho({ code, message }: YAMLError): boolean {
  return code === "UNEXPECTED_TOKEN" && SENTENCES.echo.test(message);
}

/**
 * Does a line only follow a misplaced one? A line too far out ends the list or map that it belongs to, and then the library
 * finds all further entries in the wrong column, up to one of an outer level.
 */
function goesOn(text: string, misplaced: number, offset: number): boolean {
  const first = misplaced - columnOf(text, misplaced);
  for (let above = contentAbove(text, offset); above !== undefined; above = contentAbove(text, above)) {
    const column = columnOf(text, above);
    if (above - column <= first) return above - column === first;
    if (column < columnOf(text, offset)) return false;
  }
  return false;
}

function judge(error: YAMLError, text: string, clues: Clues): Verdict {
  const { code, message, pos } = error;
  const tab = tabInIndentation(text, pos[0]);
  if (tab !== undefined) return { code: "yaml-tab", args: {}, offset: tab };

  const written = text.slice(...pos);
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY": {
      if (SENTENCES.listAsKey.test(message)) return judgeStrayEntry(text, pos[0]);
      // `a: b` and, further in on the next line, `c: d`: the library reads a key `b c`.
      const keyEnd = clues.multilineKeys.get(pos[0]);
      return keyEnd === undefined
        ? { code: "yaml-nested-colon", args: {} }
        : { code: "yaml-indent", args: {}, offset: contentStart(text, keyEnd) };
    }
    case "TAB_AS_INDENT":
      return { code: "yaml-tab", args: {} };
    case "MULTILINE_IMPLICIT_KEY":
      return judgeNoColon(text, pos[0]);
    case "BAD_SCALAR_START":
      return { code: "yaml-reserved-character", args: { character: text[pos[0]] ?? "" } };
    case "BAD_DQ_ESCAPE":
      return { code: "yaml-escape", args: { sequence: message.replace(SENTENCES.escape, "$1") } };
    case "TAG_RESOLVE_FAILED":
    case "BAD_COLLECTION_TYPE":
    case "MULTIPLE_TAGS":
      return { code: "yaml-tag", args: { tag: written } };
    case "BAD_DIRECTIVE":
      return { code: "yaml-directive", args: { directive: lineAt(text, pos[0]).trim() } };
    case "BAD_INDENT":
    case "MISSING_CHAR":
      return judgeByMessage(error, text, clues);
    default:
      // The text goes on where the value before it has ended: a line that begins in the wrong column.
      return SENTENCES.goesOn.test(message) && pos[0] === contentStart(text, pos[0])
        ? { code: "yaml-indent", args: {} }
        : { code: "yaml-syntax", args: { detail: message, ...fullWidth(text, pos[0], FULL_WIDTH) } };
  }
}

/** A list goes on, or begins, where a field was expected: its dash is in the wrong column. */
function judgeStrayEntry(text: string, offset: number): Verdict {
  const dash = contentBehind(text, offset);
  const tab = tabInIndentation(text, dash);
  return tab === undefined
    ? { code: "yaml-indent", args: {}, offset: dash }
    : { code: "yaml-tab", args: {}, offset: tab };
}

/** What the library takes for a key has no colon. An entry of a list needs none: there the dash is misplaced. */
function judgeNoColon(text: string, offset: number): Verdict {
  return isDash(text, offset)
    ? judgeStrayEntry(text, offset)
    : { code: "yaml-missing-colon", args: fullWidth(text, offset, FULL_WIDTH_COLON) };
}

function isDash(text: string, offset: number): boolean {
  return /^-(?:\s|$)/.test(text.slice(offset, offset + 2));
}

/** Does a line that is no field begin in the column of the dash above it? */
function lacksDash(text: string, offset: number): boolean {
  const above = contentAbove(text, offset);
  return above !== undefined && isDash(text, above) && columnOf(text, above) === columnOf(text, offset);
}

/** Two of the library's codes stand for faults that need different words. */
function judgeByMessage({ code, message, pos }: YAMLError, text: string, clues: Clues): Verdict {
  const offset = clues.openings.get(pos[0]) ?? pos[0];
  const quote = SENTENCES.quote.exec(message)?.[1];
  if (quote) return { code: "yaml-unclosed", args: { closer: quote }, offset };
  const bracket = SENTENCES.bracket.exec(message)?.[1];
  if (bracket) return { code: "yaml-unclosed", args: { closer: bracket }, offset };
  if (SENTENCES.noColon.test(message)) return judgeNoColon(text, pos[0]);
  if (code === "BAD_INDENT" || SENTENCES.noDash.test(message)) {
    const content = Math.max(pos[0], contentStart(text, pos[0]));
    const isEntry = clues.valueless.has(content) && lacksDash(text, content);
    return { code: isEntry ? "yaml-missing-dash" : "yaml-indent", args: {}, offset: content };
  }
  return { code: "yaml-syntax", args: { detail: message, ...fullWidth(text, pos[0], FULL_WIDTH) } };
}

/** YAML's signs as Chinese input methods write them. They look the same to people, and are text to YAML. */
const FULL_WIDTH = /^([：，｛｝［］])/;
const FULL_WIDTH_COLON = /^[^\s"']*?(：)/;

function fullWidth(text: string, offset: number, pattern: RegExp): { fullWidth?: string } {
  const [, sign] = pattern.exec(lineAt(text, offset).slice(columnOf(text, offset))) ?? [];
  return sign === undefined ? {} : { fullWidth: sign };
}

/** What an error itself does not say, by its offset. */
interface Clues {
  /** Where quotes and brackets open, by where they end: the library reports one that is never closed at the end. */
  readonly openings: ReadonlyMap<number, number>;
  /** Where a key that runs over several lines ends, by where it begins. */
  readonly multilineKeys: ReadonlyMap<number, number>;
  /** Where something begins that is taken for a key, and has no colon. */
  readonly valueless: ReadonlySet<number>;
}

function cluesOf({ errors, contents }: Judged): Clues {
  const openings = new Map<number, number>();
  if (contents && errors.length > 0) {
    const note = (_key: unknown, { range }: { range?: Range | null | undefined }) => {
      if (range) openings.set(range[1], range[0]);
    };
    visit(contents, { Scalar: note, Collection: note });
  }
  const multiline = errors.filter((error) => error.code === "MULTILINE_IMPLICIT_KEY");
  const valueless = errors.filter(({ message }) => SENTENCES.noColon.test(message));
  return {
    openings,
    multilineKeys: new Map(multiline.map(({ pos }) => pos)),
    valueless: new Set(valueless.map(({ pos }) => pos[0])),
  };
}

/** Where a tab stands among the white space that this line begins with. */
function tabInIndentation(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const tab = lineAt(text, offset).search(/(?<=^ *)\t/);
  return tab === -1 ? undefined : start + tab;
}

/** Where the first content from this line on begins: the library counts the comments before a field as its own. */
function contentStart(text: string, offset: number): number {
  for (let start = text.lastIndexOf("\n", offset - 1) + 1; ; ) {
    const line = lineAt(text, start);
    const content = line.search(/\S|$/);
    const end = text.indexOf("\n", start);
    if ((content < line.length && line[content] !== "#") || end === -1) return start + content;
    start = end + 1;
  }
}

/** The line around an offset. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? undefined : end);
}

/** Where the first content that follows an offset begins: on its line if there is nothing before it, else further on. */
function contentBehind(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const isBlank = text.slice(start, offset).trim() === "";
  return contentStart(text, isBlank ? offset : text.indexOf("\n", offset) + 1 || text.length);
}

/** Where the content of the nearest line above begins that has any; nothing where there is none. */
function contentAbove(text: string, offset: number): number | undefined {
  let end = text.lastIndexOf("\n", offset - 1);
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const content = line.search(/\S/);
    if (content !== -1 && line[content] !== "#") return start + content;
    end = start - 1;
  }
  return undefined;
}

/** The column, from 0, of an offset. */
function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}
