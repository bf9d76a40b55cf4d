/** A regular expression of `muster.yaml`, ready to be tried: see `rules/regExp.ts`. */
export interface Pattern {
  /** As the file has it. */
  readonly text: string;
  /** Does the pattern occur in the text? `^` and `$` tie it to the ends. */
  test(text: string): boolean;
}

/** Why a pattern is refused. `backtracking`: look-arounds and back-references, which cannot be tried in linear time. */
export type PatternFault = "syntax" | "backtracking" | "too-large";
