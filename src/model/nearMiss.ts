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
/** In a longer name nobody compares letter by letter, and it would have as many keys as letters. */
const MOST = 100;

/**
 * How two different names look alike; `undefined` where they are clearly two names. Asked before a creation, since one
 * under a mistyped name can never be undone.
 */
export function nearMiss(a: string, b: string): Difference | undefined {
  return compare(formsOf(a), formsOf(b));
}

/** A name without case, width, spaces, invisible characters and punctuation. Two names with the same plain form look alike. */
export function plain(name: string): string {
  return formsOf(name).plain;
}

/** What of a name is compared. */
interface Forms {
  readonly name: string;
  /** Without case, width, spaces and invisible characters, but with punctuation: of `！` and `!` nothing else is left. */
  readonly noted: string;
  /** The plain form, cut where the name has spaces, punctuation, or a capital after a small letter. */
  readonly words: readonly string[];
  readonly plain: string;
  readonly signs: readonly string[];
}

const noSpace = (name: string): string => name.replace(/\s+/gu, "");
const noInvisible = (name: string): string => name.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu, "");

/** Also emoji, signs that stand for a dash, and the HTML entities into which some servers turn signs. */
const BETWEEN = /(?:&(?:amp|lt|gt|quot|apos|#\d{1,7});|[\p{P}\p{Extended_Pictographic}<>|~=^`´→\s])+/giu;

/** Chinese signs and what a Western keyboard has. The patterns for all other signs take V8 some ms to compile. */
const ORDINARY = /^[\x20-\x7e\u4e00-\u9fff]*$/;
const ORDINARY_BETWEEN = /(?:&(?:amp|lt|gt|quot|apos|#\d{1,7});|[\s!-#%-*,-/:-@[-`{-~])+/gi;

function formsOf(name: string): Forms {
  const isOrdinary = ORDINARY.test(name);
  const wide = isOrdinary ? name : noInvisible(name.normalize("NFKC"));
  const words = wide
    .replace(isOrdinary ? /([a-z])(?=[A-Z])/g : /(\p{Ll})(?=\p{Lu})/gu, "$1 ")
    .replace(isOrdinary ? ORDINARY_BETWEEN : BETWEEN, " ")
    .toLowerCase()
    .split(" ")
    .filter((word) => word !== "");
  const form = words.join("");
  return { name, noted: noSpace(wide).toLowerCase(), words, plain: form, signs: [...form] };
}

/** The smallest difference first; the last is all of them together. */
const EQUALITIES: readonly (readonly [Difference, (name: string) => string])[] = [
  ["composition", (name) => name.normalize("NFC")],
  ["space", noSpace],
  ["invisible", noInvisible],
  ["case", (name) => name.toLowerCase()],
  ["width", (name) => name.normalize("NFKC")],
  ["width", (name) => name.normalize("NFKC").toLowerCase()],
  ["space", (name) => noSpace(noInvisible(name.normalize("NFKC"))).toLowerCase()],
];

function compare(a: Forms, b: Forms): Difference | undefined {
  if (a.name === b.name) return undefined;
  const isAlike = a.noted === b.noted || (a.plain !== "" && a.plain === b.plain);
  if (isAlike) return EQUALITIES.find(([, form]) => form(a.name) === form(b.name))?.[0] ?? "punctuation";
  if (a.plain === "" || b.plain === "") return undefined;
  const [short, long] = a.signs.length < b.signs.length ? [a, b] : [b, a];
  if (short.signs.length >= LONG && long.plain.startsWith(short.plain) && !isSeries(short, long)) return "beginning";
  if (short.signs.length < LEAST || long.signs.length > MOST || long.signs.length - short.signs.length > 1)
    return undefined;
  const { mine, other } = apart(short.signs, long.signs);
  return mine.length <= 1 && other.length === 1 && !isSeries(short, long) ? "character" : undefined;
}

/** What is left of two texts without their common beginning and end. */
function apart(a: readonly string[], b: readonly string[]): Record<"mine" | "other", readonly string[]> & Around {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return {
    mine: a.slice(start, a.length - end),
    other: b.slice(start, b.length - end),
    before: a[start - 1] ?? "",
    after: a[a.length - end] ?? "",
  };
}

/** The signs beside what differs. */
interface Around {
  readonly before: string;
  readonly after: string;
}

/**
 * Characters that distinguish groups of one family, as in 一组 and 二组, 售前 and 售后, 早班 and 晚班, 河南 and 湖南. Two names
 * that differ by two characters of one row are two names, and no typing mistake.
 */
const FAMILIES = [
  "0123456789",
  "零〇一二三四五六七八九十百两日天",
  "甲乙丙丁戊己庚辛壬癸",
  "前中后",
  "早中晚夜白日",
  "东南西北中",
  "上中下",
  "高中低",
  "左右",
  "内外",
  "大中小",
  "新老旧",
  "男女童",
  "春夏秋冬",
  "年季月周日",
  "主副正备",
  "金银铜钻",
  "红橙黄绿青蓝紫黑白灰",
  "单双",
  "国省市区县",
  "买卖",
  "款货票费",
  "河湖海云",
  "山陕江广",
  "杭苏广福郑兰徐常惠贵温台泰扬赣柳泉漳",
  "洛沈贵襄衡南绵岳",
  "宁京昌通",
  "珠上北威",
];

const NUMERAL = /^[一二三四五六七八九十百]$/;
/** What a numeral counts: 一 in 客服一组 is no typing mistake, in 售前一北京 it may be a dash. */
const COUNTED = /^[组队班部线区号期店科级层楼类]$/;

function isSeries(short: Forms, long: Forms): boolean {
  const [one, two] = theWordsApart(short, long);
  if (noRoman(one) === noRoman(two)) return true;
  const { mine, other, before, after } = apart(one, two);
  const [m, o] = [mine.join(""), other.join("")];
  // 组1 and 组10, 客服组 and 客服一组, 一组 and 十一组. An added letter may be a typing mistake.
  if (m === "") return /^\d+$/.test(o) || (NUMERAL.test(o) && (NUMERAL.test(after) || COUNTED.test(after)));
  if (FAMILIES.some((family) => family.includes(m) && family.includes(o))) return true;
  // A组 and B组, Team A and Team B, but not Service and Servise: the letter must stand alone.
  return !/[a-z]/.test(before + after) && [m, o].every((part) => /^[a-z]$/.test(part));
}

/** Without Roman numerals: 组Ⅰ and 组Ⅱ have one letter and two. */
function noRoman(signs: readonly string[]): string {
  return signs.join("").replace(/(?<![a-z])[ivx]+(?![a-z])/g, "#");
}

/** The words in which two names differ, where it is one; else the whole names. */
function theWordsApart(a: Forms, b: Forms): readonly [readonly string[], readonly string[]] {
  if (a.words.length === b.words.length) {
    const differing = a.words.flatMap((word, at) => (word === b.words[at] ? [] : [at]));
    const [at, more] = differing;
    if (at !== undefined && more === undefined) return [[...(a.words[at] ?? "")], [...(b.words[at] ?? "")]];
  }
  return [a.signs, b.signs];
}

/** So many names that differ from one in the same character say enough. */
const SHOWN = 3;

/**
 * Names that have a key in common. `whole`: the key is the name's form; `cut`: it is the form without one character; `digit`:
 * without one digit. Digits number groups, so one digit more, less or other is never looked at.
 */
interface Shelf {
  readonly whole: Forms[];
  readonly cut: Forms[];
  readonly digit: Forms[];
}

/**
 * Finds the names that look like a given one, among many. Comparing each pair with {@link nearMiss} would take minutes for
 * thousands of new groups among thousands, so candidates are looked up by what they have in common.
 */
export class NearNames {
  readonly #shelves = new Map<string, Shelf>();
  readonly #forms = new Map<string, Forms>();
  /** By the beginning of a long name: the names that have it. */
  readonly #beginnings = new Map<string, Forms[]>();

  constructor(names: Iterable<string>) {
    for (const name of [...new Set(names)].sort()) {
      const forms = formsOf(name);
      this.#forms.set(name, forms);
      for (const key of wholeKeys(forms)) this.#shelf(key).whole.push(forms);
      for (const [key, part] of cutKeys(forms)) this.#shelf(key)[part].push(forms);
      for (const beginning of beginningsOf(forms)) {
        const known = this.#beginnings.get(beginning);
        if (known === undefined) this.#beginnings.set(beginning, [forms]);
        else known.push(forms);
      }
    }
  }

  #shelf(key: string): Shelf {
    const known = this.#shelves.get(key);
    if (known !== undefined) return known;
    const shelf = { whole: [], cut: [], digit: [] };
    this.#shelves.set(key, shelf);
    return shelf;
  }

  /**
   * Sorted by name. Of those that differ in one character at the same place only some: in a family of names like 王组, 李组,
   * 张组 each is one character from all others.
   *
   * @param distinct names that are other names on purpose. One of them accepts its whole family
   */
  like(name: string, distinct: readonly string[] = []): { readonly name: string; readonly difference: Difference }[] {
    const forms = this.#forms.get(name) ?? formsOf(name);
    const found = new Map<string, Difference>();
    const look = (others: readonly Forms[] = []): void => {
      let shown = 0;
      for (const other of others) {
        const difference = distinct.includes(other.name) ? undefined : compare(forms, other);
        if (difference === undefined) continue;
        found.set(other.name, difference);
        shown += 1;
        if (shown === SHOWN) break;
      }
    };
    for (const key of wholeKeys(forms)) {
      const shelf = this.#shelves.get(key);
      look(shelf?.whole);
      look(shelf?.cut);
    }
    const accepted = new Set(distinct.flatMap((other) => [...cutKeys(formsOf(other)).keys()]));
    for (const [key, part] of cutKeys(forms)) {
      const shelf = this.#shelves.get(key);
      if (!accepted.has(key)) look(shelf?.cut);
      if (part === "digit") continue;
      look(shelf?.whole);
      if (!accepted.has(key)) look(shelf?.digit);
    }
    if (forms.signs.length >= LONG) look(this.#beginnings.get(forms.plain));
    for (const beginning of beginningsOf(forms)) look(this.#shelves.get(beginning)?.whole);
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([other, difference]) => ({ name: other, difference }));
  }
}

function wholeKeys({ noted, plain: form }: Forms): Set<string> {
  return new Set([`noted ${noted}`, ...(form === "" ? [] : [form])]);
}

/** The name without one character, for each of them: names that differ by one character share such a key. */
function cutKeys({ plain: form, signs }: Forms): Map<string, "cut" | "digit"> {
  const keys = new Map<string, "cut" | "digit">();
  if (signs.length < LEAST || signs.length > MOST) return keys;
  let at = 0;
  for (const sign of signs) {
    keys.set(form.slice(0, at) + form.slice(at + sign.length), sign >= "0" && sign <= "9" ? "digit" : "cut");
    at += sign.length;
  }
  return keys;
}

/** Each long beginning of a name but itself: another name that was cut off may be one of these. */
function beginningsOf({ signs }: Forms): string[] {
  if (signs.length <= LONG || signs.length > MOST) return [];
  const beginnings: string[] = [];
  let beginning = signs.slice(0, LONG).join("");
  for (const sign of signs.slice(LONG)) {
    beginnings.push(beginning);
    beginning += sign;
  }
  return beginnings;
}
