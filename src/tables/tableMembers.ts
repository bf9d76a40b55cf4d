import type { DesiredGroup } from "../config/desired.js";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import { plainText, readingsOf, readMark, readNumber } from "./cellText.js";
import { shown, type TableFinding, TableFindingList } from "./findings.js";
import { isForPeople, isRowForPeople, type Layout, layoutOf } from "./layout.js";
import { type Cell, columnName, isFault, type Row, type Sheet } from "./sheet.js";
import { FEWEST_DAYS, readDay } from "./shiftDays.js";
import { type KnownAgents, TableAgents } from "./tableAgents.js";

/** What the files know: whom and what a table may name. */
export interface Known extends KnownAgents {
  readonly groups: readonly DesiredGroup[];
}

/** What a table says, by the numbers of the groups and the agents. */
export interface TableMembers {
  readonly layout: Layout["kind"];
  /** The members of each group that it names. `undefined`: a mark, without a priority. */
  readonly groups: ReadonlyMap<number, ReadonlyMap<string, number | undefined>>;
  /** Where it names each of these groups. */
  readonly heads: ReadonlyMap<number, Source>;
  /** Agents with a row of their own. */
  readonly agents: ReadonlySet<string>;
  readonly findings: readonly TableFinding[];
}

/** Reads what a table means. All that is wrong with it is reported at once, by cell. */
export function tableMembers(sheet: Sheet, known: Known): TableMembers {
  const found = layoutOf(sheet);
  if ("findings" in found) return { ...NOTHING, findings: found.findings };
  const table = new TableReading(sheet, known);
  table.read(found.layout);
  const { groups, heads, agents, findings } = table;
  return { layout: found.layout.kind, groups, heads, agents, findings: findings.all };
}

const NOTHING: TableMembers = {
  layout: "matrix",
  groups: new Map(),
  heads: new Map(),
  agents: new Set(),
  findings: [],
};

/** One reading of a table, with what it has found so far. */
class TableReading {
  readonly groups = new Map<number, Map<string, number | undefined>>();
  readonly heads = new Map<number, Source>();
  readonly agents = new Set<string>();
  readonly findings = new TableFindingList();
  readonly #sheet: Sheet;
  readonly #known: Known;
  readonly #people: TableAgents;
  /** Where each agent, and each membership, was named first. */
  readonly #first = new Map<string, Source>();

  constructor(sheet: Sheet, known: Known) {
    this.#sheet = sheet;
    this.#known = known;
    this.#people = new TableAgents(known, sheet.place, this.findings);
  }

  read(layout: Layout): void {
    const { rows } = this.#sheet;
    const { head } = layout;
    const body = rows.slice(layout.body).filter((row) => !isRowForPeople(row, layout));
    this.#reportMerged([head, ...body]);
    this.#reportFaults([head, ...body]);
    this.#reportUnnamed(head, body, layout);
    if (layout.kind === "matrix") this.#readMatrix(layout, head, body);
    else for (const row of body) this.#readListRow(layout, row);
    this.#warn(layout, head);
  }

  #readMatrix(layout: Layout, head: Row, body: readonly Row[]): void {
    if (this.#reportDays(layout, head)) return;
    const columns = new Map<number, number | undefined>();
    for (const column of layout.groups) {
      const cell = head.cells[column];
      if (cell === undefined || (isForPeople(cell.text) && this.#groupsNamed(cell.text).length === 0)) continue;
      const group = this.#group(cell, head.number, column);
      if (group !== undefined && this.heads.has(group)) {
        const name = this.#known.groups[group]?.displayName ?? "";
        this.findings.twice("group", name, this.#sheet.place(head.number, column), this.heads.get(group));
        columns.set(column, undefined);
        continue;
      }
      if (group !== undefined) this.#name(group, head.number, column);
      columns.set(column, group);
    }
    const marks = body.flatMap(({ cells }) => [...columns.keys()].map((column) => cells[column]));
    const hasTicks = marks.some((cell) => cell !== undefined && /^[√✓✔☑]/.test(plainText(cell.text)));
    for (const row of body) {
      // Rows that are numbered in advance, and not filled in.
      if (isBlank(row, [...columns.keys()], layout)) continue;
      const agent = this.#people.of(layout, row);
      if (agent !== undefined) {
        const at = this.#sheet.place(row.number, layout.columns.get("agent") ?? layout.columns.get("name") ?? 0);
        const first = this.#first.get(agent);
        if (first !== undefined) this.findings.twice("agent", agent, at, first);
        this.#first.set(agent, first ?? at);
        this.agents.add(agent);
      }
      for (const [column, group] of columns) {
        const cell = row.cells[column];
        // A column that is no group's is said to be none; what is in it need not be marks.
        if (cell === undefined || isFault(cell) || group === undefined) continue;
        const mark = readMark(cell);
        const at = this.#sheet.place(row.number, column);
        const written = shown(cell.text);
        if (mark === "unknown") this.findings.error("table-mark", { written }, at);
        else if (mark === "zero") this.findings.error("table-mark", { written, why: "zero" }, at);
        else if (mark === "cross" && hasTicks) this.findings.error("table-mark", { written, why: "cross" }, at);
        else if (mark !== "no" && agent !== undefined)
          this.groups.get(group)?.set(agent, typeof mark === "object" ? mark.priority : undefined);
      }
    }
  }

  /** One line a membership. A line without an agent names a group that has nobody. */
  /** Is it a table of shifts? Then it is said once, and not that each day is no group. */
  #reportDays({ groups }: Layout, head: Row): boolean {
    const days = groups.flatMap((column) => {
      const cell = head.cells[column];
      const isDay =
        cell !== undefined && typeof readDay(cell) === "object" && this.#groupsNamed(cell.text).length === 0;
      return isDay ? [{ cell, column }] : [];
    });
    const [first] = days;
    if (first === undefined || days.length < FEWEST_DAYS) return false;
    const args = { written: shown(first.cell.text), days: days.length };
    this.findings.error("table-group-unknown", args, this.#sheet.place(head.number, first.column));
    return true;
  }

  #readListRow({ columns }: Layout, row: Row): void {
    const { number, cells } = row;
    if (isBlank(row, [], { columns })) return;
    const has = (kind: "agent" | "name") => cells[columns.get(kind) ?? -1] !== undefined;
    const priorityAt = columns.get("priority");
    const written = priorityAt === undefined ? undefined : cells[priorityAt];
    const isEmptyGroup = !has("agent") && !has("name") && written === undefined;
    const agent = isEmptyGroup ? undefined : this.#people.of({ columns }, row);
    const group = this.#listedGroup(columns, row);
    const priority =
      written === undefined || isFault(written) ? undefined : this.#priority(written, row, priorityAt ?? 0);
    if (group === undefined || priority === "bad") return;
    const groupAt = columns.get("group") ?? columns.get("exten") ?? 0;
    this.#name(group, number, cells[groupAt] === undefined ? (columns.get("exten") ?? groupAt) : groupAt);
    if (agent === undefined) return;
    this.agents.add(agent);
    const at = this.#sheet.place(number, columns.get("agent") ?? columns.get("name") ?? 0);
    const members = this.groups.get(group);
    const membership = `${group}:${agent}`;
    if (members?.has(agent) === true && members.get(agent) !== priority)
      this.findings.twice("membership", agent, at, this.#first.get(membership));
    if (!this.#first.has(membership)) this.#first.set(membership, at);
    members?.set(agent, priority);
  }

  #listedGroup(columns: Layout["columns"], row: Row): number | undefined {
    const [nameAt, extenAt] = [columns.get("group"), columns.get("exten")];
    const name = nameAt === undefined ? undefined : row.cells[nameAt];
    const exten = extenAt === undefined ? undefined : row.cells[extenAt];
    if (name === undefined && exten === undefined) {
      this.findings.error("table-group-missing", {}, this.#sheet.place(row.number, nameAt ?? extenAt ?? 0));
      return undefined;
    }
    const { groups } = this.#known;
    if (exten === undefined || isFault(exten))
      return name === undefined ? undefined : this.#group(name, row.number, nameAt ?? 0);
    const at = this.#sheet.place(row.number, extenAt ?? 0);
    const number = readNumber(exten);
    if (!("digits" in number)) {
      this.findings.number(exten, "group", number, at);
      return undefined;
    }
    const index = groups.findIndex((group) => group.exten === number.digits);
    if (index === -1) {
      const known = groups.flatMap((group) => group.exten ?? []);
      const args = { written: shown(exten.text), ...suggest(number.digits, known) };
      this.findings.error("table-group-unknown", args, at);
      return undefined;
    }
    const { displayName = "" } = groups[index] ?? {};
    if (name !== undefined && !isFault(name) && !readingsOf(name.text).includes(displayName)) {
      const place = this.#sheet.place(row.number, nameAt ?? 0);
      this.findings.error("table-group-differs", { written: shown(name.text), displayName }, place);
      return undefined;
    }
    return this.#open(index, at);
  }

  /** A group by its name or its number. */
  #group(cell: Cell, row: number, column: number): number | undefined {
    if (isFault(cell)) return undefined;
    const at = this.#sheet.place(row, column);
    const found = this.#groupsNamed(cell.text);
    const [index] = found;
    const { groups } = this.#known;
    if (index === undefined) {
      const names = groups.flatMap(({ displayName, exten = displayName }) => [displayName, exten]);
      const args = { written: shown(cell.text), ...suggest(cell.text.trim(), names) };
      this.findings.error("table-group-unknown", args, at);
    } else if (found.length > 1) {
      const extens = found.flatMap((one) => groups[one]?.exten ?? []);
      this.findings.error("table-group-several", { written: shown(cell.text), extens }, at);
    } else return this.#open(index, at);
    return undefined;
  }

  #groupsNamed(written: string): readonly number[] {
    return groupsNamed(written, this.#known.groups);
  }

  /** A group that a table may fill. */
  #open(index: number, at: Source): number | undefined {
    const group = this.#known.groups[index];
    const reason = group?.retired ? "retired" : group?.members === undefined ? "not-managed" : undefined;
    if (group === undefined || reason === undefined) return index;
    this.findings.error("table-group-closed", { displayName: group.displayName, reason }, at);
    return undefined;
  }

  #name(group: number, row: number, column: number): void {
    if (this.heads.has(group)) return;
    this.heads.set(group, this.#sheet.place(row, column));
    this.groups.set(group, new Map());
  }

  #priority(cell: Cell, row: Row, column: number): number | "bad" {
    const read = readNumber(cell);
    if ("digits" in read && Number.isSafeInteger(Number(read.digits))) return Number(read.digits);
    const fault = "digits" in read ? ({ fault: "long" } as const) : read;
    this.findings.number(cell, "priority", fault, this.#sheet.place(row.number, column));
    return "bad";
  }

  #reportFaults(rows: readonly Row[]): void {
    for (const { number, cells } of rows)
      for (const [column, cell] of cells.entries()) {
        if (cell === undefined || !isFault(cell)) continue;
        const args = { written: shown(cell.text), fault: cell.kind };
        this.findings.error("table-cell-fault", args, this.#sheet.place(number, column));
      }
  }

  /** A title above the head may be merged, or a note below the table, and what is empty. */
  #reportMerged(rows: readonly Row[]): void {
    for (const { range, row, column } of this.#sheet.merged) {
      const isFilled = rows.find(({ number }) => number === row)?.cells[column] !== undefined;
      if (isFilled) this.findings.error("table-merged", { range }, this.#sheet.place(row, column));
    }
  }

  /** Values below an empty head are somebody's memberships, but nobody knows whose. */
  #reportUnnamed(head: Row, body: readonly Row[], { kind }: Layout): void {
    if (kind === "list") return;
    const last = Math.max(...body.map(({ cells }) => cells.length), 0);
    for (let column = 0; column < last; column += 1) {
      if (head.cells[column] !== undefined) continue;
      const filled = body.find(({ cells }) => cells[column] !== undefined);
      if (filled !== undefined)
        this.findings.error("table-column-unnamed", {}, this.#sheet.place(filled.number, column));
    }
  }

  #warn(layout: Layout, head: Row): void {
    const { hiddenRows, hiddenColumns } = this.#sheet;
    const source = this.#sheet.place(head.number, 0);
    const below = hiddenRows.filter((row) => row >= head.number);
    if (below.length + hiddenColumns.length > 0) {
      const args = { rows: below, columns: hiddenColumns.map(columnName) };
      this.findings.warning("table-hidden", args, source);
    }
    const ignored = [...head.cells.entries()].flatMap(([column, cell]) => {
      if (cell === undefined || [...layout.columns.values()].includes(column)) return [];
      const isIgnored = layout.kind === "list" || (isForPeople(cell.text) && this.#groupsNamed(cell.text).length === 0);
      return isIgnored ? [shown(cell.text)] : [];
    });
    if (ignored.length > 0) this.findings.warning("table-columns-ignored", { columns: ignored }, source);
    const agents = [...this.#people.fresh.keys()];
    if (agents.length > 0) this.findings.warning("table-new-agents", { agents }, source);
  }
}

/** The groups that a text names: by name, else by number. */
export function groupsNamed(written: string, groups: readonly DesiredGroup[]): readonly number[] {
  const all = [...groups.entries()];
  for (const text of readingsOf(written)) {
    for (const key of ["displayName", "exten"] as const) {
      const found = all.flatMap(([index, group]) => (group[key] === text ? index : []));
      if (found.length > 0) return found;
    }
  }
  const digits = readNumber({ kind: "text", text: written });
  return "digits" in digits ? all.flatMap(([index, { exten }]) => (exten === digits.digits ? index : [])) : [];
}

/** Has the row nothing in the columns that count? */
function isBlank({ cells }: Row, others: readonly number[], { columns }: Pick<Layout, "columns">): boolean {
  return [...columns.values(), ...others].every((column) => cells[column] === undefined);
}
