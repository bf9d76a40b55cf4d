import type { FieldPath } from "../../config/findings.js";
import type { FileKind } from "../../config/yaml/foreign.js";
import type { Years } from "../../engine/calendarFindings.js";
import { LIMITED_OPERATIONS } from "../../model/rates.js";
import { shellWord } from "../../model/shellWord.js";
import type { GuardName, GuardReading } from "../../plan/plan.js";
import { dayAfter } from "../scheduleTimes.js";

/** A sentence names so many groups at most, and says how many more there are. */
export const NAMED_AT_MOST = 5;

/** The same of agents, who are what such a sentence is about. */
export const PEOPLE_AT_MOST = 10;

/** The flag that lifts a guard for one run. */
export const GUARD_FLAGS: Readonly<Record<GuardName, string>> = {
  maxRemovals: "--max-removals",
  maxEmptied: "--max-emptied",
  maxCreates: "--max-creates",
  minClaiming: "--min-claiming",
};

/** `2026-12-01T18:00:00+08:00` or `2026-12-01T18:00` for people: `2026-12-01 18:00 (+08:00)`. Other texts stay as they are. */
export function clockText(time: string): string {
  const [, day, clock, offset] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(Z|[+-]\d{2}:\d{2})?$/.exec(time) ?? [];
  if (/^\d{4}-\d{2}-\d{2}$/.test(time)) return `${time} 00:00`;
  return day === undefined ? time : `${day} ${clock}${offset === undefined ? "" : ` (${offset})`}`;
}

/** The first and the last of whole days; `undefined` where one of the ends has a time of day. Half-open, as the files have them. */
export function wholeDays(from: string, until: string): readonly [first: string, last: string] | undefined {
  const isDay = (time: string) => /^\d{4}-\d{2}-\d{2}$/.test(time);
  return isDay(from) && isDay(until) ? [from, dayAfter(until, -1)] : undefined;
}

/** How long the waiver lasts that is suggested. */
const WAIVER_DAYS = 7;

/**
 * The line of `muster.yaml` that lets a plan through, to be pasted.
 *
 * @param createdAt when the plan was made: the waiver ends a week later, by the day in China
 */
export function waiverLine({ guard, actual }: Pick<GuardReading, "guard" | "actual">, createdAt: string): string {
  const end = new Date(Date.parse(createdAt) + WAIVER_DAYS * 86_400_000 + 8 * 3_600_000);
  const until = Number.isNaN(end.getTime()) ? "YYYY-MM-DD" : end.toISOString().slice(0, 10);
  return `waivers: [{ guard: ${guard}, limit: ${guard === "minClaiming" ? 0 : actual}, until: ${until}, reason: "…" }]`;
}

/** The variable that a value is, where it is nothing else: people look for it there. What it holds may be a secret. */
export function variableOf(written: string): string | undefined {
  return /^\$\{(\w+)\}$/.exec(written)?.[1];
}

/** Longer than a real name; a missing quote can make a name of a whole file. */
const LONGEST = 120;

/** The beginning of a text that is too long to be quoted whole. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

/**
 * Where two names differ, by code point: for names that look the same, such as Café with one or two code points for é.
 *
 * @returns `U+0065 U+0301` of the first, of the second; empty where one has nothing there. `undefined` where a reader sees
 *   the difference
 */
export function codePointsApart(a: string, b: string): readonly [string, string] | undefined {
  if (look(a) !== look(b)) return undefined;
  const [one, other] = [[...a], [...b]];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  // From a letter on, not from the mark upon it.
  if (start > 0 && [one[start], other[start]].some((sign) => /^\p{M}$/u.test(sign ?? ""))) start -= 1;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [codePoints(one.slice(start, one.length - end)), codePoints(other.slice(start, other.length - end))];
}

/** The name without differences that a screen does not show. */
function look(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

function codePoints(signs: readonly string[]): string {
  return signs.map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
}

/** Is it digits and nothing else? */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/** Fields that cannot be left out where they belong. */
const NEEDED = new Set(["version", "displayName", "number", "agent", "team", "host", "accountId", "apiSecret"]);

/** Must the field have a value, so that help cannot suggest to leave it out? */
export function isNeeded({ field, part }: FieldPath): boolean {
  return part === "value" && NEEDED.has(field);
}

/** Is a rate expected? Quotes around a number do not make it one. */
export function isRate({ field }: FieldPath): boolean {
  return LIMITED_OPERATIONS.some((operation) => operation === field);
}

/** A share in percent: `53`, `7`, `0.5`. What is more than nothing is not called 0. */
export function percent(part: number, whole: number): number {
  const share = (part / whole) * 100;
  return share < 1 ? Number(share.toPrecision(1)) : Math.round(share);
}

/** What makes an encrypted file readable. Commands have no language. */
export const DECRYPT: Readonly<Partial<Record<FileKind, string>>> = {
  "git-crypt": "git-crypt unlock",
  sops: "sops decrypt --in-place",
  "ansible-vault": "ansible-vault decrypt",
  pgp: "gpg --decrypt",
  age: "age --decrypt",
};

/** The command that adds a year to a calendar. */
export function addCommand(country: string, year: number, calendar: string): string {
  const name = calendar === country.toLowerCase() ? [] : ["--name", shellWord(calendar)];
  return ["muster calendar add", country, year, ...name].join(" ");
}

/** Years in a row as `2024–2026`, one year as it is. */
export function yearsText({ from, to }: Years): string {
  return from === to ? `${from}` : `${from}–${to}`;
}
