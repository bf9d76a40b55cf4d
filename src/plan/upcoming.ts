import type { DesiredGroup, DesiredMember } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import { compareText, sortMembers } from "../model/skillGroup.js";
import { addedMember } from "./actions.js";
import type { AgentNames } from "./agentNames.js";
import type { Match } from "./matchGroups.js";
import type { Action, GroupTurn, Plan, UpcomingTurn } from "./plan.js";

/** What the clock brings to the groups of a run within the next 31 days, in the order of the instants. */
export function upcomingIn(matches: readonly Match[], moment: Moment, names: AgentNames): UpcomingTurn[] {
  const turns = new Map<number, GroupTurn[]>();
  for (const { desired, live } of matches) {
    const { displayName, exten } = live ?? desired;
    for (const { at, joins, leaves, reprioritized } of moment.turnsOf(
      desired.timeline ?? [],
      moment.window.until - 1,
    )) {
      // Nobody is taken out of a group that has others besides.
      const leaving = desired.membership === "additive" ? [] : leaves;
      if (joins.length + leaving.length + reprioritized.length === 0) continue;
      const group = {
        displayName,
        ...(exten === undefined ? {} : { exten }),
        joins: sortMembers(joins).map((member) => addedMember(member, names)),
        leaves: sortMembers(leaving).map((member) => addedMember(member, names)),
        reprioritized: sortMembers(reprioritized.map(({ to }) => to)).map((member) => ({
          ...addedMember(member, names),
          from: priorityOf(reprioritized, member),
        })),
      };
      turns.set(at, [...(turns.get(at) ?? []), group]);
    }
  }
  return [...turns]
    .sort(([a], [b]) => a - b)
    .map(([at, groups]) => ({
      at: moment.textOf(at),
      groups: groups.sort(
        (a, b) => compareText(a.displayName, b.displayName) || compareText(a.exten ?? "", b.exten ?? ""),
      ),
    }));
}

function priorityOf(
  changes: readonly { readonly from: DesiredMember; readonly to: DesiredMember }[],
  to: DesiredMember,
) {
  return changes.find((one) => one.to.agentNumber === to.agentNumber)?.from.priority ?? to.priority;
}

/** When the clock first changes what the files want of a group that the plan writes. After that it is another plan. */
export function validUntil(
  actions: readonly Action[],
  matches: readonly Match[],
  moment: Moment | undefined,
): Pick<Plan, "validUntil"> {
  if (moment === undefined) return {};
  const isWritten = ({ desired, live }: Match) =>
    actions.some((action) =>
      action.action === "create"
        ? live === undefined && action.displayName === desired.displayName
        : action.exten === live?.exten,
    );
  const ends = matches.filter(isWritten).flatMap(({ desired }) => nextTurn(desired, moment) ?? []);
  return ends.length === 0 ? {} : { validUntil: moment.textOf(Math.min(...ends)) };
}

function nextTurn({ timeline = [] }: DesiredGroup, moment: Moment): number | undefined {
  for (const { at } of moment.turnsOf(timeline)) return at;
  return undefined;
}
