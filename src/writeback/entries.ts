import { isAlias, isMap, isScalar } from "yaml";
import type { Member } from "../model/skillGroup.js";
import { type Edit, indentTo, nextLine } from "./edits.js";
import { endOf, isFlow, pairOf, startOf } from "./nodes.js";
import { quotedText } from "./yamlText.js";

/** How a list writes agents: by which names, and with which quotes. */
export interface EntryStyle {
  /** The name from `agents` as a scalar, where there is one. */
  readonly aliasOf: (agentNumber: string) => string | undefined;
  readonly quotes: "double" | "single" | "none";
}

/** Agents by their quoted numbers: the style of files that muster writes itself. */
export const PLAIN_STYLE: EntryStyle = { aliasOf: () => undefined, quotes: "double" };

/** A member as an entry of a list, on one line. */
export function entryText({ agentNumber, priority }: Member, style: EntryStyle): string {
  const agent = style.aliasOf(agentNumber) ?? numberText(agentNumber, style.quotes);
  return priority === 0 ? agent : `{ agent: ${agent}, priority: ${priority} }`;
}

/** A number in a list's quotes; one that YAML would read as another stays quoted. */
function numberText(digits: string, quotes: EntryStyle["quotes"]): string {
  if (quotes === "single") return `'${digits}'`;
  const isSafe = String(Number(digits)) === digits && Number.isSafeInteger(Number(digits));
  return quotes === "none" && isSafe ? digits : quotedText(digits);
}

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
