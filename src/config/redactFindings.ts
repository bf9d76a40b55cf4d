import type { Severity } from "../model/finding.js";
import type { Source } from "../model/source.js";
import { maskSecrets } from "./maskSecrets.js";

interface FindingLike {
  readonly code: string;
  readonly severity: Severity;
  readonly args: object;
  readonly source?: Source;
  readonly related?: readonly { readonly source: Source }[];
}

type Texts = ReadonlyMap<string, string>;

/** The texts of the files that findings point into, secrets masked. */
export function shownTexts(findings: readonly FindingLike[], texts: Texts): Texts {
  const files = new Set(
    findings.flatMap(({ source, related = [] }) => [
      ...(source === undefined ? [] : [source.file]),
      ...related.map((one) => one.source.file),
    ]),
  );
  return new Map([...texts].filter(([file]) => files.has(file)).map(([file, text]) => [file, maskSecrets(text)]));
}

/**
 * Findings without the secrets of their files. A finding that quotes or points into a hidden part becomes, once a line,
 * the finding that the line has a secret, or the address of a store. Findings before the hidden part of a line stay.
 */
export function redactFindings<F extends FindingLike>(findings: readonly F[], texts: Texts): F[] {
  const hiddenIn = new Map<string, Hidden>();
  const said = new Set<string>();
  return findings.flatMap((finding) => {
    const { source } = finding;
    const text = source && texts.get(source.file);
    if (source === undefined || text === undefined) return [finding];
    const hidden = hiddenIn.get(source.file) ?? hiddenOf(text);
    hiddenIn.set(source.file, hidden);
    if (finding.code === "account-id-invalid") return [finding]; // does not quote the value
    const isOfIt = finding.code === "literal-secret" || finding.code === "literal-store";
    if (!isOfIt && !isWithin(source, hidden) && !quotes(finding.args, source.line, hidden)) return [finding];
    const place = `${source.file}:${source.line}`;
    if (said.has(place)) return [];
    said.add(place);
    if (isOfIt) return [finding];
    const code = isOfStore(text, source.line) ? "literal-store" : "literal-secret";
    return [{ code, severity: finding.severity, args: {}, source } as unknown as F];
  });
}

function isOfStore(text: string, line: number): boolean {
  return /^\s*["']?store["']?\s*[:：]|rediss?:/i.test(text.split("\n")[line - 1] ?? "");
}

/** What is hidden: by line number, and the words of all lines. */
interface Hidden {
  readonly byLine: ReadonlyMap<number, { readonly from: number; readonly words: readonly string[] }>;
  readonly all: readonly string[];
}

/** Hidden words shorter than this are not looked for in other lines: they occur in many sentences. */
const TELLING = 6;
/** In a finding about the line itself a shorter part is enough to be a leak. */
const PART = 4;

function hiddenOf(text: string): Hidden {
  const shown = maskSecrets(text);
  const byLine: Map<number, { from: number; words: readonly string[] }> = new Map();
  const masked = shown === text ? [] : shown.split("\n");
  for (const [index, line] of masked.length === 0 ? [] : text.split("\n").entries()) {
    const other = masked[index] ?? "";
    if (other === line) continue;
    const from = line.split("").findIndex((character, at) => character !== other[at]);
    byLine.set(index + 1, { from, words: line.slice(from).match(/[^\s"',{}[\]]+/g) ?? [] });
  }
  return { byLine, all: [...byLine.values()].flatMap(({ words }) => words).filter((word) => word.length >= TELLING) };
}

function isWithin({ line, column }: Source, { byLine }: Hidden): boolean {
  const hidden = byLine.get(line);
  return hidden !== undefined && column > hidden.from;
}

function quotes(args: object, line: number, { byLine, all }: Hidden): boolean {
  if (byLine.size === 0) return false;
  const said = JSON.stringify(args);
  const isPartlyIn = (word: string) =>
    word.length <= PART
      ? said.includes(word)
      : [...Array(word.length - PART + 1).keys()].some((at) => said.includes(word.slice(at, at + PART)));
  return byLine.get(line)?.words.some(isPartlyIn) === true || all.some((word) => said.includes(word));
}
