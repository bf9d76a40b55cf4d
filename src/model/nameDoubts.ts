import { hiddenCharacters } from "./hiddenCharacters.js";

/** Why a name is most likely not the one that was meant. A group that is created under it can never be undone. */
export type NameDoubt =
  /** White space at an end. */
  | { readonly kind: "ends"; readonly value: string }
  /** White space inside that is easily mistaken: two in a row, or (`characters`, as code points) a full-width or no-break space. */
  | { readonly kind: "inside"; readonly characters: readonly string[] }
  /** Invisible characters, as code points. */
  | { readonly kind: "hidden"; readonly characters: readonly string[] }
  /** What other tools fill in (`${NAME}`), or a word that stands for a name (`TODO`, `undefined`). */
  | { readonly kind: "placeholder"; readonly variable: boolean }
  /** Quotes that were meant for YAML, and are part of the name. `bare`: the name without them. */
  | { readonly kind: "quotes"; readonly bare: string };

/** What makes a name doubtful; nothing for a sound one. */
export function doubtsOf(name: string): NameDoubt[] {
  const doubts: NameDoubt[] = [];
  if (name.trim() !== name) doubts.push({ kind: "ends", value: name });
  const hidden = hiddenCharacters(name).map(codePoint);
  if (hidden.length > 0) doubts.push({ kind: "hidden", characters: hidden });
  const inside = /\s{2}|[^\S ]/u.test(name.trim()) ? oddSpaces(name.trim()) : [];
  if (inside.length > 0 || /\s{2}/u.test(name.trim())) doubts.push({ kind: "inside", characters: inside });
  if (VARIABLE.test(name)) doubts.push({ kind: "placeholder", variable: true });
  else if (STANDS_FOR.test(name.trim())) doubts.push({ kind: "placeholder", variable: false });
  const bare = withoutQuotes(name.trim());
  if (bare !== undefined) doubts.push({ kind: "quotes", bare });
  return doubts;
}

/** `U+200B`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** White space that is none of the keyboard's, but not line separators: these are hidden characters. */
function oddSpaces(name: string): string[] {
  return [...new Set(name.match(/[^\S \u2028\u2029\ufeff]/gu) ?? [])].map(codePoint);
}

/** `${NAME}`, `$NAME`, `$(name)`, `#{name}`, `%{name}`, `%NAME%`, `{{ name }}`, `{% … %}`, `<% … %>`, `$[[ … ]]`, `@NAME@`. */
const VARIABLE =
  /[$#%]\{[^{}]*\}|\$\([\w. -]+\)|\$[A-Z_][A-Z0-9_]+|%[A-Z_][A-Z0-9_]+%|@@?[A-Z_][A-Z0-9_]+@|\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$?\[\[.*?\]\]/u;

/** Words that stand where a name is still to be written, or that a program wrote for a missing one. Only as the whole name. */
const STANDS_FOR =
  /^(?:<[^<>]+>|(?:todo|fixme|tbd|tba)(?:\b.*)?|x{2,}|\?+|undefined|null|none|nan|nil|#n\/a|#ref!|\[object object\]|displayname|组名|技能组名称?|待定|待填|待补充?|待命名|未命名)$/iu;

/** Kinds of quotes, as input methods mix them; of a kind, any may begin or end a text. */
const QUOTES = ['"“”„‟＂〝〞❝❞«»', "'‘’‚‛＇`´❛❜‹›", "「」｢｣", "『』"];
/** A quote at one end alone is a slip, too, but not the sign for inches and not the apostrophe of `Agents’`. */
const LONE_FIRST = "“„‟〝❝「｢『‘";
const LONE_LAST = "”〞❞」｣』";

/** The name without the quotes around it; `undefined` where it has none, as `“甲”和“乙”` has not. */
function withoutQuotes(name: string): string | undefined {
  const signs = [...name];
  const [first = "", last = ""] = [signs[0], signs.at(-1)];
  const inner = signs.slice(1, -1).join("");
  const kind = signs.length < 3 ? undefined : QUOTES.find((quotes) => quotes.includes(first) && quotes.includes(last));
  if (kind !== undefined) {
    const deeper = withoutQuotes(inner.trim());
    return deeper ?? ([...inner].some((sign) => kind.includes(sign)) ? undefined : inner.trim());
  }
  const hasQuote = (text: string): boolean => [...text].some((sign) => QUOTES.some((quotes) => quotes.includes(sign)));
  const [start, end] = [signs.slice(1).join(""), signs.slice(0, -1).join("")];
  if (LONE_FIRST.includes(first) && first !== "" && start !== "" && !hasQuote(start)) return start.trim();
  return LONE_LAST.includes(last) && last !== "" && end !== "" && !hasQuote(end) ? end.trim() : undefined;
}
