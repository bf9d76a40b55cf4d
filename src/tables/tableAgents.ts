import type { AgentIndex } from "../config/agentIndex.js";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import { readingsOf, readNumber } from "./cellText.js";
import { shown, type TableFindingList } from "./findings.js";
import type { Layout } from "./layout.js";
import { type Cell, isFault, type Row } from "./sheet.js";

/** The people whom a table may name. */
export interface KnownAgents {
  readonly index: AgentIndex;
  /** Names of agents who are not under `agents`, by the comments behind their numbers. */
  readonly nameOf?: (agentNumber: string) => string | undefined;
}

/** Finds the agents of a table's rows, and reports those who are not known for certain. */
export class TableAgents {
  readonly #known: KnownAgents;
  readonly #place: (row: number, column: number) => Source;
  readonly #findings: TableFindingList;
  readonly #numbers: ReadonlySet<string>;
  /** The numbers that have a comment for a name, by the name. */
  readonly #commented = new Map<string, string>();
  readonly #new = new Map<string, Source>();

  constructor(known: KnownAgents, place: (row: number, column: number) => Source, findings: TableFindingList) {
    this.#known = known;
    this.#place = place;
    this.#findings = findings;
    this.#numbers = new Set(known.index.names.filter((name) => /^[0-9]+$/.test(name)));
    for (const number of this.#numbers) {
      const name = known.nameOf?.(number);
      if (name !== undefined) this.#commented.set(name, number);
    }
  }

  /** Numbers that no file has named so far, and where the table does first. */
  get fresh(): ReadonlyMap<string, Source> {
    return this.#new;
  }

  /** The agent of a row, by number, alias or name; the name beside a number must be the agent's. */
  of({ columns }: Pick<Layout, "columns">, row: Row): string | undefined {
    const [numberAt, nameAt] = [columns.get("agent"), columns.get("name")];
    const number = numberAt === undefined ? undefined : row.cells[numberAt];
    const name = nameAt === undefined ? undefined : row.cells[nameAt];
    if ((number !== undefined && isFault(number)) || (name !== undefined && isFault(name))) return undefined;
    if (number === undefined && name === undefined) {
      this.#findings.error("table-agent-missing", {}, this.#place(row.number, numberAt ?? nameAt ?? 0));
      return undefined;
    }
    if (number === undefined) return name && this.#named(name, row.number, nameAt ?? 0, false);
    const agent = this.#named(number, row.number, numberAt ?? 0, true);
    if (agent !== undefined && name !== undefined)
      this.#checkName(agent, name.text, this.#place(row.number, nameAt ?? 0));
    return agent;
  }

  #named(cell: Cell, row: number, column: number, mayBeNew: boolean): string | undefined {
    const { index } = this.#known;
    const at = this.#place(row, column);
    const written = shown(cell.text);
    const number = readNumber(cell);
    if ("digits" in number && (mayBeNew || this.#numbers.has(number.digits)))
      return this.#numbered(number.digits, cell, at);
    const numbers = readingsOf(cell.text)
      .map((text) => index.matchesOf(text))
      .find((found) => found.length > 0);
    if (numbers !== undefined && numbers.length === 1) return numbers[0];
    if (numbers !== undefined) this.#findings.error("table-agent-several", { written, numbers: [...numbers] }, at);
    else if ("fault" in number && number.fault !== "text") this.#findings.number(cell, "agent", number, at);
    else this.#findings.error("table-agent-unknown", { written, ...suggest(written, index.names) }, at);
    return undefined;
  }

  /** A number may be new, but not one that only lacks a zero. */
  #numbered(digits: string, cell: Cell, at: Source): string | undefined {
    if (this.#numbers.has(digits)) return digits;
    const meant = [...this.#numbers].find((one) => one.startsWith("0") && one.replace(/^0+/, "") === digits);
    if (meant !== undefined) {
      this.#findings.number(cell, "agent", { fault: "zero", meant }, at);
      return undefined;
    }
    if (!this.#new.has(digits)) this.#new.set(digits, at);
    return digits;
  }

  #checkName(agentNumber: string, text: string, at: Source): void {
    const { index } = this.#known;
    const own = index.declarationsOf(agentNumber);
    const readings = readingsOf(text);
    if (own.some(({ alias, name = alias }) => readings.includes(alias) || readings.includes(name))) return;
    const written = shown(text);
    const owners = readings.map((one) => index.matchesOf(one)).find((found) => found.length > 0);
    // The two columns may be the other way round.
    if (owners?.includes(agentNumber)) return;
    const [owner = this.#commentedOwner(agentNumber, readings)] = owners ?? [];
    const name = own.map((one) => one.name).find((one) => one !== undefined) ?? this.#known.nameOf?.(agentNumber);
    // A comment may be anything: it counts where it is the name of another.
    if (owner === undefined && own.every((one) => one.name === undefined)) return;
    const args = { agentNumber, written, ...(name !== undefined && { name }), ...(owner !== undefined && { owner }) };
    this.#findings.error("table-name-differs", args, at);
  }

  /** Who else has the name, by the comments behind numbers. */
  #commentedOwner(agentNumber: string, readings: readonly string[]): string | undefined {
    const own = this.#known.nameOf?.(agentNumber);
    if (own !== undefined && readings.includes(own)) return undefined;
    return readings.map((one) => this.#commented.get(one)).find((one) => one !== undefined && one !== agentNumber);
  }
}
