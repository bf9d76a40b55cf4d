import type { DesiredGroup, DesiredMember, DesiredState } from "../config/desired.js";
import type { Moment } from "../config/time/moment.js";
import type { RateLimit } from "../model/rates.js";
import { compareText, sortMembers } from "../model/skillGroup.js";
import { addedMember } from "./actions.js";
import type { AgentNames } from "./agentNames.js";
import { waitFor } from "./budget.js";
import type { Match } from "./matchGroups.js";
import type { Action, GroupTurn, LaterTurn, Plan, UpcomingTurn } from "./plan.js";

/** A month of shifts of hundreds of groups would be many times the plan itself: whole instants are listed up to so many agents. */
const AGENTS_AT_MOST = 500;

export interface UpcomingInput {
  readonly matches: readonly Match[];
  readonly moment: Moment | undefined;
  readonly names: AgentNames;
  /** That of the interface that writes members. */
  readonly limit: RateLimit;
  /** So many instants, however many agents they name. Absent: as a plan lists them. */
  readonly instants?: number | undefined;
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
 * What the clock brings to the groups of a run within the moment's window, in the order of the instants; with a base also what
 * the change of the files brings to that, and takes away from it.
 */
export function upcomingIn(input: UpcomingInput): Pick<Plan, "upcoming" | "upcomingMore" | "later"> {
  const { matches, moment, names, limit, instants, base } = input;
  const all =
    moment === undefined ? [] : byInstant(matches.flatMap((match) => [...turnsOf(match, match.desired, moment)]));
  const listed =
    instants === undefined ? firstOf(all, (turns) => turns.map((turn) => turn.bring)) : all.slice(0, instants);
  return {
    ...(moment === undefined || listed.length === 0
      ? {}
      : { upcoming: listed.map(([at, turns]) => upcomingTurn(moment.textOf(at), turns, names, limit)) }),
    ...(listed.length < all.length ? { upcomingMore: all.length - listed.length } : {}),
    ...(base === undefined ? {} : laterIn(input, base)),
  };
}

/** What happens to members. */
interface Bring {
  readonly joins: readonly DesiredMember[];
  readonly leaves: readonly DesiredMember[];
  readonly reprioritized: readonly { readonly from: DesiredMember; readonly to: DesiredMember }[];
}

/** What an instant brings to a group. */
interface TurnOfGroup {
  readonly at: number;
  /** As documents call it. */
  readonly group: Pick<GroupTurn, "displayName" | "exten">;
  readonly bring: Bring;
}

function* turnsOf({ desired, live }: Match, { timeline = [], membership }: DesiredGroup, moment: Moment) {
  const { displayName, exten } = live ?? desired;
  const group = { displayName, ...(exten === undefined ? {} : { exten }) };
  const { until } = moment.window;
  // What is made out for the window alone ends with it: that is no turn.
  for (const { at, joins, leaves, reprioritized } of moment.turnsOf(timeline, until - 1)) {
    // Nobody is taken out of a group that has others besides.
    const bring = { joins, leaves: membership === "additive" ? [] : leaves, reprioritized };
    if (sizeOf(bring) > 0) yield { at, group, bring } satisfies TurnOfGroup;
  }
}

function sizeOf({ joins, leaves, reprioritized }: Bring): number {
  return joins.length + leaves.length + reprioritized.length;
}

function byInstant<T extends { readonly at: number }>(turns: readonly T[]): [at: number, turns: readonly T[]][] {
  const instants = new Map<number, T[]>();
  for (const turn of turns) {
    const found = instants.get(turn.at);
    if (found === undefined) instants.set(turn.at, [turn]);
    else found.push(turn);
  }
  return [...instants].sort(([a], [b]) => a - b);
}

/** The first instants, so many that they do not name too many agents; but one. */
function firstOf<T>(
  instants: readonly (readonly [at: number, turns: readonly T[]])[],
  bringsOf: (turns: readonly T[]) => readonly Bring[],
): typeof instants {
  let agents = 0;
  const end = instants.findIndex(([, turns], index) => {
    for (const bring of bringsOf(turns)) agents += sizeOf(bring);
    return index > 0 && agents > AGENTS_AT_MOST;
  });
  return end < 0 ? instants : instants.slice(0, end);
}

function upcomingTurn(at: string, turns: readonly TurnOfGroup[], names: AgentNames, limit: RateLimit): UpcomingTurn {
  const groups = groupTurns(turns, names);
  return { at, writes: groups.length, seconds: Math.ceil(waitFor(groups.length, limit) / 1000), groups };
}

function groupTurns(turns: readonly Pick<TurnOfGroup, "group" | "bring">[], names: AgentNames): GroupTurn[] {
  return turns
    .map(({ group, bring: { joins, leaves, reprioritized } }) => ({
      ...group,
      joins: sortMembers(joins).map((one) => addedMember(one, names)),
      leaves: sortMembers(leaves).map((one) => addedMember(one, names)),
      reprioritized: [...reprioritized]
        .sort((a, b) => compareText(a.to.agentNumber, b.to.agentNumber))
        .map(({ from, to }) => ({ ...addedMember(to, names), from: from.priority })),
    }))
    .sort((a, b) => compareText(a.displayName, b.displayName) || compareText(a.exten ?? "", b.exten ?? ""));
}

interface Difference extends Pick<TurnOfGroup, "at" | "group"> {
  readonly brings?: Bring;
  readonly takes?: Bring;
}

function laterIn(
  { matches, moment, names }: UpcomingInput,
  { moment: before, pairs, gone }: NonNullable<UpcomingInput["base"]>,
): Pick<Plan, "later"> {
  // Nothing is known of either commit after its own window.
  const until = Math.min(...[moment, before].map((one) => one?.window.until ?? Number.POSITIVE_INFINITY));
  const turns = (match: Match, group: DesiredGroup | undefined, at: Moment | undefined): TurnOfGroup[] =>
    group === undefined || at === undefined ? [] : [...turnsOf(match, group, at)].filter((turn) => turn.at < until);
  const differences = [
    ...matches.flatMap((match) => {
      const other = pairs.get(match.desired);
      if (other !== undefined && isSame(match.desired, other)) return [];
      return differenceOf(turns(match, match.desired, moment), turns(match, other, before));
    }),
    ...gone.flatMap((match) => differenceOf([], turns(match, match.desired, before))),
  ];
  const all = byInstant(differences);
  const text = (moment ?? before)?.textOf;
  if (all.length === 0 || text === undefined) return {};
  const listed = firstOf(all, (found) =>
    found.flatMap(({ brings, takes }) => [brings, takes].filter((one) => one !== undefined)),
  );
  const part = (found: readonly Difference[], key: "brings" | "takes") =>
    groupTurns(
      found.flatMap(({ group, [key]: bring }) => (bring === undefined ? [] : [{ group, bring }])),
      names,
    );
  return {
    later: {
      instants: all.length,
      turns: listed.map(
        ([at, found]): LaterTurn => ({ at: text(at), brings: part(found, "brings"), takes: part(found, "takes") }),
      ),
    },
  };
}

/** Most groups are as they were: their members at the same times. */
function isSame(a: DesiredGroup, b: DesiredGroup): boolean {
  const [one, other] = [a.timeline ?? [], b.timeline ?? []];
  return (
    a.membership === b.membership &&
    one.length === other.length &&
    one.every((member, index) => {
      const { agentNumber, priority, spans } = other[index] as DesiredMember;
      if (member.agentNumber !== agentNumber || member.priority !== priority) return false;
      if (member.spans === undefined || spans === undefined) return member.spans === spans;
      return (
        member.spans.length === spans.length &&
        member.spans.every(({ from, until }, at) => from === spans[at]?.from && until === spans[at]?.until)
      );
    })
  );
}

/** What one list of turns has and the other has not, in one group. */
function differenceOf(now: readonly TurnOfGroup[], before: readonly TurnOfGroup[]): Difference[] {
  const [known, wanted] = [toldBy(before), toldBy(now)];
  return [
    ...now.flatMap(({ at, group, bring }) => {
      const brings = without(bring, at, known);
      return sizeOf(brings) === 0 ? [] : [{ at, group, brings }];
    }),
    ...before.flatMap(({ at, group, bring }) => {
      const takes = without(bring, at, wanted);
      return sizeOf(takes) === 0 ? [] : [{ at, group, takes }];
    }),
  ];
}

function toldBy(turns: readonly TurnOfGroup[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { at, bring } of turns) {
    for (const one of bring.joins) told.add(joinOf(at, one));
    for (const one of bring.leaves) told.add(leaveOf(at, one));
    for (const one of bring.reprioritized) told.add(priorityOf(at, one));
  }
  return told;
}

function without({ joins, leaves, reprioritized }: Bring, at: number, known: ReadonlySet<string>): Bring {
  return {
    joins: joins.filter((one) => !known.has(joinOf(at, one))),
    leaves: leaves.filter((one) => !known.has(leaveOf(at, one))),
    reprioritized: reprioritized.filter((one) => !known.has(priorityOf(at, one))),
  };
}

function joinOf(at: number, { agentNumber, priority }: DesiredMember): string {
  return `${at} + ${priority} ${agentNumber}`;
}

function leaveOf(at: number, { agentNumber }: DesiredMember): string {
  return `${at} - ${agentNumber}`;
}

function priorityOf(at: number, { to }: Bring["reprioritized"][number]): string {
  return `${at} ± ${to.priority} ${to.agentNumber}`;
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
