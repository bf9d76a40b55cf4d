import type { CalendarDay } from "../model/calendarDay.js";
import type { MemberSource, Source } from "../model/source.js";
import type { Diagnostic, GroupOwner, UpcomingTurn } from "../plan/plan.js";
import { jsonLine, sayAll } from "./json.js";
import type { Language } from "./messages/catalogue.js";

/** Who is a member when, by the files of one account alone. `schemas/schedule.schema.json`. */
export interface Schedule {
  readonly formatVersion: "1.0";
  readonly kind: "schedule";
  readonly musterVersion: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly account: { readonly name: string };
  /** IANA name. */
  readonly timezone: string;
  /** The stretch that is shown, half-open; as all instants here ISO 8601 with the offset of the zone. */
  readonly from: string;
  readonly until: string;
  readonly days: readonly ScheduleDay[];
  readonly groups: readonly ScheduleGroup[];
  /** The instants at which members change, in their order: those after the beginning and before the end. */
  readonly turns: readonly UpcomingTurn[];
  readonly absences: readonly ScheduleAbsence[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The schedules of several accounts, side by side. */
export interface Schedules {
  readonly formatVersion: "1.0";
  readonly kind: "schedules";
  readonly schedules: readonly Schedule[];
}

/** `kind` and `name` only where the files have a calendar. */
export interface ScheduleDay extends Pick<CalendarDay, "date">, Partial<Pick<CalendarDay, "kind" | "name">> {
  /** When the day begins; the next one's beginning is its end. The first and the last are cut at the ends of what is shown. */
  readonly from: string;
  readonly until: string;
}

export interface ScheduleGroup {
  readonly displayName: string;
  readonly exten?: string;
  readonly description?: string;
  readonly owner?: GroupOwner;
  readonly membership: "exact" | "additive";
  readonly source: Source;
  /** The files leave the members alone: there are none here. */
  readonly unmanaged?: true;
  /** By the first beginning, then by number; each agent once. */
  readonly members: readonly ScheduledMember[];
  /** How many members the files demand, and when; only stretches with a demand. */
  readonly required: readonly (Stretch & { readonly min: number; readonly source: Source })[];
  /** When there are fewer. */
  readonly gaps: readonly ScheduleGap[];
}

/** A stretch of what is shown, cut at its ends. */
export interface Stretch {
  readonly from: string;
  readonly until: string;
}

export interface ScheduledMember {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
  readonly spans: readonly ScheduledSpan[];
}

export interface ScheduledSpan extends Stretch {
  readonly priority: number;
  /** The member is there always. */
  readonly always?: true;
  /** The line or the cell, with roster, shift, team and whom it covers. */
  readonly source: MemberSource;
}

export interface ScheduleGap extends Stretch {
  readonly min: number;
  /** How many there are at the least. */
  readonly staffed: number;
}

export interface ScheduleAbsence extends Stretch {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
  readonly by?: { readonly agentNumber: string; readonly alias?: string; readonly agentName?: string };
  readonly reason?: string;
  readonly source: Source;
}

/** The document as `--format json` prints it. */
export function scheduleJson(found: Schedule | Schedules, language: Language): string {
  const said = (one: Schedule) => ({ ...one, diagnostics: sayAll(one.diagnostics, language) });
  return `${jsonLine(found.kind === "schedule" ? said(found) : { ...found, schedules: found.schedules.map(said) })}\n`;
}
