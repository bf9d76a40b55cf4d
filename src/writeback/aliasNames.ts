import { isDigits } from "../config/numbers.js";
import { replaceHidden } from "../model/hiddenCharacters.js";
import { comparableName } from "../model/personName.js";
import { isWritableName } from "./writable.js";

/** Longer names are cut: an alias stands in every list. */
const MAX_LENGTH = 20;
/** Names that programs give a meaning of their own. */
const RESERVED = /^(?:<<|__proto__|constructor|prototype)$/;

/**
 * An alias for each number: the account's name as it is where it can be one, with the number behind it where two people
 * have that name, or names that look alike, or it has somebody else's number. None where the account has no name, or one that reads as a number.
 *
 * @param numbers who is to get one, in this order
 * @param people the account's names of all its agents: number → name
 * @param taken aliases that are there already: they mean somebody else
 */
export function aliasNames(
  numbers: readonly string[],
  people: ReadonlyMap<string, string>,
  taken: Iterable<string>,
): ReadonlyMap<string, string> {
  const used = new Set([...taken].map(likeness));
  const namesakes = new Map<string, number>();
  for (const [number, name] of people) {
    const key = comparableName(plainName(name), number);
    namesakes.set(key, (namesakes.get(key) ?? 0) + 1);
  }
  const aliases = new Map<string, string>();
  for (const number of numbers) {
    const name = plainName(people.get(number) ?? "");
    if (!isWritableName(name) || isDigits(name.normalize("NFKC").replace(/[\s,._-]/g, ""))) continue;
    const isNumbered = (name.match(/\d+/g) ?? []).some((digits) => digits !== number && people.has(digits));
    const isOwn =
      !isNumbered &&
      (namesakes.get(comparableName(name, number)) === 1 || name.endsWith(number)) &&
      !RESERVED.test(name) &&
      name.length <= MAX_LENGTH;
    const numbered = `${shortened(name)}-${number}`;
    const alias = [...(isOwn ? [name] : []), numbered].find((one) => !used.has(likeness(one)));
    if (alias === undefined) continue;
    used.add(likeness(alias));
    aliases.set(number, alias);
  }
  return aliases;
}

/** The name without what cannot be seen, and with one space for any white space. */
export function plainName(name: string): string {
  return replaceHidden(name.normalize("NFC"), () => "")
    .replace(/[\p{Cc}\p{Cs}\p{Cn}\s]+/gu, " ")
    .trim();
}

function shortened(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  return [...name].slice(0, MAX_LENGTH).join("").trim();
}

/** What readers take for the same name. */
function likeness(name: string): string {
  return comparableName(name, "");
}
