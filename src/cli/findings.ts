/** What is wrong with how muster was called. */
export interface CliFindingArgs {
  /** Neither `muster.yaml` nor the environment names an account. */
  "no-account": { missing: string[] };
  "unknown-account": { name: string; known: string[]; suggestion?: string };
  /** `apply` with several accounts needs to be told which. */
  "several-accounts": { known: string[] };
  /** Paths on the command line mean nothing when several accounts bring their own. */
  "paths-need-account": { known: string[] };
  /** Not a terminal, and no `--auto-approve`. */
  "needs-approval": Record<string, never>;
  "bad-limits": { value: string; part: string };
  /** The config file that `--config` names is not there. */
  "config-missing": { path: string };
  "cannot-write": { path: string; detail: string };
  /** A fault in muster itself. */
  internal: { detail: string };
}
