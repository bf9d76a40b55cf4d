import type { Outcome } from "../../apply/result.js";
import { endedWell } from "../ending.js";
import type { HtmlWords, Mark } from "../messages/pages.js";
import { type Html, html } from "./markup.js";

interface Sign {
  /** The cell's class: its colour and its shape. */
  readonly name: string;
  /** Says the same without any style: on paper, to the colour-blind, where a viewer blocks styles. */
  readonly sign: string;
  cell(before: number | undefined, after: number | undefined): string;
}

/** How each change looks: a colour, a shape and a sign, any of which would do alone. */
export const SIGNS: Readonly<Record<Mark, Sign>> = {
  joined: { name: "j", sign: "+", cell: (_, after) => `+${after}` },
  left: { name: "l", sign: "−", cell: (before) => `−${before}` },
  "moved-in": { name: "i", sign: "→", cell: (_, after) => `→${after}` },
  "moved-out": { name: "o", sign: "←", cell: (before) => `←${before}` },
  reprioritized: { name: "p", sign: "±", cell: (before, after) => `${before}▸${after}` },
};

/** What the cells of a matrix mean. */
export function legendHtml(say: HtmlWords): Html {
  const entries = Object.entries(SIGNS) as [Mark, Sign][];
  return html`<ul class="legend">${entries.map(
    ([mark, { name, cell }]) =>
      html`<li><span class="${name}">${cell(2, mark === "reprioritized" ? 5 : 2)}</span> ${say.marks[mark]}</li>`,
  )}<li><span class="s">2</span> ${say.stays}</li></ul>`;
}

/** A sign for how an action ended. */
export function signOf(outcome: Outcome): string {
  if (endedWell(outcome)) return "✔";
  return ({ applied: "!", failed: "✖", conflict: "!", unknown: "?", skipped: "–" } as const)[outcome.status];
}

/** The class for its colour. */
export function toneOf(outcome: Outcome): "new" | "bad" | "warn" {
  return endedWell(outcome) ? "new" : outcome.status === "failed" ? "bad" : "warn";
}
