import type { Diagnostic, PlanAccount } from "../plan/plan.js";

/** In a document of several accounts, the place of one that failed: the others went on. */
export interface AccountFailure {
  readonly formatVersion: "1.0";
  readonly kind: "error";
  readonly account: PlanAccount;
  readonly diagnostics: readonly Diagnostic[];
}
