import type { Language } from "../messages/catalogue.js";
import { chatWordsOf, markdownWordsOf } from "../messages/pages.js";
import type { Message } from "./message.js";

/** A section as it is sent: the last line counts those that are not. A title alone has its count in it. */
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
  const { standing, heading, facts, sections } = message;
  const sentWith = (lines: number, ofSections: number, ofFacts: number): string | undefined => {
    const kept = sections.slice(0, ofSections);
    const isShort =
      kept.length < sections.length ||
      ofFacts < facts.length ||
      kept.some((one) => one.of > lines || one.of > one.lines.length || one.lines.some(({ isCut }) => isCut));
    return send({
      ...message,
      facts: [...(isShort ? [shortened] : []), ...facts.slice(0, ofFacts)],
      sections: kept.map((section) => {
        const shown = section.lines.slice(0, lines).map(({ text }) => text);
        const rest = section.of - shown.length;
        return { title: section.title, lines: rest > 0 && lines > 0 ? [...shown, more(rest)] : shown };
      }),
    });
  };
  const lines = Math.max(0, ...sections.map((section) => section.lines.length));
  return (
    longest(lines, (count) => sentWith(count, sections.length, facts.length)) ??
    longest(sections.length, (count) => sentWith(0, count, facts.length)) ??
    longest(facts.length, (count) => sentWith(0, 0, count)) ??
    send({ standing, heading, facts: [shortened], sections: [], links: [] }) ??
    "{}"
  );
}

/** What is made of the largest count of which anything can be made, where less takes less room. */
function longest(most: number, make: (count: number) => string | undefined): string | undefined {
  let found = make(most);
  if (found !== undefined) return found;
  let [low, high] = [0, most - 1];
  while (low <= high) {
    const middle = Math.ceil((low + high) / 2);
    const made = make(middle);
    if (made === undefined) high = middle - 1;
    else {
      found = made;
      low = middle + 1;
    }
  }
  return found;
}

/** The length of a text in UTF-8, which these chats count in. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
