import type { Diagnostic } from "../../plan/plan.js";
import { formatFinding } from "../messages/formatFinding.js";
import { graphemesOf } from "../text/visible.js";
import { type HtmlContext, placeHtml } from "./context.js";
import { type Html, html } from "./markup.js";

/** More than these are not read; they are counted instead. */
const SHOWN_AT_MOST = 300;
/** Code units shown of a line on either side of its mark: a line may be ten megabytes long. */
const REACH = 160;

/** Problems: what is wrong, where, the line itself where its file is known, and what to do. Errors first. */
export function findingsHtml(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  context: HtmlContext,
): Html | undefined {
  if (diagnostics.length === 0) return undefined;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity !== "error");
  const shown = [...errors, ...warnings].slice(0, SHOWN_AT_MOST);
  const files = new Set(diagnostics.flatMap(({ source }) => (source === undefined ? [] : [source.file])));
  const rest = diagnostics.length - shown.length;
  const errorsLeft = Math.max(0, errors.length - SHOWN_AT_MOST);
  const { words, say } = context;
  return html`<section><h3>${say.findings}</h3>
<p class="quiet">${words.problems(errors.length, warnings.length, files.size)}</p>
${shown.map((diagnostic) => findingHtml(diagnostic, texts, context))}${rest > 0 && html`<p>${words.moreProblems(errorsLeft, rest - errorsLeft)}</p>`}</section>
`;
}

/** One problem. */
export function findingHtml(diagnostic: Diagnostic, texts: ReadonlyMap<string, string>, context: HtmlContext): Html {
  const { words, language } = context;
  const { severity, code, message, help, source, related = [] } = formatFinding(diagnostic, language);
  const text = source === undefined ? undefined : lineAt(texts.get(source.file), source.line);
  return html`<div class="finding f ${severity}"><p><span class="badge ${severity === "error" ? "bad" : "warn"}">${severity === "error" ? "✖" : "!"} ${words.severity(severity)}</span> <code class="quiet">${code}</code>${source !== undefined && html` ${placeHtml(source, context)}`}</p>
<p class="message">${message}</p>
${source !== undefined && text !== undefined && frameHtml(text, source.line, source.column)}${
  help !== undefined &&
  help !== "" &&
  html`<p class="help"><b>${words.help}</b>${words.colon}${help}</p>
`
}${related.map(
  ({ note, source: place }) => html`<p class="quiet">${placeHtml(place, context)} ${words.related(note)}</p>
`,
)}</div>
`;
}

/** The line with its mark. */
function frameHtml(text: string, line: number, column: number): Html {
  const at = Math.max(0, Math.min(column - 1, text.length));
  const start = Math.max(0, at - REACH);
  const rest = text.slice(at, at + REACH);
  const [marked = " "] = graphemesOf(rest);
  const more = at + REACH < text.length ? "…" : "";
  return html`<pre><span class="quiet">${line}</span>  ${start > 0 && "…"}${tabs(text.slice(start, at))}<mark>${tabs(marked)}</mark>${tabs(rest.slice(marked.length))}${more}</pre>
`;
}

function tabs(text: string): string {
  return text.replaceAll("\t", "    ");
}

/** A line of a file, counted from 1, without splitting all of it. */
function lineAt(text: string | undefined, line: number): string | undefined {
  if (text === undefined) return undefined;
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}
