/**
 * How far apart calls are kept after the server has said that the limit is reached although muster kept to it: something
 * else spends the same budget, or the server counts in another way. A leaky bucket without a burst (nginx's `limit_req`)
 * lets calls through one by one, and of a handful that come together it refuses all but the first.
 *
 * So after a limit answer calls leave singly, a share of the window apart. A limit answer after calls that passed doubles
 * the gap, up to a quarter of the window. Calls that pass for half a window halve it again, down to that share. Where
 * nothing passes at all, the gap tells nothing: the wait for the next try doubles, up to a window, and is forgotten when a
 * call passes. So the pace is back within two windows of the end of a squeeze, however long it was.
 */
export class Backoff {
  readonly #leastMs: number;
  readonly #windowMs: number;
  #gapMs = 0;
  /** Ms until the next try while nothing passes; 0 once something has. */
  #tryMs = 0;
  #passed = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** @param leastMs the share of the window that one call has */
  constructor(leastMs: number, windowMs: number) {
    this.#leastMs = leastMs;
    this.#windowMs = windowMs;
  }

  /** Ms between an answer and the next call; 0 before the first limit answer. */
  get gapMs(): number {
    return Math.max(this.#gapMs, this.#tryMs);
  }

  /** When the latest call was answered (monotonic ms). */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Ms until the next call may leave, once none is on its way. */
  waitMs(now: number): number {
    return this.gapMs === 0 ? 0 : Math.max(0, this.#lastAt + this.gapMs - now);
  }

  /**
   * A call was answered.
   *
   * @param gapMs the gap when it left. Of several calls that left together and met the same limit, only the first counts.
   */
  answered(how: "passed" | "limited" | "failed", gapMs: number, now: number): void {
    this.#lastAt = now;
    if (how === "limited" && gapMs === this.gapMs) this.#slowDown();
    if (how === "passed") this.#passed += 1;
    if (how !== "passed" || this.#gapMs === 0) return;
    this.#tryMs = 0;
    if (this.#passed < this.#windowMs / this.#gapMs / 2) return;
    this.#gapMs = Math.max(this.#leastMs, this.#gapMs / 2);
    this.#passed = 0;
  }

  #slowDown(): void {
    const most = Math.max(this.#leastMs, this.#windowMs / 4);
    if (this.#gapMs === 0) this.#gapMs = this.#leastMs;
    else if (this.#passed > 0) this.#gapMs = Math.min(most, this.#gapMs * 2);
    else this.#tryMs = Math.min(this.#windowMs, this.gapMs * 2);
    this.#passed = 0;
  }
}
