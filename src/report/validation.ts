import type { Diagnostic } from "../plan/plan.js";

/** What `muster validate` found, for every account at once; `validate --format json` prints it as it is. */
export interface Validation {
  readonly formatVersion: "1.0";
  readonly kind: "validation";
  /** No diagnostic is an error. */
  readonly valid: boolean;
  readonly accounts: readonly ValidatedAccount[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How much was read for one account. */
export interface ValidatedAccount {
  readonly name: string;
  readonly files: number;
  readonly groups: number;
  /** Agents in groups, after teams are filled in: an agent in two groups counts twice. */
  readonly memberships: number;
}
