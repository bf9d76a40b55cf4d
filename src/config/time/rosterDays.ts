import { dayOf } from "../../model/dayNumber.js";
import { listIn } from "../../model/listIn.js";
import type { MemberSource } from "../../model/source.js";
import type { Spans } from "../../model/span.js";
import type { Entry } from "../declarations.js";
import type { ShiftCell } from "./shiftTable.js";
import type { RosterDeclaration, RosterMember } from "./timetable.js";

/** What an agent has on a day from one line or cell. */
export interface DayEntry {
  /** None for a day off. */
  readonly shifts: readonly string[];
  readonly leave?: string;
  readonly source: MemberSource;
  /** The agent's own, from a team of the roster. */
  readonly priority: number | undefined;
  /** Of a table's cell. */
  readonly inTable?: true;
  /** Where the agent is in the roster's team for a while. */
  readonly limit?: Spans;
}

/** An agent of a roster. */
export interface Person {
  readonly member: RosterMember;
  /** By the day's number, within the days that were asked for. */
  readonly days: ReadonlyMap<number, readonly DayEntry[]>;
}

/** What it takes to look at a roster. */
export interface RosterContext {
  readonly first: number;
  readonly last: number;
  /** The days, among those, on which a row of the week counts. */
  daysOn(row: RosterDeclaration["week"][number]): readonly number[];
  membersOf(people: readonly Entry[]): readonly RosterMember[];
  /** Everything that the roster's tables say. */
  readonly cells: readonly ShiftCell[];
  /** May so many days be made out? */
  mayMake(days: number): boolean;
  /** An agent whom only a table names. */
  memberOf(agentNumber: string, cell: ShiftCell): RosterMember;
}

interface Draft {
  readonly member: RosterMember;
  readonly week: Map<number, DayEntry[]>;
  readonly cycle: Map<number, DayEntry[]>;
  readonly table: Map<number, DayEntry[]>;
}

/** Agent by agent what a roster has for each day: for an agent and a day, tables count before cycles, and those before the week. */
export function rosterDaysOf(roster: RosterDeclaration, context: RosterContext): ReadonlyMap<string, Person> {
  const drafts = new Map<string, Draft>();
  const draftOf = (member: RosterMember): Draft => {
    const known = drafts.get(member.agentNumber);
    if (known !== undefined) return known;
    const source = { ...member.source, roster: roster.roster };
    const draft = { member: { ...member, source }, week: new Map(), cycle: new Map(), table: new Map() };
    drafts.set(member.agentNumber, draft);
    return draft;
  };
  for (const row of roster.week) {
    const { shifts, people } = row;
    const names = shifts.map(({ value }) => value);
    const days = context.daysOn(row);
    for (const member of context.membersOf(people)) {
      if (!context.mayMake(days.length)) return new Map();
      const { week } = draftOf(member);
      const entry = entryOf(names, member);
      for (const day of days) listIn(week, day).push(entry);
    }
  }
  for (const { people, from, until, step, pattern } of roster.cycles) {
    const length = pattern.length;
    for (const [index, one] of people.entries()) {
      for (const member of context.membersOf([one])) {
        if (!context.mayMake(context.last - context.first)) return new Map();
        const { cycle } = draftOf(member);
        // A pattern may be longer than what is looked at.
        const entries = new Map<string | undefined, DayEntry>();
        const last = Math.min(context.last, until - 1);
        for (let day = Math.max(context.first, from); day <= last; day += 1) {
          const place = (((day - from - index * step) % length) + length) % length;
          const shift = pattern[place]?.value;
          const entry = entries.get(shift) ?? entryOf(shift === undefined ? [] : [shift], member);
          entries.set(shift, entry);
          listIn(cycle, day).push(entry);
        }
      }
    }
  }
  // A table has many cells, and few dates.
  const dayNumbers = new Map<string, number | undefined>();
  for (const cell of context.cells) {
    if (!dayNumbers.has(cell.date)) dayNumbers.set(cell.date, dayOf(cell.date));
    const day = dayNumbers.get(cell.date);
    if (day === undefined || day < context.first || day > context.last) continue;
    const { table, member } = draftOf(context.memberOf(cell.agentNumber, cell));
    const { shifts, leave, source } = cell;
    const place = { ...source, roster: member.source.roster ?? roster.roster };
    const { priority } = member;
    listIn(table, day).push({ shifts, ...(leave !== undefined && { leave }), source: place, priority, inTable: true });
  }
  const persons = new Map<string, Person>();
  for (const [agentNumber, { member, week, cycle, table }] of drafts) {
    const days = new Map<number, readonly DayEntry[]>();
    for (let day = context.first; day <= context.last; day += 1) {
      const entries = table.get(day) ?? cycle.get(day) ?? week.get(day);
      if (entries !== undefined) days.set(day, entries);
    }
    persons.set(agentNumber, { member, days });
  }
  return persons;
}

function entryOf(shifts: readonly string[], { source, priority, spans }: RosterMember): DayEntry {
  return { shifts, source, priority, ...(spans && { limit: spans }) };
}
