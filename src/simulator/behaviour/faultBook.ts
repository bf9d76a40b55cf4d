import { createHash } from "node:crypto";
import { OPERATIONS, type OperationName } from "../api/operations.js";
import type { MembersFault } from "./distort.js";
import { type Ending, type FaultKind, factsOf } from "./faultKinds.js";
import { type Fault, parseFault, type When } from "./faultSpec.js";

/** All the trouble that one call meets, put together from the faults that strike it. */
export interface Strike {
  /** The kinds that strike, in the order in which they were ordered. */
  readonly kinds: readonly FaultKind[];
  /** How the call ends, and the fault that says so: the first one ordered of those that end calls. */
  readonly ending?: { readonly kind: FaultKind; readonly argument: string } & Ending;
  /** How much later than usual it is answered. */
  readonly slowMs: number;
  /** Agents that a write leaves out without a word. */
  readonly skipAgents: ReadonlySet<string>;
  /** The write answers success and does nothing. */
  readonly ignoreWrite: boolean;
  readonly page: PageFault;
  /** Extens that a listing leaves out, uncounted; `*` for all. */
  readonly hidden: ReadonlySet<string>;
  readonly members: MembersFault;
  /** A listing has no count and no end. */
  readonly uncounted: boolean;
  /** Another client creates a group of that name at the same moment. */
  readonly twin: boolean;
  /** Another client uses up the budget of an interface, or of all, for so many ms from now on. */
  readonly eaten: readonly { readonly of: OperationName | "*"; readonly ms: number }[];
  /** A listing shows the account as it was when the simulator started. */
  readonly stale: boolean;
  /** Fields that a listing leaves out, of groups and of members. */
  readonly omitted: ReadonlySet<string>;
}

/** How a listing misbehaves: it sends the page before once more, or leaves out the page's last entry. */
export type PageFault = "none" | "repeat" | "short";

/** The faults that are ordered now. Asked once for each call that the limit let in: asking counts. */
export type FaultBook = (operation: OperationName) => Strike;

/**
 * Opens a book of faults. Each fault counts for itself the calls it could strike, from 1 on, beginning now: so
 * `addQueue:drop-after@1` strikes the next addQueue, whenever it is ordered, and `*:...@3` the third call of any kind.
 *
 * @param seed of the draws for `pX`, which depend on nothing but it, the fault's place and the call's number
 * @throws FaultSpecError
 */
export function openFaultBook(specs: readonly string[], seed: number): FaultBook {
  const orders = specs.map((spec, place) => ({ fault: parseFault(spec), seed: `${seed}:${place}`, calls: 0 }));
  return (operation) => {
    const struck: Fault[] = [];
    for (const order of orders) {
      if (!canStrike(order.fault, operation)) continue;
      order.calls += 1;
      if (isTime(order.fault.when, order.calls, order.seed)) struck.push(order.fault);
    }
    return strikeOf(struck);
  };
}

function canStrike({ operation, kind }: Fault, called: OperationName): boolean {
  if (operation !== "*") return operation === called;
  const { strikes } = factsOf(kind);
  return strikes === undefined || strikes.includes(OPERATIONS[called].does);
}

function isTime(when: When, call: number, seed: string): boolean {
  switch (when.which) {
    case "range":
      return when.from <= call && call <= when.to;
    case "every":
      return call % when.step === 0;
    case "chance":
      return draw(`${seed}:${call}`) < when.probability;
  }
}

/** A number from 0 up to 1 that depends on the text alone, so that a run can be repeated call by call. */
function draw(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}

const MEMBERS_FAULTS: readonly (readonly [FaultKind, MembersFault])[] = [
  ["some-members", "some"],
  ["no-members", "none"],
  ["null-members", "null"],
];

function strikeOf(faults: readonly Fault[]): Strike {
  const argumentsOf = (kind: FaultKind) => faults.filter((fault) => fault.kind === kind).map((fault) => fault.argument);
  const kinds = faults.map((fault) => fault.kind);
  const endings = faults.flatMap(({ kind, argument }) => {
    const { ending } = factsOf(kind);
    return ending ? [{ kind, argument, ...ending }] : [];
  });
  return {
    kinds,
    ...(endings[0] && { ending: endings[0] }),
    slowMs: argumentsOf("slow").reduce((sum, ms) => sum + Number(ms), 0),
    skipAgents: new Set(argumentsOf("skip-agent")),
    ignoreWrite: kinds.includes("ignore-write"),
    page: kinds.includes("repeat-page") ? "repeat" : kinds.includes("short-page") ? "short" : "none",
    hidden: new Set(argumentsOf("no-group").map((exten) => (exten === "all" ? "*" : exten))),
    members: MEMBERS_FAULTS.find(([kind]) => kinds.includes(kind))?.[1] ?? "all",
    uncounted: kinds.includes("uncounted"),
    twin: kinds.includes("twin"),
    eaten: faults
      .filter(({ kind }) => kind === "eaten")
      .map(({ operation, argument }) => ({ of: operation, ms: Number(argument) })),
    stale: kinds.includes("stale"),
    omitted: new Set(argumentsOf("omit")),
  };
}
