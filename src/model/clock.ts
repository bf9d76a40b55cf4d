/** The clock that a room uses. The host brings the real one, tests a virtual one. */
export interface Clock {
  /** Wall clock, ms since 1970 (UTC): for signatures and time stamps, never for measuring. */
  now(): number;
  /** Ms from an arbitrary start that only ever moves forward: for windows and waits. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
