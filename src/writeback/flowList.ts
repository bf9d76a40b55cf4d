import type { YAMLSeq } from "yaml";
import { commaAfter, type Edit, indentOf, lineStart, skipBlank } from "./edits.js";
import { agentEdit, type EntryStyle, entryText, priorityEdits } from "./entries.js";
import type { Remarks } from "./findings.js";
import type { ListChange } from "./listChange.js";
import { endOf, startOf } from "./nodes.js";
import { commentText } from "./yamlText.js";

/**
 * Edits of a member list in brackets: in entries that change, and in the gaps between entries where one of them goes. A
 * comment behind an entry on its line goes with it, so that it never ends up behind another agent; comments on lines of
 * their own stay.
 *
 * @param keyAt where the list's key stands: remarks go above its line
 */
export function flowListEdits(
  keyAt: number,
  list: YAMLSeq,
  change: ListChange,
  text: string,
  style: EntryStyle,
  remarks: Pick<Remarks, "teamWrittenOut">,
): Edit[] {
  const edits: Edit[] = [];
  change.entries.forEach((entry, index) => {
    const node = list.items[index];
    if (entry.kind === "priority") edits.push(...priorityEdits(node, entry.member, text, style));
    else if (entry.kind === "agent") edits.push(agentEdit(node, entry.agentNumber, style));
    else if (entry.kind === "write") {
      const above = lineStart(text, keyAt);
      const remark = `${indentOf(text, keyAt)}# ${commentText(remarks.teamWrittenOut(entry.team))}\n`;
      edits.push({ start: above, end: above, text: remark });
      const members = entry.members.map((member) => entryText(member, style));
      edits.push({ start: startOf(node), end: endOf(node), text: members.join(", ") });
    }
  });
  const added = change.added.map((member) => entryText(member, style));
  const kept = change.entries.flatMap(({ kind }, index) => (kind === "remove" ? [] : index));
  return [...edits, ...gapEdits(flowParts(list, text), kept, added)];
}

/** Edits that put more entries of any kind behind those of a list in brackets. */
export function flowAdditions(list: YAMLSeq, text: string, added: readonly string[]): Edit[] {
  return gapEdits(flowParts(list, text), [...list.items.keys()], added);
}

/** @param kept the numbers of the entries that stay */
function gapEdits(parts: FlowParts, kept: readonly number[], added: readonly string[]): Edit[] {
  const { entries, inner } = parts;
  const edits: Edit[] = [];
  let before = -1;
  for (const next of [...kept, entries.length]) {
    const isEnd = next === entries.length;
    const start = entries[before]?.end ?? inner.start;
    const end = entries[next]?.start ?? inner.end;
    const more = isEnd ? added : [];
    if (next > before + 1 || more.length > 0) edits.push({ start, end, text: gapText(parts, before, next, more) });
    before = next;
  }
  return edits;
}

/** What is to stand between two entries that stay: `before` is -1 behind the opening bracket. */
function gapText(parts: FlowParts, before: number, next: number, added: readonly string[]): string {
  const { gaps, entries, indent, closing, hasLastComma } = parts;
  const isStart = before === -1;
  const isEnd = next === entries.length;
  const [first, last] = [gaps[before + 1], gaps[next]];
  const own = gaps.slice(before + 1, next + 1).flatMap((gap) => gap.own);
  const behind = first?.behind === undefined ? "" : ` ${first.behind}`;
  // Behind a comment only a new line will do.
  let onNewLine = behind !== "" || (isStart && first?.hasLineEnd === true);
  const endsBare = isEnd && added.length === 0 && !hasLastComma;
  let result = isStart || endsBare ? behind : `,${behind}`;
  if (added.length > 0) {
    const padding = isStart ? (first?.blank ?? "") : " ";
    const hasLineEach = !isStart && gaps.slice(entries.length > 1 ? 1 : 0, -1).every((gap) => gap.hasLineEnd);
    const separator = hasLineEach ? `,\n${indent}` : ", ";
    result += `${onNewLine || hasLineEach ? `\n${indent}` : padding}${added.join(separator)}${isEnd && hasLastComma ? "," : ""}`;
    onNewLine = false;
  }
  for (const comment of own) result += `\n${indent}${comment}`;
  if (onNewLine || own.length > 0 || last?.hasLineEnd === true) return `${result}\n${isEnd ? closing : indent}`;
  if (isEnd) return result + (isStart && added.length === 0 ? (first?.blank ?? "") : (last?.blank ?? ""));
  return result + (isStart ? (first?.blank ?? "") : " ");
}

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
  /** Is there a comma behind the last entry? */
  readonly hasLastComma: boolean;
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
  const line = contentIndent(text, startOf(list));
  return {
    entries,
    inner,
    gaps,
    hasLastComma: before !== (entries.at(-1)?.end ?? inner.start),
    indent: onItsOwn === undefined ? `${line}  ` : indentOf(text, onItsOwn.start),
    closing: text.slice(lineStart(text, inner.end), inner.end).trim() === "" ? indentOf(text, inner.end) : `${line}  `,
  };
}

/** Spaces up to the first thing in a line that is no dash: what goes on below a key stands further to the right. */
function contentIndent(text: string, offset: number): string {
  const [start = ""] = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(lineStart(text, offset), offset)) ?? [];
  return start.replaceAll("-", " ");
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
