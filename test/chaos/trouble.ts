import type { Dice } from "./dice.js";
import type { Setting } from "./setting.js";

const WRITES = ["addQueue", "updateQueueAssignMembers"] as const;
const READS = ["queueQueue", "queueQueueAgentClaimStatus"] as const;
/** The operation is not carried out, or its answer says so. */
const HONEST_KINDS = [
  "http-500-before",
  "code-500-before",
  "html-502-before",
  "drop-before",
  "limit-http-429",
  "limit-code-429",
  "limit-code-400",
  "limit-html-503",
] as const;
/** It may be carried out, but the answer does not say so. */
const LOSING_KINDS = [
  "drop-after",
  "http-500-after",
  "code-500-after",
  "html-502-after",
  "html-200",
  "cut-after",
  "garbled-after",
] as const;
const REFUSALS = [
  "refuse",
  "refuse-quota",
  "refuse-length",
  "refuse-members",
  "refuse-frequency",
  "refuse-210",
  "refuse-201000",
] as const;
/** Carried out after the gateway has given up, early enough for a run that keeps watching. */
const LATE_KINDS = ["late-504=300", "late-502=1500", "late-503=3400", "late-drop=3400", "late-524=2500"] as const;
/** No longer than the latest of them. */
export const LATEST_MS = 3_400;

const PAGE_KINDS = ["short-page", "repeat-page", "refuse-210", "some-members", "no-group=all"] as const;

/** Faults for one run: none, a few certain ones, or for a quarter of all calls. */
export function faultsOf(dice: Dice, { creationsLost, twins }: Setting): string[] {
  const kinds = [...HONEST_KINDS, ...(creationsLost ? LOSING_KINDS : [])];
  if (dice.chance(0.15)) return [`*:${dice.pick(kinds)}@p0.25`];
  const when = () => dice.pick(["@1", "@2", "@1-2", "@3", "@every3", "@p0.3"]);
  const kindOf = (operation: (typeof WRITES)[number]): string => {
    const mayLose = operation !== "addQueue" || creationsLost;
    const losing = mayLose ? [...LOSING_KINDS, ...LATE_KINDS] : [];
    return dice.pick([...HONEST_KINDS, ...losing, ...REFUSALS]);
  };
  const writes = WRITES.filter(() => dice.chance(0.5)).map((operation) => `${operation}:${kindOf(operation)}${when()}`);
  const reads = READS.filter(() => dice.chance(0.3)).map((operation) => {
    // The query is the truth for muster: a false answer of it that nothing contradicts cannot be noticed.
    const lies = operation === "queueQueue" ? PAGE_KINDS.slice(0, 3) : PAGE_KINDS;
    return `${operation}:${dice.pick([...HONEST_KINDS, ...LOSING_KINDS, ...lies])}${when()}`;
  });
  // One odd answer of the query itself, which must not lose anyone in additive groups.
  const empty = dice.chance(0.1) ? [`queueQueue:no-members@${dice.between(1, 6)}`] : [];
  const lean = dice.chance(0.2)
    ? [`queueQueueAgentClaimStatus:omit=${dice.pick(["priority", "assignRule"])}${dice.pick(["", "@p0.5"])}`]
    : [];
  const twin = twins && dice.chance(0.5) ? ["addQueue:twin@1"] : [];
  const eaten = dice.chance(0.05)
    ? [`${dice.pick(["*", ...WRITES, ...READS])}:eaten=${dice.pick([800, 6_000])}@2`]
    : [];
  return [...writes, ...reads, ...empty, ...lean, ...twin, ...eaten];
}

/** How a run ends early, if it does: at the nth call of an interface. */
export interface Blow {
  readonly kind: "kill" | "stop";
  readonly operation: (typeof WRITES)[number] | (typeof READS)[number];
  readonly call: number;
}

export function blowOf(dice: Dice, { disks }: Setting): Blow | undefined {
  // The case for a fresh disk: the job before has made a group, and this one knows nothing about it.
  if (disks === "fresh" && dice.chance(0.5)) return { kind: "kill", operation: "addQueue", call: dice.between(1, 2) };
  if (dice.chance(0.6)) return undefined;
  return {
    kind: dice.chance(0.7) ? "kill" : "stop",
    operation: dice.pick([...WRITES, ...WRITES, ...READS]),
    call: dice.between(1, 5),
  };
}

/** What happens to the store that all machines share. */
export interface StoreTrouble {
  /** `away`: from before the run on. `restart`: without its data. */
  readonly kind: "away" | "down" | "hang" | "flush" | "restart";
  readonly operation: Blow["operation"];
  readonly call: number;
  /** For how long, by the quick clock. */
  readonly lastsMs: number;
}

export function storeTroubleOf(dice: Dice, { manners }: Setting): StoreTrouble | undefined {
  if (dice.chance(0.55)) return undefined;
  const kind = dice.pick(["away", "down", "down", "hang", "flush", "flush", "restart", "restart"] as const);
  const empties = kind === "flush" || kind === "restart";
  return {
    // That a name is stored as another only the store knows on a machine that did not create it.
    kind: empties && manners.storeName !== undefined ? "down" : kind,
    operation: dice.pick([...WRITES, ...WRITES, ...READS]),
    call: dice.between(1, 5),
    lastsMs: dice.pick([500, 4_000, 20_000, 70_000]),
  };
}
