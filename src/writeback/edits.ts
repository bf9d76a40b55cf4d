/** A stretch of a text and what is to stand in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Carries out edits, none of which may overlap; insertions at one place stay in their order. Line ends follow the text's. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  let result = "";
  let done = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < done) throw new Error(`two edits overlap at ${edit.start}`);
    result += text.slice(done, edit.start) + edit.text.replaceAll("\n", newline);
    done = edit.end;
  }
  return result + text.slice(done);
}

/** The text with its last line ended, as its others are. */
export function withLineEnd(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}${text.includes("\r\n") ? "\r\n" : "\n"}`;
}

/** A text that is to end as it did before: a last line without an end stays so. */
export function likeBefore(text: string, before: string): string {
  return before === "" || before.endsWith("\n") ? text : text.replace(/\r?\n$/, "");
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line after an offset begins; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at === -1 ? text.length : at + 1;
}

/** Spaces up to the column of an offset, for a line below that starts in the same column. */
export function indentTo(text: string, offset: number): string {
  return " ".repeat(offset - lineStart(text, offset));
}

/** The white space that the line of an offset begins with. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

/** The next character inside brackets that is neither white space nor in a comment. */
export function skipBlank(text: string, offset: number): number {
  const blank = /(?:\s+(?:#[^\n]*)?)*/y;
  blank.lastIndex = offset;
  return offset + (blank.exec(text)?.[0].length ?? 0);
}

/** Behind the comma that follows an entry in brackets; `undefined` where none does. */
export function commaAfter(text: string, offset: number): number | undefined {
  const at = skipBlank(text, offset);
  return text[at] === "," ? at + 1 : undefined;
}
