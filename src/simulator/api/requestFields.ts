import {
  type AssignRule,
  isAssignRule,
  MEMORIES,
  MEMORY_MINUTES,
  type Member,
  type Memory,
} from "../../model/skillGroup.js";

/** A request's body, as far as it is an object. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// The vendor's rule: a field that is filled in wrongly is replaced by its default, without a word. Wrongly means here
// the wrong JSON type too, so that a client that sends "120" as a number learns of it from the simulator.

export function readText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function readCount(value: unknown, fallback: number): number {
  return Number.isInteger(value) && Number(value) >= 1 ? Number(value) : fallback;
}

export function readAssignRule(value: unknown): AssignRule {
  return isAssignRule(value) ? value : "random";
}

/** `isMemory` counts only with one of the four times; otherwise memory assignment is off, as by default. */
export function readMemory({ isMemory, memoryTime }: Fields): Memory {
  const known = MEMORIES.find((memory) => memory !== "off" && MEMORY_MINUTES[memory] === memoryTime);
  return isMemory === true && known ? known : "off";
}

/**
 * Members as a write sends them: entries without an agent number are passed over, a wrong priority is 0. Of an agent
 * listed twice the first entry counts, which is a guess: the vendor says nothing.
 */
export function readMembers(value: unknown): Member[] {
  const members = new Map<string, Member>();
  for (const entry of Array.isArray(value) ? value.filter(isFields) : []) {
    const agentNumber = readText(entry.agentNumber);
    if (agentNumber === undefined || members.has(agentNumber)) continue;
    const { priority } = entry;
    members.set(agentNumber, { agentNumber, priority: typeof priority === "number" ? priority : 0 });
  }
  return [...members.values()];
}
