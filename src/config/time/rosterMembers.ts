import type { ZoneClock } from "../../calendar/dayTime.js";
import { inOrder } from "../../calendar/spans.js";
import type { MemberSource } from "../../model/source.js";
import { commonSpans, type Span, type Spans } from "../../model/span.js";
import type { Entry, Section } from "../declarations.js";
import type { labelLookup } from "../expand.js";
import type { Located } from "../yaml/tree.js";
import type { Recurrences } from "./recurrences.js";
import { type Person, rosterDaysOf } from "./rosterDays.js";
import type { ShiftCell } from "./shiftTable.js";
import type { RosterDeclaration, RosterMember } from "./timetable.js";

/** What it takes to know who is in a roster. */
export interface RosterContext {
  readonly clockOf: (zone: Section["zone"]) => ZoneClock;
  /** What the tables say that rosters name. */
  readonly cellsOf: (table: Located<string>) => readonly ShiftCell[];
}

/** Who has which shift of a roster when; each roster is made out once. */
export class RosterMembers {
  readonly #recurrences: Recurrences;
  readonly #context: RosterContext;
  readonly #people: (entries: readonly Entry[]) => readonly RosterMember[];
  readonly #labelOf: ReturnType<typeof labelLookup>;
  readonly #persons = new Map<string, ReadonlyMap<string, Person>>();
  /** By the shift, then by the place: shifts are few, and a table has a place for each cell. */
  readonly #sources = new Map<string, Map<MemberSource, MemberSource>>();

  /** @param people the agents of entries of a roster, teams included */
  constructor(
    recurrences: Recurrences,
    context: RosterContext,
    people: (entries: readonly Entry[]) => readonly RosterMember[],
    labelOf: ReturnType<typeof labelLookup>,
  ) {
    this.#recurrences = recurrences;
    this.#context = context;
    this.#people = people;
    this.#labelOf = labelOf;
  }

  /** What each agent of a roster has for each day. */
  personsOf(roster: RosterDeclaration): ReadonlyMap<string, Person> {
    const known = this.#persons.get(roster.roster);
    if (known !== undefined) return known;
    const clock = this.#context.clockOf(roster.zone);
    const { first, last } = this.#recurrences.range(clock);
    const persons = rosterDaysOf(roster, {
      first,
      last,
      daysOn: ({ on, at }) => this.#recurrences.daysOn(on, roster.calendar, at, clock),
      membersOf: this.#people,
      mayMake: (days) => this.#recurrences.mayMake(days, roster.at),
      cells: roster.tables.flatMap((table) => this.#context.cellsOf(table)),
      memberOf: (agentNumber, { source }) => ({
        agentNumber,
        priority: undefined,
        ...this.#labelOf(agentNumber),
        source,
      }),
    });
    this.#persons.set(roster.roster, persons);
    return persons;
  }

  /** Those who have one of the shifts; all where none is named. */
  of(roster: RosterDeclaration, names: ReadonlySet<string> | undefined): readonly RosterMember[] {
    const clock = this.#context.clockOf(roster.zone);
    const lead = roster.lead === 0 ? {} : { lead: roster.lead };
    const members: RosterMember[] = [];
    for (const { member, days } of this.personsOf(roster).values()) {
      // Teams may give one agent several priorities; and those of a team may be in it for a while.
      const byPriority = new Map<
        number | undefined,
        { source: MemberSource; byLimit: Map<Spans | undefined, Span[]> }
      >();
      for (const [day, entries] of days)
        for (const { shifts, source, priority, limit } of entries) {
          const own = byPriority.get(priority) ?? { source, byLimit: new Map<Spans | undefined, Span[]>() };
          byPriority.set(priority, own);
          const spans = own.byLimit.get(limit) ?? [];
          own.byLimit.set(limit, spans);
          for (const shift of new Set(shifts)) {
            if (names !== undefined && !names.has(shift)) continue;
            const intervals = this.#recurrences.shifts.get(shift) ?? [];
            if (!this.#recurrences.mayMake(intervals.length, roster.at)) return members;
            for (const interval of intervals) {
              const span = clock.span(day, interval);
              if (span !== undefined) spans.push({ ...span, source: this.#sourceOf(source, shift), ...lead });
            }
          }
        }
      const { spans: _, ...rest } = member;
      for (const [priority, { source, byLimit }] of byPriority) {
        const spans = [...byLimit].flatMap(([limit, own]) => commonSpans(limit, inOrder(own)) ?? []);
        const own =
          priority === rest.priority ? rest : { ...rest, priority, source: { ...source, roster: roster.roster } };
        if (spans.length > 0) members.push({ ...own, spans: inOrder(spans) });
      }
    }
    return members;
  }

  /** One object for a place and a shift, so that days in a row are one stretch. */
  #sourceOf(source: MemberSource, shift: string): MemberSource {
    const ofShift = this.#sources.get(shift) ?? new Map<MemberSource, MemberSource>();
    this.#sources.set(shift, ofShift);
    const known = ofShift.get(source);
    if (known !== undefined) return known;
    const { file, line, column, cell, team } = source;
    const one = {
      file,
      line,
      column,
      ...(cell !== undefined && { cell }),
      ...(team !== undefined && { team }),
      shift,
    };
    ofShift.set(source, one);
    return one;
  }
}
