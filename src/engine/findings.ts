import type { FindingOf } from "../model/finding.js";
import type { Candidates } from "../model/suggest.js";
import type { StoreReason } from "../state/storeError.js";

/** A finding of this room. */
export type RunFinding = FindingOf<RunFindingArgs>;

/** What is wrong with the store of all machines. */
export type StoreTrouble = {
  /** `host:port/database`; empty where the address cannot be read. */
  readonly where: string;
  readonly reason: StoreReason;
  /** A code and the server's own words. */
  readonly detail: string;
};

/** What is wrong with how muster was called, or with the machine that it runs on. */
export interface RunFindingArgs {
  "unknown-account": { name: string; known: string[]; suggestion?: string };
  /** Two accounts of `muster.yaml` are the same live account. */
  "same-account": { names: string[]; accountId: string };
  /** With several accounts, `apply` must be told which. */
  "several-accounts": { known: string[] };
  /** With a `muster.yaml`: a path that is none of its accounts' files (`elsewhere`), or nothing at all. */
  "path-not-chosen": Candidates & { path: string; is: "missing" | "elsewhere"; accounts: string[]; folders: string[] };
  /** The chosen files have no groups, so a plan of them is empty. */
  "paths-without-groups": { account: string; files: number };
  /** Without a `muster.yaml`: names that are used in the files of the run, and defined in others. */
  "definitions-left-out": { files: string[]; names: string[]; isChoice: boolean };
  /** A `muster.yaml` above the working folder belongs to another user. */
  "config-not-yours": { path: string };
  /** Not a terminal, and no `--auto-approve`. */
  "needs-approval": Record<string, never>;
  /** Asked, and the answer was no. */
  declined: Record<string, never>;
  /** The plan of this account does more than a guard allows; nothing was written. */
  "guard-tripped": {
    account: string;
    guard: "maxRemovals" | "maxEmptied" | "maxCreates" | "minClaiming";
    limit: string;
    actual: number;
    of?: number;
    /** Groups that the clock empties, and that have no `coverage`. */
    uncovered?: number;
    /** When the plan was made. ISO 8601, UTC. */
    madeAt: string;
  };
  /** `findings` of muster.yaml makes these warnings of the plan errors; nothing was written. */
  "findings-stop": { account: string; codes: string[] };
  /** A saved plan cannot be read: no such file, not JSON, not a plan. `detail` says where. */
  "plan-unreadable": { path: string; detail: string };
  /** `--against` does not name a snapshot: no such file, not JSON, not the shape. `detail` says where. */
  "snapshot-unreadable": { path: string; detail: string };
  /** A snapshot does not have this account, or does not say who takes conversations in it. */
  "snapshot-lacks": { part: "account" | "claims"; account: string };
  /** A saved plan of a format that this muster does not know. */
  "format-newer": { path: string; formatVersion: string };
  /** A saved plan is not as muster wrote it. */
  "plan-tampered": { path: string };
  /** A saved plan is for another account than this one. */
  "plan-other-account": { planned: string; accountId: string };
  /** A result cannot be read: no such file, not JSON, not a result, or without the members. `detail` says where. */
  "result-unreadable": { path: string; detail: string };
  /** A result is of another account than this one. */
  "result-other-account": { planned: string; accountId: string };
  /** `--expect-hash` is not the hash of the plan made now. */
  "hash-differs": { expected: string; actual: string };
  /** Another apply is running for the account. `since` is ISO 8601, UTC; `job`: address of its CI job. */
  locked: { account: string; pid: number; host: string; since: string; job?: string };
  /**
   * The store of all machines cannot be used: for `apply` the run ends, to `read` it goes on with what this machine knows.
   */
  "store-unusable": StoreTrouble & { use: "apply" | "read" | "check" };
  /** A store is asked for, but the variable with its address is not set or empty. `use` as above. */
  "store-unset": { variable: string; use: "apply" | "read" | "check" };
  /**
   * The lock that all machines share was lost while the run was at work. `by`: the run that has it now; absent where the
   * store was out of reach for too long.
   */
  "lease-lost": { account: string; by?: { pid: number; host: string; since: string; job?: string } };
  /** Flags that cannot be used together. */
  "flags-clash": { flags: string[] };
  /** `MUSTER_LIMITS`, `--limits` or `MUSTER_SETTLE` has a wrong syntax. */
  "bad-setting": { name: string; value: string; expected: string };
  /** The config file that `--config` names is not there. */
  "config-missing": { path: string };
  /** No live group has a name that was given to `status`. */
  "no-such-group": Candidates & { name: string };
  /** A flag that says nothing without another one. */
  "flag-needs": { command: "apply" | "import" | "export"; flag: string; needs: string };
  /** `--settings-from` or `--base` names a commit that is not here. `shallow`: only a part of the history was fetched. */
  "unknown-ref": { ref: string; shallow: boolean };
  /** `missing`: no git. `detail` is git's own sentence. */
  "git-unusable": { ref: string; missing: boolean; detail: string };
  /**
   * The files of the base commit cannot be compared with: they have errors (`first`: a place and a code), or its muster.yaml has
   * no such account. An error with `--only change`, else a warning: no difference has an origin then.
   */
  "base-unusable": {
    ref: string;
    account: string;
    reason: "errors" | "no-account";
    errors?: number;
    first?: string;
    only?: "change";
  };
  "cannot-write": { path: string; detail: string };
  /** Files that somebody else wrote after they were read; none was replaced. */
  "file-changed": { paths: string[] };
  /** stdout could not be written: a full disk behind it. */
  "output-lost": { detail: string };
  /** What was remembered is not trusted, so the run goes on without it. */
  "state-untrusted": { folder: string; fault: "missing-home" | "owner" | "writable" | "not-a-folder" };
  /** A plan or a report would replace a file that is read. */
  "replaces-input": { path: string };
  /** Stopped by a signal before anything was written. */
  stopped: Record<string, never>;
  /** An error in muster itself. */
  internal: { detail: string };
}
