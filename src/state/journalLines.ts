import type { MadeGroup, OpenCreation } from "../model/creations.js";

/** One line of a journal of creations. Times are wall clock, ms since 1970. */
export type JournalLine =
  | { readonly begin: string; readonly name: string; readonly at: number; readonly until: number }
  /** The server's answer to these beginnings: the number of the group. It does not close them. */
  | { readonly made: readonly string[]; readonly exten: string; readonly at: number }
  /** Groups that these beginnings may have made, under another name. */
  | { readonly maybe: readonly string[]; readonly extens: readonly string[]; readonly at: number }
  | { readonly end: readonly string[]; readonly at: number; readonly outcome: CreateOutcome };

/** Why a creation is no longer open: a listing has shown the group; the server refused it; it was looked for and not found. */
export type CreateOutcome = "shown" | "refused" | "not-made";

/** A creation that was begun and, as far as is written, never ended. */
export interface OpenEntry extends OpenCreation {
  readonly id: string;
}

/**
 * With a line break on both sides, so that it is a line of its own even after a torn one (a process was killed in the
 * middle of a write, or the disk was full).
 */
export function printLine(line: JournalLine): string {
  return `\n${JSON.stringify(line)}\n`;
}

/** Reads what can be read. Empty, torn and damaged lines are skipped. */
export function readLines(text: string): JournalLine[] {
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isLine(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

/** After this long, in ms, a group that was created shows if it exists. */
export const FORGET_MS = 24 * 3_600_000;

/**
 * What was begun and not ended, from the lines of all journals in any order. Ends and answers name the beginnings that they
 * are about, so nothing depends on the clocks of two processes. Entries more than a day from now, either way, are left out.
 */
export function openCreates(lines: readonly JournalLine[], now: number): OpenEntry[] {
  const ended = new Set(lines.flatMap((line) => ("end" in line ? line.end : [])));
  const extens = numbersOf(lines);
  const maybes = new Map(
    lines.flatMap((line) => ("maybe" in line ? line.maybe.map((id) => [id, line.extens] as const) : [])),
  );
  return begunLately(lines, now).flatMap((line) => {
    if (ended.has(line.begin)) return [];
    // A beginning in the future: the clock was set back since. It was before now, so its time ends no later than this.
    const startedAt = Math.min(line.at, now);
    const exten = extens.get(line.begin);
    const maybe = maybes.get(line.begin);
    return [
      {
        id: line.begin,
        displayName: line.name,
        startedAt,
        until: startedAt + Math.min(line.until - line.at, FORGET_MS),
        ...(exten === undefined ? {} : { exten }),
        ...(maybe === undefined ? {} : { maybe }),
      },
    ];
  });
}

/** The groups that the server said it created within the last day, shown since or not. */
export function madeLately(lines: readonly JournalLine[], now: number): MadeGroup[] {
  const extens = numbersOf(lines);
  return begunLately(lines, now).flatMap(({ begin, name, at }) => {
    const exten = extens.get(begin);
    return exten === undefined ? [] : [{ displayName: name, exten, at: Math.min(at, now) }];
  });
}

type BeginLine = Extract<JournalLine, { begin: string }>;

function begunLately(lines: readonly JournalLine[], now: number): BeginLine[] {
  return lines.filter((line): line is BeginLine => "begin" in line && Math.abs(now - line.at) <= FORGET_MS);
}

function numbersOf(lines: readonly JournalLine[]): ReadonlyMap<string, string> {
  return new Map(lines.flatMap((line) => ("made" in line ? line.made.map((id) => [id, line.exten] as const) : [])));
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null) return false;
  const { begin, name, at, until, end, made, exten, maybe, extens } = value as Record<string, unknown>;
  if (!Number.isFinite(at)) return false;
  const isIds = (ids: unknown): boolean => Array.isArray(ids) && ids.every((id) => typeof id === "string");
  if (end !== undefined) return isIds(end);
  if (maybe !== undefined) return isIds(maybe) && isIds(extens);
  if (made !== undefined) return isIds(made) && typeof exten === "string";
  return typeof begin === "string" && typeof name === "string" && Number.isFinite(until);
}
