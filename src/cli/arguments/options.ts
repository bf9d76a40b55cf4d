import type { GuardLimit } from "../../config/settings.js";
import { COUNTRIES, type Country } from "../../model/calendarDay.js";
import { suggest } from "../../model/suggest.js";
import { FILE_FORMATS, type FileFormat, LANGUAGES, type ReportFormat } from "../../report/formats.js";
import type { Language } from "../../report/messages/catalogue.js";
import { readLanguage } from "./language.js";

/** What commands without a report print: an answer for a person, or one for a program. */
export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];
/** What `schedule` prints. */
export const SCHEDULE_FORMATS = ["text", "json", "html", "csv", "ics"] as const;
export type ScheduleFormat = (typeof SCHEDULE_FORMATS)[number];
/** CI systems that `init` writes files for. */
export const CI_CHOICES = ["github", "gitlab", "all", "none"] as const;
export type CiChoice = (typeof CI_CHOICES)[number];
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type ShellName = (typeof SHELLS)[number];
/** The JSON Schemas that `schema` prints. */
export const SCHEMA_NAMES = [
  "skill-groups",
  "muster",
  "plan",
  "result",
  "live",
  "status",
  "who",
  "schedule",
  "check",
  "seed",
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];
/** What `init` can write alone, in a folder that it has written to before. */
export const INIT_PARTS = ["ci", "schemas", "editor"] as const;
export type InitPart = (typeof INIT_PARTS)[number];

/** A text in each language that muster speaks. */
export type Texts = Readonly<Record<Language, string>>;

/** A value is not what a flag or an argument takes. `expected` says in each language what it takes. */
export class UnexpectedValue extends Error {
  override readonly name = "UnexpectedValue";

  constructor(readonly expected: Texts) {
    super(expected.en);
  }
}

/** The options of every command that reads files or calls the API. */
export interface RunOptions {
  readonly config?: string;
  readonly account?: string;
  /** The commit whose `muster.yaml` has the settings that count. */
  readonly settingsFrom?: string;
  /** A snapshot to plan against; nothing is read from the account. */
  readonly against?: string;
  readonly group?: readonly string[];
  readonly lang?: Language;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Say which room decided what. */
  readonly debug?: boolean;
  /** Seconds until a call without an answer is given up. */
  readonly timeout: number;
  readonly insecureHttp: boolean;
}

/** The options of commands that answer a person or a program. */
export interface CommonOptions extends RunOptions {
  readonly format: Format;
}

/** The options of `validate`, `plan` and `apply`: their output is a report, which has many formats. */
export interface ReportOptions extends RunOptions {
  /** Absent: `github` under GitHub Actions, `text` elsewhere. */
  readonly format?: ReportFormat;
  readonly report?: readonly ReportTarget[];
  /** Of `validate` and `plan`: `warning`, `guard` and codes of findings that make the run fail. */
  readonly failOn?: readonly string[];
}

/** A file to write the report to. */
export interface ReportTarget {
  readonly format: FileFormat;
  readonly path: string;
}

/** Options of `plan` and `apply` that tell apart why something differs. */
export interface CompareOptions {
  /** The commit that the files are compared with. */
  readonly base?: string;
  /** Write only what the files bring since then. */
  readonly only?: "change";
  /** Write only what the clock brings. */
  readonly due?: boolean;
}

/** Further options of `plan` and `apply`. */
export interface GuardOptions {
  readonly maxRemovals?: GuardLimit;
  readonly maxEmptied?: number;
  readonly maxCreates?: number;
  readonly minClaiming?: number;
  /** Add to the plan who takes conversations now. */
  readonly staffing?: boolean;
}

function unexpected(en: string, zh: string): UnexpectedValue {
  return new UnexpectedValue({ en, zh });
}

/** One of a few words; for a near miss the error suggests one. */
export function oneOf<const T extends string>(values: readonly T[]): (value: string) => T {
  return (value) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    const { suggestion } = suggest(value, values);
    const words = values.join(", ");
    throw unexpected(
      `Expected one of ${words}.${suggestion === undefined ? "" : ` Did you mean ${suggestion}?`}`,
      `可选值：${values.join("、")}。${suggestion === undefined ? "" : `是否要用 ${suggestion}？`}`,
    );
  };
}

/** A language, in any of its spellings. */
export function language(value: string): Language {
  return readLanguage(value) ?? oneOf(LANGUAGES)(value);
}

/** A value that is not a flag: in `--out --format json` the file name is missing. */
export function text(value: string): string {
  if (value !== "" && !value.startsWith("-")) return value;
  throw unexpected("Expected a value, not a flag or nothing.", "应为一个值，不能为空，也不能是另一个参数。");
}

/** A country whose holidays muster knows, in upper or lower case. */
export function country(value: string): Country {
  const found = COUNTRIES.find((one) => one === value.toUpperCase());
  if (found !== undefined) return found;
  throw unexpected(
    "Expected CN: muster knows the holidays of mainland China alone.",
    "可选值：CN。muster 只有中国大陆的节假日数据。",
  );
}

/** A year in four digits. */
export function year(value: string): number {
  if (/^[12]\d{3}$/.test(value)) return Number(value);
  throw unexpected("Expected a year in four digits, such as 2027.", "应为四位数的年份，例如 2027。");
}

/** As {@link text}, collected over all occurrences. */
export function texts(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), text(value)];
}

/** Paths, collected. An empty one, from a variable that is not set, would mean the whole folder. */
export function paths(value: string, earlier: readonly string[] | undefined): readonly string[] {
  if (value !== "") return [...(earlier ?? []), value];
  throw unexpected("Expected a file, a folder or a pattern, not nothing.", "应为文件、文件夹或模式，不能为空。");
}

/**
 * `FORMAT=FILE`, collected over all occurrences. Two reports in one file are refused: only the second would be left.
 */
export function reportTargets(value: string, earlier: readonly ReportTarget[] | undefined): readonly ReportTarget[] {
  const [, name, path] = /^([^=]*)=(.+)$/.exec(value) ?? [];
  if (name === undefined || path === undefined) {
    throw unexpected(
      `Expected FORMAT=FILE, with a format of ${FILE_FORMATS.join(", ")}.`,
      `应为 格式=文件，格式可选：${FILE_FORMATS.join("、")}。`,
    );
  }
  if (earlier?.some((target) => target.path === path) === true) {
    throw unexpected(
      `Expected another file for each report: ${path} is named twice.`,
      `每份报告要用不同的文件，${path} 用了两次。`,
    );
  }
  return [...(earlier ?? []), { format: oneOf(FILE_FORMATS)(name), path }];
}

/** Words with commas between them, collected over all occurrences. */
export function wordList(value: string, earlier: readonly string[] | undefined): readonly string[] {
  const words = value.split(",").map((word) => word.trim());
  if (words.every((word) => /^[a-z]/.test(word))) return [...(earlier ?? []), ...words];
  throw unexpected("Expected words with commas between them.", "应为以逗号分隔的词。");
}

/** Longer than any call or wait takes; timers cannot count much further either. */
const MOST_SECONDS = 86_400;

/** Seconds, as a positive number. */
export function seconds(value: string): number {
  const number = secondsOrNone(value);
  if (number > 0) return number;
  throw unexpected("Expected a positive number of seconds.", "应为正数，单位为秒。");
}

/** Seconds; 0 means not at all. */
export function secondsOrNone(value: string): number {
  const number = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && number <= MOST_SECONDS) return number;
  throw unexpected(
    `Expected a positive number of seconds, up to ${MOST_SECONDS}.`,
    `应为正数，单位为秒，不超过 ${MOST_SECONDS}。`,
  );
}

/** A TCP port. */
export function port(value: string): number {
  const number = count(value);
  if (number <= 65_535) return number;
  throw unexpected("Expected a port from 0 to 65535.", "应为 0 到 65535 的端口号。");
}

/** A whole number from 1. */
export function size(value: string): number {
  const number = count(value);
  if (number > 0) return number;
  throw unexpected("Expected a whole number from 1.", "应为不小于 1 的整数。");
}

/** A year, and the day by which a leap year is longer. */
const MOST_DAYS = 366;

/** How many days ahead are looked at. */
export function days(value: string): number {
  const number = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST_DAYS) return number;
  throw unexpected(`Expected a number of days from 1 to ${MOST_DAYS}.`, `应为 1 到 ${MOST_DAYS} 的天数。`);
}

/** A whole number from 0. */
export function count(value: string): number {
  if (!/^\d+$/.test(value)) throw unexpected("Expected a whole number.", "应为整数。");
  if (Number(value) <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw unexpected(`Expected at most ${Number.MAX_SAFE_INTEGER}.`, `最大为 ${Number.MAX_SAFE_INTEGER}。`);
}

/** `N` or `N%`. */
export function guardLimit(value: string): GuardLimit {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(value)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return { kind: "percent", value: Number(percent) };
  if (/^\d+$/.test(value)) return { kind: "count", value: Number(value) };
  throw unexpected(
    "Expected a number of memberships, or a share of them such as 30%.",
    "应为人次数，或百分比，例如 30%。",
  );
}

/** The hash of a plan, as plans print it. */
export function planHash(value: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return value;
  throw unexpected(
    "Expected a plan's hash: sha256: and 64 hex digits.",
    "应为计划的哈希：sha256: 加 64 位十六进制数字。",
  );
}

/** A branch, a tag or a commit, in git's syntax: nothing that git could read as a flag, a range or a path. */
export function gitRef(value: string): string {
  if (/^[\p{L}\p{N}_@][\p{L}\p{N}_.@{}~^/+-]{0,250}$/u.test(value) && !value.includes("..")) return value;
  throw unexpected("Expected a branch, a tag or a commit.", "应为分支、标签或提交。");
}
