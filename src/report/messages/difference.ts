import { diffArrays } from "diff";

/** Beyond this many differences a list in a sentence tells nobody anything, and finding them all takes quadratic time. */
const MOST = 200;

/** Two lists of lines as words: what is new, what is gone; each only where there is something. */
export function difference(before: readonly string[], now: readonly string[], joined: string, gone: string): string[] {
  const changes = diffArrays([...before], [...now], { maxEditLength: MOST });
  if (changes === undefined) return [`${before.length} → ${now.length}.`];
  const lines = (part: "added" | "removed") => changes.flatMap((change) => (change[part] ? change.value : []));
  return [
    ...(lines("added").length > 0 ? [`${joined}${lines("added").join(", ")}.`] : []),
    ...(lines("removed").length > 0 ? [`${gone}${lines("removed").join(", ")}.`] : []),
  ];
}
