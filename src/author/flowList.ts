import type { YAMLSeq } from "yaml";
import { commaAfter, type Edit, indentOf, lineStart, nextLine, skipBlank } from "./edits.js";
import { priorityEdit } from "./entryEdits.js";
import { type EntryStyle, entryText } from "./entryText.js";
import type { ListChange } from "./listChange.js";
import { endOf, startOf } from "./nodes.js";
import type { Remarks } from "./remarks.js";
import { commentText } from "./yamlText.js";

/**
 * Edits of a member list in brackets.
 *
 * @param keyAt where the list's key stands: remarks go above its line
 */
export function flowListEdits(
  keyAt: number,
  list: YAMLSeq,
  change: ListChange,
  text: string,
  style: EntryStyle,
  remarks: Remarks,
): Edit[] {
  const edits: Edit[] = [];
  const { items } = list;
  const survivor = change.entries.findLastIndex(({ kind }) => kind !== "remove");
  const added = change.added.map((member) => entryText(member, style));
  const [from, to] = [endOf(items[survivor]), endOf(items.at(-1))];
  // What is gone at the end of a line takes the comma before it along.
  const isTail = survivor >= 0 && survivor < items.length - 1 && !text.slice(from, to).includes("\n");
  let before = startOf(list) + 1;
  change.entries.forEach((entry, index) => {
    const node = items[index];
    const comma = commaAfter(text, endOf(node));
    const start = skipBlank(text, before);
    before = comma ?? endOf(node);
    if (entry.kind === "priority") edits.push(priorityEdit(node, entry.member, text, style));
    else if (entry.kind === "remove") {
      if (!isTail || index < survivor) edits.push(removal(start, before, text));
    } else if (entry.kind === "write") {
      const above = lineStart(text, keyAt);
      const remark = `${indentOf(text, keyAt)}# ${commentText(remarks.teamWrittenOut(entry.team))}\n`;
      edits.push({ start: above, end: above, text: remark });
      const members = entry.members.map((member) => entryText(member, style));
      edits.push({ start: startOf(node), end: endOf(node), text: members.join(", ") });
    }
  });
  const more = added.map((one) => `, ${one}`).join("");
  if (isTail) edits.push({ start: from, end: to, text: more });
  else if (survivor >= 0) edits.push({ start: from, end: from, text: more });
  else {
    const at = startOf(list) + 1;
    edits.push({ start: at, end: at, text: added.join(", ") });
  }
  return edits;
}

/** An entry with its comma; the whole line with its comment where nothing else stands there. */
function removal(start: number, end: number, text: string): Edit {
  const line = lineStart(text, start);
  const after = nextLine(text, end);
  const isAlone = /^[ \t]*$/.test(text.slice(line, start)) && /^[ \t]*(?:#[^\n]*)?\r?\n$/.test(text.slice(end, after));
  if (isAlone) return { start: line, end: after, text: "" };
  return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: "" };
}
