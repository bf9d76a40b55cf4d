import { dateOf } from "../../calendar/dayNumber.js";
import { ALL_DAY } from "../../calendar/dayTime.js";
import { inOrder, without } from "../../calendar/spans.js";
import { instantOf, readWallClock } from "../../calendar/wallClock.js";
import type { MemberSource, Source } from "../../model/source.js";
import { commonSpans, type Span, type Spans } from "../../model/span.js";
import type { Declarations, Entry, EntryTime, GroupDeclaration, RosterEntry, Section } from "../declarations.js";
import type { Coverage } from "../desired.js";
import { labelLookup, numberLookup, openExpander } from "../expand.js";
import { FindingList } from "../findings.js";
import { fieldOf, type Located } from "../yaml/tree.js";
import { type AwayTime, AwayTimes } from "./awayTimes.js";
import type { ReadSections } from "./readSections.js";
import { type RecurrenceContext, Recurrences } from "./recurrences.js";
import { type Person, rosterDaysOf } from "./rosterDays.js";
import type { ShiftCell } from "./shiftTable.js";
import type { RosterDay, RosterDeclaration, RosterMember, Timetable } from "./timetable.js";

/** What a timetable is made for. */
export interface TimetableContext extends RecurrenceContext {
  /** What the tables say that rosters name. */
  cellsOf(table: Located<string>): readonly ShiftCell[];
}

/** Makes out what the files of an account say of time. Reports all that is wrong in it. */
export function makeTimetable(
  declared: Declarations,
  sections: ReadSections,
  context: TimetableContext,
  sink: FindingList,
): Timetable {
  return new MadeTimetable(declared, sections, context, sink);
}

/** From and until as a file writes them. */
interface WrittenExtent {
  readonly from?: Located<string>;
  readonly until?: Located<string>;
  readonly zone?: Section["zone"] | undefined;
}

class MadeTimetable implements Timetable {
  readonly calendars: ReadSections["calendars"];
  readonly shifts: ReadSections["shifts"];
  readonly rosters: ReadSections["rosters"];
  readonly absences: ReadSections["absences"];
  readonly spans: ReadonlyMap<EntryTime, Spans>;
  readonly away: readonly AwayTime[];

  readonly #declared: Declarations;
  readonly #context: TimetableContext;
  readonly #sink: FindingList;
  readonly #recurrences: Recurrences;
  readonly #byRoster: ReadonlyMap<string, RosterDeclaration>;
  readonly #awayTimes: AwayTimes;
  readonly #labelOf: ReturnType<typeof labelLookup>;
  readonly #people: (entries: readonly Entry[]) => readonly RosterMember[];
  readonly #persons = new Map<string, ReadonlyMap<string, Person>>();
  readonly #members = new Map<string, readonly RosterMember[]>();
  readonly #sources = new Map<MemberSource, Map<string, MemberSource>>();
  readonly #empty: RosterEntry[] = [];

  constructor(declared: Declarations, sections: ReadSections, context: TimetableContext, sink: FindingList) {
    this.#declared = declared;
    this.#context = context;
    this.#sink = sink;
    this.calendars = sections.calendars;
    this.shifts = sections.shifts;
    this.rosters = sections.rosters;
    this.absences = sections.absences;
    this.#recurrences = new Recurrences(sections, context, sink);
    this.#byRoster = new Map(this.rosters.toReversed().map((one) => [one.roster, one]));
    this.#labelOf = labelLookup(declared.agents);
    this.spans = this.#entrySpans();
    const plain = { ...declared, timetable: { ...emptyOf(sections), spans: this.spans } };
    // What is wrong with teams is reported where they are expanded for groups.
    this.#people = openExpander(plain, new FindingList());
    this.#checkRosters();
    this.away = [...this.#readAbsences(), ...this.#leaves()];
    this.#awayTimes = new AwayTimes(this.away, this.#labelOf);
    this.#checkCovers();
  }

  membersOf(entry: RosterEntry): readonly RosterMember[] {
    const roster = this.#byRoster.get(entry.name);
    if (roster === undefined) {
      this.#recurrences.unknown("roster", { value: entry.name, at: entry.nameAt }, this.#byRoster.keys());
      return [];
    }
    for (const shift of entry.shifts ?? []) this.#recurrences.knowsShift(shift);
    const names = entry.shifts && new Set(entry.shifts.map(({ value }) => value));
    const key = JSON.stringify([roster.roster, names && [...names].sort()]);
    const known = this.#members.get(key) ?? this.#made(roster, names);
    this.#members.set(key, known);
    const { at, until } = this.#context;
    const isAhead = (span: Span) => span.until > at && span.from < until;
    const isSound = (entry.shifts ?? []).every(({ value }) => this.#recurrences.shifts.has(value));
    if (isSound && !known.some(({ spans }) => spans?.some(isAhead))) this.#empty.push(entry);
    return known;
  }

  settle(members: Parameters<Timetable["settle"]>[0]): ReturnType<Timetable["settle"]> {
    return this.#awayTimes.settle(members);
  }

  coverageOf({ coverage }: GroupDeclaration): readonly Coverage[] | undefined {
    if (coverage === undefined) return undefined;
    const rules = coverage.value.kind === "list" ? coverage.value.items : [coverage.value];
    return rules.flatMap((rule): Coverage[] => {
      const min = fieldOf(rule, "min")?.value;
      if (min?.kind !== "scalar" || typeof min.value !== "number") return [];
      const during = fieldOf(rule, "during")?.value;
      const spans = during?.kind === "map" ? this.#recurrences.of(during, coverage.zone) : undefined;
      return [{ min: min.value, ...(spans && { spans }), source: rule.at }];
    });
  }

  rosterDays(name: string): ReadonlyMap<string, ReadonlyMap<string, RosterDay>> | undefined {
    const roster = this.#byRoster.get(name);
    if (roster === undefined) return undefined;
    const days = [...this.#personsOf(roster)].map(([agentNumber, person]) => {
      const own = [...person.days].map(([day, entries]): [string, RosterDay] => {
        const shifts = [...new Set(entries.flatMap((entry) => entry.shifts))];
        const leave = entries.find((entry) => entry.leave !== undefined)?.leave;
        const { source } = entries[0] as { readonly source: Source };
        return [dateOf(day), { shifts, ...(leave !== undefined && { leave }), source }];
      });
      return [agentNumber, new Map(own)] as const;
    });
    return new Map(days);
  }

  finish(): void {
    const { at, until } = this.#context;
    this.#recurrences.reportEnds();
    // What is wrong elsewhere may be why nobody is there.
    if (this.#sink.hasError) return;
    const places = new Set<string>();
    for (const { name, shifts = [], at: place } of this.#empty) {
      const key = JSON.stringify([place.file, place.line, place.column]);
      if (places.has(key) || this.#recurrences.isCut) continue;
      places.add(key);
      this.#sink.warning("shift-empty", { roster: name, shifts: shifts.map(({ value }) => value) }, place);
    }
    for (const one of this.away) {
      const { agentNumber, by, source } = one;
      if (by === undefined || by === agentNumber || one.until <= at || one.from >= until) continue;
      if (!this.#awayTimes.hadEffect(one))
        this.#sink.warning("cover-without-effect", { agent: this.#called(agentNumber), by: this.#called(by) }, source);
    }
  }

  #called(agentNumber: string): string {
    const { alias } = this.#labelOf(agentNumber);
    return alias === undefined ? agentNumber : `${alias} (${agentNumber})`;
  }

  /** When the entries count that do not always count. One whose times are wrong counts always: that is an error. */
  #entrySpans(): ReadonlyMap<EntryTime, Spans> {
    const spans = new Map<EntryTime, Spans>();
    for (const time of this.#declared.times) {
      const span = this.#extent(time);
      const when = time.when && this.#recurrences.of(time.when, time.zone);
      const all = commonSpans(span && [span], when);
      if (all === undefined) continue;
      spans.set(time, all);
      if (span !== undefined && span.until <= this.#context.at) {
        const { name, kind, until } = time;
        this.#sink.warning("member-expired", { name, kind, until: until?.value ?? "" }, time.at);
      }
    }
    return spans;
  }

  /** From `from` to `until`; `undefined` where there is neither, or they are wrong. */
  #extent({ from, until, zone }: WrittenExtent): Span | undefined {
    if (from === undefined && until === undefined) return undefined;
    const [first, last] = [this.#instant(from, "from", zone), this.#instant(until, "until", zone)];
    if (first === "wrong" || last === "wrong") return undefined;
    const span = {
      from: first ?? Number.NEGATIVE_INFINITY,
      until: last ?? Number.POSITIVE_INFINITY,
      ...(from && { begins: from.value }),
      ...(until && { ends: until.value }),
    };
    if (span.from < span.until) return span;
    this.#sink.error("until-not-after-from", { from: from?.value ?? "", until: until?.value ?? "" }, until?.at);
    return undefined;
  }

  #instant(
    written: Located<string> | undefined,
    field: "from" | "until",
    zone: Section["zone"],
  ): number | "wrong" | undefined {
    if (written === undefined) return undefined;
    const wall = readWallClock(written.value);
    const { zone: name } = this.#context.clockOf(zone);
    if (!("fault" in wall)) return instantOf(wall, name);
    this.#sink.error("bad-time", { field, value: written.value, zone: name, ...wall }, written.at);
    return "wrong";
  }

  /** Shifts that no file declares, and teams that would need a roster to know who is in a roster. */
  #checkRosters(): void {
    for (const { week, cycles } of this.rosters) {
      for (const { shifts, people } of week) {
        for (const shift of shifts) this.#recurrences.knowsShift(shift);
        this.#refuseRosters(people);
      }
      for (const { pattern, people } of cycles) {
        for (const shift of new Set(pattern)) if (shift !== undefined) this.#recurrences.knowsShift(shift);
        this.#refuseRosters(people);
      }
    }
  }

  #refuseRosters(people: readonly Entry[]): void {
    const teams = new Map(this.#declared.teams.map(({ team, entries }) => [team, entries]));
    for (const entry of people) {
      if (entry.kind !== "team") continue;
      const seen = new Set<string>();
      const open = [entry.name];
      for (let team = open.pop(); team !== undefined; team = open.pop()) {
        if (seen.has(team)) continue;
        seen.add(team);
        for (const inner of teams.get(team) ?? []) {
          if (inner.kind === "team") open.push(inner.name);
          if (inner.kind !== "roster") continue;
          const args = { team: entry.name, roster: inner.name };
          this.#sink.error("roster-in-roster", args, entry.nameAt, [{ note: "other", source: inner.at }]);
          open.length = 0;
          break;
        }
      }
    }
  }

  #personsOf(roster: RosterDeclaration): ReadonlyMap<string, Person> {
    const known = this.#persons.get(roster.roster);
    if (known !== undefined) return known;
    const clock = this.#context.clockOf(roster.zone);
    const { first, last } = this.#recurrences.range(clock);
    const persons = rosterDaysOf(roster, {
      first,
      last,
      daysOn: (on) => this.#recurrences.daysOn(on, roster.calendar, roster.at, clock),
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

  #made(roster: RosterDeclaration, names: ReadonlySet<string> | undefined): readonly RosterMember[] {
    const clock = this.#context.clockOf(roster.zone);
    const lead = roster.lead === 0 ? {} : { lead: roster.lead };
    const members: RosterMember[] = [];
    for (const { member, days } of this.#personsOf(roster).values()) {
      if (!this.#recurrences.mayMake(days.size, roster.at)) break;
      const spans: Span[] = [];
      for (const [day, entries] of days)
        for (const { shifts, source, limit } of entries)
          for (const shift of shifts) {
            if (names !== undefined && !names.has(shift)) continue;
            for (const interval of this.#recurrences.shifts.get(shift) ?? []) {
              const span = clock.span(day, interval);
              if (span === undefined) continue;
              const own = { ...span, source: this.#sourceOf(source, shift), ...lead };
              spans.push(...(limit === undefined ? [own] : (commonSpans(limit, [own]) ?? [])));
            }
          }
      const { spans: _, ...rest } = member;
      if (spans.length > 0) members.push({ ...rest, spans: inOrder(spans) });
    }
    return members;
  }

  /** One object for a place and a shift, so that days in a row are one stretch. */
  #sourceOf(source: MemberSource, shift: string): MemberSource {
    const known = this.#sources.get(source) ?? new Map<string, MemberSource>();
    this.#sources.set(source, known);
    const { file, line, column, cell, team } = source;
    const one = known.get(shift) ?? {
      file,
      line,
      column,
      ...(cell !== undefined && { cell }),
      ...(team !== undefined && { team }),
      shift,
    };
    known.set(shift, one);
    return one;
  }

  #readAbsences(): AwayTime[] {
    const numberOf = numberLookup(this.#declared.agents);
    return this.absences.flatMap((absence): AwayTime[] => {
      const span = this.#extent(absence);
      const agentNumber = numberOf(absence.agent.value);
      const by = absence.by && numberOf(absence.by.value);
      if (span === undefined || agentNumber === undefined) return [];
      const { reason, at: source } = absence;
      if (span.until <= this.#context.at)
        this.#sink.warning("absence-expired", { agent: absence.agent.value, until: absence.until.value }, source);
      return [
        {
          agentNumber,
          from: span.from,
          until: span.until,
          begins: absence.from.value,
          ends: absence.until.value,
          ...(by !== undefined && { by }),
          ...(reason !== undefined && { reason }),
          source,
        },
      ];
    });
  }

  /** Leave in tables: the whole day, but for a shift that the roster had begun the day before. */
  #leaves(): AwayTime[] {
    return this.rosters.flatMap((roster) => {
      const cells = roster.tables
        .flatMap((table) => this.#context.cellsOf(table))
        .filter(({ leave }) => leave !== undefined);
      if (cells.length === 0) return [];
      const clock = this.#context.clockOf(roster.zone);
      const { first, last } = this.#recurrences.range(clock);
      const own = new Map(this.#made(roster, undefined).map(({ agentNumber, spans }) => [agentNumber, spans]));
      return cells.flatMap(({ agentNumber, date, leave = "", source }): AwayTime[] => {
        const day = Date.parse(`${date}T00:00Z`) / 86_400_000;
        const whole = day >= first && day <= last ? clock.span(day, ALL_DAY) : undefined;
        if (whole === undefined) return [];
        const rest = without(
          [whole],
          (own.get(agentNumber) ?? []).map(({ from, until, ends }) => ({
            from,
            until,
            ...(ends !== undefined && { ends }),
          })),
        );
        return (rest ?? []).map(({ from, until, begins = date, ends = "" }) => ({
          agentNumber,
          from,
          until,
          begins,
          ends,
          reason: leave,
          source,
        }));
      });
    });
  }

  /** Nobody takes a place who is away, or the own one. */
  #checkCovers(): void {
    for (const one of this.away) {
      const { agentNumber, by, source } = one;
      if (by === undefined) continue;
      if (by === agentNumber) this.#sink.error("cover-self", { agent: this.#called(by) }, source);
      const other = this.away.find(
        (away) => away.agentNumber === by && away.from < one.until && one.from < away.until && by !== agentNumber,
      );
      if (other === undefined || one.until <= this.#context.at) continue;
      const at = other.from > one.from ? other.begins : one.begins;
      const args = { agent: this.#called(agentNumber), by: this.#called(by), at };
      this.#sink.error("cover-absent", args, source, [{ note: "other", source: other.source }]);
    }
  }
}

/** A timetable that knows only when entries count. */
function emptyOf(sections: ReadSections): Omit<Timetable, "spans"> {
  return {
    ...sections,
    membersOf: () => [],
    away: [],
    settle: (members) => members,
    coverageOf: () => undefined,
    rosterDays: () => undefined,
    finish: () => undefined,
  };
}
