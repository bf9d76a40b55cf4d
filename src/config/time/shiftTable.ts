import type { Source } from "../../model/source.js";
import type { AgentIndex } from "../agentIndex.js";
import type { ConfigFinding } from "../findings.js";
import type { Located } from "../yaml/tree.js";
import type { ShiftDeclaration } from "./timetable.js";

/** What a table of shifts may name. */
export interface TableNames {
  readonly agents: AgentIndex;
  /** The name of a shift by everything that may stand in a cell for it: the name itself, and each alias. */
  readonly shifts: ReadonlyMap<string, string>;
}

/** What a cell says of an agent and a day. */
export interface ShiftCell {
  readonly agentNumber: string;
  /** `2026-10-01`. */
  readonly date: string;
  /** The shifts that begin on that day; none for a day off. */
  readonly shifts: readonly string[];
  /** The word for leave (`年假`): an absence for the whole day, wherever the agent is a member. */
  readonly leave?: string;
  readonly source: Source;
}

export interface ShiftTable {
  /** One for each agent and day of the table, days off and empty cells included: for these the table alone counts. */
  readonly cells: readonly ShiftCell[];
  readonly findings: readonly ConfigFinding[];
}

/** Reads a table that a roster names. @param path as it is written, relative to the folder of the file that names it */
export type ReadShiftTable = (path: Located<string>, names: TableNames) => Promise<ShiftTable>;

/** {@link TableNames.shifts}. A name comes before an alias, and of two aliases the first. */
export function shiftWords(shifts: readonly ShiftDeclaration[]): ReadonlyMap<string, string> {
  const words = new Map(shifts.map(({ shift }) => [shift, shift]));
  for (const { shift, aliases } of shifts)
    for (const { value } of aliases) if (!words.has(value)) words.set(value, shift);
  return words;
}
