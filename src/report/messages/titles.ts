import type { Language } from "./catalogue.js";
import { titles as titlesEn } from "./en/titles.js";
import type { FindingArgs } from "./formatFinding.js";
import { titles as titlesZh } from "./zh/titles.js";

/** The kinds of problem by their code: a few words each, without particulars, for lists of rules; complete by type. */
export type Titles = Readonly<Record<keyof FindingArgs | "by-hand", string>>;

const TITLES: Readonly<Record<Language, Titles>> = { en: titlesEn, zh: titlesZh };

/** What a kind of problem is called. A code from elsewhere (an older document) is its own title. */
export function titleOf(code: string, language: Language): string {
  const titles: Readonly<Record<string, string>> = TITLES[language];
  return Object.hasOwn(titles, code) ? (titles[code] ?? code) : code;
}
