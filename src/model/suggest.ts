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
