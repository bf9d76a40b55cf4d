import { endedWell } from "../ending.js";
import type { HtmlWords } from "../messages/pages.js";
import type { GroupChange, MemberChange, Picture } from "./changes.js";
import { SIGNS, signOf, toneOf } from "./marks.js";
import { type Html, html } from "./markup.js";
import { groupHtml, isolated, lineHtml, nameHtml, originHtml, type Sheet } from "./sheet.js";

/** Members who stay, over all groups of a page; with more of them than this they are only counted. */
const STAYING_AT_MOST = 30_000;
/** The groups on the other side of a move that are named; a team may move between dozens. */
const ELSEWHERE_AT_MOST = 3;

/** Every group that changes: who goes, comes and gets another priority, before and after, and from which line. */
export function groupsHtml(picture: Picture, sheet: Sheet): Html | undefined {
  const { groups } = picture;
  if (groups.length === 0) return undefined;
  const listed = groups.reduce((sum, { staying }) => sum + staying.length, 0) <= STAYING_AT_MOST;
  return html`<section><h3>${sheet.say.groups}</h3>
${groups.map((group) => articleHtml(group, picture, listed, sheet))}</section>
`;
}

function articleHtml(group: GroupChange, picture: Picture, listed: boolean, sheet: Sheet): Html {
  const { action, anchor, changes, kinds, staying } = group;
  const { words, say } = sheet;
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
  return html`<article class="g f ${kinds.join(" ")}" id="${anchor}"><header><h4>${groupHtml(action)}</h4>${badgesHtml(group, say, false)}${outcomeBadge(group, sheet)}
<span>${size}</span>${settings}${action.action === "replaceMembers" && action.membership === "additive" && html` <span class="badge">${words.additive}</span>`} <span class="where">${lineHtml(action.source, sheet)}</span></header>
${
  changes.length > 0 &&
  html`<table class="members"><thead><tr><th scope="col">${columns.change}<th scope="col">${columns.agent}<th scope="col">${columns.before}<th scope="col">${columns.after}<th scope="col">${columns.where}<tbody>
${changes.map((change) => memberHtml(change, group, picture, sheet))}</table>`
}${stayingHtml(staying, listed, sheet)}</article>
`;
}

function memberHtml(change: MemberChange, group: GroupChange, picture: Picture, sheet: Sheet): Html {
  const { agentNumber, label, mark, before, after, source } = change;
  const { name, sign } = SIGNS[mark];
  return html`<tr class="${name}"><td><b>${sign}</b> ${sheet.say.marks[mark]}<th scope="row">${isolated(agentNumber)}${label !== "" && html` ${isolated(label)}`}${elsewhereHtml(change, picture, sheet)}<td>${priorityText(before)}<td>${priorityText(after)}<td>${originHtml(source, sheet, group.action.source)}
`;
}

function priorityText(priority: number | undefined): string {
  return priority === undefined ? "–" : String(priority);
}

/** Where somebody who moves comes from, or goes to. */
function elsewhereHtml(
  { agentNumber, mark }: MemberChange,
  { moves }: Picture,
  { say, words }: Sheet,
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

function stayingHtml(staying: GroupChange["staying"], listed: boolean, { say, words }: Sheet): Html | undefined {
  if (staying.length === 0) return undefined;
  if (!listed) return html`<p class="stay quiet">${say.stayingCounted(staying.length)}</p>`;
  const members = [...staying]
    .map(({ agentNumber, priority }) => (priority === 0 ? agentNumber : `${agentNumber} (${priority})`))
    .join(words.comma);
  return html`<details class="stay"><summary>${say.staying(staying.length)}</summary><p>${isolated(members)}</p></details>`;
}

/** What stands out about a group, beside its name. `short`: in the matrix, where new groups are told by their size. */
export function badgesHtml({ action, emptied, outcome }: GroupChange, say: HtmlWords, short: boolean): Html {
  return html`${action.action === "create" && !short && html` <span class="badge new">${say.isNew}</span>`}${emptied && html` <span class="badge bad">∅ ${say.kinds.emptied}</span>`}${
    short &&
    outcome !== undefined &&
    !endedWell(outcome) &&
    html` <span class="badge ${toneOf(outcome)}">${signOf(outcome)} ${say.kinds.trouble}</span>`
  }`;
}

function outcomeBadge({ outcome }: GroupChange, { words }: Sheet): Html | undefined {
  if (outcome === undefined) return undefined;
  return html` <span class="badge ${toneOf(outcome)}">${signOf(outcome)} ${words.outcome(outcome)}</span>${words.circumstances(outcome).map((text) => html` <span>${text}</span>`)}`;
}
