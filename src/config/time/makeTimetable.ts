import { dateOf } from "../../model/dayNumber.js";
import { commonSpans, type Span, type Spans } from "../../model/span.js";
import type { Declarations, Entry, EntryTime, GroupDeclaration, RosterEntry } from "../declarations.js";
import type { Coverage } from "../desired.js";
import { dedupeMembers, labelLookup, openExpander } from "../expand.js";
import { FindingList, type FindingSink } from "../findings.js";
import { fieldOf, type Located } from "../yaml/tree.js";
import { type AwayTime, AwayTimes } from "./awayTimes.js";
import { readExtent } from "./extents.js";
import { checkCovers, leavesIn, readAbsences } from "./readAway.js";
import type { ReadSections } from "./readSections.js";
import { type RecurrenceContext, Recurrences } from "./recurrences.js";
import type { DayEntry } from "./rosterDays.js";
import { RosterMembers } from "./rosterMembers.js";
import { checkRosters } from "./rosterRules.js";
import type { ShiftCell } from "./shiftTable.js";
import type { RosterDay, RosterDeclaration, RosterMember, Timetable } from "./timetable.js";

/** What a timetable is made for. */
export interface TimetableContext extends RecurrenceContext {
  /** What the tables say that rosters name. */
  readonly cellsOf: (table: Located<string>) => readonly ShiftCell[];
}

const DAY_MS = 86_400_000;
const MONTH_MS = 28 * DAY_MS;

/** Makes out what the files of an account say of time. Reports all that is wrong in it. */
export function makeTimetable(
  declared: Declarations,
  sections: ReadSections,
  context: TimetableContext,
  sink: FindingList,
): Timetable {
  return new MadeTimetable(declared, sections, context, sink);
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
  readonly #rosterMembers: RosterMembers;
  readonly #members = new Map<string, readonly RosterMember[]>();
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
    const people = peopleOf(plain, sink);
    this.#rosterMembers = new RosterMembers(this.#recurrences, context, people, this.#labelOf);
    checkRosters(this.rosters, declared, this.#recurrences, sink);
    this.away = [
      ...readAbsences(this.absences, declared.agents, context, sink),
      ...leavesIn(this.rosters, context, this.#rosterMembers, this.#recurrences),
    ];
    this.#awayTimes = new AwayTimes(this.away, this.#labelOf, (stretches, at) =>
      this.#recurrences.mayMake(stretches, at),
    );
    checkCovers(this.away, context.at, (agentNumber) => this.#called(agentNumber), sink);
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
    const known = this.#members.get(key) ?? this.#rosterMembers.of(roster, names);
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
      const during = fieldOf(rule, "during")?.value;
      // Read in any case, so that all that is wrong is told at once.
      const spans = during?.kind === "map" ? this.#recurrences.of(during, coverage.zone) : undefined;
      const min = fieldOf(rule, "min")?.value;
      if (min?.kind !== "scalar" || typeof min.value !== "number") return [];
      return [{ min: min.value, ...(spans && { spans }), source: rule.at }];
    });
  }

  rosterDays(name: string): ReadonlyMap<string, ReadonlyMap<string, RosterDay>> | undefined {
    const roster = this.#byRoster.get(name);
    if (roster === undefined) return undefined;
    const days = [...this.#rosterMembers.personsOf(roster)].map(([agentNumber, person]) => {
      const own = [...person.days].map(([day, entries]): [string, RosterDay] => {
        const shifts = [...new Set(entries.flatMap((entry) => entry.shifts))];
        const leave = entries.find((entry) => entry.leave !== undefined)?.leave;
        const { source, inTable = false } = entries[0] as DayEntry;
        return [dateOf(day), { shifts, ...(leave !== undefined && { leave }), source, inTable }];
      });
      return [agentNumber, new Map(own)] as const;
    });
    return new Map(days);
  }

  get tableAgents(): ReadonlySet<string> {
    const tables = this.rosters.flatMap((roster) => roster.tables);
    return new Set(tables.flatMap((table) => this.#context.cellsOf(table).map(({ agentNumber }) => agentNumber)));
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
      if (!this.#awayTimes.hadEffect(one) && this.#isKnown(one))
        this.#sink.warning("cover-without-effect", { agent: this.#called(agentNumber), by: this.#called(by) }, source);
    }
  }

  /** Does the window have the whole absence, or a month of it? The agent may have places on the other days. */
  #isKnown({ from, until }: AwayTime): boolean {
    const { at, daysBehind, until: end } = this.#context;
    const seen = Math.min(until, end) - Math.max(from, at - daysBehind * DAY_MS);
    return seen === until - from || seen >= MONTH_MS;
  }

  #called(agentNumber: string): string {
    const { alias } = this.#labelOf(agentNumber);
    return alias === undefined ? agentNumber : `${alias} (${agentNumber})`;
  }

  /** When the entries count that do not always count. One whose times are wrong counts always: that is an error. */
  #entrySpans(): ReadonlyMap<EntryTime, Spans> {
    const spans = new Map<EntryTime, Spans>();
    for (const time of this.#declared.times) {
      const span = readExtent(time, this.#context.clockOf, this.#sink);
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
}

/** The agents of a roster's entries. Reports what is wrong with these; what is wrong with teams is reported where groups have them. */
function peopleOf(declared: Declarations, sink: FindingSink): (entries: readonly Entry[]) => readonly RosterMember[] {
  let reported: FindingSink = new FindingList();
  const people = openExpander(declared, {
    error: (...finding) => reported.error(...finding),
    warning: (...finding) => reported.warning(...finding),
  });
  reported = sink;
  return (entries) => dedupeMembers(people(entries), sink);
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
    tableAgents: new Set(),
    finish: () => undefined,
  };
}
