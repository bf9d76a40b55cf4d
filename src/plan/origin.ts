import type { DesiredGroup } from "../config/desired.js";
import { compareText, plainMember, sortMembers } from "../model/skillGroup.js";
import { agentsWithPriorities, causeOf, withCauseOfAll } from "./cause.js";
import type { Match } from "./matchGroups.js";
import type {
  Action,
  Cause,
  ManualChange,
  Origin,
  OriginSummary,
  Plan,
  PlanSummary,
  ReplaceMembersAction,
} from "./plan.js";

/** What a commit wants of an agent in a group: a priority, not to be there, or (`undefined`) it leaves the agent alone. */
type Want = number | "absent" | undefined;

/** The agents that a group lists, and what it wants of all others. */
interface Wants {
  readonly listed: ReadonlyMap<string, number>;
  readonly others: "absent" | undefined;
}

const WANTS_NOTHING: Wants = { listed: new Map(), others: undefined };

function wantsOf(group: DesiredGroup | undefined): Wants {
  if (group?.members === undefined) return WANTS_NOTHING;
  const listed = new Map(group.members.map(({ agentNumber, priority }) => [agentNumber, priority]));
  return { listed, others: group.membership === "exact" ? "absent" : undefined };
}

function wantOf({ listed, others }: Wants, agentNumber: string): Want {
  return listed.get(agentNumber) ?? others;
}

/**
 * Which group of the base is which of the head: the same pin, else the same name, else an old name that one of them lists
 * for the other, else the same live group, as where a pin comes with a new name. Groups with two different pins are two groups.
 * A group of the head without one is new, or newly managed.
 *
 * @param liveOf the number of the live group that a group of either commit means
 */
export function pairWithBase(
  head: readonly DesiredGroup[],
  base: readonly DesiredGroup[],
  liveOf: (group: DesiredGroup) => string | undefined = () => undefined,
): ReadonlyMap<DesiredGroup, DesiredGroup> {
  const pairs = new Map<DesiredGroup, DesiredGroup>();
  const taken = new Set<DesiredGroup>();
  const ordered = [...head].sort(byNameAndPin);
  const candidates = [...base].sort(byNameAndPin);
  const pairBy = (keysOf: (group: DesiredGroup) => readonly string[], keysOfBase: typeof keysOf): void => {
    const byKey = new Map<string, DesiredGroup[]>();
    for (const group of candidates)
      for (const key of keysOfBase(group)) {
        const known = byKey.get(key);
        if (known === undefined) byKey.set(key, [group]);
        else known.push(group);
      }
    for (const group of ordered) {
      if (pairs.has(group)) continue;
      const found = keysOf(group)
        .flatMap((key) => byKey.get(key) ?? [])
        .find((one) => !taken.has(one) && (one.exten ?? group.exten) === (group.exten ?? one.exten));
      if (found === undefined) continue;
      pairs.set(group, found);
      taken.add(found);
    }
  };
  const pin = ({ exten }: DesiredGroup): string[] => (exten === undefined ? [] : [exten]);
  const name = ({ displayName }: DesiredGroup): string[] => [displayName];
  const oldNames = ({ previously }: DesiredGroup): readonly string[] => previously;
  const liveGroup = (group: DesiredGroup): string[] => [liveOf(group) ?? []].flat();
  pairBy(pin, pin);
  pairBy(name, name);
  pairBy(oldNames, name);
  pairBy(name, oldNames);
  pairBy(liveGroup, liveGroup);
  return pairs;
}

function byNameAndPin(a: DesiredGroup, b: DesiredGroup): number {
  return compareText(a.displayName, b.displayName) || compareText(a.exten ?? "", b.exten ?? "");
}

/** An action with the origin of everything in it. @param base the group as the base wants it; absent: it does not name it */
export function originOfAction(action: Action, desired: DesiredGroup, base: DesiredGroup | undefined): Action {
  if (action.action === "create") {
    const origin: Origin = base === undefined ? "change" : "drift";
    return { ...action, added: action.added.map((member) => ({ ...member, origin })), origin };
  }
  const [before, now] = [wantsOf(base), wantsOf(desired)];
  // To retire a group is to empty it, of whoever is in it by then.
  const isRetiring = desired.retired === true && base?.retired !== true;
  const label = <M extends { readonly agentNumber: string }>(member: M): M & { readonly origin: Origin } => {
    const isSame = !isRetiring && wantOf(before, member.agentNumber) === wantOf(now, member.agentNumber);
    return { ...member, origin: isSame ? "drift" : "change" };
  };
  const added = action.added.map(label);
  const removed = action.removed.map(label);
  const reprioritized = action.reprioritized.map(label);
  const isChange = [...added, ...removed, ...reprioritized].some(({ origin }) => origin === "change");
  return { ...action, added, removed, reprioritized, origin: isChange ? "change" : "drift" };
}

/** A manual change with its origin: does the base want another value, or none? */
export function originOfManual(
  change: ManualChange,
  desired: DesiredGroup,
  base: DesiredGroup | undefined,
): ManualChange {
  const { attribute } = change;
  return { ...change, origin: base?.[attribute] === desired[attribute] ? "drift" : "change" };
}

/**
 * Parts an action into what has a cause, which is written, and the rest that is left: its own action, which begins where the
 * first one ends.
 */
export function onlyCause(action: Action, cause: Cause): { readonly written?: Action; readonly left?: Action } {
  if (action.action === "create") return causeOf(action) === cause ? { written: action } : { left: action };
  const own = new Set(
    [...action.added, ...action.removed, ...action.reprioritized]
      .filter((one) => causeOf(one) === cause)
      .map(({ agentNumber }) => agentNumber),
  );
  if (own.size === 0) return { left: action };
  const isOwn = ({ agentNumber }: { readonly agentNumber: string }): boolean => own.has(agentNumber);
  const isOthers = (member: { readonly agentNumber: string }): boolean => !isOwn(member);
  const members = sortMembers(
    [...action.before.members.filter(isOthers), ...action.after.members.filter(isOwn)].map(plainMember),
  );
  const written: ReplaceMembersAction = {
    ...action,
    ...(action.listed === undefined ? {} : { listed: action.listed.filter(isOwn) }),
    after: { members },
    ...membersWhere(action, isOwn),
  };
  const rest = membersWhere(action, isOthers);
  if (rest.added.length + rest.removed.length + rest.reprioritized.length === 0) return { written: action };
  const left = { ...action, before: { members }, ...rest };
  return { written: withCauseOfAll(withOriginOfAny(written)), left: withCauseOfAll(withOriginOfAny(left)) };
}

/** A part of an action has the origin of its own members. */
function withOriginOfAny(action: ReplaceMembersAction): ReplaceMembersAction {
  if (action.origin === undefined) return action;
  const isChange = [...action.added, ...action.removed, ...action.reprioritized].some((one) => one.origin === "change");
  return { ...action, origin: isChange ? "change" : "drift" };
}

function membersWhere(
  { added, removed, reprioritized }: ReplaceMembersAction,
  keep: (member: { readonly agentNumber: string }) => boolean,
): Pick<ReplaceMembersAction, "added" | "removed" | "reprioritized"> {
  return { added: added.filter(keep), removed: removed.filter(keep), reprioritized: reprioritized.filter(keep) };
}

/**
 * How much a plan has of each origin; where it has causes, of each cause.
 *
 * @param plan what it leaves is counted with what it writes, but for what it was to write and does not
 * @param known what is told apart
 */
export function countCauses(
  {
    actions,
    left,
    only,
  }: { readonly actions: readonly Action[]; readonly left: readonly Action[]; readonly only: Plan["only"] | undefined },
  manual: readonly ManualChange[],
  alreadySo: number,
  known: { readonly origins: boolean; readonly causes: boolean },
): Pick<PlanSummary, "change" | "schedule" | "drift"> {
  if (!known.origins && !known.causes) return {};
  const all = [...actions, ...left];
  const count = (cause: Cause, changes = manual) => countOf(cause === only ? actions : all, changes, cause);
  return {
    ...(known.origins ? { change: { ...count("change"), alreadySo } } : {}),
    ...(known.causes ? { schedule: count("schedule", []) } : {}),
    drift: count("drift"),
  };
}

function countOf(actions: readonly Action[], manual: readonly ManualChange[], cause: Cause): OriginSummary {
  const is = (one: { readonly origin?: Origin; readonly cause?: Cause }): boolean => causeOf(one) === cause;
  const counts = { added: 0, removed: 0, reprioritized: 0 };
  const groups = new Set<string>();
  for (const action of actions) {
    const added = action.added.filter(is).length;
    counts.added += added;
    if (action.action === "create") continue;
    const removed = action.removed.filter(is).length;
    const reprioritized = action.reprioritized.filter(is).length;
    counts.removed += removed;
    counts.reprioritized += reprioritized;
    if (added + removed + reprioritized > 0) groups.add(action.id);
  }
  return {
    create: actions.filter((action) => action.action === "create" && is(action)).length,
    replaceMembers: groups.size,
    manual: manual.filter(is).length,
    membersAdded: counts.added,
    membersRemoved: counts.removed,
    membersReprioritized: counts.reprioritized,
  };
}

/**
 * What the change wants of a group and the account has already: the group itself where the base does not name it, its
 * settings, and each agent that either commit lists.
 */
export function countAlreadySo({ desired, live }: Match, base: DesiredGroup | undefined): number {
  if (live === undefined) return 0;
  const [before, now] = [wantsOf(base), wantsOf(desired)];
  const here = agentsWithPriorities(live);
  let count = base === undefined ? 1 : 0;
  for (const attribute of ["displayName", "assignRule", "memory"] as const) {
    // The name of a group that the base does not name is the group itself.
    if (attribute === "displayName" && base === undefined) continue;
    const wanted = desired[attribute];
    if (wanted !== undefined && wanted !== base?.[attribute] && wanted === live[attribute]) count += 1;
  }
  for (const agent of new Set([...before.listed.keys(), ...now.listed.keys()])) {
    const want = wantOf(now, agent);
    if (want !== undefined && want !== wantOf(before, agent) && want === (here.get(agent) ?? "absent")) count += 1;
  }
  return count;
}
