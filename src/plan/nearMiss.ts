import { distance } from "fastest-levenshtein";

export type Difference = "case" | "width" | "space" | "character";

/**
 * How two different names come to look alike: a creation under a mistyped name can never be undone, so this is asked
 * before one. `undefined` where they are clearly two names.
 */
export function nearMiss(a: string, b: string): Difference | undefined {
  if (a === b) return undefined;
  if (squeeze(a) === squeeze(b)) return "space";
  if (a.toLowerCase() === b.toLowerCase()) return "case";
  if (a.normalize("NFKC") === b.normalize("NFKC")) return "width";
  const [plainA, plainB] = [plain(a), plain(b)];
  if (plainA === plainB)
    return a.normalize("NFKC").toLowerCase() === b.normalize("NFKC").toLowerCase() ? "width" : "space";
  // One letter of a one-letter name is the whole name.
  if (Math.min(plainA.length, plainB.length) < 2 || Math.abs(plainA.length - plainB.length) > 2) return undefined;
  return distance(plainA, plainB) === 1 ? "character" : undefined;
}

function squeeze(name: string): string {
  return name.replace(/[\s\u200b-\u200d\u2060\ufeff]+/gu, "");
}

function plain(name: string): string {
  return squeeze(name.normalize("NFKC")).toLowerCase();
}
