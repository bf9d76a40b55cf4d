import { replaceHidden } from "../model/hiddenCharacters.js";

/** Words that YAML, or a reader of the older YAML 1.1, takes for something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;
/** Text that is certainly plain: a letter first, and nothing that YAML could read as a sign. */
const PLAIN = /^[\p{L}][\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]+)*$/u;
/** Characters that are not to stand in a file as they are: they end a line, or are none. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Cn}]/gu;

/** Text as a YAML scalar that means exactly it: plain where nothing can be misread, else quoted on one line. */
export function scalarText(value: string): string {
  return PLAIN.test(value) && !RESERVED.test(value) ? value : quotedText(value);
}

/** Text in double quotes, every character that cannot be seen written out. */
export function quotedText(value: string): string {
  return `"${commentText(value.replace(/["\\]/g, "\\$&"))}"`;
}

/** Text for a comment: it can neither end its line nor hide anything. */
export function commentText(value: string): string {
  return replaceHidden(value, escaped).replace(UNFIT, escaped);
}

/** A character as double quotes can write it out. */
export function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
