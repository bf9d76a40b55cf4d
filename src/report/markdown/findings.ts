import { compareText } from "../../model/skillGroup.js";
import type { Source } from "../../model/source.js";
import type { Diagnostic } from "../../plan/plan.js";
import { formatFinding } from "../messages/formatFinding.js";
import { frame } from "../text/frame.js";
import { bullets, type MarkdownContext } from "./context.js";
import { code, fence, prose } from "./escape.js";

/** A frame is read on a phone too. */
const FRAME_COLUMNS = 72;

/** The files that findings are about, for the lines shown with them. */
export type Texts = ReadonlyMap<string, string>;

/** A list of findings by place, those without one first. Where not all fit, no warning takes an error's room. */
export function findingBlocks(diagnostics: readonly Diagnostic[], texts: Texts, context: MarkdownContext): string[] {
  const { shown, rest } = chosenFindings(diagnostics, context);
  if (diagnostics.length === 0) return [];
  const items = findingItems(shown, texts, context);
  return [bullets([...items, ...(rest === "" ? [] : [rest])])];
}

/** The findings by file, a heading each: what a validation is read by. */
export function findingsByFile(diagnostics: readonly Diagnostic[], texts: Texts, context: MarkdownContext): string[] {
  const { shown, rest } = chosenFindings(diagnostics, context);
  const files = new Map<string | undefined, Diagnostic[]>();
  for (const one of shown) {
    const known = files.get(one.source?.file);
    if (known === undefined) files.set(one.source?.file, [one]);
    else known.push(one);
  }
  const blocks = [...files].flatMap(([file, list]) => {
    const title = file === undefined ? context.md.noPlace : context.fileName(file);
    return [`**${title}**`, bullets(findingItems(list, texts, context))];
  });
  return [...blocks, ...(rest === "" ? [] : [rest])];
}

function chosenFindings(diagnostics: readonly Diagnostic[], { level, words }: MarkdownContext) {
  const kept = new Set(
    [...diagnostics].sort((a, b) => weight(a) - weight(b)).slice(0, Math.min(level.findings, diagnostics.length)),
  );
  const shown = diagnostics.filter((one) => kept.has(one)).sort(byPlace);
  const left = diagnostics.filter((one) => !kept.has(one));
  const errors = left.filter(({ severity }) => severity === "error").length;
  return { shown, rest: left.length === 0 ? "" : words.moreProblems(errors, left.length - errors) };
}

function weight({ severity }: Diagnostic): number {
  return severity === "error" ? 0 : 1;
}

function byPlace({ source: a }: Diagnostic, { source: b }: Diagnostic): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function findingItems(shown: readonly Diagnostic[], texts: Texts, context: MarkdownContext): string[][] {
  const lineAt = lineReader(texts);
  return shown.map((one) => findingItem(one, context, lineAt));
}

/** One finding as the lines of a list item: what and where, the line of the file, what to do. */
export function findingItem(
  diagnostic: Diagnostic,
  context: MarkdownContext,
  lineAt?: (source: Source) => string | undefined,
): string[] {
  const { words, level, language } = context;
  const { severity, code: name, message, help, source, related } = formatFinding(diagnostic, language);
  const place = source === undefined ? "" : ` ${context.line(source)}`;
  const line = source === undefined || !level.detail ? undefined : lineAt?.(source);
  return [
    `${severity === "error" ? "❌" : "⚠️"} **${words.severity(severity)}**${place} ${code(name)}${words.colon}${prose(message)}`,
    ...(line === undefined || source === undefined ? [] : ["", ...fence(frame(line, source, FRAME_COLUMNS), "text")]),
    ...(help === undefined || help === "" || !level.advice
      ? []
      : ["", `**${words.help}**${words.colon}${prose(help)}`]),
    ...(related ?? []).flatMap(({ note, source: other }) => ["", `${context.line(other)} ${words.related(note)}`]),
  ];
}

/** Lines of files; each file is split once, and only when one of its lines is asked for. */
function lineReader(texts: Texts): (source: Source) => string | undefined {
  const split = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const lines = split.get(file) ?? text.split("\n");
    split.set(file, lines);
    return lines[line - 1]?.replace(/\r$/, "");
  };
}
