/** The contract's exit codes. A format never changes one. */
export const EXIT = {
  /** Done; for apply: verified. */
  ok: 0,
  /** Bad input, the API out of reach, a write failed or could not be verified. */
  failed: 1,
  /** `plan --detailed-exitcode`: the live state differs from the files. */
  differs: 2,
  /** Stopped for a person: a guard, a stale plan, a group that changed underneath. */
  stopped: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
