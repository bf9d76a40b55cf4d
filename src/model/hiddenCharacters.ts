/** Emoji with what joins and varies them, which nobody sees by itself. */
const EMOJI =
  "\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?(?:\\u200D\\p{Extended_Pictographic}\\uFE0F?\\p{Emoji_Modifier}?)*|[0-9#*]\\uFE0F\\u20E3";

/**
 * Characters that leave no mark, or that turn others around: format characters, those that Unicode has programs ignore
 * (fillers, joiners, variation selectors), separators of lines, the blank pattern of Braille.
 */
const HIDDEN = "[\\p{Cf}\\p{Default_Ignorable_Code_Point}\\p{Zl}\\p{Zp}\\u2800]";

const SOMEWHERE = new RegExp(`(${EMOJI})|${HIDDEN}`, "gu");
const ALL_HIDDEN = new RegExp(`^(?:\\s|${HIDDEN})*$`, "u");

/** The text with each character that nobody sees replaced; those within emoji stay. */
export function replaceHidden(text: string, replace: (character: string) => string): string {
  return text.replace(SOMEWHERE, (found: string, emoji: string | undefined) => emoji ?? replace(found));
}

/** The characters of a text that nobody sees, each once; none of those within emoji. */
export function hiddenCharacters(text: string): string[] {
  const hidden = new Set<string>();
  replaceHidden(text, (character) => {
    hidden.add(character);
    return character;
  });
  return [...hidden];
}

/** Is there anything to see? */
export function hasVisible(text: string): boolean {
  return !ALL_HIDDEN.test(text);
}
