import type { Outcome } from "../../apply/result.js";
import { endedWell } from "../../model/outcome.js";
import type { HtmlWords, Mark } from "../messages/pages.js";
import { descriptionNote, ownerNote } from "../purpose.js";
import type { GroupChange, MemberChange, Picture, PictureOfPart } from "./changes.js";
import { groupHtml, type HtmlContext, isolated, lineHtml, nameHtml, originHtml } from "./context.js";
import { type Html, html } from "./markup.js";

interface Sign {
  /** The cell's class: its colour and its shape. */
  readonly name: string;
  /** Says the same without any style: on paper, to the colour-blind, where a viewer blocks styles. */
  readonly sign: string;
  cell(before: number | undefined, after: number | undefined): string;
}

/**
 * How each change looks: a colour, a shape and a sign, any of which would do alone. Priority 0, which most have, is not
 * written: `+0` would read as nothing.
 */
export const SIGNS: Readonly<Record<Mark, Sign>> = {
  joined: { name: "j", sign: "+", cell: (_, after) => `+${after || ""}` },
  left: { name: "l", sign: "−", cell: (before) => `−${before || ""}` },
  "moved-in": { name: "i", sign: "→", cell: (_, after) => `→${after || ""}` },
  "moved-out": { name: "o", sign: "←", cell: (before) => `←${before || ""}` },
  reprioritized: { name: "p", sign: "±", cell: (before, after) => `${before}▸${after}` },
};
/** In a cell, a member who stays with priority 0. */
export const STAYS = "·";

/** What the cells of a matrix mean. */
export function legendHtml(say: HtmlWords): Html {
  const entries = Object.entries(SIGNS) as [Mark, Sign][];
  return html`<ul class="legend">${entries.map(
    ([mark, { name, cell }]) =>
      html`<li><span class="${name}">${cell(0, mark === "reprioritized" ? 5 : 0)}</span> ${say.marks[mark]}</li>`,
  )}<li><span class="s">${STAYS}</span> ${say.stays}</li></ul>`;
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

/** Members who stay, over all groups of a page; with more of them than this they are only counted. */
const STAYING_AT_MOST = 30_000;
/** The groups on the other side of a move that are named; a team may move between dozens. */
const ELSEWHERE_AT_MOST = 3;

/** Every group that changes: who goes, comes and gets another priority, before and after, and from which line. */
export function groupsHtml({ groups }: PictureOfPart, picture: Picture, context: HtmlContext): Html | undefined {
  if (groups.length === 0) return undefined;
  const listed = picture.groups.reduce((sum, { staying }) => sum + staying.length, 0) <= STAYING_AT_MOST;
  return html`<section><h3>${context.say.groups}</h3>
${groups.map((group) => articleHtml(group, picture, listed, context))}</section>
`;
}

function articleHtml(group: GroupChange, picture: Picture, listed: boolean, context: HtmlContext): Html {
  const { action, anchor, changes, edited, kinds, staying } = group;
  const { words, say } = context;
  const size =
    action.action === "create"
      ? words.members(action.after.members.length)
      : words.memberChange(action.before.members.length, action.after.members.length);
  const settings =
    action.action === "create"
      ? (["assignRule", "memory"] as const).flatMap((name) => {
          const value = action.after[name];
          return value === undefined ? [] : [html` <span>${words.attribute(name)} ${words.value(name, value)}</span>`];
        })
      : [];
  const { columns } = say;
  return html`<article class="g f ${kinds.join(" ")}" id="${anchor}"><header><h4>${groupHtml(action)}</h4>${badgesHtml(group, say, false)}${outcomeBadge(group, context)}
<span>${size}</span>${settings}${action.action === "replaceMembers" && action.membership === "additive" && html` <span class="badge">${words.additive}</span>`}${edited !== undefined && html` <span>${isolated(edited)}</span>`}${action.action === "replaceMembers" && action.retired === true && html` <span class="badge">${words.retired}</span>`} <span class="where">${lineHtml(action.source, context)}</span></header>
${purposeHtml(action, context)}${
  changes.length > 0 &&
  html`<table class="members"><thead><tr><th scope="col">${columns.change}<th scope="col">${columns.agent}<th scope="col">${columns.before}<th scope="col">${columns.after}<th scope="col">${columns.where}<tbody>
${changes.map((change) => memberHtml(change, group, picture, context))}</table>`
}${stayingHtml(staying, listed, context)}</article>
`;
}

/** Who is to be asked about a group, and what it is for. */
function purposeHtml(action: GroupChange["action"], { words }: HtmlContext): Html | undefined {
  const owner = ownerNote(action, words);
  const said = [owner, descriptionNote(action, words, true)].filter((text) => text !== undefined);
  return said.length === 0 ? undefined : html`<p class="quiet">${isolated(said.join(" · "))}</p>\n`;
}

function memberHtml(change: MemberChange, group: GroupChange, picture: Picture, context: HtmlContext): Html {
  const { agentNumber, label, mark, before, after, source } = change;
  const { name, sign } = SIGNS[mark];
  return html`<tr class="${name}"><td><b>${sign}</b> ${context.say.marks[mark]}<th scope="row">${isolated(agentNumber)}${label !== "" && html` ${isolated(label)}`}${elsewhereHtml(change, picture, context)}<td>${priorityText(before)}<td>${priorityText(after)}<td>${originHtml(source, context, group.action.source)}
`;
}

function priorityText(priority: number | undefined): string {
  return priority === undefined ? "–" : String(priority);
}

/** The groups that a moving agent leaves, or joins. */
function elsewhereHtml(
  { agentNumber, mark }: MemberChange,
  { moves }: Picture,
  { say, words }: HtmlContext,
): Html | undefined {
  const move = moves.get(agentNumber);
  if (move === undefined || mark === "reprioritized") return undefined;
  const others = mark === "moved-in" ? move.from : move.to;
  const named = others.slice(0, ELSEWHERE_AT_MOST);
  const rest = others.length - named.length;
  return html` <small>${mark === "moved-in" ? say.from : say.to} ${named.map(
    ({ anchor, action }, index) =>
      html`${index > 0 && words.comma}<a href="#${anchor}">${nameHtml(action.displayName)}</a>`,
  )}${rest > 0 && html` ${say.andMore(rest)}`}</small>`;
}

function stayingHtml(staying: GroupChange["staying"], listed: boolean, { say, words }: HtmlContext): Html | undefined {
  if (staying.length === 0) return undefined;
  if (!listed) return html`<p class="stay quiet">${say.stayingCounted(staying.length)}</p>`;
  const members = [...staying]
    .map(({ agentNumber, priority }) => (priority === 0 ? agentNumber : `${agentNumber} (${priority})`))
    .join(words.comma);
  return html`<details class="stay"><summary>${say.staying(staying.length)}</summary><p>${isolated(members)}</p></details>`;
}

/** What stands out about a group, beside its name. `short`: in the matrix, where the size shows that a group is new. */
export function badgesHtml({ action, remnant, outcome }: GroupChange, say: HtmlWords, short: boolean): Html {
  return html`${action.action === "create" && !short && html` <span class="badge new">${say.isNew}</span>`}${remnant !== undefined && html` <span class="badge bad">${remnant === "nobody" ? `∅ ${say.remnants.nobody}` : say.remnants.one}</span>`}${
    short &&
    outcome !== undefined &&
    !endedWell(outcome) &&
    html` <span class="badge ${toneOf(outcome)}">${signOf(outcome)} ${say.kinds.trouble}</span>`
  }`;
}

function outcomeBadge({ outcome }: GroupChange, { words }: HtmlContext): Html | undefined {
  if (outcome === undefined) return undefined;
  return html` <span class="badge ${toneOf(outcome)}">${signOf(outcome)} ${words.outcome(outcome)}</span>${words.circumstances(outcome).map((text) => html` <span>${text}</span>`)}`;
}
