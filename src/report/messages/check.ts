import type { CheckFindingArgs, CheckLine, CheckName } from "../check.js";
import { checkMessages as messagesEn, checkWords as wordsEn } from "./en/check.js";
import { formatFinding } from "./formatFinding.js";
import type { Catalogue, Language, Prose } from "./prose.js";
import { checkMessages as messagesZh, checkWords as wordsZh } from "./zh/check.js";

/** The text of `muster check` around its lines. */
export interface CheckWords {
  readonly names: Readonly<Record<CheckName, string>>;
  ready(accounts: number): string;
  notReady(bad: number, accounts: number): string;
  readonly writesNotTried: string;
}

/** What only a check finds. */
export type CheckFinding = {
  [Code in keyof CheckFindingArgs]: { readonly code: Code; readonly args: CheckFindingArgs[Code] };
}[keyof CheckFindingArgs];

const WORDS: Readonly<Record<Language, CheckWords>> = { en: wordsEn, zh: wordsZh };
const MESSAGES: Readonly<Record<Language, Catalogue<CheckFindingArgs>>> = { en: messagesEn, zh: messagesZh };

export function checkWordsOf(language: Language): CheckWords {
  return WORDS[language];
}

/** The sentence of a check's line: of a check's own finding, or of another room's. */
export function sayCheck(line: Pick<CheckLine, "code" | "args">, language: Language): Prose {
  const messages = MESSAGES[language];
  if (!Object.hasOwn(messages, line.code)) return formatFinding({ ...line, severity: "error" }, language);
  // The compiler cannot follow that a code's entry takes that code's args; the catalogue's type says so.
  const say = messages[line.code as CheckFinding["code"]] as (args: object) => Prose;
  return say(line.args);
}
