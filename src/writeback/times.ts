import type { EntryTime } from "../config/declarations.js";
import type { Moment } from "../config/time/moment.js";
import type { Member } from "../model/skillGroup.js";
import { extentOf, type Spans } from "../model/span.js";
/** When a new entry counts, as its file writes it. */
export interface WrittenTime {
  readonly from?: string;
  readonly until?: string;
}

/** `from: 2026-12-01`, `until: 2026-12-05`, or nothing: fields behind the others of an entry. Sound times need no quotes. */
export function timeFields({ from, until }: WrittenTime): string[] {
  return [...(from === undefined ? [] : [`from: ${from}`]), ...(until === undefined ? [] : [`until: ${until}`])];
}

/** The times of an entry that is written anew in its own file. */
export function timeOf(time: EntryTime | undefined): WrittenTime {
  return {
    ...(time?.from && { from: time.from.value }),
    ...(time?.until && { until: time.until.value }),
  };
}

/** A span by the clock of a file, which may be in another zone than the one that it comes from. */
export function spanTime(spans: Spans | undefined, file: string, moment: Moment | undefined): WrittenTime {
  const span = extentOf(spans);
  if (span === undefined || moment === undefined) return {};
  return {
    ...(Number.isFinite(span.from) && { from: moment.wallOf(span.from, file) }),
    ...(Number.isFinite(span.until) && { until: moment.wallOf(span.until, file) }),
  };
}

/** Has the whole of a time still to begin? */
export function isToBegin(spans: Spans | undefined, at: number): boolean {
  const span = extentOf(spans);
  return span !== undefined && span.from > at;
}

/** Each membership with its time, in one order: equal lists are there at the same times. */
export function timesOf(members: readonly (Member & { readonly spans?: Spans })[]): string[] {
  return members
    .map(({ agentNumber, priority, spans = [] }) =>
      [agentNumber, priority, ...spans.map(({ from, until }) => `${from} ${until}`)].join(" "),
    )
    .sort();
}
