import type { Diagnostic, Plan } from "../../plan/plan.js";
import { askedFor } from "../asked.js";
import { shortenedTo } from "../markdown/escape.js";
import type { Language } from "../messages/catalogue.js";
import { formatFinding } from "../messages/formatFinding.js";
import { type ChatWords, chatWordsOf, type MarkdownWords, markdownWordsOf } from "../messages/pages.js";
import { type Words, wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { lineText, nameText } from "../text/page.js";

/** What every part of a message needs to be written: the words, and how text from outside looks. */
export interface ChatContext {
  readonly language: Language;
  readonly words: Words;
  readonly md: MarkdownWords;
  readonly chat: ChatWords;
  /** A name: visible, and no longer than a name is. */
  named(text: string): string;
  /** A sentence with text from outside in it. */
  clipped(text: string): string;
}

/** How a run stands, from the worst to the best. */
export type Standing = "bad" | "stopped" | "attention" | "waiting" | "good";

/** Longer lists are not read on a phone. */
const LINES_AT_MOST = 12;

/** A list with its title: the first of so many lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly of: number;
}

/** A list, of which only the lines are written that a phone may show; none where there is nothing to list. */
export function listed<T>(title: string, items: readonly T[], line: (item: T) => Line): Section[] {
  if (items.length === 0) return [];
  return [{ title, lines: items.slice(0, LINES_AT_MOST).map(line), of: items.length }];
}

export interface Line {
  readonly text: string;
  /** It leaves something out by itself. */
  readonly isCut?: boolean;
}

export interface Link {
  readonly label: string;
  /** `http:` or `https:`, in characters that no syntax takes for its own. */
  readonly address: string;
}

/** UTF-16 units of a name, and of a sentence: what a phone shows. Longer ones end in `…`. */
const NAME_UNITS = 40;
const SENTENCE_UNITS = 240;
const LONGEST_ADDRESS = 300;

/** The context of a reader. Secrets go before anything is cut or written in other characters: afterwards nobody knows them. */
export function contextOf({ language, redact = (text) => text }: RenderOptions): ChatContext {
  const cut = (units: number, text: string) => shortenedTo(units, redact(text));
  return {
    language,
    words: wordsOf(language),
    md: markdownWordsOf(language),
    chat: chatWordsOf(language),
    named: (text) => nameText(cut(NAME_UNITS, text)),
    clipped: (text) => cut(SENTENCE_UNITS, text),
  };
}

/** `售后 (10018578)`. */
export function groupNamed(
  { displayName, exten }: { readonly displayName: string; readonly exten?: string },
  { named }: ChatContext,
): string {
  return exten === undefined ? named(displayName) : `${named(displayName)} (${named(exten)})`;
}

/** What a finding says, with its line in the files. */
export function findingLine(finding: Diagnostic, { language, words, clipped }: ChatContext, withHelp = false): string {
  const { message, help } = formatFinding(finding, language);
  const { source } = finding;
  const place = source === undefined ? "" : `${clipped(lineText(source))}${words.colon}`;
  const advice = withHelp && help !== undefined ? ` ${clipped(help)}` : "";
  return `${place}${clipped(message)}${advice}`;
}

/** Who asked for it, as far as it is no address: the pull request with its title, the author, the commit. */
export function askedText(plan: Plan, { words, named }: ChatContext): string[] {
  const { base: _, ...rest } = plan;
  const facts = askedFor(rest, words)
    .filter(({ text }) => text !== "")
    .map(({ label, text, rest: title }) =>
      [label, named(text), ...(title === undefined ? [] : [named(title)])].join(" "),
    );
  return facts.length === 0 ? [] : [facts.join(" · ")];
}

/** The pull request and the run, where the document knows their addresses. */
export function linksOf(plan: Plan | undefined, { words, named }: ChatContext): Link[] {
  if (plan === undefined) return [];
  return askedFor(plan, words).flatMap(({ label, text, address }) => {
    const safe = address === undefined ? undefined : safeAddress(address);
    return safe === undefined ? [] : [{ label: text === "" ? label : `${label} ${named(text)}`, address: safe }];
  });
}

/** An address of the web, with everything percent-encoded that could end a link or be taken for markup. */
function safeAddress(address: string): string | undefined {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  const safe = url.href.replace(/[^A-Za-z0-9\-._~:/?#+,=%&]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
  return safe.length > LONGEST_ADDRESS ? undefined : safe;
}
