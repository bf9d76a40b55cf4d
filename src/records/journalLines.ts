/** One line of a journal of creations. Times are wall clock, ms since 1970. */
export type JournalLine =
  | { readonly begin: string; readonly name: string; readonly at: number; readonly until: number }
  | { readonly end: readonly string[]; readonly at: number; readonly outcome: CreateOutcome };

/** Why a creation is no longer open: the group is there; the server turned it down; it was looked for, in vain. */
export type CreateOutcome = "created" | "refused" | "not-made";

/** A creation that was begun and, for all that is written, never ended. */
interface OpenCreate {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly until: number;
}

/**
 * A line break on both sides: should the line before be torn (its process was killed in the middle, or the disk was
 * full) the two still are two lines.
 */
export function printLine(line: JournalLine): string {
  return `\n${JSON.stringify(line)}\n`;
}

/** Reads what can be read: empty, torn and damaged lines are passed over. */
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

/** After this a creation's fate is no question of time any more: if the group exists it shows. */
export const FORGET_MS = 24 * 3_600_000;

/**
 * What was begun and not ended, of all journals' lines together, in any order: ends name the beginnings that they end,
 * so nothing depends on two processes' clocks. Entries more than a day from now, either way, are left out.
 */
export function openCreates(lines: readonly JournalLine[], now: number): OpenCreate[] {
  const ended = new Set(lines.flatMap((line) => ("end" in line ? line.end : [])));
  return lines.flatMap((line) => {
    if (!("begin" in line) || ended.has(line.begin) || Math.abs(now - line.at) > FORGET_MS) return [];
    // Begun in the future: the clock was set back since. It was begun before now, so its time is over no later than this.
    const at = Math.min(line.at, now);
    return [{ id: line.begin, name: line.name, at, until: at + (line.until - line.at) }];
  });
}

function isLine(value: unknown): value is JournalLine {
  if (typeof value !== "object" || value === null) return false;
  const { begin, name, at, until, end } = value as Record<string, unknown>;
  if (!Number.isFinite(at)) return false;
  if (Array.isArray(end)) return end.every((id) => typeof id === "string");
  return typeof begin === "string" && typeof name === "string" && Number.isFinite(until);
}
