import { Temporal } from "temporal-polyfill";
import { dateOf } from "../model/dayNumber.js";
import type { Span } from "../model/span.js";
import { instantOf } from "./wallClock.js";

const DAY_MINUTES = 1440;

/** A stretch of a day, in minutes since its midnight by the clock on the wall; it may end on the next day. */
export interface Interval {
  readonly start: number;
  /** Over 1440: on the next day. */
  readonly end: number;
}

/** The whole of a day. */
export const ALL_DAY: Interval = { start: 0, end: DAY_MINUTES };

/** Reads `08:00-16:00`; an end that is not after the start is on the next day. `meant`: what was most likely to be written. */
export function readInterval(written: string): Interval | { readonly meant?: string } {
  const [, h1, m1, h2, m2] = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(written) ?? [];
  if (h1 === undefined) return nearly(written);
  const [start, end] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)];
  if (Number(m1) > 59 || Number(m2) > 59 || start >= DAY_MINUTES || end > DAY_MINUTES) return {};
  return { start, end: end <= start ? end + DAY_MINUTES : end };
}

function nearly(written: string): { readonly meant?: string } {
  const plain = written.normalize("NFKC").replace(/\s/g, "");
  const [, h1, m1 = "00", h2, m2 = "00"] =
    /^(\d{1,2})(?:[:.点时](\d{2})?分?)?(?:-|–|—|~|～|至|到|to)(\d{1,2})(?:[:.点时](\d{2})?分?)?$/i.exec(plain) ?? [];
  if (h1 === undefined || h2 === undefined) return {};
  const meant = `${h1.padStart(2, "0")}:${m1}-${h2.padStart(2, "0")}:${m2}`;
  return meant !== written && "start" in readInterval(meant) ? { meant } : {};
}

/** The clock on the wall of a zone, for days by their numbers: see `model/dayNumber.ts`. */
export class ZoneClock {
  readonly #instants = new Map<number, number>();
  /** By the interval, then by the day: small numbers are found faster than one large one. */
  readonly #spans = new Map<number, Map<number, Span | undefined>>();

  /** @param zone IANA name */
  constructor(readonly zone: string) {}

  /** The day that an instant is in. */
  dayAt(instant: number): number {
    const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.zone);
    return Date.UTC(year, month - 1, day) / 86_400_000;
  }

  /** @param minutes since the day's midnight by the clock on the wall; they may reach into later days */
  at(day: number, minutes: number): number {
    const key = day * DAY_MINUTES + minutes;
    const known = this.#instants.get(key);
    if (known !== undefined) return known;
    const date = Temporal.PlainDate.from(dateOf(day + Math.floor(minutes / DAY_MINUTES)));
    const rest = minutes % DAY_MINUTES;
    const wall = date.toPlainDateTime({ hour: Math.floor(rest / 60), minute: rest % 60 });
    const instant = instantOf(wall, this.zone);
    this.#instants.set(key, instant);
    return instant;
  }

  /** An interval of a day; `undefined` where the clock skips all of it. */
  span(day: number, interval: Interval): Span | undefined {
    const key = interval.start * 2 * DAY_MINUTES + interval.end;
    const days = this.#spans.get(key) ?? new Map<number, Span | undefined>();
    this.#spans.set(key, days);
    const known = days.get(day);
    if (known !== undefined || days.has(day)) return known;
    const span = this.#spanOf(day, interval);
    days.set(day, span);
    return span;
  }

  #spanOf(day: number, { start, end }: Interval): Span | undefined {
    const [from, until] = [this.at(day, start), this.at(day, end)];
    if (from >= until) return undefined;
    return { from, until, begins: writtenAt(day, start), ends: writtenAt(day, end) };
  }
}

/** As files write it: `2026-10-01`, `2026-10-01T08:00`. */
export function writtenAt(day: number, minutes: number): string {
  const date = dateOf(day + Math.floor(minutes / DAY_MINUTES));
  const rest = minutes % DAY_MINUTES;
  if (rest === 0) return date;
  return `${date}T${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
}
