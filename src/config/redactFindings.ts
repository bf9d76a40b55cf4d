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

/** The files that findings point into, as they may be shown; the others are not needed. */
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
 * Findings that say nothing of what is hidden in their file. Of a line with a secret it is enough to say, once, that it
 * holds one; a misspelt key before it is said as ever.
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
    if (finding.code === "account-id-invalid") return [finding]; // says nothing of what stands there
    const isOfIt = finding.code === "literal-secret";
    if (!isOfIt && !isWithin(source, hidden) && !quotes(finding.args, source.line, hidden)) return [finding];
    const place = `${source.file}:${source.line}`;
    if (said.has(place)) return [];
    said.add(place);
    if (isOfIt) return [finding];
    return [{ code: "literal-secret", severity: finding.severity, args: {}, source } as unknown as F];
  });
}

/** What is hidden: of each line, by its number, and the words of all of them. */
interface Hidden {
  readonly byLine: ReadonlyMap<number, { readonly from: number; readonly words: readonly string[] }>;
  readonly all: readonly string[];
}

/** A word as short as this says nothing, and stands in many sentences. */
const TELLING = 6;
/** Of the line itself less is enough: what stands there is what the finding is about. */
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
