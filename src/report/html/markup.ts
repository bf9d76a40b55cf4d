import { visible } from "../text/visible.js";

/** Markup that is safe to print as it is. Only `html` and `raw` make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes; nothing is printed for `undefined` and `false`. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * The one way to markup: `html\`<td>${name}</td>\``. Texts are made visible and escaped, for content and for quoted
 * attributes alike; only what is `Html` already goes in as it is. Attributes must be quoted, and scripts, styles and
 * addresses have ways of their own.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let markup = strings[0] ?? "";
  for (const [index, value] of values.entries()) markup += markupOf(value) + (strings[index + 1] ?? "");
  return new Html(markup);
}

/** Markup that muster wrote itself, such as its own style. Never for anything that came from outside. */
export function raw(markup: string): Html {
  return new Html(markup);
}

function markupOf(value: Content): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === "string") return escaped(visible(value));
  if (typeof value === "number") return String(value);
  if (value === undefined || value === false) return "";
  let markup = "";
  for (const part of value) markup += markupOf(part);
  return markup;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** An address of the web, normalised to plain ASCII. Others (`javascript:`, `data:`) give no link. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}
