import { ALL_DAY } from "../../calendar/dayTime.js";
import { inOrder, without } from "../../calendar/spans.js";
import { dayOf } from "../../model/dayNumber.js";
import { listIn } from "../../model/listIn.js";
import type { Spans } from "../../model/span.js";
import type { AgentDeclaration } from "../declarations.js";
import { numberLookup } from "../expand.js";
import type { FindingSink } from "../findings.js";
import type { AwayTime } from "./awayTimes.js";
import { readExtent } from "./extents.js";
import type { Recurrences } from "./recurrences.js";
import type { RosterContext, RosterMembers } from "./rosterMembers.js";
import type { AbsenceDeclaration, RosterDeclaration } from "./timetable.js";

/** The entries of `absences` whose times and names are right. Reports the others, and those that are over. */
export function readAbsences(
  absences: readonly AbsenceDeclaration[],
  agents: readonly AgentDeclaration[],
  { at, clockOf }: RosterContext & { readonly at: number },
  sink: FindingSink,
): AwayTime[] {
  const numberOf = numberLookup(agents);
  return absences.flatMap((absence): AwayTime[] => {
    const span = readExtent(absence, clockOf, sink);
    const agentNumber = numberOf(absence.agent.value);
    const by = absence.by && numberOf(absence.by.value);
    if (span === undefined || agentNumber === undefined) return [];
    const { reason, at: source } = absence;
    if (span.until <= at)
      sink.warning("absence-expired", { agent: absence.agent.value, until: absence.until.value }, source);
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
export function leavesIn(
  rosters: readonly RosterDeclaration[],
  { clockOf, cellsOf }: RosterContext,
  members: RosterMembers,
  recurrences: Recurrences,
): AwayTime[] {
  return rosters.flatMap((roster) => {
    const cells = roster.tables.flatMap(cellsOf).filter(({ leave }) => leave !== undefined);
    if (cells.length === 0) return [];
    const clock = clockOf(roster.zone);
    const { first, last } = recurrences.range(clock);
    const shifts = new Map<string, Spans>();
    // With several priorities an agent is there several times.
    for (const { agentNumber, spans = [] } of members.of(roster, undefined))
      shifts.set(agentNumber, inOrder([...(shifts.get(agentNumber) ?? []), ...spans]));
    return cells.flatMap(({ agentNumber, date, leave = "", source }): AwayTime[] => {
      const day = dayOf(date);
      const whole = day === undefined || day < first || day > last ? undefined : clock.span(day, ALL_DAY);
      if (whole === undefined) return [];
      const begun = (shifts.get(agentNumber) ?? []).map(({ from, until, ends }) => ({
        from,
        until,
        ...(ends !== undefined && { ends }),
      }));
      return (without([whole], begun) ?? []).map(({ from, until, begins = date, ends = "" }) => ({
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

/** Nobody takes a place who is away, or the own one. @param called an agent in words */
export function checkCovers(
  away: readonly AwayTime[],
  at: number,
  called: (agentNumber: string) => string,
  sink: FindingSink,
): void {
  const own = new Map<string, AwayTime[]>();
  for (const one of away) listIn(own, one.agentNumber).push(one);
  const byAgent = new Map([...own].map(([agentNumber, times]) => [agentNumber, new TimesOfOne(times)]));
  for (const one of away) {
    const { agentNumber, by, source } = one;
    if (by === undefined) continue;
    if (by === agentNumber) {
      sink.error("cover-self", { agent: called(by) }, source);
      continue;
    }
    const other = byAgent.get(by)?.firstWithin(one);
    if (other === undefined || one.until <= at) continue;
    const first = other.from > one.from ? other.begins : one.begins;
    const args = { agent: called(agentNumber), by: called(by), at: first };
    sink.error("cover-absent", args, source, [{ note: "other", source: other.source }]);
  }
}

/** The absences of one agent, in the order of their beginnings: many people may be covered by somebody who is away often. */
class TimesOfOne {
  readonly #times: readonly AwayTime[];
  /** For each, the last end of it and those before it. */
  readonly #ends: readonly number[];

  constructor(times: readonly AwayTime[]) {
    this.#times = times.toSorted((a, b) => a.from - b.from);
    let last = Number.NEGATIVE_INFINITY;
    this.#ends = this.#times.map(({ until }) => {
      last = Math.max(last, until);
      return last;
    });
  }

  /** The first that has an instant in common with a span. */
  firstWithin({ from, until }: Pick<AwayTime, "from" | "until">): AwayTime | undefined {
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) <= from) low = middle + 1;
      else high = middle;
    }
    const first = this.#times[low];
    return first !== undefined && first.from < until ? first : undefined;
  }
}
