import { ALL_DAY, type Interval, type ZoneClock } from "../../calendar/dayTime.js";
import { inOrder } from "../../calendar/spans.js";
import { isOn, needsCalendar } from "../../calendar/workCalendar.js";
import type { DaySelector } from "../../model/calendarDay.js";
import { dateOf } from "../../model/dayNumber.js";
import type { Source } from "../../model/source.js";
import type { Spans } from "../../model/span.js";
import { suggest } from "../../model/suggest.js";
import { type Section, textsOf } from "../declarations.js";
import { MAX_STRETCHES } from "../expand.js";
import type { FindingSink } from "../findings.js";
import { fieldOf, type Located, type MapNode, textOf } from "../yaml/tree.js";
import { type ReadSections, readIntervals, readOn } from "./readSections.js";
import type { CalendarDeclaration } from "./timetable.js";

/** What is looked at, and what it is reported to. */
export interface RecurrenceContext {
  /** The instant, ms. */
  readonly at: number;
  /** The last instant that is looked at, exclusive. */
  readonly until: number;
  /** How many days before the instant are made out. */
  readonly daysBehind: number;
  /** A calendar that ends within the window is an error, and else a warning. */
  readonly isStrict: boolean;
  readonly clockOf: (zone: Section["zone"]) => ZoneClock;
  /** May a name be declared in a part of the files that cannot be read? */
  mayBeDeclared(name: string): boolean;
  /** Called where a calendar ends before the window does: nothing is known from this instant on. */
  endsAt(instant: number): void;
}

/** Days and times of the day, made out for the days that are looked at. */
export class Recurrences {
  readonly shifts: ReadonlyMap<string, readonly Interval[]>;
  /** Of two of one name the first counts. */
  readonly #calendars: ReadonlyMap<string, CalendarDeclaration>;
  readonly #context: RecurrenceContext;
  readonly #sink: FindingSink;
  readonly #days = new Map<string, readonly number[]>();
  readonly #spans = new Map<string, Spans>();
  /** By calendar: the first day after its end that is needed. */
  readonly #beyond = new Map<CalendarDeclaration, { day: number; isAsked: boolean; clock: ZoneClock }>();
  #left = MAX_STRETCHES;

  constructor({ calendars, shifts }: ReadSections, context: RecurrenceContext, sink: FindingSink) {
    this.#calendars = new Map(calendars.toReversed().map((one) => [one.name, one]));
    this.shifts = new Map(shifts.toReversed().map(({ shift, intervals }) => [shift, intervals]));
    this.#context = context;
    this.#sink = sink;
  }

  /** Is one of the calendars too short for what is looked at? */
  get isCut(): boolean {
    return this.#beyond.size > 0;
  }

  /** The first day and the last that are made out, and that of the instant. */
  range(clock: ZoneClock): { readonly first: number; readonly today: number; readonly last: number } {
    const { at, until, daysBehind } = this.#context;
    const today = clock.dayAt(at);
    // What begins on the day before may reach into the first day.
    return { first: today - daysBehind - 1, today, last: clock.dayAt(until - 1) };
  }

  /** May so many stretches be made out? Files that want more than anybody can have are an error. */
  mayMake(stretches: number, at: Source): boolean {
    if (this.#left < 0) return false;
    this.#left -= stretches;
    if (this.#left < 0) this.#sink.error("too-many-stretches", { limit: MAX_STRETCHES }, at);
    return this.#left >= 0;
  }

  /** Reports a name that nothing declares. */
  unknown(kind: "calendar" | "shift" | "roster", { value: name, at }: Located<string>, known: Iterable<string>): void {
    if (this.#context.mayBeDeclared(name)) return;
    this.#sink.error("unknown-name", { kind, name, ...suggest(name, [...known]) }, at);
  }

  /** Is there such a shift? Reports it where there is none. */
  knowsShift(shift: Located<string>): boolean {
    if (this.shifts.has(shift.value)) return true;
    this.unknown("shift", shift, this.shifts.keys());
    return false;
  }

  /** The spans of `when` and `during`. */
  of(node: MapNode, zone: Section["zone"]): Spans {
    const on = readOn(fieldOf(node, "on")?.value, this.#sink);
    const [at, shift] = [fieldOf(node, "at"), fieldOf(node, "shift")];
    if (at !== undefined && shift !== undefined) this.#sink.error("when-both", {}, shift.keyAt);
    const shifts = textsOf(shift?.value).filter((one) => this.knowsShift(one));
    const intervals =
      at !== undefined
        ? readIntervals(at.value, "at", this.#sink)
        : shift !== undefined
          ? shifts.flatMap(({ value }) => this.shifts.get(value) ?? [])
          : [ALL_DAY];
    const clock = this.#context.clockOf(zone);
    const named = textOf(fieldOf(node, "calendar")?.value);
    const days = this.daysOn(on, named, fieldOf(node, "on")?.value.at ?? node.at, clock);
    // Many entries have the same times.
    const key = JSON.stringify([clock.zone, intervals, on, named?.value]);
    const known = this.#spans.get(key);
    if (known !== undefined) return known;
    if (!this.mayMake(days.length * intervals.length, node.at)) return [];
    const spans = inOrder(days.flatMap((day) => intervals.flatMap((interval) => clock.span(day, interval) ?? [])));
    this.#spans.set(key, spans);
    return spans;
  }

  /** The days, of those that are looked at, that belong to one of the selectors. */
  daysOn(
    on: readonly DaySelector[],
    named: Located<string> | undefined,
    at: Source,
    clock: ZoneClock,
  ): readonly number[] {
    const calendar = this.#calendarFor(on, named, at);
    if (calendar === "wrong") return [];
    const key = JSON.stringify([on, calendar?.name, clock.zone]);
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const { first, today, last } = this.range(clock);
    const isAlways = on.includes("daily");
    const end = calendar === undefined || isAlways ? last : Math.min(last, calendar.until);
    if (calendar !== undefined && end < last) {
      const day = Math.max(calendar.until + 1, today);
      const before = this.#beyond.get(calendar);
      const isAsked = today > calendar.until || before?.isAsked === true;
      this.#beyond.set(calendar, { day: Math.min(day, before?.day ?? day), isAsked, clock });
    }
    const days: number[] = [];
    for (let day = first; day <= end; day += 1) if (isAlways || isOn(on, day, calendar)) days.push(day);
    this.#days.set(key, days);
    return days;
  }

  /** Reports the calendars that end before what is looked at. */
  reportEnds(): void {
    const { isStrict, endsAt } = this.#context;
    for (const [{ name, until: last, untilAt }, { day, isAsked, clock }] of this.#beyond) {
      const args = { calendar: name, until: dateOf(last), date: dateOf(day) };
      if (isAsked || isStrict) this.#sink.error("calendar-ended", args, untilAt);
      else this.#sink.warning("calendar-ends", args, untilAt);
      endsAt(clock.at(last + 1, 0));
    }
  }

  #calendarFor(
    on: readonly DaySelector[],
    named: Located<string> | undefined,
    at: Source,
  ): CalendarDeclaration | "wrong" | undefined {
    if (named !== undefined) {
      const known = this.#calendars.get(named.value);
      if (known !== undefined) return known;
      this.unknown("calendar", named, this.#calendars.keys());
      return "wrong";
    }
    const [only] = this.#calendars.values();
    if (this.#calendars.size < 2 && (only !== undefined || !needsCalendar(on))) return only;
    if (on.every((one) => one === "daily")) return undefined;
    if (only === undefined) this.#sink.error("calendar-missing", { on: on.filter((one) => needsCalendar([one])) }, at);
    else this.#sink.error("calendar-unclear", { calendars: [...this.#calendars.keys()].reverse() }, at);
    return "wrong";
  }
}
