/** What is wrong with how muster was called, or with the machine it runs on. */
export interface RunFindingArgs {
  "unknown-account": { name: string; known: string[]; suggestion?: string };
  /** Two accounts of `muster.yaml` are one and the same live account. */
  "same-account": { names: string[]; accountId: string };
  /** `apply` with several accounts needs to be told which. */
  "several-accounts": { known: string[] };
  /** Paths on the command line mean nothing when several accounts bring their own. */
  "paths-need-account": { known: string[] };
  /** Not a terminal, and no `--auto-approve`. */
  "needs-approval": Record<string, never>;
  /** Asked, and answered with no. */
  declined: Record<string, never>;
  /** The plan of this account does more than a guard allows; nothing was written. */
  "guard-tripped": {
    account: string;
    guard: "maxRemovals" | "maxEmptied" | "maxCreates" | "minClaiming";
    limit: string;
    actual: number;
    of?: number;
  };
  /** A saved plan cannot be read: no such file, no JSON, not a plan. `detail` says where. */
  "plan-unreadable": { path: string; detail: string };
  /** `--against` names no snapshot: no such file, no JSON, not the shape. `detail` says where. */
  "snapshot-unreadable": { path: string; detail: string };
  /** A snapshot is without this account, or without who takes conversations in it. */
  "snapshot-lacks": { part: "account" | "claims"; account: string };
  /** A saved plan of a format that this muster does not know. */
  "plan-newer": { path: string; formatVersion: string };
  /** A saved plan is not what muster wrote. */
  "plan-tampered": { path: string };
  /** A saved plan is for another account than the one at hand. */
  "plan-other-account": { planned: string; accountId: string };
  /** `--expect-hash` names another plan than the one made now. */
  "hash-differs": { expected: string; actual: string };
  /** Another apply of this machine is at work on the account. `since` is ISO 8601, UTC. */
  locked: { account: string; pid: number; host: string; since: string };
  /** Flags that contradict each other. */
  "flags-clash": { flags: string[] };
  /** `MUSTER_LIMITS`, `--limits` or `MUSTER_SETTLE` is not in the grammar. */
  "bad-setting": { name: string; value: string; expected: string };
  /** The config file that `--config` names is not there. */
  "config-missing": { path: string };
  /** A name given to `status` is that of no live group. */
  "no-such-group": { name: string; suggestion?: string };
  /** `--settings-from` names a commit that is not here. `shallow`: the history was fetched in part. */
  "unknown-ref": { ref: string; shallow: boolean };
  /** `missing`: no git. `detail` is git's own sentence. */
  "git-unusable": { ref: string; missing: boolean; detail: string };
  "cannot-write": { path: string; detail: string };
  /** stdout could not be written: a full disk behind it. */
  "output-lost": { detail: string };
  /** What was remembered is not believed, so the run goes on without it. */
  "state-untrusted": { folder: string; fault: "missing-home" | "owner" | "writable" | "not-a-folder" };
  /** A plan or a report would replace a file that is read. */
  "replaces-input": { path: string };
  /** Stopped by a signal before anything was written. */
  stopped: Record<string, never>;
  /** A fault in muster itself. */
  internal: { detail: string };
}
