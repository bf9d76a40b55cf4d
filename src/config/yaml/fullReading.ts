import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  type ParsedNode,
  Parser,
  type YAMLMap,
  type Scalar as YamlScalar,
} from "yaml";
import type { Source } from "../../model/source.js";
import { suggest } from "../../model/suggest.js";
import type { FindingSink } from "../findings.js";
import type { SourceText } from "./sourceText.js";
import { reportSyntax } from "./syntaxFindings.js";
import { Anchors, type Field, MAX_ALIASED, plainValue, type Scalar, type TreeNode } from "./tree.js";

/** Deepest nesting, in the parser's own frames. A muster file needs ten; the library overflows the stack at some hundreds. */
const MAX_DEPTH = 64;

/** Each document has a cost of its own: nine megabytes of `---` take a minute. */
const MAX_DOCUMENTS = 10_000;

/** Faults of one file that are listed. Fewer would do: no one reads them all. */
const MAX_SYNTAX_ERRORS = 1000;

/**
 * `core`: `yes` and `on` are text, even below a `%YAML 1.1`. Duplicate keys are found in `buildFields`, because the
 * library's check is quadratic. Tags beyond the core (`!!binary`, `!!set`) are left unresolved, so that they are refused.
 * What edits a text reads it with the same options: otherwise it could edit something other than what was read.
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

/** Reads any text with `yaml`, and reports every fault that it has. */
export function readFully(source: SourceText, sink: FindingSink): ParsedText {
  const composer = patientComposer();
  const documents: TreeNode[] = [];
  let broken = false;
  let empty = true;
  const tokens = boundedTokens(source, sink, () => {
    broken = true;
  });
  for (const document of composer.compose(tokens) as Iterable<Document.Parsed>) {
    if (reportSyntax(document, source, sink)) broken = true;
    else if (!isEmpty(document.contents)) {
      const root = plant(document, source, sink);
      if (root) documents.push(root);
      else broken = true;
    } else continue;
    empty = false;
  }
  // Faults before any document, such as a directive alone, are still with the composer.
  if (reportSyntax(composer.streamInfo(), source, sink)) broken = true;
  if (empty && !broken) sink.error("empty-file", {}, source.place(0));
  return { documents, broken };
}

/**
 * The library makes an `Error` with its stack of every fault, and ten megabytes of commas would fill any memory. It has no
 * option to stop that, so its private `onError` is replaced. That is why `yaml` is pinned to one version.
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

/** The parser's tokens, up to where they nest too deeply: the composer recurses, and would overflow the stack. */
function* boundedTokens(source: SourceText, sink: FindingSink, stopped: () => void): Generator<CST.Token> {
  const parser = new Parser();
  let errors = 0;
  let documents = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) {
      if (token.type === "document") documents += 1;
      if (documents > MAX_DOCUMENTS) {
        sink.error("too-many-documents", { limit: MAX_DOCUMENTS }, source.place(token.offset));
        stopped();
        return;
      }
      if (token.type !== "error" || errors++ < MAX_SYNTAX_ERRORS) yield token;
    }
    if (parser.stack.length > MAX_DEPTH) {
      sink.error("too-deep", { limit: MAX_DEPTH }, source.place(offset));
      stopped();
      return;
    }
  }
  yield* parser.end();
}

function plant(document: Document.Parsed, source: SourceText, sink: FindingSink): TreeNode | undefined {
  try {
    return build(document.contents, source.place(0), { source, sink, anchors: new Anchors() });
  } catch (error) {
    if (error instanceof BrokenTree) return undefined;
    throw error;
  }
}

/** Nothing between the markers, as after a closing `---`. A written `null` is something. */
function isEmpty(contents: ParsedNode | null): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && contents.source === "");
}

/** A fault after which nothing of the document can be relied on; it has been reported. */
class BrokenTree extends Error {}

interface Building {
  readonly source: SourceText;
  readonly sink: FindingSink;
  readonly anchors: Anchors;
}

/**
 * The library's node as a tree of places and values. Aliases are resolved here, in one pass and by sharing: the library
 * searches the whole document for each.
 *
 * @param otherwise the place for a value that is not written at all
 * @throws BrokenTree
 */
function build(node: unknown, otherwise: Source, b: Building): TreeNode {
  if (isAlias(node)) return followAlias(node, b);
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  return anchor === undefined
    ? buildPlain(node, otherwise, b)
    : b.anchors.define(anchor, () => buildPlain(node, otherwise, b));
}

function buildPlain(node: unknown, otherwise: Source, b: Building): TreeNode {
  b.anchors.count();
  if (isMap(node)) return { kind: "map", at: placeOf(node, b), fields: buildFields(node, b) };
  if (isSeq(node)) {
    const items = node.items.map((item) => build(item, placeOfEntry(item, b), b));
    return { kind: "list", at: placeOf(node, b), items };
  }
  if (isScalar(node) && !isUnwritten(node)) {
    const written = String(node.source ?? node.value);
    return { kind: "scalar", at: placeOf(node, b), value: scalarValue(node, written), written };
  }
  return { kind: "scalar", at: otherwise, value: null, written: "" };
}

function buildFields(map: YAMLMap, b: Building): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const pair of map.items) {
    const field = buildField(pair, b);
    const first = fields.get(field.key);
    if (first === undefined) fields.set(field.key, field);
    else b.sink.error("duplicate-key", { key: field.key }, field.keyAt, [{ note: "first", source: first.keyAt }]);
  }
  return fields;
}

function buildField(pair: Pair, b: Building): Field {
  const keyAt = placeOfKey(pair.key, b);
  const key = build(pair.key, keyAt, b);
  const isText = key.kind === "scalar" && typeof key.value === "string";
  const written = key.kind === "scalar" ? key.written : sourceOf(pair.key, b);
  if (!isText) b.sink.error("non-text-key", { key: written }, keyAt);
  if (written === "<<") {
    b.sink.error("merge-key", {}, keyAt);
    throw new BrokenTree();
  }
  return { key: written, keyAt, isText, value: build(pair.value, keyAt, b) };
}

function followAlias(alias: Alias, b: Building): TreeNode {
  const at = placeOf(alias, b);
  const name = alias.source;
  const target = b.anchors.follow(name);
  if (typeof target !== "string") return { ...target, at };
  if (target === "unknown") b.sink.error("unknown-anchor", { name, ...suggest(name, b.anchors.names) }, at);
  else if (target === "cycle") b.sink.error("alias-cycle", { name }, at);
  else b.sink.error("alias-bomb", { limit: MAX_ALIASED }, at);
  throw new BrokenTree();
}

type Ranged = { readonly range?: readonly [number, number, number] | null };

function isNode(value: unknown): value is Node & Ranged {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value);
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function placeOf(node: Ranged, b: Building): Source {
  return b.source.place(node.range?.[0] ?? 0);
}

/** An empty entry is shown at its dash: the library places it behind. */
function placeOfEntry(item: unknown, b: Building): Source {
  const offset = offsetOf(item);
  return b.source.place(b.source.text[offset - 1] === "-" ? offset - 1 : offset);
}

/** An empty key is shown at its colon: the library places it before the white space. */
function placeOfKey(key: unknown, b: Building): Source {
  const offset = offsetOf(key);
  if (!isScalar(key) || !isUnwritten(key)) return b.source.place(offset);
  const space = /\s*/y;
  space.lastIndex = offset;
  return b.source.place(offset + (space.exec(b.source.text)?.[0].length ?? 0));
}

function sourceOf(key: unknown, b: Building): string {
  return isNode(key) && key.range ? b.source.text.slice(key.range[0], key.range[1]).trim() : "";
}

function isUnwritten(node: { value: unknown; source?: string }): boolean {
  return node.value === null && node.source === "";
}

/** A plain scalar's value is read by our own rule; quotes and tags decide for the others. */
function scalarValue({ type, tag, value }: YamlScalar, written: string): Scalar {
  if (type === "PLAIN" && tag === undefined) return plainValue(written);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
