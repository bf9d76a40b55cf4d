import type { Diagnostic, PlanAccount } from "../plan/plan.js";

/** `apply --format json`, as `schemas/result.schema.json` describes it. */
export interface Result {
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
  /** Calls that were really sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** How many actions ended how. An action that was found as wanted, with nothing written, is `unchanged`, not `applied`. */
export type ResultSummary = Readonly<
  Record<"applied" | "unchanged" | "failed" | "conflicts" | "skipped" | "unknown", number>
>;

export type Status = "applied" | "failed" | "conflict" | "skipped" | "unknown";

/** What became of one action. */
export interface Outcome {
  readonly id: string;
  readonly action: "create" | "replaceMembers";
  readonly displayName: string;
  readonly status: Status;
  readonly exten?: string;
  /** Calls of the writing interface that were sent for it. */
  readonly attempts: number;
  /** Agent numbers that were asked for and that the server left out. */
  readonly skippedAgents: readonly string[];
  /** Was it read back and found as written? */
  readonly verified: boolean;
  /** Why it is not applied, or not verified. */
  readonly error?: Diagnostic;
  /** A create whose answer was lost and whose group was found and taken. */
  readonly adopted?: boolean;
  /** Who joined or left the group between plan and write (conflict). */
  readonly underneath?: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly reprioritized: readonly string[];
  };
}
