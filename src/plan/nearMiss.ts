import { distance } from "fastest-levenshtein";

/** How two names differ that look alike. `composition`: one sign written as one character or as two. */
export type Difference =
  | "case"
  | "width"
  | "composition"
  | "space"
  | "invisible"
  | "punctuation"
  | "character"
  | "beginning";

/** A name of so many characters that begins another name may be the same name, cut off by the server. */
const LONG = 15;
/** In a shorter name, one other letter makes a different name. */
const LEAST = 2;

/**
 * How two different names look alike; `undefined` where they are clearly two names. Asked before a creation, since one
 * under a mistyped name can never be undone.
 */
export function nearMiss(a: string, b: string): Difference | undefined {
  if (a === b) return undefined;
  const difference = EQUALITIES.find(([, form]) => form(a) === form(b))?.[0];
  if (difference !== undefined) return difference;
  const [plainA, plainB] = [plain(a), plain(b)];
  if (plainA === "" || plainB === "") return undefined;
  const [short, long] = plainA.length < plainB.length ? [plainA, plainB] : [plainB, plainA];
  if (lengthOf(short) >= LONG && long.startsWith(short) && !isSeries(short, long)) return "beginning";
  if (lengthOf(short) < LEAST || long.length - short.length > 2) return undefined;
  return distance(short, long) === 1 && !isSeries(short, long) ? "character" : undefined;
}

/** A name without case, width, spaces, invisible characters and punctuation. Two names with the same plain form look alike. */
export function plain(name: string): string {
  return noPunctuation(noSpace(noInvisible(name.normalize("NFKC")))).toLowerCase();
}

const noSpace = (name: string): string => name.replace(/\s+/gu, "");
const noInvisible = (name: string): string => name.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu, "");
/** Also emoji, and the HTML entities into which some servers turn signs. */
const noPunctuation = (name: string): string =>
  name.replace(/&(?:amp|lt|gt|quot|apos|#\d{1,7});/giu, "").replace(/[\p{P}\p{Extended_Pictographic}<>]+/gu, "");

/** The smallest difference first; the last is all of them together. */
const EQUALITIES: readonly (readonly [Difference, (name: string) => string])[] = [
  ["composition", (name) => name.normalize("NFC")],
  ["space", noSpace],
  ["invisible", noInvisible],
  ["case", (name) => name.toLowerCase()],
  ["width", (name) => name.normalize("NFKC")],
  ["width", (name) => name.normalize("NFKC").toLowerCase()],
  ["space", (name) => noSpace(noInvisible(name.normalize("NFKC"))).toLowerCase()],
  ["punctuation", (name) => plain(name) || name],
];

/**
 * Characters that distinguish groups of one family, as in 一组 and 二组, 售前 and 售后, 早班 and 晚班. Two names that differ
 * by two characters of one row are two names, and no typing mistake.
 */
const FAMILIES = [
  "0123456789",
  "零〇一二三四五六七八九十百两",
  "甲乙丙丁戊己庚辛壬癸",
  "前中后",
  "早中晚夜白日",
  "东南西北中",
  "上中下",
  "左右",
  "内外",
  "大中小",
  "新老旧",
  "男女",
  "春夏秋冬",
];

function isSeries(short: string, long: string): boolean {
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end += 1;
  const [mine, other] = [short.slice(start, short.length - end), long.slice(start, long.length - end)];
  // 组1 and 组10. An added letter may be a typing mistake.
  if (mine === "") return /^\d+$/.test(other);
  if (FAMILIES.some((family) => family.includes(mine) && family.includes(other))) return true;
  // A组 and B组, but not Service and Servise: the letter must stand alone.
  const [before = "", after = ""] = [short[start - 1], short[short.length - end]];
  return [mine, other].every((one) => /^[a-z]$/.test(one)) && !/[a-z]/.test(before + after);
}

function lengthOf(text: string): number {
  return [...text].length;
}

/**
 * Finds the names that look like a given one, among many. Comparing each pair with {@link nearMiss} would take minutes for
 * thousands of new groups among thousands, so candidates are looked up by what they have in common.
 */
export class NearNames {
  readonly #byKey = new Map<string, Set<string>>();

  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) {
      for (const key of keysOf(name)) {
        const known = this.#byKey.get(key);
        if (known === undefined) this.#byKey.set(key, new Set([name]));
        else known.add(name);
      }
    }
  }

  /** Sorted by name. */
  like(name: string): { readonly name: string; readonly difference: Difference }[] {
    const candidates = new Set([...keysOf(name)].flatMap((key) => [...(this.#byKey.get(key) ?? [])]));
    return [...candidates].sort().flatMap((other) => {
      const difference = nearMiss(name, other);
      return difference === undefined ? [] : [{ name: other, difference }];
    });
  }
}

/** Two names that look alike have at least one of these keys in common. */
function* keysOf(name: string): Generator<string> {
  yield `noted ${noInvisible(noSpace(name.normalize("NFKC"))).toLowerCase()}`;
  const form = plain(name);
  if (form === "") return;
  yield form;
  // The name without one character, for each of them: names that differ by one character share such a key.
  for (let at = 0; at < form.length; at += 1) yield form.slice(0, at) + form.slice(at + 1);
  const signs = [...form];
  if (signs.length >= LONG) yield `begins ${signs.slice(0, LONG).join("")}`;
}
