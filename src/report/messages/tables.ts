import type { Language } from "./catalogue.js";
import { tableWords as tableWordsEn } from "./en/tables.js";
import { tableWords as tableWordsZh } from "./zh/tables.js";

/** The texts of `muster import` and `muster export`. */
export interface TableWords {
  /** The heads of an exported table. An import knows those of both languages. */
  readonly heads: Readonly<Record<"agent" | "name" | "group" | "exten" | "priority", string>>;
  /** The name of the sheet. */
  readonly sheet: string;
  /** In the imperative, as the subject of a commit. */
  title(table: string): string;
  imported(told: {
    readonly added: number;
    readonly removed: number;
    readonly reprioritized: number;
    readonly groups: number;
    readonly files: number;
    readonly dryRun: boolean;
  }): string;
  /** How the table was read, and how many groups it is about. */
  source(told: {
    readonly layout: "matrix" | "list";
    readonly sheet: string | undefined;
    readonly encoding: string | undefined;
    readonly named: number;
    readonly all: number;
  }): string;
  readonly unchanged: string;
  /** How a table of shifts was read. `first`, `last`: its days. */
  shiftsRead(told: {
    readonly sheet: string | undefined;
    readonly encoding: string | undefined;
    readonly agents: number;
    readonly days: number;
    readonly first: string;
    readonly last: string;
  }): string;
  shiftsWritten(told: { readonly paths: readonly string[]; readonly dryRun: boolean }): string;
  /** Where a person is to add the table to its roster. */
  addTable(told: {
    readonly file: string;
    readonly line: number;
    readonly roster: string;
    readonly path: string;
  }): string;
  shiftsExported(told: {
    readonly path: string;
    readonly roster: string;
    readonly month: string;
    readonly agents: number;
  }): string;
  commit(command: string): string;
  exported(told: {
    readonly path: string;
    readonly groups: number;
    readonly agents: number;
    readonly memberships: number;
  }): string;
  /** What the apostrophes in a CSV file are. */
  readonly csvHint: string;
}

const TABLES: Readonly<Record<Language, TableWords>> = { en: tableWordsEn, zh: tableWordsZh };

/** The texts of `muster import` and `muster export` in a language. */
export function tableWordsOf(language: Language): TableWords {
  return TABLES[language];
}
