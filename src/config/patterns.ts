/** A regular expression of `muster.yaml`, ready to be tried: see `rules/regExp.ts`. */
export interface Pattern {
  /** As the file has it. */
  readonly text: string;
  /** Does the pattern occur in the text? `^` and `$` tie it to the ends. */
  test(text: string): boolean;
}

/** Why a pattern is refused. `backtracking`: look-arounds and back-references, which cannot be tried in linear time. */
export type PatternFault = "syntax" | "backtracking" | "too-large";

/**
 * Does a name match a pattern in which `*` stands for any text and `?` for one character? Patterns come from files, so
 * this is no regular expression, which could be made to backtrack without end: only the last `*` is tried again.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const signs = [...pattern];
  const characters = [...name];
  let sign = 0;
  let star = -1;
  let taken = 0;
  for (let at = 0; at < characters.length; ) {
    if (signs[sign] === "*") {
      star = sign++;
      taken = at;
    } else if (sign < signs.length && (signs[sign] === "?" || signs[sign] === characters[at])) {
      sign++;
      at++;
    } else if (star !== -1) {
      sign = star + 1;
      at = ++taken;
    } else return false;
  }
  while (signs[sign] === "*") sign++;
  return sign === signs.length;
}
