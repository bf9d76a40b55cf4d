/**
 * Names come from files and from a server; a terminal obeys some characters and hides others. Here each of those
 * becomes text that can be read (`\u001b`, `\n`), so that a name can neither act, nor fake a line, nor look like another name.
 */

/** Letters, digits, punctuation, symbols, and the two spaces that Chinese text uses: shown as they are. */
const NOT_PLAIN = /[^\x20-\x7e\p{L}\p{N}\p{P}\p{S}\u3000]/u;
/** Letters by category that are drawn as nothing (Hangul fillers), and the rest of the ignorable kind. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const MARK = /^\p{M}$/u;
const DRAWN = /^[\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}\p{Extended_Pictographic}\u3000]$/u;
/** Emoji as Unicode lists them, with the joiners that hold them together. */
// biome-ignore lint/complexity/useRegexLiterals: Node 20 has the flag, TypeScript allows it in a literal from ES2024 on
const EMOJI = new RegExp("^\\p{RGI_Emoji}$", "v");
/** More marks than this on one letter is not writing but a tower over the lines above. */
const MARKS_ALLOWED = 3;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a reader takes for one character. */
export function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

/** The text with everything that a terminal would obey or hide written out. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  let shown = "";
  for (const segment of graphemesOf(text)) shown += isPlain(segment) || EMOJI.test(segment) ? segment : drawn(segment);
  return shown;
}

function isPlain(text: string): boolean {
  // Asked for the one that is not: a pattern over the whole text overflows the stack on megabytes.
  return !NOT_PLAIN.test(text) && !IGNORABLE.test(text);
}

function drawn(segment: string): string {
  let shown = "";
  // A mark without a letter would settle on whatever muster printed before it, hence "as many as allowed" at the start.
  let marks = MARKS_ALLOWED;
  for (const character of segment) {
    const mark = MARK.test(character);
    if (IGNORABLE.test(character) || !DRAWN.test(character) || (mark && marks >= MARKS_ALLOWED))
      shown += escaped(character);
    else shown += character;
    marks = mark ? marks + 1 : 0;
  }
  return shown;
}

/** `\n`, `\u001b`, `\u{e0041}`: as JSON and JavaScript write the character. */
function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
