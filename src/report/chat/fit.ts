import type { Language } from "../messages/catalogue.js";
import { chatWordsOf, markdownWordsOf } from "../messages/pages.js";
import type { Message } from "./message.js";

/** Longer lists are not read on a phone. */
const LINES_AT_MOST = 12;

/** A section as it is sent: `left` counts the lines that are not. */
export interface SentSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A message that has been cut to fit, in the words of its reader. */
export type Sent = Omit<Message, "sections"> & { readonly sections: readonly SentSection[] };

/**
 * The longest form of a message that a chat takes: first each list is shortened, from its end, where the least of it stands;
 * then whole sections are left out, the last first; then the facts. Says at the top that it was shortened.
 *
 * @param send makes the body of what is sent; `undefined` where that breaks one of the chat's limits
 */
export function fitted(message: Message, language: Language, send: (sent: Sent) => string | undefined): string {
  const { shortened } = chatWordsOf(language);
  const { more } = markdownWordsOf(language);
  const sentWith = (lines: number, sections: number, facts: number): string | undefined => {
    const kept = message.sections.slice(0, sections);
    const isShort =
      kept.length < message.sections.length ||
      facts < message.facts.length ||
      kept.some((section) => section.lines.length > lines || section.lines.slice(0, lines).some(({ isCut }) => isCut));
    return send({
      ...message,
      facts: [...(isShort ? [shortened] : []), ...message.facts.slice(0, facts)],
      sections: kept.map((section) => {
        const rest = section.lines.length - lines;
        return {
          title: section.title,
          lines: [...section.lines.slice(0, lines).map(({ text }) => text), ...(rest > 0 ? [more(rest)] : [])],
        };
      }),
    });
  };
  const all = message.sections.length;
  for (let lines = LINES_AT_MOST; lines > 0; lines -= 1) {
    const body = sentWith(lines, all, message.facts.length);
    if (body !== undefined) return body;
  }
  for (let sections = all; sections > 0; sections -= 1) {
    const body = sentWith(1, sections, message.facts.length) ?? sentWith(0, sections, message.facts.length);
    if (body !== undefined) return body;
  }
  for (let facts = message.facts.length; facts > 0; facts -= 1) {
    const body = sentWith(0, 0, facts);
    if (body !== undefined) return body;
  }
  const { standing, heading } = message;
  return send({ standing, heading, facts: [shortened], sections: [], links: [] }) ?? "{}";
}

/** The length of a text in UTF-8, which these chats count in. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
