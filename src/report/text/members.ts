import type { MemberSource } from "../../model/source.js";
import type { Action, AddedMember, RemovedMember, ReprioritizedMember } from "../../plan/plan.js";
import { truncateTo } from "./columns.js";
import { flow, type Piece } from "./flow.js";
import { lineText, type Page, type Paint } from "./page.js";
import { type Row, table } from "./table.js";
import { visible } from "./visible.js";

type AgentLabel = Pick<AddedMember, "agentNumber" | "alias" | "agentName">;
type Origin = "full" | "short";

const INDENT = "    ";
/** Up to so many of a kind stand one under the other, with their places; more of them flow, grouped by priority. */
const ROWS_AT_MOST = 10;
const LABEL_SHARE = 0.3;

/** Who joins, leaves or gets another priority. All are named: no agent may leave a group unseen. */
export function memberLines(action: Action, page: Page): string[] {
  const { added } = action;
  const removed = action.action === "create" ? [] : action.removed;
  const reprioritized = action.action === "create" ? [] : action.reprioritized;
  const asRows = (count: number) => page.verbose || count <= ROWS_AT_MOST;
  const rowsOf = (origin: Origin) => [
    ...(asRows(added.length) ? added.map((member) => addedRow(member, action, page, origin)) : []),
    ...(asRows(removed.length) ? removed.map((member) => removedRow(member, action, page, origin)) : []),
    ...(asRows(reprioritized.length)
      ? reprioritized.map((member) => reprioritizedRow(member, action, page, origin))
      : []),
  ];
  const { good, bad, change } = page.palette;
  const { words } = page;
  return [
    ...(asRows(added.length) ? [] : crowd(page, `+ ${words.joining(added.length)}`, good, byPriority(added, page))),
    ...(asRows(removed.length) ? [] : crowd(page, `- ${words.leaving(removed.length)}`, bad, [["", removed]])),
    ...(asRows(reprioritized.length)
      ? []
      : crowd(page, `± ${words.reprioritizing(reprioritized.length)}`, change, byChange(reprioritized, page))),
    ...fittingRows(rowsOf, page),
  ];
}

/** Full places where they fit in every row of the block; else only what the block's heading does not say already. */
function fittingRows(rowsOf: (origin: Origin) => Row[], page: Page): string[] {
  const layout = { columns: page.columns, indent: INDENT, hanging: `${INDENT}  ` };
  const full = rowsOf("full");
  const lines = table(full, layout);
  return page.verbose || lines.length === full.length ? lines : table(rowsOf("short"), layout);
}

function addedRow(member: AddedMember, action: Action, page: Page, origin: Origin): Row {
  const { good } = page.palette;
  return {
    cells: [
      { text: `+ ${visible(member.agentNumber)}`, paint: good },
      { text: labelOf(member, page) },
      { text: page.words.priority(String(member.priority)) },
    ],
    tail: originOf(member.source, action, page, origin),
  };
}

/** Who leaves, and the list that would have to name the agent. */
function removedRow(member: RemovedMember, action: Action, page: Page, origin: Origin): Row {
  const { bad } = page.palette;
  return {
    cells: [
      { text: `- ${visible(member.agentNumber)}`, paint: bad },
      { text: labelOf(member, page), paint: bad },
      { text: page.words.priority(String(member.priority)), paint: bad },
    ],
    tail: originOf(member.source, action, page, origin),
  };
}

function reprioritizedRow(member: ReprioritizedMember, action: Action, page: Page, origin: Origin): Row {
  const { change } = page.palette;
  return {
    cells: [
      { text: `± ${visible(member.agentNumber)}`, paint: change },
      { text: labelOf(member, page) },
      { text: page.words.priority(changeOf(member)), paint: change },
    ],
    tail: originOf(member.source, action, page, origin),
  };
}

function originOf(source: MemberSource, action: Action, page: Page, origin: Origin): Piece[] {
  const { quiet } = page.palette;
  const near = origin === "short" && source.file === action.source.file;
  return [
    { text: near ? page.words.line(source.line) : lineText(source), paint: quiet, cut: "never" },
    ...(source.until === undefined ? [] : [{ text: visible(page.words.until(source.until)), gap: " " }]),
    ...(source.team === undefined ? [] : [{ text: page.words.viaTeam(visible(source.team)), paint: quiet, gap: " " }]),
  ];
}

/** `李娜 (li.na)`, `li.na`, or nothing. A label only helps to recognise the number, so a long one is shortened. */
export function labelOf({ alias, agentName }: AgentLabel, page: Page): string {
  const name = agentName ?? "";
  const label = name === "" || name === alias ? (alias ?? "") : alias === undefined ? name : `${name} (${alias})`;
  return truncateTo(visible(label), Math.max(18, Math.floor(page.columns * LABEL_SHARE)));
}

function changeOf({ from, to }: ReprioritizedMember): string {
  return `${from} → ${to}`;
}

type Crowd = readonly (readonly [heading: string, members: readonly AgentLabel[]])[];

function byPriority(members: readonly AddedMember[], page: Page): Crowd {
  const sorted = [...members].sort((a, b) => a.priority - b.priority);
  return together(sorted, (member) => page.words.priority(String(member.priority)));
}

function byChange(members: readonly ReprioritizedMember[], page: Page): Crowd {
  const sorted = [...members].sort((a, b) => a.from - b.from || a.to - b.to);
  return together(sorted, (member) => page.words.priority(changeOf(member)));
}

/** Members under the label they share, labels in order of appearance. (`Map.groupBy` is not in Node 20.) */
function together<M extends AgentLabel>(members: readonly M[], label: (member: M) => string): Crowd {
  const groups = new Map<string, M[]>();
  for (const member of members) {
    const group = groups.get(label(member));
    if (group === undefined) groups.set(label(member), [member]);
    else group.push(member);
  }
  return [...groups];
}

/** Many members: a heading with their number, then all of them as flowing text. */
function crowd(page: Page, heading: string, paint: Paint, parts: Crowd): string[] {
  const hanging = `${INDENT}    `;
  const layout = { columns: page.columns, indent: `${INDENT}  `, hanging };
  const comma = page.words.comma.trimEnd();
  const gap = page.words.comma.slice(comma.length);
  return [
    ...flow([{ text: heading, paint }], { columns: page.columns, indent: INDENT, hanging }),
    ...parts.flatMap(([label, members]) =>
      flow(
        [
          { text: label },
          ...members.map((member, index) => ({
            text: `${visible(member.agentNumber)}${spaced(labelOf(member, page))}${index === members.length - 1 ? "" : comma}`,
            gap: index === 0 ? "  " : gap,
            paint,
          })),
        ],
        layout,
      ),
    ),
  ];
}

function spaced(label: string): string {
  return label === "" ? "" : ` ${label}`;
}
