import { isAlias, isMap, isScalar } from "yaml";
import type { Member } from "../model/skillGroup.js";
import { type Edit, indentTo, nextLine } from "./edits.js";
import { type EntryStyle, entryText } from "./entryText.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";

/** Gives an entry that names an agent another priority, where it stands. */
export function priorityEdit(node: unknown, member: Member, text: string, style: EntryStyle): Edit {
  const { priority } = member;
  const start = startOf(node);
  const end = endOf(node);
  const written = pairOf(node, "priority")?.value;
  if (isScalar(written) || isAlias(written)) {
    return { start: startOf(written), end: endOf(written), text: String(priority) };
  }
  if (isMap(node) && isFlow(node))
    return { start: endOfPairs(node), end: endOfPairs(node), text: `, priority: ${priority}` };
  if (isMap(node)) {
    const at = nextLine(text, end);
    return { start: at, end: at, text: `${indentTo(text, start)}priority: ${priority}\n` };
  }
  if (isScalar(node)) return { start, end, text: `{ agent: ${text.slice(start, end)}, priority: ${priority} }` };
  return { start, end, text: entryText(member, style) };
}

function endOfPairs(map: unknown): number {
  const last = isMap(map) ? map.items.at(-1) : undefined;
  return endOf(last?.value ?? last?.key);
}
