import type { HtmlWords, Kind } from "../messages/pages.js";
import { nameHtml } from "./context.js";
import { type Html, html } from "./markup.js";

/** In the order in which a reviewer asks. */
export const KINDS: readonly Kind[] = [
  "trouble",
  "created",
  "changed",
  "emptied",
  "left",
  "joined",
  "moved",
  "reprioritized",
];

/** A kind of groups that a page has, and how many of them. Kinds are classes: muster's own words. */
export interface FilterBox {
  readonly kind: string;
  readonly label: string;
  readonly count: number;
}

export interface Filters {
  readonly boxes: readonly FilterBox[];
  readonly groups: number;
  readonly accounts: readonly string[];
}

/**
 * The controls. Boxes work by style alone, the text field by the script, and each is `hidden` until what it needs is
 * there: a viewer that blocks styles or scripts shows no control that does nothing.
 */
export function filtersHtml({ boxes, groups, accounts }: Filters, say: HtmlWords): Html | undefined {
  if (groups < 2 && accounts.length < 2) return undefined;
  const kinds = boxes
    .filter(({ count }) => count > 0)
    .map(
      ({ kind, label, count }) =>
        html`<label><input type="checkbox" class="k" id="k-${kind}"> ${label} <small>${count}</small></label>`,
    );
  return html`<div class="filters" role="search" aria-label="${say.filters}" hidden>
<div id="finder" hidden><label for="find">${say.find}</label> <input type="search" id="find" autocomplete="off" spellcheck="false" placeholder="${say.findHint}"></div>
${
  boxes.length > 0 &&
  html`<fieldset><legend>${say.onlyWith}</legend>${kinds}</fieldset>
`
}${
  accounts.length > 1 &&
  html`<fieldset><legend>${say.onlyAccounts}</legend>${accounts.map(
    (name, index) => html`<label><input type="checkbox" class="by" id="a-${index}"> ${nameHtml(name)}</label>`,
  )}</fieldset>
`
}<output id="count" data-shown="${say.shown}" data-none="${say.nothingShown}" aria-live="polite"></output></div>
`;
}

/** The part of the style that depends on how many accounts there are: which boxes leave which parts of the page. */
export function filterStyle(accounts: number, classes: readonly string[] = KINDS): string {
  const kinds = classes.map(
    (kind) => `main:has(#k-${kind}:checked) :is(.g,.block).${kind}{display:block}
main:has(#k-${kind}:checked) .r.${kind}{display:table-row}`,
  );
  const sections = Array.from(
    { length: accounts },
    (_, index) => `main:has(#a-${index}:checked) #account-${index}{display:block}`,
  );
  return `main:has(.k:checked) :is(.g,.r,.block){display:none}
${kinds.join("\n")}
main:has(.by:checked) .account{display:none}
${sections.join("\n")}
`;
}
