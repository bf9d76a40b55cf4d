import { isAlias, isMap, isScalar } from "yaml";
import type { Member } from "../model/skillGroup.js";
import { type Edit, lineStart } from "./edits.js";
import { endOf, isBlock, pairOf, startOf } from "./nodes.js";
import { pairsBehind } from "./pairs.js";
import { timeFields, type WrittenTime } from "./times.js";
import { quotedText } from "./yamlText.js";

/** How a list writes agents: by which names, and with which quotes. */
export interface EntryStyle {
  /** The name from `agents` as a scalar, where there is one. */
  readonly aliasOf: (agentNumber: string) => string | undefined;
  readonly quotes: "double" | "single" | "none";
  /** The comment behind a new entry of a list with a dash a line. */
  readonly remarkOf?: (agentNumber: string) => string | undefined;
}

/** Agents by their quoted numbers: the style of files that muster writes itself. */
export const PLAIN_STYLE: EntryStyle = { aliasOf: () => undefined, quotes: "double" };

/** A member that a list gets. */
export interface NewEntry extends Member, WrittenTime {
  /** Write a priority of 0, too: in a team, none means that of the team's use. */
  readonly writesZero?: boolean;
}

/** A member as an entry of a list, on one line. */
export function entryText({ agentNumber, priority, writesZero = false, ...time }: NewEntry, style: EntryStyle): string {
  const agent = agentText(agentNumber, style);
  const fields = [...(priority === 0 && !writesZero ? [] : [`priority: ${priority}`]), ...timeFields(time)];
  return fields.length === 0 ? agent : `{ agent: ${agent}, ${fields.join(", ")} }`;
}

/** An agent as a list writes it. */
export function agentText(agentNumber: string, { aliasOf, quotes }: EntryStyle): string {
  return aliasOf(agentNumber) ?? numberText(agentNumber, quotes);
}

/** Puts another agent into an entry that names one. */
export function agentEdit(node: unknown, agentNumber: string, style: EntryStyle): Edit {
  const written = pairOf(node, "agent")?.value ?? node;
  return { start: startOf(written), end: endOf(written), text: agentText(agentNumber, style) };
}

/** A number in a list's quotes; one that YAML would read as another stays quoted. */
function numberText(digits: string, quotes: EntryStyle["quotes"]): string {
  if (quotes === "single") return `'${digits}'`;
  const isSafe = String(Number(digits)) === digits && Number.isSafeInteger(Number(digits));
  return quotes === "none" && isSafe ? digits : quotedText(digits);
}

/** Gives an entry that names an agent another priority, where it stands. */
export function priorityEdits(node: unknown, member: NewEntry, text: string, style: EntryStyle): Edit[] {
  const { priority } = member;
  const start = startOf(node);
  const end = endOf(node);
  const written = pairOf(node, "priority")?.value;
  if (isScalar(written) || isAlias(written)) {
    return [{ start: startOf(written), end: endOf(written), text: String(priority) }];
  }
  if (isMap(node)) return pairsBehind(node, [`priority: ${priority}`], text);
  if (!isScalar(node) || isBlock(node)) return [{ start, end, text: entryText(member, style) }];
  const own = startWithProperties(text, start);
  return [
    { start: own, end: own, text: "{ agent: " },
    { start: end, end, text: `, priority: ${priority} }` },
  ];
}

/** Where a value begins with its anchor and its tag. */
function startWithProperties(text: string, start: number): number {
  const line = text.slice(lineStart(text, start), start);
  const [written = ""] = /(?<=^|[\s,[{:-])(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(line) ?? [];
  return start - written.length;
}
