import type { AgentChanges, Member } from "../model/skillGroup.js";
import { MoorError, StoppedError } from "../moor/errors.js";
import type { MoorFindingArgs } from "../moor/findings.js";
import type { Diagnostic, GuardReading, ManualChange, Plan, PlanAccount, Provenance } from "../plan/plan.js";
import type { ApplyFindingArgs } from "./findings.js";
import type { WhoMoved } from "./whoMoved.js";

/** `apply --format json`, as `schemas/result.schema.json` describes it. */
export interface Result extends ResultOrigin {
  readonly formatVersion: "1.0";
  readonly kind: "result";
  readonly musterVersion: string;
  /** Hash of the plan that was applied. */
  readonly planHash: string;
  readonly account: PlanAccount;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Stopped by a signal before everything was written and verified. */
  readonly interrupted: boolean;
  readonly summary: ResultSummary;
  readonly actions: readonly Outcome[];
  /** As in the plan: what only a person in the console can change. */
  readonly manual: readonly ManualChange[];
  /** As in the plan: the limits of the run, and who raised them. */
  readonly guards: readonly GuardReading[];
  /** Calls that were really sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where the plan came from, as it says itself: together with who moved, the record of a run. */
export type ResultOrigin = Provenance & Pick<Plan, "base" | "only">;

/** How many actions ended in which way. An action that needed no write is `unchanged`, not `applied`. */
export type ResultSummary = Readonly<
  Record<"applied" | "unchanged" | "failed" | "conflicts" | "skipped" | "unknown", number>
>;

export type Status = "applied" | "failed" | "conflict" | "skipped" | "unknown";

/** How one action ended, and who moved by it. */
export interface Outcome extends WhoMoved {
  readonly id: string;
  readonly action: "create" | "replaceMembers";
  readonly displayName: string;
  readonly status: Status;
  readonly exten?: string;
  /** Calls of the writing interface that were sent for this action. */
  readonly attempts: number;
  /** Agent numbers that were written and that the server left out. */
  readonly skippedAgents: readonly string[];
  /** The group was read back and is as written. */
  readonly verified: boolean;
  /** Why the action is not applied, or not verified. */
  readonly error?: Diagnostic;
  /** The answer to the create was lost, and its group was found and taken over. */
  readonly adopted?: boolean;
  /** Who joined or left the group between plan and write (conflict). */
  readonly underneath?: AgentChanges;
}

type AllArgs = ApplyFindingArgs & MoorFindingArgs;

/** Why an action is not applied or not verified, as data. `report/` makes the sentence. */
export type Failure = { [Code in keyof AllArgs]: { readonly code: Code; readonly args: AllArgs[Code] } }[keyof AllArgs];

/** An outcome whose error is still data. */
export type OutcomeDraft = Omit<Outcome, "error"> & { readonly failure?: Failure };

/** How one write ended, before it is verified. */
export type WriteResult =
  | {
      readonly status: "applied";
      readonly exten: string;
      readonly attempts: number;
      /** What was sent last, or was there already: what the verification expects. */
      readonly members: readonly Member[];
      /** What a group held when it was last seen before the write. */
      readonly before?: readonly Member[];
      readonly adopted?: boolean;
    }
  | {
      readonly status: "failed" | "conflict" | "skipped" | "unknown";
      readonly attempts: number;
      readonly failure: Failure;
      /** What an earlier step of the action has written; or what may have been written (`unknown`). */
      readonly members?: readonly Member[];
      readonly before?: readonly Member[];
      readonly underneath?: AgentChanges;
    };

/** The failure behind an error that was thrown while an action was tried. Errors of muster's own code are thrown on. */
export function failureOf(error: unknown, displayName: string): Failure {
  if (error instanceof MoorError) return error.fault;
  if (error instanceof StoppedError) return { code: "interrupted", args: { displayName } };
  throw error;
}
