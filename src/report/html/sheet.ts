import type { MemberSource, Source } from "../../model/source.js";
import type { Language } from "../messages/catalogue.js";
import { type HtmlWords, htmlWordsOf } from "../messages/pages.js";
import type { Words } from "../messages/words.js";
import { wordsOf } from "../messages/words.js";
import type { RenderOptions } from "../report.js";
import { nameText } from "../text/page.js";
import { lineText, placeText } from "../text/place.js";
import { type Html, html, webAddress } from "./markup.js";

/** What every part of the page needs to be written. */
export interface Sheet {
  readonly language: Language;
  readonly words: Words;
  readonly say: HtmlWords;
  readonly linkTo: (source: Source) => string | undefined;
}

/** The sheet of a reader. */
export function sheetOf({ language, linkTo }: RenderOptions): Sheet {
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
export function lineHtml(source: Source, sheet: Sheet, nearTo?: Source): Html {
  const text = nearTo?.file === source.file ? sheet.words.line(source.line) : lineText(source);
  return linked(text, source, sheet);
}

/** The same with the column, as editors jump to it. */
export function placeHtml(source: Source, sheet: Sheet): Html {
  return linked(placeText(source), source, sheet);
}

/** Where a member comes from: the line, the team, and the group's own line that brings the team in. */
export function originHtml(source: MemberSource, sheet: Sheet, nearTo: Source): Html {
  const { team, via } = source;
  const through =
    team === undefined
      ? ""
      : html` ${sheet.words.viaTeam(team)}${via !== undefined && html` (${lineHtml(via, sheet, nearTo)})`}`;
  return html`${lineHtml(source, sheet, nearTo)}${through}`;
}

function linked(text: string, source: Source, { linkTo }: Sheet): Html {
  const address = linkTo(source);
  return address === undefined ? html`<code>${text}</code>` : html`<a href="${address}"><code>${text}</code></a>`;
}
