import { Composer, type CST, type Document, isScalar, Lexer, type ParsedNode, Parser } from "yaml";
import type { Report } from "../findings.js";
import { isForeign } from "../foreignText.js";
import { BrokenTree, buildTree } from "./buildTree.js";
import { condense } from "./condense.js";
import type { SourceText } from "./sourceText.js";
import { Filling } from "./stretches.js";
import { reportSyntax } from "./syntaxFindings.js";
import type { TreeNode } from "./tree.js";

/** Deepest nesting, in the parser's own frames: a muster file needs ten. The library would overflow the stack at some hundred. */
const MAX_DEPTH = 64;

/** A document costs more than what is in it: nine megabytes of `---` take a minute. */
const MAX_DOCUMENTS = 10_000;

/** Faults of one file that are listed; nobody reads on. */
const MAX_SYNTAX_ERRORS = 1000;

/**
 * `core`: `yes` and `on` are text, whatever a `%YAML 1.1` says. Unique keys are checked in `buildTree`, because the
 * library's check is quadratic; tags beyond the core (`!!binary`, `!!set`) are left unresolved, to be refused. Whoever
 * edits a text reads it in this way, too: two readings that differ would edit something else than what is meant.
 */
export const PARSING = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
} as const;

export interface ParsedText {
  /** The sound documents that hold something, each a root of its own. */
  readonly documents: readonly TreeNode[];
  /** Some of the text could not be read: what it declares is unknown. */
  readonly broken: boolean;
}

/** Reads a text as a stream of YAML documents. A document with a fault of syntax is reported and left out. */
export function parseYaml(source: SourceText, report: Report): ParsedText {
  if (isForeign(source, report)) return { documents: [], broken: true };
  return parseCondensed(source) ?? parseAll(source, report);
}

/**
 * Reads most of a large file, which says the same thing line by line, without the library. Only where the library has
 * nothing to say against the rest: otherwise the whole text is read anew, and every finding is about that.
 */
export function parseCondensed(whole: SourceText): ParsedText | undefined {
  const condensed = condense(whole);
  if (!condensed) return undefined;
  const filling = new Filling(condensed.stretches);
  let isSound = true;
  const found = () => {
    isSound = false;
  };
  const parsed = parseAll(condensed.source, { error: found, warning: found }, filling);
  return isSound && !parsed.broken && filling.isComplete ? parsed : undefined;
}

/** As {@link parseYaml}, every line of it. */
export function parseAll(source: SourceText, report: Report, filling?: Filling): ParsedText {
  const composer = patientComposer();
  const documents: TreeNode[] = [];
  let broken = false;
  let empty = true;
  for (const document of composer.compose(
    boundedTokens(source, report, () => (broken = true)),
  ) as Iterable<Document.Parsed>) {
    if (reportSyntax(document, source, report)) broken = true;
    else if (!isEmpty(document.contents)) {
      const root = plant(document, source, report, filling);
      if (root) documents.push(root);
      else broken = true;
    } else continue;
    empty = false;
  }
  // Faults before any document, such as a directive alone, are still with the composer.
  if (reportSyntax(composer.streamInfo(), source, report)) broken = true;
  if (empty && !broken) report.error("empty-file", {}, source.place(0));
  return { documents, broken };
}

/**
 * The library makes an `Error`, stack and all, of every fault, and ten megabytes of commas would fill any memory.
 * It offers no way to stop it, hence the reach into a private field.
 */
function patientComposer(): Composer {
  const composer = new Composer(PARSING);
  const keep = composer["onError"];
  let left = MAX_SYNTAX_ERRORS;
  composer["onError"] = (...fault: unknown[]) => {
    if (left-- > 0) keep(...fault);
  };
  return composer;
}

/** The parser's tokens, up to where they nest too deeply: recursion further on must not meet what it cannot bear. */
function* boundedTokens(source: SourceText, report: Report, stopped: () => void): Generator<CST.Token> {
  const parser = new Parser();
  let errors = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) {
      if (token.type === "document") documents += 1;
      if (documents > MAX_DOCUMENTS) {
        report.error("too-many-documents", { limit: MAX_DOCUMENTS }, source.place(token.offset));
        stopped();
        return;
      }
      if (token.type !== "error" || errors++ < MAX_SYNTAX_ERRORS) yield token;
    }
    if (parser.stack.length > MAX_DEPTH) {
      report.error("too-deep", { limit: MAX_DEPTH }, source.place(offset));
      stopped();
      return;
    }
  }
  yield* parser.end();
}

function plant(
  document: Document.Parsed,
  source: SourceText,
  report: Report,
  filling: Filling | undefined,
): TreeNode | undefined {
  try {
    return buildTree(document, source, report, filling);
  } catch (error) {
    if (error instanceof BrokenTree) return undefined;
    throw error;
  }
}

/** Nothing between the markers, as after a closing `---`. A written `null` is something. */
function isEmpty(contents: ParsedNode | null): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === "");
}
