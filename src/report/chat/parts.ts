import type { Diagnostic, Plan } from "../../plan/plan.js";
import { askedFor } from "../asked.js";
import { shortenedTo } from "../markdown/escape.js";
import { formatFinding } from "../messages/formatFinding.js";
import type { ChatWords, MarkdownWords } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { lineText, nameText } from "../text/page.js";
import { visible } from "../text/visible.js";

/** What every part of a message needs to be written. */
export interface ChatContext {
  readonly options: RenderOptions;
  readonly words: Words;
  readonly md: MarkdownWords;
  readonly chat: ChatWords;
}

/** How a run stands, from the worst to the best. */
export type Standing = "bad" | "stopped" | "attention" | "waiting" | "good";

/** A list with its title. What does not fit is only counted. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
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
const TITLE_UNITS = 60;
const LONGEST_ADDRESS = 300;

/** A name from outside: visible, and no longer than a name is. */
export function named(text: string): string {
  return shortenedTo(NAME_UNITS, nameText(text.slice(0, 4 * NAME_UNITS)));
}

/** A sentence with text from outside in it. */
export function clipped(text: string): string {
  return shortenedTo(SENTENCE_UNITS, visible(text.slice(0, 4 * SENTENCE_UNITS)));
}

/** `售后 (10018578)`. */
export function groupNamed({ displayName, exten }: { readonly displayName: string; readonly exten?: string }): string {
  return exten === undefined ? named(displayName) : `${named(displayName)} (${named(exten)})`;
}

/** What a finding says, with its line in the files. */
export function findingLine(finding: Diagnostic, { options, words }: ChatContext, withHelp = false): string {
  const { message, help } = formatFinding(finding, options.language);
  const { source } = finding;
  const place = source === undefined ? "" : `${shortenedTo(2 * NAME_UNITS, lineText(source))}${words.colon}`;
  const advice = withHelp && help !== undefined ? ` ${clipped(help)}` : "";
  return `${place}${clipped(message)}${advice}`;
}

/** Who asked for it, as far as it is no address: the pull request with its title, the author, the commit. */
export function askedText(plan: Plan, { words }: ChatContext): string[] {
  const facts = askedFor(plan, words)
    .filter(({ text }) => text !== "")
    .map(({ label, text, rest }) => {
      const title = rest === undefined ? "" : ` ${shortenedTo(TITLE_UNITS, visible(rest.slice(0, 4 * TITLE_UNITS)))}`;
      return `${label} ${named(text)}${title}`;
    });
  return facts.length === 0 ? [] : [facts.join(" · ")];
}

/** The pull request and the run, where the document knows their addresses. */
export function linksOf(plan: Plan | undefined, { words }: ChatContext): Link[] {
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
