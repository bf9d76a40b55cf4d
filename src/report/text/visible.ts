/**
 * Names come from files and from a server; a terminal obeys some characters and hides others. Here each of those
 * becomes text that can be read (`\u001b`, `\n`), so that a name can neither act, nor fake a line, nor look like another name.
 */

/**
 * What almost every text is made of: ASCII, Chinese, and the signs that muster itself prints. Each is drawn as it is and
 * never joins its neighbour; to know that needs no list of Unicode's.
 */
const UNCOMMON =
  /[^\x20-\x7e\u00b7\u2014\u2018-\u201d\u2026\u2192\u2714\u2716\u3001\u3002\u3008-\u3011\u4e00-\u9fff\uff01-\uff0f\uff1a\uff1b\uff1f]/;
/** Letters, digits, punctuation, symbols, and the two spaces that Chinese text uses: shown as they are. */
// Asked for the one character that is not: a pattern over the whole text overflows the stack on megabytes.
const notPlain = lazily(() => /[^\x20-\x7e\p{L}\p{N}\p{P}\p{S}\u3000]/u);
/** Letters by category that are drawn as nothing (Hangul fillers), and the rest of the ignorable kind. */
const ignorable = lazily(() => /\p{Default_Ignorable_Code_Point}/u);
const marking = lazily(() => /^\p{M}$/u);
const drawable = lazily(() => /^[\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}\p{Extended_Pictographic}\u3000]$/u);
/** Emoji as Unicode lists them, with the joiners that hold them together. */
// biome-ignore lint/complexity/useRegexLiterals: Node 20 has the flag, TypeScript allows it in a literal from ES2024 on
const emoji = lazily(() => new RegExp("^\\p{RGI_Emoji}$", "v"));
/** More marks than this on one letter is not writing but a tower over the lines above. */
const MARKS_ALLOWED = 3;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const graphemes = lazily(() => new Intl.Segmenter("en", { granularity: "grapheme" }));

/** Nothing in it but characters that are drawn as they are, each by itself: see above. */
export function isCommon(text: string): boolean {
  return !UNCOMMON.test(text);
}

/** What a reader takes for one character. */
export function* graphemesOf(text: string): Generator<string> {
  if (isCommon(text)) yield* text;
  else for (const { segment } of graphemes().segment(text)) yield segment;
}

/** The text with everything that a terminal would obey or hide written out. */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  let shown = "";
  for (const segment of graphemesOf(text))
    shown += isPlain(segment) || emoji().test(segment) ? segment : drawn(segment);
  return shown;
}

function isPlain(text: string): boolean {
  return isCommon(text) || (!notPlain().test(text) && !ignorable().test(text));
}

/** What most runs never need, made when it is: Unicode's lists take longer to load than all of `--help`. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function drawn(segment: string): string {
  let shown = "";
  // A mark without a letter would settle on whatever muster printed before it, hence "as many as allowed" at the start.
  let marks = MARKS_ALLOWED;
  for (const character of segment) {
    const mark = marking().test(character);
    if (ignorable().test(character) || !drawable().test(character) || (mark && marks >= MARKS_ALLOWED))
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
