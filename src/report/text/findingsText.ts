import { compareText } from "../../model/skillGroup.js";
import type { Diagnostic } from "../../plan/plan.js";
import type { AccountFailure } from "../documents.js";
import { formatFinding } from "../messages/formatFinding.js";
import { flow, proseOf } from "./flow.js";
import { frame } from "./frame.js";
import { accountHeading, labelled, type Page, pageOf, paragraph, placeText, stack, type TextOptions } from "./page.js";
import { visible } from "./visible.js";

/** More than these are not read; they are counted instead. */
const SHOWN_AT_MOST = 50;

/**
 * Problems for a person: place, what is wrong, the line with a caret (where `texts` has the file), what to do.
 * By place; those without one first. Ends with how many there are. Empty for no problems. Pure.
 */
export function findingsText(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string> | undefined,
  options: TextOptions,
): string {
  if (diagnostics.length === 0) return "";
  const page = pageOf(options);
  const paint = diagnostics.some(({ severity }) => severity === "error") ? page.palette.bad : page.palette.change;
  return stack([
    findingsLines(diagnostics, texts ?? new Map(), page),
    paragraph(page, countText(diagnostics, page), "", paint),
  ]);
}

/** The problems one under the other, without the closing count: a part of other texts. */
export function findingsLines(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  page: Page,
): string[] {
  const shown = chosen(diagnostics);
  const lines = new LinesOf(texts);
  const blocks = shown.map((diagnostic) => block(diagnostic, lines, page));
  const airy = blocks.some((part) => part.length > 2);
  const rest = diagnostics.length - shown.length;
  return [
    ...blocks.flatMap((part, index) => (airy && index > 0 ? ["", ...part] : part)),
    ...(rest > 0 ? [...(airy ? [""] : []), ...paragraph(page, moreThan(diagnostics, shown, page))] : []),
  ];
}

/** `3 errors, 1 warning in 2 files`. */
export function countText(diagnostics: readonly Diagnostic[], page: Page): string {
  const errors = countOf(diagnostics, "error");
  const files = new Set(diagnostics.flatMap(({ source }) => (source === undefined ? [] : [source.file])));
  return page.words.problems(errors, diagnostics.length - errors, files.size);
}

/** By place, like a compiler; where there are too many, no warning takes an error's place. */
function chosen(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const kept = new Set(
    [...diagnostics]
      .sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"))
      .slice(0, SHOWN_AT_MOST),
  );
  return diagnostics.filter((diagnostic) => kept.has(diagnostic)).sort(byPlace);
}

function byPlace({ source: a }: Diagnostic, { source: b }: Diagnostic): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function block(diagnostic: Diagnostic, lines: LinesOf, page: Page): string[] {
  const { severity, code, message, help, source, related } = formatFinding(diagnostic, page.language);
  const { words, palette } = page;
  const paint = severity === "error" ? palette.bad : palette.change;
  const layout = { columns: page.columns, indent: "", hanging: "    " };
  const colon = words.colon.trimEnd();
  const gap = words.colon.slice(colon.length);
  const head = flow(
    [
      ...(source === undefined
        ? []
        : [{ text: `${placeText(source)}:`, cut: "never" as const, paint: palette.heading }]),
      { text: `${words.severity(severity)}[${visible(code)}]${colon}`, gap: " ", paint },
      ...proseOf(visible(message)).map((piece, index) => (index === 0 ? { ...piece, gap } : piece)),
    ],
    layout,
  );
  const line = source === undefined ? undefined : lines.at(source.file, source.line);
  return [
    ...head,
    ...(line === undefined || source === undefined ? [] : frame(line, source, page.columns).map(palette.quiet)),
    ...(help === undefined || help === "" ? [] : labelled(page, words.help, help, "  ")),
    ...(related ?? []).flatMap(({ note, source: place }) =>
      flow(
        [
          { text: `${placeText(place)}:`, cut: "never", paint: palette.quiet },
          { text: words.related(note), gap: " ", paint: palette.quiet },
        ],
        {
          ...layout,
          indent: "  ",
        },
      ),
    ),
  ];
}

function moreThan(diagnostics: readonly Diagnostic[], shown: readonly Diagnostic[], page: Page): string {
  const errors = countOf(diagnostics, "error") - countOf(shown, "error");
  return page.words.moreProblems(errors, diagnostics.length - shown.length - errors);
}

function countOf(diagnostics: readonly Diagnostic[], severity: Diagnostic["severity"]): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}

/** Lines of files, each file split once and only when one of its lines is asked for. */
class LinesOf {
  readonly #split = new Map<string, readonly string[]>();
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  at(file: string, line: number): string | undefined {
    const text = this.#texts.get(file);
    if (text === undefined) return undefined;
    const lines = this.#split.get(file) ?? text.split("\n");
    this.#split.set(file, lines);
    return lines[line - 1]?.replace(/\r$/, "");
  }
}

/** What stopped one account among several. Pure; ends with a newline. */
export function accountFailureText(
  { account, diagnostics }: AccountFailure,
  texts: ReadonlyMap<string, string>,
  options: TextOptions,
): string {
  const page = pageOf(options);
  return stack([[...accountHeading(page, account, []), findingsText(diagnostics, texts, options).trimEnd()]]);
}
