import type { Source } from "../../model/source.js";
import type { CheckFindingArgs, CheckLine, CheckName, CheckStatus } from "../check.js";
import { checkMessages as messagesEn, checkWords as wordsEn } from "./en/check.js";
import { type Finding, formatFinding } from "./formatFinding.js";
import type { Catalogue, Language, Prose } from "./prose.js";
import { checkMessages as messagesZh, checkWords as wordsZh } from "./zh/check.js";

/** The text of `muster check` around its lines. */
export interface CheckWords {
  readonly names: Readonly<Record<CheckName, string>>;
  ready(accounts: number): string;
  notReady(bad: number, accounts: number): string;
  readonly writesNotTried: string;
}

/** A line before it has words. */
export type CheckFinding = {
  [Code in keyof CheckFindingArgs]: { readonly code: Code; readonly args: CheckFindingArgs[Code] };
}[keyof CheckFindingArgs];

const WORDS: Readonly<Record<Language, CheckWords>> = { en: wordsEn, zh: wordsZh };
const MESSAGES: Readonly<Record<Language, Catalogue<CheckFindingArgs>>> = { en: messagesEn, zh: messagesZh };

export function checkWordsOf(language: Language): CheckWords {
  return WORDS[language];
}

/** A line of a check, in a language: of its own finding, or of another room's. */
export function checkLine(
  check: CheckName,
  status: CheckStatus,
  finding: CheckFinding | Finding,
  language: Language,
): CheckLine {
  const { code, args, message, help, source } = isOwn(finding)
    ? { ...finding, ...said(finding, language), source: undefined }
    : { ...finding, ...formatFinding(finding, language) };
  return {
    check,
    status,
    code,
    message,
    ...(help === undefined ? {} : { help }),
    args: { ...args },
    ...(source === undefined ? {} : { source: source satisfies Source }),
  };
}

function isOwn(finding: CheckFinding | Finding): finding is CheckFinding {
  return Object.hasOwn(messagesEn, finding.code);
}

function said({ code, args }: CheckFinding, language: Language): Prose {
  // The compiler cannot follow that a code's entry takes that code's args; the catalogue's type says so.
  const say = MESSAGES[language][code] as (args: CheckFinding["args"]) => Prose;
  return say(args);
}
