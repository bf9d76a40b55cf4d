import type { Source } from "../../model/source.js";
import type { Field, ScalarNode, TreeNode } from "./tree.js";

/**
 * Lines that say one thing in one known way, and are all that most of a large file consists of. Each holds a complete
 * entry, and nothing that reaches beyond its line: no anchor, alias or tag, no escape, no plain text that YAML takes for
 * something else, nothing that the next line could continue.
 */
export type PlainLine = PlainEntry | PlainPair;

/** An entry of a block list: `- "8003"`, `- li.na`, `- { agent: "8004", priority: 5 }`. */
export interface PlainEntry {
  readonly kind: "list";
  readonly indent: number;
  /** Where the line begins in the text. */
  readonly begin: number;
  /** Where the value begins. */
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly value: TreeNode;
}

/** A pair of a block map: `zhang.wei: "8000"`, `li.na: { number: "8001", name: 李娜 }`. */
export interface PlainPair {
  readonly kind: "map";
  readonly indent: number;
  readonly begin: number;
  /** Where the key begins. */
  readonly start: number;
  readonly end: number;
  readonly value: Field;
}

const LETTER = "A-Za-z\\u4e00-\\u9fff";
const WORD = `(?!(?:[Nn][Uu][Ll][Ll]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])(?![\\w.-]))[${LETTER}][\\w.\\u4e00-\\u9fff-]{0,99}`;
const WHOLE = "(?:0|[1-9]\\d{0,14})";
const QUOTED = `"[\\w.\\u4e00-\\u9fff -]{1,99}"|'[\\w.\\u4e00-\\u9fff -]{1,99}'`;
const NUMBER = `"\\d{1,99}"|'\\d{1,99}'|${WHOLE}`;
const AGENT = `(${QUOTED}|${WHOLE}|${WORD})`;
const NAME = `(${QUOTED}|${WORD})`;
/** White space and a remark, and the line's end. */
const REST = "(?: +#[^\\r\\n]*| *)\\r?\\n";

const ENTRY = new RegExp(`( *)- (?:${AGENT}|\\{( ?)agent: ${AGENT}(?:, priority: (${WHOLE}))? ?\\})${REST}`, "y");
const PAIR = new RegExp(
  `( *)(${WORD}): (?:(${NUMBER})|\\{( ?)number: (${NUMBER})(?:, name: ${NAME})? ?\\})${REST}`,
  "y",
);

/** The line that begins at an offset, when it is such a line and ends in a line break. */
export function readPlainLine(text: string, offset: number, line: number, file: string): PlainLine | undefined {
  let first = offset;
  while (text.charCodeAt(first) === SPACE) first += 1;
  return text.charCodeAt(first) === DASH ? readEntry(text, offset, line, file) : readPair(text, offset, line, file);
}

const SPACE = 0x20;
const DASH = 0x2d;

function readEntry(text: string, offset: number, line: number, file: string): PlainEntry | undefined {
  ENTRY.lastIndex = offset;
  const found = ENTRY.exec(text);
  if (found === null) return undefined;
  const [, spaces = "", alone, space = "", agent = "", priority] = found;
  const indent = spaces.length;
  const column = indent + "- ".length + 1;
  const at = { file, line, column };
  return {
    kind: "list",
    indent,
    begin: offset,
    start: offset + column - 1,
    end: ENTRY.lastIndex,
    value: alone === undefined ? flowMap(at, space, ["agent", agent], ["priority", priority]) : scalar(alone, at),
  };
}

function readPair(text: string, offset: number, line: number, file: string): PlainPair | undefined {
  PAIR.lastIndex = offset;
  const found = PAIR.exec(text);
  if (found === null) return undefined;
  const [, spaces = "", key = "", alone, space = "", number = "", name] = found;
  const indent = spaces.length;
  const keyAt = { file, line, column: indent + 1 };
  const at = { file, line, column: indent + key.length + ": ".length + 1 };
  const value = alone === undefined ? flowMap(at, space, ["number", number], ["name", name]) : scalar(alone, at);
  return {
    kind: "map",
    indent,
    begin: offset,
    start: offset + indent,
    end: PAIR.lastIndex,
    value: { key, keyAt, isText: true, value },
  };
}

type WrittenField = readonly [key: string, value: string | undefined];

/** `{ key: value, key: value }` as it is written, the second field perhaps left out. */
function flowMap(at: Source, space: string, ...written: readonly WrittenField[]): TreeNode {
  const { file, line } = at;
  const fields = new Map<string, Field>();
  let column = at.column + "{".length + space.length;
  for (const [key, text] of written) {
    if (text === undefined) continue;
    const keyAt = { file, line, column };
    column += key.length + ": ".length;
    fields.set(key, { key, keyAt, isText: true, value: scalar(text, { file, line, column }) });
    column += text.length + ", ".length;
  }
  return { kind: "map", at, fields };
}

function scalar(text: string, at: Source): ScalarNode {
  const first = text.charCodeAt(0);
  if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
    const value = text.slice(1, -1);
    return { kind: "scalar", at, value, written: value };
  }
  return { kind: "scalar", at, value: isDigit(first) ? Number(text) : text, written: text };
}

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
