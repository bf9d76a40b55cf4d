import { VirtualClock } from "../support/virtualClock.js";

/** Two clocks of one machine: the monotonic one stands still while a laptop sleeps. */
export class StageClock extends VirtualClock {
  #asleepMs = 0;

  override now(): number {
    return this.monotonic() + this.#asleepMs;
  }

  /** A laptop asleep for so long: only the wall clock goes on. */
  suspend(ms: number): void {
    this.#asleepMs += ms;
  }
}
