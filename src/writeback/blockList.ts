import type { Pair, YAMLSeq } from "yaml";
import { withoutRemarks } from "../config/remarks.js";
import type { Member } from "../model/skillGroup.js";
import { type Edit, indentOf, lineStart, nextLine } from "./edits.js";
import { agentEdit, type EntryStyle, entryText, priorityEdits } from "./entries.js";
import type { Remarks } from "./findings.js";
import type { ListChange } from "./listChange.js";
import { endOf, startOf } from "./nodes.js";
import { commentText } from "./yamlText.js";

/** Edits of a member list with a dash a line. The text ends with a line end. */
export function blockListEdits(
  pair: Pair<unknown, unknown>,
  list: YAMLSeq,
  change: ListChange,
  text: string,
  style: EntryStyle,
  remarks: Pick<Remarks, "teamWrittenOut">,
): Edit[] {
  const edits: Edit[] = [];
  const last = list.items.at(-1);
  const indent = indentOf(text, startOf(list));
  const behind = ({ agentNumber }: Member) => {
    const remark = style.remarkOf?.(agentNumber);
    return remark === undefined ? "" : ` ${remark}`;
  };
  const lines = (members: ListChange["added"]) =>
    members.map((member) => `${indent}- ${entryText(member, style)}${behind(member)}\n`).join("");
  change.entries.forEach((entry, index) => {
    const node = list.items[index];
    const [start, end] = [startOf(node), endOf(node)];
    const after = nextLine(text, end);
    if (entry.kind === "priority") edits.push(...priorityEdits(node, entry.member, text, style));
    else if (entry.kind === "agent") edits.push(agentEdit(node, entry.agentNumber, style));
    else if (entry.kind === "remove")
      edits.push({ start: removalStart(pair, list, index, text), end: after, text: "" });
    else if (entry.kind === "write") {
      const [first, ...rest] = entry.members;
      const above = lineStart(text, dashOf(list, index, text));
      edits.push({ start: above, end: above, text: `${indent}# ${commentText(remarks.teamWrittenOut(entry.team))}\n` });
      if (first) edits.push({ start, end, text: entryText(first, style) });
      edits.push({ start: after, end: after, text: lines(rest) });
    }
  });
  const at = nextLine(text, endOf(last));
  edits.push({ start: at, end: at, text: lines(change.added) });
  if (change.added.length === 0 && change.entries.every(({ kind }) => kind === "remove")) {
    const behind = behindKey(pair, text);
    edits.push({ start: behind, end: behind, text: " []" });
  }
  return edits;
}

/** The dash of an entry: the token before it, whatever stands between the two. */
export function dashOf(list: YAMLSeq, index: number, text: string): number {
  const { srcToken } = list;
  const item = srcToken?.type === "block-seq" ? srcToken.items[index] : undefined;
  return (
    item?.start.find((token) => token.type === "seq-item-ind")?.offset ?? lineStart(text, startOf(list.items[index]))
  );
}

/**
 * Comment lines above an entry go with it when they can speak of it alone: when the next entry has some of its own, or
 * nothing follows. Otherwise they may be a heading, and stay. A remark that accepts a warning never stays: it would speak of
 * the next entry.
 */
function removalStart(pair: Pair<unknown, unknown>, list: YAMLSeq, index: number, text: string): number {
  const own = lineStart(text, dashOf(list, index, text));
  const followsComment =
    index > 0 &&
    (index + 1 === list.items.length || !/^\s*-/.test(text.slice(nextLine(text, endOf(list.items[index])))));
  const floor = nextLine(text, index === 0 ? behindKey(pair, text) : endOf(list.items[index - 1]));
  let start = own;
  while (start > floor) {
    const above = lineStart(text, start - 1);
    const comment = text.slice(above, start).trim();
    if (above < floor || !comment.startsWith("#") || !(followsComment || withoutRemarks(comment) === "")) break;
    start = above;
  }
  return start;
}

/** Behind a key's colon, or the anchor that follows it. */
export function behindKey(pair: Pair<unknown, unknown>, text: string): number {
  const token = pair.srcToken?.sep?.findLast(({ type }) => ["map-value-ind", "anchor", "tag"].includes(type));
  return token === undefined ? text.indexOf(":", endOf(pair.key)) + 1 : token.offset + token.source.length;
}
