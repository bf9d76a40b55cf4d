import { distance } from "fastest-levenshtein";

/** Longer words are not compared: the time is the product of their lengths. */
const MAX_WORD = 100;

/**
 * "Did you mean …?", to be spread into a finding's `args`: the candidate with the fewest changes, if they are few enough for a
 * typing mistake. Among equals the first, so that the answer is always the same.
 */
export function suggest(word: string, candidates: Iterable<string>): { suggestion?: string } {
  if (word.length > MAX_WORD) return {};
  const lower = word.toLowerCase();
  // A word of one letter is one change away from every other.
  let fewest = word.length < 2 ? 1 : Math.max(1, Math.floor(word.length * 0.4)) + 1;
  let suggestion: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= fewest) continue;
    const changes = candidate.toLowerCase() === lower ? 0 : distance(lower, candidate.toLowerCase());
    if (changes < fewest) {
      fewest = changes;
      suggestion = candidate;
    }
  }
  return suggestion === undefined ? {} : { suggestion };
}

/** As many as a person reads in one sentence. */
const MOST_CANDIDATES = 5;

/** Names that may have been meant, to be spread into a finding's `args`. */
export type Candidates = {
  suggestion?: string;
  /** Names that have the word in them. */
  candidates?: string[];
  /** How many more there are than `candidates` has. */
  more?: number;
};

/**
 * For a name that fits nothing: the one that was mistyped, and those that have the word in them, first where it begins them. A
 * part of a name is no mistake of typing, so such names come before.
 *
 * @param word signs of a pattern in it are passed over
 */
export function suggestNames(word: string, known: Iterable<string>): Candidates {
  const names = [...new Set(known)];
  const part =
    folded(word)
      .split(/[*?]+/)
      .sort((a, b) => b.length - a.length)[0] ?? "";
  const holding = part === "" ? [] : names.filter((name) => folded(name).includes(part));
  if (holding.length === 0) return suggest(word, names);
  const rank = (name: string): number => Number(!folded(name).startsWith(part));
  const candidates = holding.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_CANDIDATES);
  const more = holding.length - candidates.length;
  return { candidates, ...(more > 0 && { more }) };
}

/** Width and case apart: a name is searched for as it looks. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
