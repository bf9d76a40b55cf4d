import { graphemesOf, visible } from "../text/visible.js";

/*
 * Text from files and server, in Markdown. A backslash or an entity keeps a character out of CommonMark's hands, but not
 * out of a forge's: GitHub, GitLab and Gitee look for `@team`, `#12`, `:smile:`, `$math$` and commit hashes in the text
 * that is left after parsing (github/cmark-gfm#181: `\@x` and `&#64;x` still notify). Only code is left alone, everywhere.
 * So each name is a code span, and in prose each word that is more than a word is one.
 */

/** Where a code span stands: a table's row is cut at pipes before anything else is read. */
type Place = "text" | "cell";

/** Text as a code span that shows just this text: control characters written out, on one line. */
export function code(text: string, place: Place = "text"): string {
  const shown = visible(text);
  return place === "cell" && shown.includes("|") ? cellSpans(shown) : span(shown);
}

function span(text: string): string {
  if (text === "") return "";
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length));
  // The shortest run that the text does not hold: some parsers give up on runs of more than 80.
  let length = 1;
  while (runs.has(length)) length++;
  const ticks = "`".repeat(length);
  // Parsers take one space off both ends, unless all is spaces.
  const strips = text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
  const pad = strips || text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

/**
 * In a table `\|` is a pipe, in code too. What `\\|` is, parsers do not agree on; so a pipe behind a backslash stands
 * between two spans, as an entity, which means the same to all of them.
 */
function cellSpans(text: string): string {
  return text
    .split(/(?<=\\)\|/)
    .map((part) => span(part).replaceAll("|", "\\|"))
    .join("&#124;");
}

/** Words and counts, and the punctuation around them; anything else in ASCII may mean something to a forge. */
const WORD = /^(["'(]*)(.*?)([.,;:?!"')]*)$/s;
const HARMLESS = /^(?:[A-Za-z]+(?:['-][A-Za-z]+)*|\d+%?|[A-Za-z0-9]+)?$/;
const BEGINS_WORD = /^[\p{L}\p{N}]/u;
/** What a forge may know as a commit, or as an entry of a tracker. */
const HASH = /^[0-9a-f]{7,}$/i;
/** ASCII without single spaces; two spaces in a row would be shown as one. */
const ASCII = /(?:[\x21-\x7e]| {2,})+/g;

/** A sentence with unmarked names in it: plain words stay as they are, and anything else becomes code. */
export function prose(text: string): string {
  const shown = visible(text);
  const said = shown.replace(ASCII, (token: string, at: number) => {
    // A forge may take `x.中国` for an address: what ends in a point must end there.
    if (token.endsWith(".") && BEGINS_WORD.test(shown.slice(at + token.length, at + token.length + 2)))
      return span(token);
    const [, before = "", core = "", after = ""] = WORD.exec(token) ?? [];
    if (HARMLESS.test(core) && !HASH.test(core) && !/^www$/i.test(core)) return token;
    return `${before}${span(core)}${after}`;
  });
  // A number at the beginning of a block would begin a list.
  return said.replace(/^(\s*)(\d+)(?=[.)])/, "$1`$2`");
}

/** Lines as a fenced block that none of them can close. Each is made visible; `language` is one of ours. */
export function fence(lines: readonly string[], language: string): string[] {
  const shown = lines.map(visible);
  let longest = 2;
  for (const line of shown) for (const run of line.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const ticks = "`".repeat(longest + 1);
  return [`${ticks}${language}`, ...shown, ticks];
}

/** A link around Markdown that is safe already; only that Markdown where the address is none of the web. */
export function link(label: string, address: string | undefined): string {
  return address === undefined || !/^https?:\/\//i.test(address) ? label : `[${label}](${destination(address)})`;
}

/** The address with everything escaped that could end it, or a table's cell, or be an entity. */
function destination(address: string): string {
  return address
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(/[^A-Za-z0-9\-._~:/?#@!+,;=%&]/gu, (character) =>
      /[()'*]/.test(character)
        ? `%${character.charCodeAt(0).toString(16).toUpperCase()}`
        : encodeURIComponent(character),
    )
    .replaceAll("&", "&amp;");
}

/** Longer than any emoji; what is cut in two beyond this never shows. */
const LONGEST_GRAPHEME = 64;

/** The text's beginning, in at most so many UTF-16 code units, cut between two characters. For names longer than any name. */
export function shortenedTo(units: number, text: string): string {
  // What cannot be seen takes more room when it is written out, never less: no need to look at the rest of a whole file.
  if (units === Number.POSITIVE_INFINITY) return text;
  const shown = visible(text.length <= units ? text : text.slice(0, units + LONGEST_GRAPHEME));
  if (shown.length <= units && text.length <= units) return shown;
  let kept = "";
  for (const grapheme of graphemesOf(shown.slice(0, units))) {
    if (kept.length + grapheme.length > units - 2) break;
    kept += grapheme;
  }
  return `${kept}…`;
}
