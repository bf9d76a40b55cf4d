import type { SimulatorOptions } from "../../src/simulator/startSimulator.js";
import type { Dice } from "./cast.js";

const WRITES = ["addQueue", "updateQueueAssignMembers"] as const;
const READS = ["queueQueue", "queueQueueAgentClaimStatus"] as const;
const KINDS = [
  "drop-before",
  "drop-after",
  "http-500-before",
  "http-500-after",
  "code-500-before",
  "code-500-after",
  "html-502-before",
  "html-502-after",
  "html-200",
  "cut-after",
  "garbled-after",
  "limit-http-429",
  "limit-code-429",
  "limit-code-400",
  "limit-html-503",
] as const;
const WRITE_KINDS = [...KINDS, "refuse"] as const;
const READ_KINDS = [...KINDS, "short-page", "repeat-page"] as const;

/** Faults for one run: none, a few certain ones, or a quarter of all calls. */
export function faultsOf(dice: Dice): string[] {
  if (dice.chance(0.15)) return [`*:${dice.pick(KINDS)}@p0.25`];
  const when = () => dice.pick(["@1", "@2", "@1-2", "@3", "@every3", "@p0.3"]);
  const writes = WRITES.filter(() => dice.chance(0.5)).map(
    (operation) => `${operation}:${dice.pick(WRITE_KINDS)}${when()}`,
  );
  const reads = READS.filter(() => dice.chance(0.3)).map(
    (operation) => `${operation}:${dice.pick(READ_KINDS)}${when()}`,
  );
  const lean = dice.chance(0.2)
    ? [`queueQueueAgentClaimStatus:omit=${dice.pick(["priority", "assignRule"])}${dice.pick(["", "@p0.5"])}`]
    : [];
  return [...writes, ...reads, ...lean];
}

/** How the server behaves throughout a case. */
export function mannersOf(dice: Dice): Partial<SimulatorOptions> {
  return {
    maxPageSize: dice.pick([1, 2, 3, 100]),
    order: dice.pick(["newest", "oldest"]),
    nameFilter: dice.pick(["exact", "contains"]),
    drift: dice.chance(0.3),
    windowKind: dice.pick(["sliding", "fixed", "bucket"]),
    invisibleMs: dice.pick([0, 0, 400, 1_500]),
    jitterMs: dice.pick([0, 0, 40]),
    statusFollowsCode: dice.chance(0.2),
  };
}

/** How a run ends before its time, if it does: at the nth call of an interface. */
export interface Blow {
  readonly kind: "kill" | "stop";
  readonly operation: (typeof WRITES)[number] | (typeof READS)[number];
  readonly call: number;
}

export function blowOf(dice: Dice): Blow | undefined {
  if (dice.chance(0.6)) return undefined;
  return {
    kind: dice.chance(0.7) ? "kill" : "stop",
    operation: dice.pick([...WRITES, ...WRITES, ...READS]),
    call: dice.between(1, 5),
  };
}
