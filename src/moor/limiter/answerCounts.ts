/** How the calls of one interface were answered so far. */
export class AnswerCounts {
  #passed = 0;
  #limited = 0;
  #limitedInARow = 0;
  #limitedAt = Number.NEGATIVE_INFINITY;

  /** Calls that passed. */
  get passed(): number {
    return this.#passed;
  }

  /** Calls that met the limit. */
  get limited(): number {
    return this.#limited;
  }

  /** Limit answers one after the other, with no call let through between them. Those to calls that left together are one. */
  get limitedInARow(): number {
    return this.#limitedInARow;
  }

  /**
   * Counts an answer.
   *
   * @param leftAt when the call left, and `now`: monotonic ms
   */
  count(how: "passed" | "limited" | "unanswered", leftAt: number, now: number): void {
    if (how === "passed") {
      this.#passed += 1;
      this.#limitedInARow = 0;
    }
    if (how !== "limited") return;
    this.#limited += 1;
    if (leftAt < this.#limitedAt) return;
    this.#limitedInARow += 1;
    this.#limitedAt = now;
  }
}
