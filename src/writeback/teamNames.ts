import { isDigits } from "../config/numbers.js";
import { plainName } from "./aliasNames.js";
import { isWritableName } from "./writable.js";

/** Shorter parts say nothing. */
const MIN_LENGTH = 2;

/**
 * A name for the team of some groups: what their names begin with, or end with; `team-1` where they have nothing in
 * common.
 *
 * @param taken names that mean something else
 */
export function teamName(groups: readonly string[], taken: ReadonlySet<string>): string {
  const parts = [common(groups, false), common(groups, true)].sort((a, b) => b.length - a.length);
  const [best = ""] = parts;
  const isFit = best.length >= MIN_LENGTH && isWritableName(best) && !isDigits(best);
  for (let count = 1; ; count += 1) {
    const name = isFit ? (count === 1 ? best : `${best}-${count}`) : `team-${count}`;
    if (!taken.has(name)) return name;
  }
}

/** The characters that all names begin or end with, up to the end of a word. */
function common(names: readonly string[], fromEnd: boolean): string {
  const all = names.map((name) => {
    const characters = [...name];
    return fromEnd ? characters.reverse() : characters;
  });
  const [first = []] = all;
  let length = first.findIndex((character, index) => all.some((other) => other[index] !== character));
  if (length === -1) length = first.length;
  const isCut = () => all.some((one) => isWordInside(one[length - 1], one[length]));
  while (length > 0 && isCut()) length -= 1;
  const part = first.slice(0, length);
  return plainName((fromEnd ? part.reverse() : part).join("")).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Letters and digits of Western words belong together. */
function isWordInside(before: string | undefined, after: string | undefined): boolean {
  return /^\w\w$/.test(`${before ?? ""}${after ?? ""}`);
}
