import { plainText } from "./cellText.js";
import type { TableFinding } from "./findings.js";
import type { Row, Sheet } from "./sheet.js";

/** What a column of a table holds. */
export type ColumnKind = "agent" | "name" | "group" | "exten" | "priority";

/** Names of columns as people write them, without spaces and signs, in small letters. The first are written by an export. */
const WORDS: Readonly<Record<ColumnKind, readonly string[]>> = {
  agent: ["工号", "坐席工号", "座席工号", "员工工号", "坐席", "座席", "agent", "number", "agentnumber", "agentno"],
  name: ["姓名", "名字", "坐席姓名", "座席姓名", "员工姓名", "name", "agentname"],
  group: ["技能组", "技能组名称", "group", "groupname", "skillgroup", "displayname", "queue"],
  exten: ["编号", "技能组编号", "组编号", "exten", "groupnumber"],
  priority: ["优先级", "priority"],
};

const KINDS = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.map((word) => [word, kind as ColumnKind] as const)),
);

/** Columns and rows that tables have for people. */
const TOTAL = /^(?:合计|总计|小计|共计|人数|总人数|total|subtotal|sum|count)$/;
const FOR_PEOPLE = /^(?:序号|no|备注|说明|remarks?|notes?)$/;
const NOTE = /^(?:注|备注|说明|制表|制表人|更新|note)[:：]/i;

/** The head of a table: which column holds what. */
export interface Layout {
  readonly kind: "matrix" | "list";
  /** One row, also where the table has two. */
  readonly head: Row;
  /** Where, among the sheet's rows, the rows below the head begin. */
  readonly body: number;
  readonly columns: ReadonlyMap<ColumnKind, number>;
  /** Of a matrix: every other column with a head. */
  readonly groups: readonly number[];
}

/** The kind of column that a head's text names. */
export function kindOfHead(text: string): ColumnKind | undefined {
  return KINDS.get(plainWord(text));
}

/** Is it a column or a row for people, such as a total? */
export function isForPeople(text: string): boolean {
  return TOTAL.test(plainWord(text)) || FOR_PEOPLE.test(plainWord(text)) || NOTE.test(plainText(text));
}

/** Is it a row for people? A remark before an agent is the agent's; beside a total stands how many there are. */
export function isRowForPeople({ cells }: Row, { columns }: Pick<Layout, "columns">): boolean {
  const first = cells.findIndex((cell) => cell !== undefined);
  const text = cells[first]?.text ?? "";
  if (!isForPeople(text)) return false;
  const places = [columns.get("agent"), columns.get("name")];
  const hasAgent = places.some((place) => place !== undefined && place !== first && cells[place] !== undefined);
  return !hasAgent || places.includes(first) || TOTAL.test(plainWord(text));
}

function plainWord(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/\((?:必填|required)\)|[\s*_#.:-]/g, "");
}

/**
 * Finds the head: the first row that names a column for the agents and has another cell. What stands above it, a title or a
 * date, is passed over.
 */
export function layoutOf(sheet: Sheet): { readonly layout: Layout } | { readonly findings: readonly TableFinding[] } {
  const at = sheet.rows.findIndex(isHead);
  const first = sheet.rows[at];
  if (first === undefined) {
    const args = {
      matrix: [WORDS.agent[0] ?? "", WORDS.name[0] ?? ""],
      list: [WORDS.agent, WORDS.name, WORDS.group, WORDS.priority].map(([word = ""]) => word),
    };
    const source = sheet.place(sheet.rows[0]?.number ?? 1, 0);
    return { findings: [{ code: "table-without-head", severity: "error", args, source }] };
  }
  const below = belowHead(first, sheet.rows[at + 1]);
  const row = below ?? first;
  const columns = new Map<ColumnKind, number>();
  const findings: TableFinding[] = [];
  const others: number[] = [];
  for (const [column, cell] of row.cells.entries()) {
    if (cell === undefined) continue;
    const kind = kindOfHead(cell.text);
    if (kind === undefined) others.push(column);
    else if (!columns.has(kind)) columns.set(kind, column);
    else {
      const place = sheet.place(row.number, column);
      const first = sheet.place(row.number, columns.get(kind) ?? 0);
      const related = [{ note: "first", source: first }] as const;
      findings.push({
        code: "table-column-twice",
        severity: "error",
        args: { written: cell.text.trim().slice(0, 60) },
        source: place,
        related,
      });
    }
  }
  const kind = columns.has("group") || columns.has("exten") ? "list" : "matrix";
  if (findings.length > 0) return { findings };
  const body = at + (below === undefined ? 1 : 2);
  return { layout: { kind, head: row, body, columns, groups: kind === "list" ? [] : others } };
}

/**
 * The head, where its second row names the groups below a title for all of them: nobody has that row, and what is in it
 * stands below nothing, or below the title again.
 */
function belowHead(head: Row, next: Row | undefined): Row | undefined {
  if (next === undefined) return undefined;
  const kinds = head.cells.map((cell) => cell && kindOfHead(cell.text));
  const isTitled = kinds.filter((kind) => kind === "group").length > 1;
  const isBelow = (column: number) =>
    next.cells[column] !== undefined && (head.cells[column] === undefined || (isTitled && kinds[column] === "group"));
  const columns = Array.from({ length: Math.max(head.cells.length, next.cells.length) }, (_, column) => column);
  const isSomebody = columns.some(
    (column) => next.cells[column] !== undefined && (kinds[column] === "agent" || kinds[column] === "name"),
  );
  if (isSomebody || !columns.some(isBelow)) return undefined;
  return { number: next.number, cells: columns.map((column) => next.cells[column] ?? head.cells[column]) };
}

function isHead({ cells }: Row): boolean {
  const kinds = cells.map((cell) => (cell === undefined ? undefined : kindOfHead(cell.text)));
  const filled = cells.filter((cell) => cell !== undefined).length;
  return filled > 1 && (kinds.includes("agent") || kinds.includes("name"));
}
