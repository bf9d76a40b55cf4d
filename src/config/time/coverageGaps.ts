import { gapsOf } from "../../calendar/coverage.js";
import { listIn } from "../../model/listIn.js";
import { type RecurringTimes, recurrencesOf, timesOf } from "../../model/recurrence.js";
import type { Coverage, DesiredGroup, DesiredState } from "../desired.js";
import { type ConfigFinding, FindingList } from "../findings.js";
import type { Moment } from "./moment.js";

/** A finding lists so many times of a group; the rest is a number. */
const TIMES_AT_MOST = 3;
/** A gap that began before the moment is looked at from its beginning, so that it is told like those that follow. */
const BEFORE_MS = 2 * 86_400_000;

/** Where groups have fewer members than their `coverage` demands, from the moment on to its horizon: one finding for each rule. */
export function coverageGaps({ groups, moment }: Pick<DesiredState, "groups" | "moment">): ConfigFinding[] {
  const sink = new FindingList();
  if (moment === undefined) return [];
  const { at, window } = moment;
  const textOf = remembering(moment);
  const kinds = new Map(moment.calendarDays?.map(({ date, kind }) => [date, kind]));
  const horizon = { from: textOf(at), until: textOf(window.until), kinds };
  const earliest = Math.max(window.from, at - BEFORE_MS);
  for (const group of groups) {
    const byRule = new Map<Coverage, { from: string; until: string; staffed: number }[]>();
    for (const { from, until, staffed, demand } of groupGaps(group, { from: earliest, until: window.until })) {
      if (until <= at) continue;
      // It has been there for longer than anybody has looked.
      const began = from === earliest ? at : from;
      const gap = { from: textOf(began), until: textOf(until), staffed };
      listIn(byRule, demand).push(gap);
    }
    for (const [{ min, source }, gaps] of byRule) {
      const staffed = Math.min(...gaps.map((one) => one.staffed));
      const all = recurrencesOf(gaps, horizon);
      const isThroughout = gaps.length === 1 && gaps[0]?.from === horizon.from && gaps[0].until === horizon.until;
      const times = isThroughout
        ? []
        : all.slice(0, TIMES_AT_MOST).map((one): StaffedTimes => {
            return { ...timesOf(one), staffed: Math.min(...one.stretches.map((gap) => gap.staffed)) };
          });
      const more = isThroughout ? 0 : all.length - times.length;
      const args = {
        displayName: group.displayName,
        min,
        staffed,
        days: Math.round((window.until - at) / 86_400_000),
        times,
        ...(more > 0 && { more }),
      };
      sink.warning("coverage-gap", args, source);
    }
  }
  return sink.sorted();
}

/** When, and how many members there are then at the least. */
export type StaffedTimes = RecurringTimes & { readonly staffed: number };

/** The gaps of a group within a window. A group whose members the files do not manage has none. */
export function groupGaps(
  { members, timeline, coverage = [] }: Pick<DesiredGroup, "members" | "timeline" | "coverage">,
  window: Moment["window"],
): ReturnType<typeof gapsOf<Coverage>> {
  const listed = timeline ?? members;
  return listed === undefined ? [] : gapsOf(listed, coverage, window);
}

/** Groups have their gaps at the same instants, mostly, and a zone takes longer to ask than a map. */
export function remembering({ textOf }: Pick<Moment, "textOf">): (instant: number) => string {
  const known = new Map<number, string>();
  return (instant) => {
    let text = known.get(instant);
    if (text === undefined) {
      text = textOf(instant);
      known.set(instant, text);
    }
    return text;
  };
}
