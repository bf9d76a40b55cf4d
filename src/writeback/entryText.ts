import type { Member } from "../model/skillGroup.js";
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
