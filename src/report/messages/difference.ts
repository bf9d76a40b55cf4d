import { diffArrays } from "diff";

/** Beyond this many differences a list in a sentence tells nobody anything, and finding them all takes quadratic time. */
const MOST = 200;

/** How a language says it. */
export interface DifferenceWords {
  readonly joined: string;
  readonly gone: string;
  readonly listed: (lines: readonly string[]) => string;
  readonly stop: string;
}

/** Two lists of lines as sentences: what is new, what is gone; each only where there is something. */
export function difference(before: readonly string[], now: readonly string[], words: DifferenceWords): string[] {
  const changes = diffArrays([...before], [...now], { maxEditLength: MOST });
  if (changes === undefined) return [`${before.length} → ${now.length}${words.stop}`];
  const lines = (part: "added" | "removed") => changes.flatMap((change) => (change[part] ? change.value : []));
  const sentence = (what: string, those: readonly string[]) =>
    those.length === 0 ? [] : [`${what}${words.listed(those)}${words.stop}`];
  return [...sentence(words.joined, lines("added")), ...sentence(words.gone, lines("removed"))];
}
