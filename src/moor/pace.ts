/**
 * How far apart calls are kept once the server has said that the limit is reached although muster kept to it: somebody
 * else spends the same budget, or the server counts otherwise than we do. A leaky bucket without a burst (nginx's
 * `limit_req`) lets calls through one by one, and turns down all but the first of a handful that come together.
 *
 * So after a limit answer calls leave singly, a share of the window apart; twice as far after another limit answer; half
 * as far again, down to that share, when as many calls as the limit allows have passed. It stays so to the end of the
 * run: calls at an even pace take at most one window longer than the same calls in bursts.
 */
export class Pace {
  readonly #leastMs: number;
  readonly #mostMs: number;
  readonly #patience: number;
  #gapMs = 0;
  #passed = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /**
   * @param leastMs the share of the window that one call has
   * @param mostMs no gap is longer
   * @param patience calls in a row that pass before the gap shrinks again
   */
  constructor(leastMs: number, mostMs: number, patience: number) {
    this.#leastMs = leastMs;
    this.#mostMs = mostMs;
    this.#patience = patience;
  }

  /** Ms between an answer and the next call; 0 before the first limit answer. */
  get gapMs(): number {
    return this.#gapMs;
  }

  /** Ms until the next call may leave, once none is on its way. */
  waitMs(now: number): number {
    return this.#gapMs === 0 ? 0 : Math.max(0, this.#lastAt + this.#gapMs - now);
  }

  /**
   * A call was answered.
   *
   * @param gapMs the gap when it left: of several that left together, and met the same limit, only the first counts
   */
  answered(how: "passed" | "limited" | "failed", gapMs: number, now: number): void {
    this.#lastAt = now;
    if (how === "limited" && gapMs === this.#gapMs) {
      this.#gapMs = gapMs === 0 ? this.#leastMs : Math.min(this.#mostMs, gapMs * 2);
    }
    this.#passed = how === "passed" ? this.#passed + 1 : how === "limited" ? 0 : this.#passed;
    if (this.#passed < this.#patience || this.#gapMs <= this.#leastMs) return;
    this.#gapMs = Math.max(this.#leastMs, this.#gapMs / 2);
    this.#passed = 0;
  }
}
