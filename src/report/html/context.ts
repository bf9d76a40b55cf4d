import type { MemberSource, Source } from "../../model/source.js";
import type { Language } from "../messages/catalogue.js";
import { type HtmlWords, htmlWordsOf } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { lineText, nameText, placeText } from "../text/page.js";
import { type Html, html, webAddress } from "./markup.js";

/** What every part of the page needs to be written. */
export interface HtmlContext {
  readonly language: Language;
  readonly words: Words;
  readonly say: HtmlWords;
  readonly linkTo: (source: Source) => string | undefined;
}

/** The context of a reader. */
export function contextOf({ language, linkTo }: Pick<RenderOptions, "language" | "linkTo">): HtmlContext {
  return {
    language,
    words: wordsOf(language),
    say: htmlWordsOf(language),
    linkTo: (source) => webAddress(linkTo?.(source)),
  };
}

/** A name. */
export function nameHtml(name: string): Html {
  return isolated(nameText(name));
}

/** Runs from left to right whatever stands beside it: nearly every name and number of a big page, so it saves a tenth. */
const FORWARD = /^[\x20-\x7e\u3000-\u9fff\uff00-\uffee]*$/;

/** A text from outside, kept from reordering what stands around it: Hebrew in a name must not swap the numbers after it. */
export function isolated(text: string): Html {
  return FORWARD.test(text) ? html`${text}` : html`<bdi>${text}</bdi>`;
}

/** `售后 10018578`: a group as the console finds it. */
export function groupHtml({ displayName, exten }: { readonly displayName: string; readonly exten?: string }): Html {
  return html`${nameHtml(displayName)}${exten !== undefined && html` <small>${isolated(exten)}</small>`}`;
}

/** A line of a file, with a link where one is known. `nearTo`: a file that the reader has before the eyes already. */
export function lineHtml(source: Source, context: HtmlContext, nearTo?: Source): Html {
  const text = nearTo?.file === source.file ? context.words.line(source.line) : lineText(source);
  return linked(text, source, context);
}

/** The same with the column, as editors jump to it. */
export function placeHtml(source: Source, context: HtmlContext): Html {
  return linked(placeText(source), source, context);
}

/** Where a member comes from: the line, the team, and the group's own line that brings the team in. */
export function originHtml(source: MemberSource, context: HtmlContext, nearTo: Source): Html {
  const { team, via, until } = source;
  const through =
    team === undefined
      ? ""
      : html` ${context.words.viaTeam(team)}${via !== undefined && html` (${lineHtml(via, context, nearTo)})`}`;
  return html`${lineHtml(source, context, nearTo)}${until !== undefined && html` <b>${context.words.until(until)}</b>`}${through}`;
}

function linked(text: string, source: Source, { linkTo }: HtmlContext): Html {
  const address = linkTo(source);
  return address === undefined ? html`<code>${text}</code>` : html`<a href="${address}"><code>${text}</code></a>`;
}
