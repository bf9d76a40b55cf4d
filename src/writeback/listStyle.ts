import { type Document, isScalar } from "yaml";
import type { Declarations } from "../config/declarations.js";
import { isDigits } from "../config/numbers.js";
import type { EntryStyle } from "./entries.js";
import { followed, pairOf } from "./nodes.js";
import { scalarText } from "./yamlText.js";

/**
 * How a list writes agents, for more of them: quotes as its first number has them, names from `agents` where there are
 * some, unless the list keeps to numbers though it could use names.
 */
export function listStyle(items: readonly unknown[], document: Document, { agents }: Declarations): EntryStyle {
  const aliasOf = aliasesOf({ agents });
  const written = items
    .map((item) => followed(item, document))
    .map((item) => followed(pairOf(item, "agent")?.value ?? item, document))
    .filter((agent) => isScalar(agent));
  const numbers = written.filter(({ value }) => isDigits(String(value)));
  const namedByNumber = numbers.filter(({ value }) => aliasOf(String(value)) !== undefined);
  const keepsToNumbers = namedByNumber.length > 0 && numbers.length === written.length;
  const type = numbers[0]?.type;
  return {
    aliasOf: (agentNumber) => (keepsToNumbers ? undefined : aliasOf(agentNumber)),
    quotes: type === "PLAIN" ? "none" : type === "QUOTE_SINGLE" ? "single" : "double",
  };
}

/** The name that `agents` has for a number, as a scalar; the first where it has several. */
export function aliasesOf({ agents }: Pick<Declarations, "agents">): EntryStyle["aliasOf"] {
  const aliases = new Map(agents.toReversed().map(({ number, alias }) => [number, alias]));
  return (agentNumber) => {
    const alias = aliases.get(agentNumber);
    return alias === undefined ? undefined : scalarText(alias);
  };
}
