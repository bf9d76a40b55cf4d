import type { Member } from "../model/skillGroup.js";
import type {
  Action,
  GuardReading,
  ManualChange,
  Origin,
  OriginSummary,
  Plan,
  PlanSummary,
  ReplaceMembersAction,
} from "../plan/plan.js";
import type { Words } from "./messages/words.js";
import { errorsIn, undoesRun } from "./report.js";
import { shortTime } from "./text/chinaTime.js";
import { worstFirst } from "./worstFirst.js";

/** What people are shown under one heading: all of a plan, or what has one origin. */
export interface Part {
  /** Absent where the plan has no base to compare with: then the part is the whole plan. */
  readonly origin?: Origin;
  /** Worst first. Of a group in which both the change and drift have a hand, each part has its own members. */
  readonly actions: readonly Action[];
  readonly manual: readonly ManualChange[];
  /** The part's own counts; `unchanged` and `unmanaged` are nobody's. */
  readonly summary: PlanSummary;
}

/** A plan as people read it. */
export interface Parts {
  /** What the change does; without a base all that the plan does. */
  readonly main: Part;
  /** What was different before the change. Absent where nothing was, and without a base. */
  readonly drift?: Part;
}

/** Does the plan know where its differences come from? */
export function hasOrigins({ summary }: Pick<Plan, "summary">): boolean {
  return summary.change !== undefined;
}

/** Parts a plan by origin, the change first. A difference that does not say its origin is no part of the change. */
export function partsOf(plan: Plan): Parts {
  const { summary, manual } = plan;
  if (summary.change === undefined) return { main: { actions: worstFirst(plan.actions), manual, summary } };
  const main = partOf("change", summary.change, plan.actions, manual);
  // With `--only change` what stays is beside the actions, since those are what is written.
  const drift = partOf("drift", summary.drift ?? NOTHING, [...plan.actions, ...(plan.left ?? [])], manual);
  return drift.actions.length + drift.manual.length === 0 ? { main } : { main, drift };
}

const NOTHING: OriginSummary = {
  create: 0,
  replaceMembers: 0,
  manual: 0,
  membersAdded: 0,
  membersRemoved: 0,
  membersReprioritized: 0,
};

function partOf(
  origin: Origin,
  counts: OriginSummary,
  actions: readonly Action[],
  manual: readonly ManualChange[],
): Part {
  return {
    origin,
    actions: worstFirst(actions.flatMap((action) => viewOf(action, origin))),
    manual: manual.filter((change) => (change.origin ?? "drift") === origin),
    summary: { ...counts, unchanged: 0, unmanaged: 0 },
  };
}

/** What the change does in a group, and what drift does; without a base the action as it is. */
export function viewsOf(action: Action, plan: Plan): Action[] {
  return hasOrigins(plan) ? [...viewOf(action, "change"), ...viewOf(action, "drift")] : [action];
}

/** What one origin does in a group: the change to the live list, drift to what the change leaves. Nothing, one, or all. */
function viewOf(action: Action, origin: Origin): Action[] {
  const isOwn = (one: { readonly origin?: Origin }) => (one.origin ?? action.origin ?? "drift") === origin;
  if (action.action === "create") return isOwn({}) ? [action] : [];
  const own = split(action, isOwn);
  if (own.count === 0) return [];
  if (own.count === action.added.length + action.removed.length + action.reprioritized.length)
    return [{ ...action, origin }];
  const other = split(action, (one) => !isOwn(one));
  const before = origin === "change" ? action.before.members : applied(action.before.members, other);
  const { added, removed, reprioritized } = own;
  const after = applied(before, own);
  return [{ ...action, origin, added, removed, reprioritized, before: { members: before }, after: { members: after } }];
}

type Moves = Pick<ReplaceMembersAction, "added" | "removed" | "reprioritized">;

function split(action: ReplaceMembersAction, wanted: (one: { readonly origin?: Origin }) => boolean) {
  const [added, removed] = [action.added.filter(wanted), action.removed.filter(wanted)];
  const reprioritized = action.reprioritized.filter(wanted);
  return { added, removed, reprioritized, count: added.length + removed.length + reprioritized.length };
}

function applied(members: readonly Member[], { added, removed, reprioritized }: Moves): Member[] {
  const gone = new Set(removed.map(({ agentNumber }) => agentNumber));
  const to = new Map(reprioritized.map((one) => [one.agentNumber, one.to]));
  return [
    ...members
      .filter(({ agentNumber }) => !gone.has(agentNumber))
      .map((member) => ({ ...member, priority: to.get(member.agentNumber) ?? member.priority })),
    ...added.map(({ agentNumber, priority }) => ({ agentNumber, priority })),
  ];
}

/** A change that writes nothing and leaves nothing to a person. */
export function isEmpty({ origin, actions, manual }: Part): boolean {
  return origin !== undefined && actions.length + manual.length === 0;
}

/** `Already different before this change: an apply sets it back (1 to update members, 1 to remove)`. */
export function driftText({ summary }: Part, { only }: Pick<Plan, "only">, words: Words): string {
  return words.driftHeading(only === undefined, [...words.planCounts(summary), ...words.people(summary)]);
}

/** The files, or those that paths have chosen, name no group at all, and the account has some: never "no changes". */
export function isWithoutGroups({ summary, actions, manual, diagnostics }: Plan): boolean {
  const isEmptyChoice = diagnostics.some(({ code }) => code === "paths-without-groups");
  const isCalm = summary.unmanaged + (summary.ignored ?? 0) === 0 && !isEmptyChoice;
  return actions.length + manual.length + summary.unchanged === 0 && !isCalm && errorsIn({ diagnostics }) === 0;
}

/** What a plan without actions comes to. */
export function nothingText(plan: Plan, words: Words): string {
  const { manual, left = [], noLongerManaged = [] } = plan;
  const errors = errorsIn(plan);
  if (undoesRun(plan)) return words.nothingToRevert;
  if (isWithoutGroups(plan)) return words.noGroupInFiles;
  if (manual.length + errors === 0 && left.length > 0) return words.nothingButDrift;
  if (manual.length + errors === 0 && noLongerManaged.length > 0) return words.nothingButLeft(noLongerManaged.length);
  return words.nothingToApply(manual.length, errors);
}

/** A guard's reading, with how much of it is the change's where that is known. */
export function guardText(reading: GuardReading, words: Words): string {
  return `${words.guard(reading)}${words.guardShare(shareOf(reading))}`;
}

/** Why an apply will not start: the same, as a sentence. */
export function guardStops(reading: GuardReading, words: Words): string {
  return words.guardStops(reading, shareOf(reading));
}

/**
 * `last edited 11-28 03:12 by 8001 胡娟`, for what is not the change's own.
 *
 * @param who writes an agent's number and name; texts from outside, so it makes them safe where nobody does so later
 */
export function editText(
  { origin, lastEdit }: Pick<ReplaceMembersAction, "origin" | "lastEdit">,
  { createdAt }: Pick<Plan, "createdAt">,
  words: Words,
  who = (number: string, name: string): string => `${number} ${name}`.trimEnd(),
): string | undefined {
  // A saved plan is foreign: what is no time says nothing.
  if (origin !== "drift" || lastEdit === undefined || Number.isNaN(Date.parse(lastEdit.at))) return undefined;
  const { at, by, byName = "" } = lastEdit;
  return words.lastEdited(shortTime(at, createdAt), by === undefined ? undefined : who(by, byName));
}

/** How much of what a guard counts is the change's, and how much was different before. */
export interface GuardShare {
  readonly change: number;
  readonly drift: number;
  /** It has tripped, and the change alone would not trip it. */
  readonly byDrift: boolean;
}

function shareOf(reading: GuardReading): GuardShare | undefined {
  const { change, drift, actual, tripped } = reading;
  if (change === undefined || drift === undefined || actual === 0) return undefined;
  const allowed = allowance(reading);
  return { change, drift, byDrift: tripped && allowed !== undefined && change <= allowed };
}

/** How many a guard lets pass, read from its limit as it is written: `30%` of what it counts but at least 3, or `12`. */
function allowance({ limit, of }: GuardReading): number | undefined {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(limit) ?? [];
  if (number === undefined) return undefined;
  if (percent === "") return Number(number);
  return of === undefined ? undefined : Math.max(3, Math.floor((of * Number(number)) / 100));
}
