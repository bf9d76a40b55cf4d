import type { LastTurn, Turn } from "../../calendar/timeline.js";
import type { CalendarDay } from "../../model/calendarDay.js";
import type { Span } from "../../model/span.js";
import type { Declarations } from "../declarations.js";
import type { DesiredMember } from "../desired.js";
import type { FindingList } from "../findings.js";
import type { ReadShiftTable } from "./shiftTable.js";
import type { Timetable } from "./timetable.js";

/** Which instant a run is about. */
export interface When {
  /** Ms since 1970. */
  readonly now: number;
  /** Another instant than now, as it was typed: a wall-clock time of the files' zone, or one with an offset. */
  readonly at?: string | undefined;
  /** How many days ahead the files are to be known; absent: 31. */
  readonly days?: number;
  /** How many days back recurring entries are made out; absent: 31, so that it is seen what the clock has brought. */
  readonly daysBehind?: number;
  /** Every day of the window is asked for: a day after a calendar's end is an error then, and else a warning. */
  readonly isStrict?: boolean;
  /** Reads a table that a roster names. Absent: such rosters are an error. */
  readonly readTable?: ReadShiftTable;
  /** Instead of now, the beginning of the day that it is by the files' clock. */
  readonly isToday?: boolean;
  /** The files are to use time, though they do not yet. */
  readonly isNeeded?: boolean;
}

/** One instant, and what it takes to see the files' state then: `config/time/times.ts`, which files without time do not load. */
export interface Moment {
  /** Ms since 1970. */
  readonly at: number;
  /** What is known of the members: recurring entries are made out for this stretch only. */
  readonly window: Pick<Span, "from" | "until">;
  /** The end of the last day of the window, by the clock on the wall: after it nothing is known of recurring entries. */
  readonly knownUntil: number;
  /** `at` for documents, where it was asked for. */
  readonly asked?: string;
  /** The files' zone; where they have several, the first. */
  readonly zone: string;
  /** What the files say of time. Reports what is wrong in it, and entries that are over. */
  timetableOf(declared: Declarations, sink: FindingList, mayBeDeclared: (name: string) => boolean): Timetable;
  membersAt(timeline: readonly DesiredMember[]): DesiredMember[];
  /** Of those who are no members, whoever was one last by which entry. */
  endedAt(timeline: readonly DesiredMember[]): DesiredMember[];
  /** What later instants bring, up to a horizon; whoever joins for a while says until when. */
  turnsOf(timeline: readonly DesiredMember[], horizon?: number): Iterable<Turn<DesiredMember>>;
  /** The last change that the clock brought each agent. */
  lastTurnsOf(timeline: readonly DesiredMember[]): LastTurn<DesiredMember>[];
  /** Earlier in the window: was the agent a member with that priority, or (`undefined`) no member? */
  wasSo(timeline: readonly DesiredMember[], agentNumber: string, priority: number | undefined): boolean;
  /** The days of the window from the moment on, as the calendar has them that the files use; `undefined` where they use none. */
  readonly calendarDays: readonly CalendarDay[] | undefined;
  /** A wall-clock time of the files' zone; `undefined` where it is none. */
  instantOf(written: string): number | undefined;
  /** An instant as documents hold it, with the offset of the zone. */
  textOf(instant: number): string;
  /** An instant as the file writes it. */
  wallOf(instant: number, file: string): string;
}
