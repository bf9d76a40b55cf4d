import type { WorkCalendar } from "../../calendar/workCalendar.js";
import type { DaySelector } from "../../model/calendarDay.js";
import type { Source } from "../../model/source.js";
import type { Spans } from "../../model/span.js";
import type { Entry, EntryTime, GroupDeclaration, RosterEntry, Section } from "../declarations.js";
import type { Absence, Coverage, DesiredMember } from "../desired.js";
import type { Located } from "../yaml/tree.js";

/** A calendar of the files. Dates that are wrong are left out, which has been reported. */
export interface CalendarDeclaration extends WorkCalendar {
  readonly at: Source;
  readonly untilAt: Source;
  /** Of its lists, where it has them. */
  readonly listsAt: { readonly holidays?: Source; readonly makeup?: Source };
  /** Where each day of its lists is written. */
  readonly places: ReadonlyMap<number, Source>;
}

/** A shift of the files. */
export interface ShiftDeclaration {
  readonly shift: string;
  /** In minutes of the day: see `calendar/dayTime.ts`. */
  readonly intervals: readonly { readonly start: number; readonly end: number }[];
  readonly aliases: readonly Located<string>[];
  readonly at: Source;
}

/** A row of a roster's week. */
export interface WeekRow {
  readonly shifts: readonly Located<string>[];
  readonly on: readonly DaySelector[];
  readonly people: readonly Entry[];
  readonly at: Source;
}

/** Shifts that follow each other. */
export interface Cycle {
  readonly people: readonly Entry[];
  /** Days as numbers: see `model/dayNumber.ts`. */
  readonly from: number;
  /** The first day after it. */
  readonly until: number;
  readonly step: number;
  /** Shifts; `undefined` is a day off. */
  readonly pattern: readonly (Located<string> | undefined)[];
  readonly at: Source;
}

/** A roster of the files, before names are looked up. */
export interface RosterDeclaration {
  readonly roster: string;
  readonly at: Source;
  readonly calendar?: Located<string>;
  /** In ms. */
  readonly lead: number;
  readonly week: readonly WeekRow[];
  readonly cycles: readonly Cycle[];
  readonly tables: readonly Located<string>[];
  readonly zone: Section["zone"];
}

/** An entry of `absences`, as it is written. */
export interface AbsenceDeclaration {
  readonly agent: Located<string>;
  readonly by?: Located<string>;
  readonly from: Located<string>;
  readonly until: Located<string>;
  readonly reason?: string;
  readonly at: Source;
  readonly zone: Section["zone"];
}

/** What an agent has on a day, by a roster. */
export interface RosterDay {
  /** Names of the shifts that begin on it; none for a day off. */
  readonly shifts: readonly string[];
  /** A table's word for leave (`年假`). */
  readonly leave?: string;
  /** The line, or the cell of a table. */
  readonly source: Source;
  readonly inTable: boolean;
}

/** Somebody whom a roster brings, with the times of the shifts that were asked for. */
export type RosterMember = Omit<DesiredMember, "priority"> & { readonly priority: number | undefined };

/** What the files say of time, at one instant and in the window around it. */
export interface Timetable {
  readonly calendars: readonly CalendarDeclaration[];
  readonly shifts: readonly ShiftDeclaration[];
  readonly rosters: readonly RosterDeclaration[];
  readonly absences: readonly AbsenceDeclaration[];
  /** When the entries count that do not always count. */
  readonly spans: ReadonlyMap<EntryTime, Spans>;
  /** Those who have a shift that the entry asks for. */
  membersOf(entry: RosterEntry): readonly RosterMember[];
  /** Who is away when, by entries and by tables. */
  readonly away: readonly Absence[];
  /** The members of a group as they really are: with those who come early, without those who are away, and with their covers. */
  settle(members: readonly DesiredMember[]): readonly DesiredMember[];
  coverageOf(group: GroupDeclaration): readonly Coverage[] | undefined;
  /** Agent by agent what a roster has for each day of the window: of tables and cycles also days off. */
  rosterDays(roster: string): ReadonlyMap<string, ReadonlyMap<string, RosterDay>> | undefined;
  /** Everybody whom a table of a roster names, on whatever days. */
  readonly tableAgents: ReadonlySet<string>;
  /** To be called when all groups are settled: what can only be known then. */
  finish(): void;
}
