/** The contract's exit codes. They do not depend on the format. */
export const EXIT = {
  /** Done; for apply: verified. */
  ok: 0,
  /** Bad input, the API could not be reached, a write failed or could not be verified. */
  failed: 1,
  /** `plan --detailed-exitcode`: the live state differs from the files. */
  differs: 2,
  /** A person must decide: a guard, a stale plan, a group that has changed meanwhile. */
  stopped: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
