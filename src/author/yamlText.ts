/** Words that YAML, or a reader of the older YAML 1.1, takes for something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;
/** Text that is certainly plain: a letter first, and nothing that YAML could read as a sign. */
const PLAIN = /^[\p{L}][\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]+)*$/u;
/** Characters that are not to stand in a file as they are: nobody sees them, or they end a line. Joiners of emoji may. */
const HIDDEN = /^(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]$/u;

/** Text as a YAML scalar that means exactly it: plain where nothing can be misread, else quoted on one line. */
export function scalarText(value: string): string {
  return PLAIN.test(value) && !RESERVED.test(value) ? value : quotedText(value);
}

/** Text in double quotes, every character that cannot be seen written out. */
export function quotedText(value: string): string {
  let text = "";
  for (const character of value) {
    if (character === '"' || character === "\\") text += `\\${character}`;
    else text += HIDDEN.test(character) ? escaped(character) : character;
  }
  return `"${text}"`;
}

/** Text for a comment: it can neither end its line nor hide anything. */
export function commentText(value: string): string {
  let text = "";
  for (const character of value) text += HIDDEN.test(character) ? escaped(character) : character;
  return text;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
