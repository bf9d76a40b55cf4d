import type { Dialogue } from "./dialogue.js";
import { dialogue as dialogueEn } from "./en/dialogue.js";
import { words as wordsEn } from "./en/words.js";
import type { Language } from "./prose.js";
import type { Words } from "./words.js";
import { dialogue as dialogueZh } from "./zh/dialogue.js";
import { words as wordsZh } from "./zh/words.js";

const WORDS: Readonly<Record<Language, Words>> = { en: wordsEn, zh: wordsZh };
const DIALOGUES: Readonly<Record<Language, Dialogue>> = { en: dialogueEn, zh: dialogueZh };

/** What renderers say around the data, in a language. */
export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** What the shell says while a run goes on, in a language. */
export function dialogueOf(language: Language): Dialogue {
  return DIALOGUES[language];
}
