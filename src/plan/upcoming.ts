import type { DesiredGroup, DesiredMember, DesiredState } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import type { RateLimit } from "../model/rates.js";
import { compareText, sortMembers } from "../model/skillGroup.js";
import { addedMember } from "./actions.js";
import type { AgentNames } from "./agentNames.js";
import { waitFor } from "./budget.js";
import type { Match } from "./matchGroups.js";
import type { Action, GroupTurn, Plan, UpcomingTurn } from "./plan.js";

/** A group, and the number and name by which documents call it. */
interface TurningGroup {
  readonly desired: DesiredGroup;
  readonly displayName: string;
  readonly exten?: string | undefined;
  /** The same group in the other commit. */
  readonly other?: DesiredGroup | undefined;
}

export interface UpcomingInput {
  readonly matches: readonly Match[];
  readonly moment: Moment | undefined;
  readonly names: AgentNames;
  /** That of the interface that writes members. */
  readonly limit: RateLimit;
  /** The other commit, where there is one. */
  readonly base?:
    | {
        readonly moment: DesiredState["moment"];
        readonly pairs: ReadonlyMap<DesiredGroup, DesiredGroup>;
        /** Groups of the base that the run is about and the files do not name. */
        readonly gone: readonly Match[];
      }
    | undefined;
}

/**
 * What the clock brings to the groups of a run within the moment's window, in the order of the instants. With a base also what
 * the change of the files does to that: whoever joins, leaves or gets another priority by the change has `origin: change`,
 * and what the base would bring and the files do not is listed apart.
 */
export function upcomingIn({
  matches,
  moment,
  names,
  limit,
  base,
}: UpcomingInput): Pick<Plan, "upcoming" | "noLongerUpcoming"> {
  const own = matches.map(({ desired, live }) => ({
    desired,
    displayName: (live ?? desired).displayName,
    exten: (live ?? desired).exten,
    other: base?.pairs.get(desired),
  }));
  const upcoming = turnsIn(own, moment, base && { moment: base.moment }, names, limit);
  if (base === undefined) return upcoming.length === 0 ? {} : { upcoming };
  const before = [
    ...own.flatMap(({ desired, other, ...rest }) => (other ? [{ ...rest, desired: other, other: desired }] : [])),
    ...base.gone.map(({ desired, live }) => ({
      desired,
      displayName: (live ?? desired).displayName,
      exten: (live ?? desired).exten,
    })),
  ];
  // What a turn of the base has that no turn of the files has.
  const gone = turnsIn(before, base.moment, { moment, isLeft: true }, names, limit);
  return {
    ...(upcoming.length === 0 ? {} : { upcoming }),
    ...(gone.length === 0 ? {} : { noLongerUpcoming: gone }),
  };
}

/** What a turn brings: who, and what becomes of the agent. */
type Told = ReadonlySet<string>;

function turnsIn(
  groups: readonly TurningGroup[],
  moment: Moment | undefined,
  other: { readonly moment: Moment | undefined; readonly isLeft?: true } | undefined,
  names: AgentNames,
  limit: RateLimit,
): UpcomingTurn[] {
  if (moment === undefined) return [];
  const turns = new Map<number, GroupTurn[]>();
  for (const { desired, displayName, exten, other: counterpart } of groups) {
    const known = other && toldBy(counterpart, other.moment);
    for (const { at, joins, leaves, reprioritized } of turnsOf(desired, moment)) {
      const isNew = (what: string): boolean => known !== undefined && !known.has(`${at} ${what}`);
      const keep = (what: string): boolean => other?.isLeft !== true || isNew(what);
      const member = (one: DesiredMember, what: string) => ({
        ...addedMember(one, names),
        ...(other?.isLeft !== true && isNew(what) ? { origin: "change" as const } : {}),
      });
      const group = {
        displayName,
        ...(exten === undefined ? {} : { exten }),
        joins: sortMembers(joins.filter((one) => keep(joinOf(one)))).map((one) => member(one, joinOf(one))),
        leaves: sortMembers(leaves.filter((one) => keep(leaveOf(one)))).map((one) => member(one, leaveOf(one))),
        reprioritized: reprioritized
          .filter((one) => keep(priorityOf(one)))
          .sort((a, b) => compareText(a.to.agentNumber, b.to.agentNumber))
          .map((one) => ({ ...member(one.to, priorityOf(one)), from: one.from.priority })),
      };
      if (group.joins.length + group.leaves.length + group.reprioritized.length === 0) continue;
      const found = turns.get(at);
      if (found === undefined) turns.set(at, [group]);
      else found.push(group);
    }
  }
  return [...turns]
    .sort(([a], [b]) => a - b)
    .map(([at, changing]) => ({
      at: moment.textOf(at),
      writes: changing.length,
      seconds: Math.ceil(waitFor(changing.length, limit) / 1000),
      groups: changing.sort(
        (a, b) => compareText(a.displayName, b.displayName) || compareText(a.exten ?? "", b.exten ?? ""),
      ),
    }));
}

interface TurnOf {
  readonly at: number;
  readonly joins: readonly DesiredMember[];
  readonly leaves: readonly DesiredMember[];
  readonly reprioritized: readonly { readonly from: DesiredMember; readonly to: DesiredMember }[];
}

/** Nobody is taken out of a group that has others besides. */
function* turnsOf({ timeline = [], membership }: DesiredGroup, moment: Moment): Generator<TurnOf> {
  const { until } = moment.window;
  // What is made out for the window alone ends with it: that is no turn.
  for (const turn of moment.turnsOf(timeline, until))
    if (turn.at < until) yield membership === "additive" ? { ...turn, leaves: [] } : turn;
}

function toldBy(group: DesiredGroup | undefined, moment: Moment | undefined): Told {
  const told = new Set<string>();
  if (group === undefined || moment === undefined) return told;
  for (const { at, joins, leaves, reprioritized } of turnsOf(group, moment)) {
    for (const one of joins) told.add(`${at} ${joinOf(one)}`);
    for (const one of leaves) told.add(`${at} ${leaveOf(one)}`);
    for (const one of reprioritized) told.add(`${at} ${priorityOf(one)}`);
  }
  return told;
}

function joinOf({ agentNumber, priority }: DesiredMember): string {
  return `+ ${priority} ${agentNumber}`;
}

function leaveOf({ agentNumber }: DesiredMember): string {
  return `- ${agentNumber}`;
}

function priorityOf({ to }: TurnOf["reprioritized"][number]): string {
  return `± ${to.priority} ${to.agentNumber}`;
}

/**
 * When the clock first changes what the files want of a group that the plan writes. After that it is another plan. Where a
 * group is known for the moment's window only, it may change right after that.
 */
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
  const ends = matches.filter(isWritten).flatMap(({ desired }) => {
    const next = nextTurn(desired, moment);
    if (desired.recurs !== true) return next ?? [];
    return Math.min(next ?? Number.POSITIVE_INFINITY, moment.knownUntil);
  });
  return ends.length === 0 ? {} : { validUntil: moment.textOf(Math.min(...ends)) };
}

function nextTurn({ timeline = [] }: DesiredGroup, moment: Moment): number | undefined {
  for (const { at } of moment.turnsOf(timeline)) return at;
  return undefined;
}
