/** Where a tab stands among the white space that this line begins with. */
export function tabInIndentation(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const tab = lineAt(text, offset).search(/(?<=^ *)\t/);
  return tab === -1 ? undefined : start + tab;
}

/** Where the first content from this line on begins: the library counts the comments before a field as its own. */
export function contentStart(text: string, offset: number): number {
  for (let start = text.lastIndexOf("\n", offset - 1) + 1; ; ) {
    const line = lineAt(text, start);
    const content = line.search(/\S|$/);
    const end = text.indexOf("\n", start);
    if ((content < line.length && line[content] !== "#") || end === -1) return start + content;
    start = end + 1;
  }
}

/** The line around an offset. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? undefined : end);
}

/** Where the first content that follows an offset begins: on its line if there is nothing before it, else further on. */
export function contentBehind(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const isBlank = text.slice(start, offset).trim() === "";
  return contentStart(text, isBlank ? offset : text.indexOf("\n", offset) + 1 || text.length);
}

/** Where the content of the nearest line above begins that has any; nothing where there is none. */
export function contentAbove(text: string, offset: number): number | undefined {
  let end = text.lastIndexOf("\n", offset - 1);
  while (end > 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const line = text.slice(start, end);
    const content = line.search(/\S/);
    if (content !== -1 && line[content] !== "#") return start + content;
    end = start - 1;
  }
  return undefined;
}

/** The column, from 0, of an offset. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}
