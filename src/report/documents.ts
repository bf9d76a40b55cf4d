import type { Source } from "../model/source.js";
import type { Budget, Diagnostic, PlanAccount } from "../plan/plan.js";

/** What `muster validate` found, for every account at once; `validate --format json` prints it as it is. */
export interface Validation {
  readonly formatVersion: "1.0";
  readonly kind: "validation";
  /** No diagnostic is an error. */
  readonly valid: boolean;
  readonly accounts: readonly ValidatedAccount[];
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that remarks in the files accept, which `diagnostics` leaves out; absent where there are none. */
  readonly accepted?: readonly AcceptedWarning[];
}

/** A warning that `# muster: allow CODE — reason` accepts. */
export interface AcceptedWarning {
  readonly code: string;
  readonly reason: string;
  /** Where the warning would be. */
  readonly source: Source;
}

/** How much was read for one account. */
export interface ValidatedAccount {
  readonly name: string;
  readonly files: number;
  readonly groups: number;
  /** Agents in groups, after teams are filled in: an agent in two groups counts twice. */
  readonly memberships: number;
}

/** What `apply --dry-run` would send, in order; `--format json` prints it as it is. */
export interface DryRun {
  readonly formatVersion: "1.0";
  readonly kind: "dry-run";
  readonly musterVersion: string;
  /** Hash of the plan that would be applied. */
  readonly planHash: string;
  readonly account: PlanAccount;
  readonly requests: readonly DryRunRequest[];
  readonly budget: Budget;
}

/** One call. Signature and `Authorization` are made when a request is sent, so there are none to show. */
export interface DryRunRequest {
  /** Counts from 1. */
  readonly order: number;
  /** The API's name for the call: `addQueue`, `updateQueueAssignMembers`, … */
  readonly operation: string;
  /** The very JSON body. */
  readonly body: unknown;
  /** The action it is for; a read that serves several has none. */
  readonly actionId?: string;
  /** Why it is sent. */
  readonly note?: "re-read" | "write" | "verify";
}

/** In a document of several accounts, the place of one that failed: the others went on. */
export interface AccountFailure {
  readonly formatVersion: "1.0";
  readonly kind: "error";
  readonly account: PlanAccount;
  readonly diagnostics: readonly Diagnostic[];
}
