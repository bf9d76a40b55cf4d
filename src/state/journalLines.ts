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
  const extens = numbersOf(lines);
  const ended = endedIn(lines, extens);
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

/** Ended creations that are kept all the same, so that a name with several groups can be explained. */
const MOST_ENDED = 100;

/**
 * The lines that still count, so that a text that holds them stays small: what is open, the latest of what has ended, each
 * line once. Lines about beginnings that are not among these are left out.
 */
export function prunedLines(lines: readonly JournalLine[], now: number): JournalLine[] {
  const ended = endedIn(lines, numbersOf(lines));
  const begun = begunLately(lines, now);
  const latest = begun.filter(({ begin }) => ended.has(begin)).slice(-MOST_ENDED);
  const kept = new Set([...begun.filter(({ begin }) => !ended.has(begin)), ...latest].map(({ begin }) => begin));
  const about = (ids: readonly string[]): string[] => ids.filter((id) => kept.has(id));
  const all = [...begun.filter(({ begin }) => kept.has(begin)), ...lines.filter((line) => !("begin" in line))];
  const pruned = all.flatMap((line): JournalLine[] => {
    const less = "end" in line ? { ...line, end: about(line.end) } : line;
    const own = "made" in less ? { ...less, made: about(less.made) } : less;
    const one = "maybe" in own ? { ...own, maybe: about(own.maybe) } : own;
    const ids = "end" in one ? one.end : "made" in one ? one.made : "maybe" in one ? one.maybe : [one.begin];
    return ids.length === 0 ? [] : [one];
  });
  // Of equal lines the last one stays: of two lines about one creation, the later one counts.
  const lastOf = new Map(pruned.map((line, index) => [JSON.stringify(line), index]));
  return pruned.filter((line, index) => lastOf.get(JSON.stringify(line)) === index);
}

/**
 * Of what one place knows, what another lacks: creations that are open, answers to them, and ends of what is open there.
 *
 * @param there the lines of the other place
 */
export function missingLines(there: readonly JournalLine[], known: readonly JournalLine[], now: number): JournalLine[] {
  const begun = new Set(there.flatMap((line) => ("begin" in line ? [line.begin] : [])));
  const open = new Set(openCreates([...there, ...known], now).map(({ id }) => id));
  const openThere = new Map(openCreates(there, now).map((entry) => [entry.id, entry]));
  return known.flatMap((line): JournalLine[] => {
    if ("begin" in line) return open.has(line.begin) && !begun.has(line.begin) ? [line] : [];
    if ("end" in line) return line.end.some((id) => openThere.has(id)) ? [line] : [];
    // Of the ids only those that are open: a number would open a creation again that is closed there.
    if ("made" in line) {
      const made = line.made.filter((id) => open.has(id) && openThere.get(id)?.exten === undefined);
      return made.length === 0 ? [] : [{ ...line, made }];
    }
    const maybe = line.maybe.filter((id) => open.has(id) && openThere.get(id)?.maybe === undefined);
    return maybe.length === 0 ? [] : [{ ...line, maybe }];
  });
}

/** The same line by a clock that is so many ms ahead. */
export function shifted<L extends JournalLine>(line: L, ms: number): L {
  return { ...line, at: line.at + ms, ...("until" in line ? { until: line.until + ms } : {}) };
}

export type BeginLine = Extract<JournalLine, { begin: string }>;

/** What the server has answered with a number was made, whatever another run has concluded: only a listing ends it. */
function endedIn(lines: readonly JournalLine[], extens: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) =>
      "end" in line ? line.end.filter((id) => line.outcome === "shown" || !extens.has(id)) : [],
    ),
  );
}

/** Each beginning once: it may be written in several places. The first counts. */
function begunLately(lines: readonly JournalLine[], now: number): BeginLine[] {
  const seen = new Set<string>();
  return lines.filter(
    (line): line is BeginLine =>
      "begin" in line &&
      Math.abs(now - line.at) <= FORGET_MS &&
      !seen.has(line.begin) &&
      seen.add(line.begin).has(line.begin),
  );
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
