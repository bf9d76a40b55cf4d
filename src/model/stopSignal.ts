/**
 * Stopping has two stages. First the signal itself: nothing new starts, and calls in flight are awaited. Later `giveUp`:
 * calls in flight are no longer awaited, and their results are unknown.
 */
export interface StopSignal extends AbortSignal {
  readonly giveUp: AbortSignal;
}
