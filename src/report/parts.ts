import type { Member } from "../model/skillGroup.js";
import type {
  Action,
  Cause,
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

/** What people are shown under one heading: all of a plan, or what has one cause. */
export interface Part {
  /** Absent where the part is all of the plan, or all that the clock does not bring. */
  readonly cause?: Cause;
  /** What the plan was to write and leaves, since it would empty groups. */
  readonly isKept?: true;
  /** Worst first. Of a group in which several causes have a hand, each part has its own members. */
  readonly actions: readonly Action[];
  readonly manual: readonly ManualChange[];
  /** The part's own counts; `unchanged` and `unmanaged` are nobody's. */
  readonly summary: PlanSummary;
}

/** A plan as people read it. */
export interface Parts {
  /** What the change does; without a base all that the clock does not bring; with `--due` what it does bring. */
  readonly main: Part;
  /**
   * What stands behind it, under headings of its own: what the clock brings, then what was different before; with `--due` first
   * what it keeps from being emptied. None is empty.
   */
  readonly others: readonly Part[];
  /** The counts that are the plan's headline. */
  readonly summary: PlanSummary;
}

/** Does the plan know where its differences come from? */
export function hasOrigins({ summary }: Pick<Plan, "summary">): boolean {
  return summary.change !== undefined;
}

/** Parts a plan by cause, the change first. A difference that does not say its cause is drift. */
export function partsOf(plan: Plan): Parts {
  const { summary, actions, left = [], manual } = plan;
  const [first, ...causes] = causesOf(plan);
  // What a part of a plan leaves is beside the actions, since those are what is written.
  const all = [...actions, ...left];
  if (first === undefined) return { main: { actions: worstFirst(actions), manual, summary }, others: [], summary };
  const part = (cause: Cause): Part => partOf(cause, plan, cause === plan.only ? actions : all);
  const others = [...keptOf(plan), ...causes.map(part)].filter((one) => one.actions.length + one.manual.length > 0);
  if (hasOrigins(plan) || plan.only !== undefined) {
    const main = part(first);
    return { main, others, summary: main.summary };
  }
  // Without a base nobody knows whether the rest is a change of the files or of the account.
  const { cause: _, ...main } = part(first);
  return others.length === 0
    ? { main: { actions: worstFirst(actions), manual, summary }, others, summary }
    : { main: { ...main, manual }, others, summary };
}

/** What a plan tells apart, in the order in which people read it; nothing where it is shown as one. */
function causesOf({ summary, only }: Pick<Plan, "summary" | "only">): readonly Cause[] {
  const known = summary.change !== undefined;
  if (only === "schedule") return ["schedule", ...(known ? (["change"] as const) : []), "drift"];
  const clock = summary.schedule === undefined ? [] : (["schedule"] as const);
  if (known) return ["change", ...clock, "drift"];
  return clock.length === 0 ? [] : ["drift", ...clock];
}

function partOf(cause: Cause, plan: Plan, actions: readonly Action[]): Part {
  const own = actions.flatMap((action) =>
    viewsIn(action, plan).flatMap((view) => (view.cause === cause ? [view.action] : [])),
  );
  const manual = plan.manual.filter((change) => (change.origin ?? "drift") === cause);
  return {
    cause,
    actions: worstFirst(own),
    manual,
    summary: { ...(plan.summary[cause] ?? countOf(own, manual)), unchanged: 0, unmanaged: 0 },
  };
}

function keptOf(plan: Plan): Part[] {
  const { only, left = [] } = plan;
  if (only !== "schedule") return [];
  const { actions } = partOf(only, { ...plan, manual: [] }, left);
  const summary = { ...countOf(actions, []), unchanged: 0, unmanaged: 0 };
  return [{ cause: only, isKept: true, actions, manual: [], summary }];
}

function countOf(actions: readonly Action[], manual: readonly ManualChange[]): OriginSummary {
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  const sum = (of: (action: ReplaceMembersAction) => readonly unknown[]) =>
    replaces.reduce((total, action) => total + of(action).length, 0);
  return {
    create: actions.length - replaces.length,
    replaceMembers: replaces.length,
    manual: manual.length,
    membersAdded: actions.reduce((total, { added }) => total + added.length, 0),
    membersRemoved: sum(({ removed }) => removed),
    membersReprioritized: sum(({ reprioritized }) => reprioritized),
  };
}

/** What each cause does in a group, in their order; the action as it is where the plan does not tell causes apart. */
export function viewsOf(action: Action, plan: Plan): Action[] {
  return causesOf(plan).length === 0 ? [action] : viewsIn(action, plan).map((view) => view.action);
}

interface View {
  readonly cause: Cause;
  readonly action: Action;
}

/** Each cause acts on what those before it leave. */
function viewsIn(action: Action, plan: Plan): View[] {
  const causes = causesOf(plan);
  const causeOf = (one: { readonly cause?: Cause; readonly origin?: Origin }): Cause => {
    const cause = one.cause ?? action.cause ?? one.origin ?? action.origin ?? "drift";
    // A saved plan is foreign, and nothing that it writes may be hidden.
    return causes.includes(cause) ? cause : "drift";
  };
  if (action.action === "create") return [{ cause: causeOf({}), action }];
  let { members } = action.before;
  const all = action.added.length + action.removed.length + action.reprioritized.length;
  return causes.flatMap((cause): View[] => {
    const { count, ...own } = split(action, (one) => causeOf(one) === cause);
    if (count === 0) return [];
    const label = {
      ...(hasOrigins(plan) ? { origin: cause === "change" ? ("change" as const) : ("drift" as const) } : {}),
      ...(plan.summary.schedule === undefined ? {} : { cause }),
    };
    if (count === all) return [{ cause, action: { ...action, ...label } }];
    const before = { members };
    members = applied(members, own);
    return [{ cause, action: { ...action, ...label, ...own, before, after: { members } } }];
  });
}

type Moves = Pick<ReplaceMembersAction, "added" | "removed" | "reprioritized">;

function split(
  action: ReplaceMembersAction,
  wanted: (one: { readonly cause?: Cause; readonly origin?: Origin }) => boolean,
) {
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
export function isEmpty({ cause, actions, manual }: Part): boolean {
  return cause === "change" && actions.length + manual.length === 0;
}

/** Instead of the counts of a change that writes nothing. */
export function emptyText({ later }: Pick<Plan, "later">, words: Words): string {
  return later === undefined ? words.changeIsEmpty : words.changeIsLater(later.instants);
}

/** The heading of what stands behind the main part: why it differs, what an apply does about it, and how much it is. */
export function partText(part: Part, plan: Plan, words: Words): string {
  const { cause = "drift", summary, isKept } = part;
  const counts = [...words.planCounts(summary), ...words.people(summary)];
  const reason = cause === "drift" && !hasOrigins(plan) ? "other" : cause;
  const leftBy = isKept ? "kept" : isWritten(part, plan) ? undefined : (plan.only ?? "change");
  return words.partHeading(reason, leftBy, counts);
}

/** Does an apply of the plan write what has this cause? */
export function isWritten(
  { cause = "drift", isKept }: Pick<Part, "cause" | "isKept">,
  { only }: Pick<Plan, "only">,
): boolean {
  return only === undefined || (only === cause && isKept !== true);
}

/** Is it a part of a group that the plan was to write and leaves? */
export function isKept({ id, cause }: Pick<Action, "id" | "cause">, { only, actions }: Pick<Plan, "only" | "actions">) {
  return only === "schedule" && cause === only && !actions.some((action) => action.id === id);
}

/** Above a plan that is about one cause alone. */
export function onlyText({ only }: Pick<Plan, "only">, words: Words): string | undefined {
  return only === "schedule" ? words.onlyDue : undefined;
}

/** Had a guard anything to count, or to leave out? The others are no news. */
export function isCounted({ tripped, actual, schedule = 0 }: GuardReading): boolean {
  return tripped || actual > 0 || schedule > 0;
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
  if (plan.only === "schedule" && errors === 0) return words.nothingDue(left.length + manual.length > 0);
  if (manual.length + errors === 0 && plan.later !== undefined) return words.nothingButLater(plan.later.instants);
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
  { origin, cause = "drift", lastEdit }: Pick<ReplaceMembersAction, "origin" | "cause" | "lastEdit">,
  { createdAt }: Pick<Plan, "createdAt">,
  words: Words,
  who = (number: string, name: string): string => `${number} ${name}`.trimEnd(),
): string | undefined {
  // A saved plan is foreign: what is no time says nothing.
  if (origin !== "drift" || cause !== "drift" || lastEdit === undefined || Number.isNaN(Date.parse(lastEdit.at)))
    return undefined;
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
