import type { YAMLSeq } from "yaml";
import { commaAfter, indentOf, lineStart, skipBlank } from "./edits.js";
import { endOf, startOf } from "./nodes.js";

/** An entry of a list in brackets with all that belongs to its value, an anchor included. */
export interface FlowEntry {
  readonly start: number;
  readonly end: number;
}

/** What stands between two entries, or an entry and a bracket, apart from the comma. */
export interface Gap {
  /** The comment on the line where the gap begins: it speaks of what stands before it. */
  readonly behind?: string;
  /** Comments on lines of their own. */
  readonly own: readonly string[];
  readonly hasLineEnd: boolean;
  /** The white space that a gap without line ends begins with; padding, inside a bracket. */
  readonly blank: string;
}

/** A list in brackets, taken apart. */
export interface FlowParts {
  readonly entries: readonly FlowEntry[];
  /** Of the opening bracket's inner side and of the closing one's. */
  readonly inner: FlowEntry;
  /** One more than entries: each stands before the entry of its number, the last before the closing bracket. */
  readonly gaps: readonly Gap[];
  /** For an entry on a line of its own. */
  readonly indent: string;
  /** For the closing bracket on a line of its own. */
  readonly closing: string;
}

export function flowParts(list: YAMLSeq, text: string): FlowParts {
  const inner = { start: startOf(list) + 1, end: endOf(list) - 1 };
  const entries: FlowEntry[] = [];
  let before = inner.start;
  for (const node of list.items) {
    const end = endOf(node);
    entries.push({ start: skipBlank(text, before), end });
    before = commaAfter(text, end) ?? end;
  }
  const starts = [...entries.map(({ start }) => start), inner.end];
  const ends = [inner.start, ...entries.map(({ end }) => end)];
  const gaps = starts.map((start, index) => gapIn(text.slice(ends[index], start)));
  const onItsOwn = entries.find(({ start }) => text.slice(lineStart(text, start), start).trim() === "");
  const line = indentOf(text, startOf(list));
  return {
    entries,
    inner,
    gaps,
    indent: onItsOwn === undefined ? `${line}  ` : indentOf(text, onItsOwn.start),
    closing: text.slice(lineStart(text, inner.end), inner.end).trim() === "" ? indentOf(text, inner.end) : `${line}  `,
  };
}

function gapIn(text: string): Gap {
  const [first = "", ...rest] = text.split("\n");
  const commentOf = (line: string) => /#.*/.exec(line)?.[0].trimEnd();
  const behind = commentOf(first);
  return {
    ...(behind === undefined ? {} : { behind }),
    own: rest.flatMap((line) => commentOf(line) ?? []),
    hasLineEnd: rest.length > 0,
    blank: /^[ \t]*/.exec(text)?.[0] ?? "",
  };
}
