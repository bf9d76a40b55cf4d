import { truncateTo } from "../text/columns.js";
import { nameText } from "../text/page.js";
import { visible } from "../text/visible.js";
import { type Block, blocksOf } from "./blocks.js";
import type { GroupChange, PictureOfPart } from "./changes.js";
import { type HtmlContext, isolated } from "./context.js";
import { badgesHtml, legendHtml, SIGNS, STAYS } from "./groupsHtml.js";
import { type Html, html } from "./markup.js";

/** Names are whole in the details; here they only have to be recognised. */
const NAME_COLUMNS = 44;
const LABEL_COLUMNS = 14;

/** The change as a picture: groups by the agents who change, in blocks. */
export function matrixHtml({ groups }: PictureOfPart, context: HtmlContext): Html | undefined {
  const blocks = blocksOf(groups);
  if (blocks.length === 0) return undefined;
  const { say } = context;
  return html`<section class="picture"><h3>${say.picture}</h3>
<p class="quiet">${say.pictureNote}</p>
${legendHtml(say)}
${blocks.map((block, index) => blockHtml(block, blocks.length > 1 ? say.part(index + 1, blocks.length) : say.picture, context))}</section>
`;
}

function blockHtml(block: Block, label: string, { say }: HtmlContext): Html {
  const kinds = new Set(block.rows.flatMap((row) => row.kinds));
  // Tags that HTML lets close by themselves are left out: a page may hold a hundred thousand cells.
  return html`<div class="block scroll ${[...kinds].join(" ")}" role="region" aria-label="${label}" tabindex="0">
<table class="matrix"><caption class="quiet">${label}</caption><thead><tr><th scope="col">${say.columns.group}<th scope="col">${say.columns.members}${block.columns.map(
    ({ agentNumber, name }) =>
      html`<th scope="col"><bdi>${agentNumber}${name !== "" && ` ${truncateTo(visible(name), LABEL_COLUMNS)}`}</bdi>`,
  )}<tbody>
${block.rows.map((row) => rowHtml(row, block, say.isNew, badgesHtml(row, say, true)))}</table></div>
`;
}

function rowHtml(group: GroupChange, { columns }: Block, isNew: string, badges: Html): Html {
  const { action, anchor, kinds } = group;
  const name = truncateTo(nameText(action.displayName), NAME_COLUMNS);
  const to = action.after.members.length;
  const size = action.action === "create" ? `${isNew} → ${to}` : sizeText(action.before.members.length, to);
  return html`<tr class="r ${kinds.join(" ")}"><th scope="row"><a href="#${anchor}">${isolated(name)}</a>${badges}<td>${size}${cellsHtml(group, columns)}
`;
}

/** The cells of a row; empty neighbours are one cell. */
function cellsHtml({ changes, staying }: GroupChange, columns: Block["columns"]): Html[] {
  const changeOf = new Map(changes.map((change) => [change.agentNumber, change]));
  const stays = new Map(staying.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const cells: Html[] = [];
  let empty = 0;
  const flush = () => {
    if (empty > 0) cells.push(empty === 1 ? html`<td>` : html`<td colspan="${empty}">`);
    empty = 0;
  };
  for (const { agentNumber } of columns) {
    const change = changeOf.get(agentNumber);
    const priority = stays.get(agentNumber);
    if (change === undefined && priority === undefined) {
      empty += 1;
      continue;
    }
    flush();
    if (change === undefined) cells.push(html`<td><span class="s">${priority || STAYS}</span>`);
    else {
      const { name, cell } = SIGNS[change.mark];
      cells.push(html`<td><span class="${name}">${cell(change.before, change.after)}</span>`);
    }
  }
  flush();
  return cells;
}

/** `5 → 4`, or `4` where nothing changes. */
export function sizeText(from: number, to: number): string {
  return from === to ? String(to) : `${from} → ${to}`;
}
