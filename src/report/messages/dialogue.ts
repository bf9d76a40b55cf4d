/** What the shell says while a run goes on: questions and progress. Nothing here is part of a document. */
export interface Dialogue {
  /** Asked on a terminal before the first write; no is the default. */
  approve(accounts: readonly string[], writes: number): string;
  readonly yes: string;
  readonly no: string;
  readonly stopping: string;
  /** At the second signal, or some seconds after the first. */
  readonly givingUp: string;
  /** At the third signal. */
  readonly stoppedAtOnce: string;
  waitingForLock(account: string, pid: number, since: string): string;
  /** The lock cannot be written. */
  notLocked(detail: string): string;
  /** At the end of a run, when the errors themselves have scrolled away. */
  leftOut(accounts: readonly string[]): string;
  /** `--expect-hash` names another plan, and there is nothing to write. */
  nothingLeft(expected: string): string;
  /** The plan of one account is missing, so none is saved. */
  notSaved(path: string): string;
  /** The record of calls cannot be written. */
  uncounted(detail: string): string;
  /** The journal of creations cannot be written. */
  unrecorded(detail: string): string;
  /** With `--verbose`. */
  readonly noDirectory: string;
  reading(account: string): string;
  progress(done: number, total: number): string;
  notApplied(count: number): string;
  /** Everything through this interface is done. */
  laneDone(operation: string): string;
  writing(operation: string, left: number): string;
  /** The interface's budget is spent; the next call leaves in so many seconds. */
  waiting(operation: string, left: number, seconds: number): string;
  /** Other runs of this machine have spent, or hold, the budget. */
  sharing(operation: string, left: number, seconds: number): string;
  /** The server said that the limit is reached though muster kept to it: somebody else spends the same budget. */
  resting(operation: string, left: number, seconds: number): string;
  /** What a writing interface does, in a word. */
  lane(action: "create" | "replaceMembers"): string;
  /** As `waiting` and `resting`, without the reason. */
  pausing(operation: string, left: number, seconds: number): string;
  /** Groups whose creation lost its answer are being looked for. */
  looking(groups: number): string;
  lookingFor(displayName: string): string;
  /** A group that an earlier run sent is waited for. */
  awaiting(displayName: string, exten: string | undefined): string;
  /** The first creation waits: this machine has no record of the account. */
  secondLook(seconds: number): string;
  remaining(seconds: number): string;
  readonly verifying: string;
}
