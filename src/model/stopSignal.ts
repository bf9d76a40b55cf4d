/**
 * Stopping has two stages. The signal itself: nothing new starts, calls in flight are awaited. `giveUp`, later: calls in
 * flight are not awaited any longer, and what became of them is unknown.
 */
export interface StopSignal extends AbortSignal {
  readonly giveUp: AbortSignal;
}
