/** What is wrong with how muster was called, or with the machine it runs on. */
export interface RunFindingArgs {
  "unknown-account": { name: string; known: string[]; suggestion?: string };
  /** `apply` with several accounts needs to be told which. */
  "several-accounts": { known: string[] };
  /** Paths on the command line mean nothing when several accounts bring their own. */
  "paths-need-account": { known: string[] };
  /** Not a terminal, and no `--auto-approve`. */
  "needs-approval": Record<string, never>;
  /** The plan does more than a guard allows; nothing was written. */
  "guard-tripped": { guard: string; limit: string; actual: number; of?: number };
  /** `MUSTER_LIMITS`, `--limits` or `MUSTER_SETTLE` is not in the grammar. */
  "bad-setting": { name: string; value: string; expected: string };
  /** The config file that `--config` names is not there. */
  "config-missing": { path: string };
  "cannot-write": { path: string; detail: string };
  /** Stopped by a signal before anything was written. */
  stopped: Record<string, never>;
  /** A fault in muster itself. */
  internal: { detail: string };
}
