import type { AgentIndex } from "../config/agentIndex.js";
import type { DesiredGroup, DesiredMember } from "../config/desired.js";
import { compareText } from "../model/skillGroup.js";
import { markedText, readingsOf } from "./cellText.js";
import type { TableFinding } from "./findings.js";
import { type ColumnKind, isForPeople, kindOfHead } from "./layout.js";
import { tooLarge } from "./sheet.js";
import { groupsNamed } from "./tableMembers.js";

/** A tick that GBK has, too: Chinese Excel saves CSV files in it. */
const TICK = "√";

export interface TableRequest {
  /** All groups of the files: names are to be unlike among them. */
  readonly groups: readonly DesiredGroup[];
  readonly index: AgentIndex;
  /** What is known of agents without a name in `agents`: the comments behind their numbers. */
  readonly nameOf: (agentNumber: string) => string | undefined;
  readonly isChosen: (group: DesiredGroup) => boolean;
  readonly layout: "matrix" | "list";
  readonly format: "csv" | "xlsx";
  readonly heads: Readonly<Record<ColumnKind, string>>;
}

/** A cell to be written; a number is written as one. */
export type WrittenCell = string | number | undefined;

export interface WrittenTable {
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly groups: number;
  readonly agents: number;
  readonly memberships: number;
  readonly findings: readonly TableFinding[];
}

/** A group with the text that names it in a table. */
interface Column {
  readonly label: string;
  readonly group: DesiredGroup;
  readonly members: readonly DesiredMember[];
}

/** Writes memberships as a table that {@link tableMembers} reads back as they are. */
export function writeTable(request: TableRequest): WrittenTable {
  const { layout, groups, isChosen } = request;
  const leftOut = { "not-managed": [] as string[], retired: [] as string[], ambiguous: [] as string[] };
  const columns: Column[] = [];
  for (const [index, group] of groups.entries()) {
    if (!isChosen(group)) continue;
    const { displayName, exten, members, retired } = group;
    const label = [displayName, exten].find((text) => text !== undefined && means(text, index, request));
    if (retired) leftOut.retired.push(displayName);
    else if (members === undefined) leftOut["not-managed"].push(displayName);
    else if (label === undefined) leftOut.ambiguous.push(displayName);
    else columns.push({ label, group, members: [...members].sort(byNumber) });
  }
  const findings = Object.entries(leftOut).flatMap(([reason, names]): TableFinding[] =>
    names.length === 0
      ? []
      : [
          {
            code: "export-left-out",
            severity: "warning",
            args: { groups: names, reason: reason as keyof typeof leftOut },
          },
        ],
  );
  const agents = [
    ...new Map(columns.flatMap(({ members }) => members.map((one) => [one.agentNumber, one] as const))).values(),
  ].sort(byNumber);
  const rows = layout === "matrix" ? matrixOf(columns, agents, request) : listOf(columns, request);
  const width = rows[0]?.length ?? 0;
  if (tooLarge(rows.length, width) !== undefined)
    findings.push({ code: "export-too-large", severity: "error", args: { rows: rows.length, columns: width } });
  const memberships = columns.reduce((sum, { members }) => sum + members.length, 0);
  return { rows, groups: columns.length, agents: agents.length, memberships, findings };
}

function matrixOf(
  columns: readonly Column[],
  agents: readonly DesiredMember[],
  request: TableRequest,
): WrittenCell[][] {
  const { heads } = request;
  const priorities = columns.map(
    ({ members }) => new Map(members.map(({ agentNumber, priority }) => [agentNumber, priority])),
  );
  return [
    [heads.agent, heads.name, ...columns.map(({ label }) => marked(label, request))],
    ...agents.map(({ agentNumber }) => [
      ...agentCells(agentNumber, request),
      ...priorities.map((members) => {
        const priority = members.get(agentNumber);
        return priority === 0 ? TICK : priorityCell(priority);
      }),
    ]),
  ];
}

function listOf(columns: readonly Column[], request: TableRequest): WrittenCell[][] {
  const { heads } = request;
  return [
    [heads.agent, heads.name, heads.group, heads.exten, heads.priority],
    ...columns.flatMap(({ label, group: { displayName, exten }, members }) => {
      const name = label === displayName || exten !== undefined ? displayName : label;
      const cells = [marked(name, request), exten === undefined ? undefined : digitsCell(exten, request)];
      if (members.length === 0) return [[undefined, undefined, ...cells, undefined]];
      return members.map(({ agentNumber, priority }) => [
        ...agentCells(agentNumber, request),
        ...cells,
        priorityCell(priority),
      ]);
    }),
  ];
}

function agentCells(agentNumber: string, request: TableRequest): WrittenCell[] {
  const name = agentName(agentNumber, request);
  return [digitsCell(agentNumber, request), name === undefined ? undefined : marked(name, request)];
}

/** The name of an agent for a table, where the files give one that an import takes for the same agent. */
export function agentName(
  agentNumber: string,
  { index, nameOf }: Pick<TableRequest, "index" | "nameOf">,
): string | undefined {
  const [declared] = index.declarationsOf(agentNumber);
  const said = declared === undefined ? nameOf(agentNumber) : undefined;
  // An import takes a name that `agents` gives to another for that one.
  const isOwn = said !== undefined && readingsOf(said).every((one) => index.matchesOf(one).length === 0);
  const name = declared?.name ?? declared?.alias ?? (isOwn ? said : undefined);
  // Unlike a group's name, a person's may have characters that no table keeps; the number is enough.
  return name !== undefined && !/[\p{Cc}\p{Cs}]/u.test(name) ? name : undefined;
}

/** Excel keeps 15 digits of a number. */
function priorityCell(priority: number | undefined): WrittenCell {
  return priority === undefined || priority < 1e15 ? priority : `'${priority}`;
}

/** In a workbook digits are a text; in CSV only an apostrophe keeps what Excel would drop. */
export function digitsCell(digits: string, { format }: Pick<TableRequest, "format">): string {
  return format === "xlsx" ? digits : markedText(digits, () => false, format);
}

/** A text that an import reads as it is, and takes for no word of its own. */
export function marked(text: string, { format }: Pick<TableRequest, "format">): string {
  return markedText(text, (one) => kindOfHead(one) !== undefined || isForPeople(one), format);
}

/** Does the text, as it is written, mean this group alone? */
function means(text: string, index: number, request: TableRequest): boolean {
  const found = groupsNamed(marked(text, request), request.groups);
  return found.length === 1 && found[0] === index;
}

function byNumber(a: DesiredMember, b: DesiredMember): number {
  return a.agentNumber.length - b.agentNumber.length || compareText(a.agentNumber, b.agentNumber);
}
