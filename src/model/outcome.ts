/** How an action ended, as far as it decides what is left to do. See `Outcome`. */
interface Ending {
  readonly status: string;
  /** Calls of the writing interface that were sent for it. */
  readonly attempts: number;
  /** Was it read back and found as written? */
  readonly verified: boolean;
  /** A create whose answer was lost and whose group was found and taken. */
  readonly adopted?: boolean;
}

/** Applied without a write: it was as wanted already. */
export function isUnchanged({ status, attempts, adopted }: Omit<Ending, "verified">): boolean {
  return status === "applied" && attempts === 0 && adopted !== true;
}

/** Written, or found as wanted; read back, and found as it should be. */
export function endedWell({ status, verified }: Pick<Ending, "status" | "verified">): boolean {
  return status === "applied" && verified;
}
