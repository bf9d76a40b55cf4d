import { Lexer } from "yaml";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import type { FindingSink } from "./findings.js";
import { isFoundOffline, isLevelled, LEVELLED } from "./levels.js";

/** `# muster: allow CODE — reason`: accepts a warning of a line, with a reason that reviewers see. */
export interface Remark {
  readonly codes: readonly string[];
  readonly reason: string;
  /** The line that it is about: its own, or the next one that is no comment where it stands alone. */
  readonly line: number;
  /** What stands in that line. */
  readonly beside: string;
  readonly at: Source;
}

/** Where one begins: a comment may have several, also behind a name, as in `# 李娜 # muster: allow …`. */
const BEGINNING = /(?<![^\s])#+\s*muster\s*[:：]\s*allow(?![\w-])\s*/g;
/** Between the codes and the reason. */
const SEPARATOR = /\s*(?:[—–]+|--+|(?<=\s)-(?=\s)|[:：])\s*/;
const BETWEEN_CODES = /[\s,，、]+/;
const CODE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** The remarks of a text, in its order. What is none, though it begins like one, is reported. */
export function remarksIn(file: string, text: string, sink: FindingSink): Remark[] {
  const lines = text.split("\n");
  return commentsOf(text).flatMap((one) => remarksOf(one, { file, lines }, sink));
}

/** The comment without remarks: what stands before the first. */
export function withoutRemarks(comment: string): string {
  return comment.slice(0, comment.search(BEGINNING) >>> 0).trimEnd();
}

function remarksOf(
  { comment, line, column: start, about }: Comment,
  { file, lines }: { readonly file: string; readonly lines: readonly string[] },
  sink: FindingSink,
): Remark[] {
  const beside = (lines[about - 1] ?? "").trim();
  const beginnings = [...comment.matchAll(BEGINNING)];
  return beginnings.flatMap(({ 0: sign, index }, which) => {
    const at = { file, line, column: start + index };
    const { codes, reason } = partsOf(comment.slice(index + sign.length, beginnings[which + 1]?.index).trimEnd());
    // Further on it may be words about remarks.
    if (index > 0 && !codes.some(isAcceptable)) return [];
    const unknown = codes.filter((code) => !isAcceptable(code));
    for (const code of unknown) sink.warning("remark-code", { code, ...suggest(code, Object.keys(LEVELLED)) }, at);
    const known = codes.filter(isAcceptable);
    if (codes.length === 0) sink.warning("remark-code", { code: "" }, at);
    else if (!SAYS_SOMETHING.test(reason))
      sink.warning("remark-reason", { codes: known.length > 0 ? known : codes }, at);
    return SAYS_SOMETHING.test(reason) && known.length > 0 ? [{ codes: known, reason, line: about, beside, at }] : [];
  });
}

/** Reports the codes of remarks that have accepted nothing, as far as the files alone can show that. */
export function reportUnused(
  remarks: readonly Remark[],
  isUsed: (remark: Remark, code: string) => boolean,
  sink: FindingSink,
): void {
  for (const remark of remarks) {
    const idle = remark.codes.filter((code) => !isUsed(remark, code) && (isFoundOffline(code) || isPolicy(code)));
    if (idle.length > 0) sink.warning("remark-unused", { codes: idle }, remark.at);
  }
}

/** A remark cannot accept what is said about remarks. */
function isAcceptable(code: string): boolean {
  return isPolicy(code) || (isLevelled(code) && !code.startsWith("remark-"));
}

/** Policies have their levels under `policies`. */
function isPolicy(code: string): boolean {
  return code.startsWith("policy-");
}

/** `a, b — reason`; without a sign between, the codes end where a word is no code that is known. */
function partsOf(said: string): { codes: string[]; reason: string } {
  const sign = SEPARATOR.exec(said);
  const before = sign === null ? [] : wordsOf(said.slice(0, sign.index));
  // A sign further on may belong to the reason.
  if (sign !== null && before.every((word, index) => index === 0 || isAcceptable(word) || word.includes("-")))
    return { codes: before, reason: said.slice(sign.index + sign[0].length) };
  const words = wordsOf(said);
  const end = words.findIndex((word, index) => !isAcceptable(word) && (index > 0 || !CODE.test(word)));
  const codes = end === -1 ? words : words.slice(0, end);
  return { codes, reason: end === -1 ? "" : words.slice(end).join(" ") };
}

function wordsOf(text: string): string[] {
  return text.split(BETWEEN_CODES).filter((word) => word !== "");
}

interface Comment {
  readonly comment: string;
  readonly line: number;
  readonly column: number;
  /** The line that a comment at this place is about. */
  readonly about: number;
}

/** Lexemes that announce others and stand for no text. */
const ANNOUNCING = new Set(["\u0002", "\u0018", "\u001f"]);

/** Every real comment: not a `#` in a quoted or a block scalar. */
function commentsOf(text: string): Comment[] {
  const lines = text.split("\n");
  const found: Omit<Comment, "about">[] = [];
  let [line, column, previous] = [1, 1, ""];
  for (const lexeme of new Lexer().lex(text)) {
    if (!ANNOUNCING.has(lexeme)) {
      if (lexeme.startsWith("#") && previous !== "\u001f") found.push({ comment: lexeme.trimEnd(), line, column });
      const breaks = lexeme.split("\n");
      column = breaks.length > 1 ? (breaks.at(-1) ?? "").length + 1 : column + lexeme.length;
      line += breaks.length - 1;
    }
    previous = lexeme;
  }
  const alone = new Set(
    found.flatMap((one) => (isBlank(lines[one.line - 1]?.slice(0, one.column - 1)) ? one.line : [])),
  );
  return found.map((one) => {
    let about = one.line;
    while (alone.has(about)) about += 1;
    return { ...one, about };
  });
}

function isBlank(text = ""): boolean {
  return text.replace("\ufeff", "").trim() === "";
}
