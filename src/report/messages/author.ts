import type { Diagnostic } from "../../plan/plan.js";
import type { AuthorFinding, AuthorFindingArgs, Remarks } from "../../writeback/findings.js";
import { authorMessages as messagesEn, authorWords as wordsEn } from "./en/author.js";
import type { Catalogue, Language, Prose } from "./prose.js";
import { authorMessages as messagesZh, authorWords as wordsZh } from "./zh/author.js";

/** What `pull` and `fmt` say. */
export interface AuthorWords {
  /** For comments in files. */
  readonly remarks: Remarks;
  wrote(path: string, isNew: boolean): string;
  wouldWrite(path: string, isNew: boolean): string;
  /** `groups` that no file named before. */
  pulled(files: number, groups: number): string;
  /** Groups that could not be edited in place. */
  unedited(groups: number): string;
  readonly upToDate: string;
  formatted(path: string): string;
  notFormatted(path: string): string;
  formatSummary(changed: number, files: number, check: boolean): string;
}

const WORDS: Readonly<Record<Language, AuthorWords>> = { en: wordsEn, zh: wordsZh };
const MESSAGES: Readonly<Record<Language, Catalogue<AuthorFindingArgs>>> = { en: messagesEn, zh: messagesZh };

/** What `pull` and `fmt` say, in a language. */
export function authorWordsOf(language: Language): AuthorWords {
  return WORDS[language];
}

/** What a pull found, as documents carry it. */
export function authorDiagnostics(findings: readonly AuthorFinding[], language: Language): Diagnostic[] {
  return findings.map((finding) => {
    const { severity, code, args, source, related } = finding;
    // The compiler cannot follow that a code's entry takes that code's args; the catalogue's type says so.
    const say = MESSAGES[language][code] as (args: AuthorFinding["args"]) => Prose;
    return { severity, code, ...say(args), args: { ...args }, ...(source && { source }), ...(related && { related }) };
  });
}
