import type { Rung } from "./rungs.js";

/** A part of a document that chooses its level of detail by itself: an account's plan, what stopped a run, … */
export interface Section {
  /** The part at a level of detail: blocks of Markdown, to stand with an empty line between. */
  render(rung: Rung): readonly string[];
  /** UTF-16 units that the rung takes at the least, as far as that can be said without rendering it. */
  atLeast(rung: Rung): number;
  /** Where not even the lowest rung of every section fits, those of the greatest weight are kept. */
  readonly weight: number;
}
