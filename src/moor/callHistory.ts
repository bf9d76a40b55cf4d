import type { Answer } from "./answer.js";
import type { Lane } from "./lane.js";

/** How often the same words have to come. */
const ENOUGH = 3;

/**
 * Is it the limit at all? A refusal whose words speak of frequency is one for good where a call meets it three times over,
 * while others of its interface pass and none of them meets the limit.
 */
export class Doubt {
  readonly #lane: Pick<Lane, "tally">;
  #words: string | undefined;
  #times = 0;
  #since: Lane["tally"] = { passed: 0, limited: 0 };

  constructor(lane: Pick<Lane, "tally">) {
    this.#lane = lane;
  }

  /** To be told each limit answer to one call, after the lane has counted it. */
  isRefusal({ sign, detail }: Extract<Answer, { kind: "limited" }>): boolean {
    const words = sign === "words" ? detail : undefined;
    const { passed, limited } = this.#lane.tally;
    if (words === undefined || words !== this.#words) {
      this.#words = words;
      this.#times = 1;
      this.#since = { passed, limited };
      return false;
    }
    this.#times += 1;
    const isAlone = limited - this.#since.limited === this.#times - 1;
    return this.#times >= ENOUGH && isAlone && passed > this.#since.passed;
  }
}
