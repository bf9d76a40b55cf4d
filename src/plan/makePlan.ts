import type { DesiredGroup, DesiredState } from "../config/desired.js";
import { type CreationMemory, NO_MEMORY } from "../model/creations.js";
import type { RateLimits } from "../model/rates.js";
import { compareText } from "../model/skillGroup.js";
import type { AgentDirectory, LiveGroup, LiveState } from "../moor/live.js";
import { actionFor, manualChanges } from "./actions.js";
import { accountNames, agentNames } from "./agentNames.js";
import { estimateBudget, pagingOf } from "./budget.js";
import { causesOfAction, coverageAt, haveCauses } from "./cause.js";
import { creationFindings } from "./creationFindings.js";
import type { PlanFinding } from "./findings.js";
import { type Guards, readGuards, settleGuards } from "./guards.js";
import { hashPlan } from "./hash.js";
import { keepFromEmptying, type PartOrigin } from "./keepFromEmptying.js";
import { besideOdd, type Match, matchGroups } from "./matchGroups.js";
import { countAlreadySo, countCauses, onlyCause, originOfAction, originOfManual, pairWithBase } from "./origin.js";
import { peopleFindings } from "./people.js";
import type {
  Action,
  ManualChange,
  NoLongerManagedGroup,
  Plan,
  PlanAccount,
  PlanSummary,
  UnmanagedGroup,
} from "./plan.js";
import { upcomingIn, validUntil } from "./upcoming.js";
import { orderWrites, type WriteOrder } from "./writeOrder.js";

export interface PlanInput {
  readonly account: PlanAccount;
  readonly desired: DesiredState;
  readonly live: LiveState;
  /** The agent directory, where it answered. */
  readonly directory?: AgentDirectory | undefined;
  /** `live` has only some of the account's groups. */
  readonly isPartial?: boolean;
  readonly guards: Guards;
  readonly limits: RateLimits;
  /** Live groups that are not listed as unmanaged. */
  readonly isIgnored: (displayName: string) => boolean;
  /** Creations that earlier runs sent. Absent: none are known. */
  readonly memory?: CreationMemory;
  /** Memberships that the run could remove, of which `maxRemovals` may be a share. Absent: those of the desired groups. */
  readonly managed?: number;
  /** What another commit of the files wants: each difference gets its origin by it. Absent: no difference has one. */
  readonly base?: DesiredState;
  /** Write only what has this cause, and leave the rest. `change` takes a base. */
  readonly part?: "change" | "schedule" | undefined;
  /** A limited run: only these desired groups. Absent: all. */
  readonly only?: (group: DesiredGroup) => boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly musterVersion: string;
}

/** A plan without its findings, which are still data. */
export type PlanDraft = Omit<Plan, "diagnostics">;

export interface Planned {
  readonly plan: PlanDraft;
  /** The order of its writes. */
  readonly writeOrder: WriteOrder;
  /** An error stops the group that it is about and nothing else: all other changes are in the plan. */
  readonly findings: readonly PlanFinding[];
}

/** Compares the files with the account. Pure: equal inputs give equal plans, in whatever order groups and members come. */
export function makePlan(input: PlanInput): Planned {
  const { desired, account } = input;
  // Listings come in the server's order, which may change from day to day.
  const live = { ...input.live, groups: [...input.live.groups].sort((a, b) => compareText(a.exten, b.exten)) };
  const matching = matchGroups(desired.groups, live.groups);
  const beside = besideOdd(matching, live.odd, input.isIgnored);
  const matches = beside.matches.filter((match) => input.only?.(match.desired) ?? true);
  const { memory = NO_MEMORY } = input;
  const findings = matches.flatMap((match) => (match.finding === undefined ? [] : [withMaker(match.finding, memory)]));
  if (input.only === undefined) findings.push(...beside.warnings);
  const sound = matches.filter((match) => match.finding === undefined);

  const inAccount = accountNames(live, input.directory);
  const names = agentNames(desired, inAccount);
  const { base } = input;
  const ofBase = base === undefined ? [] : matchGroups(base.groups, live.groups).matches;
  const extens = new Map([...matching.matches, ...ofBase].map((match) => [match.desired, match.live?.exten]));
  const pairs = base && pairWithBase(desired.groups, base.groups, (group) => extens.get(group));
  const part = pairs === undefined && input.part === "change" ? undefined : input.part;
  const { moment } = desired;
  const clock = haveCauses(desired.groups) ? moment : undefined;
  const wanted: Action[] = [];
  const rests: Action[] = [];
  const parted = new Map<Action, PartOrigin>();
  const manual: ManualChange[] = [];
  let unchanged = 0;
  let alreadySo = 0;
  for (const match of sound) {
    const before = pairs?.get(match.desired);
    const plain = actionFor(match, names, coverageAt(match.desired, moment?.at));
    const placed = plain && pairs ? originOfAction(plain, match.desired, before) : plain;
    const action = placed && clock ? causesOfAction(placed, match.desired, match.live, clock) : placed;
    const parts = action === undefined ? {} : part ? onlyCause(action, part) : { written: action };
    if (parts.written !== undefined) wanted.push(parts.written);
    if (parts.left !== undefined) rests.push(parts.left);
    if (part && action && parts.written)
      parted.set(parts.written, { desired: match.desired, whole: action, rest: parts.left });
    const byHand = manualChanges(match, names);
    manual.push(...(pairs ? byHand.map((one) => originOfManual(one, match.desired, before)) : byHand));
    // What is retired and gone is not there to be unchanged.
    if (action === undefined && byHand.length === 0 && !isGone(match)) unchanged += 1;
    if (pairs !== undefined) alreadySo += countAlreadySo(match, before);
  }
  const managed = input.managed ?? managedMemberships(sound);
  const guards = settleGuards(input.guards, managed);
  const moved = holdDepartures(wanted, matches, { actions: rests, part });
  const written = { actions: moved.actions, left: rests };
  const {
    actions,
    left,
    findings: keeping,
  } = part === "schedule" ? keepFromEmptying(written, parted, guards, moment?.at) : { ...written, findings: [] };
  findings.push(...moved.held, ...keeping);
  const makes = new Set(actions.flatMap((action) => (action.action === "create" ? [action.displayName] : [])));
  const created = sound.flatMap((match) =>
    match.live === undefined && makes.has(match.desired.displayName) ? [match.desired] : [],
  );
  const named = [...live.groups, ...live.odd];
  findings.push(...creationFindings(created, { live: named, desired: desired.groups, memory }));
  findings.push(...sound.flatMap((match) => retiredFindings(match, actions)));
  findings.push(
    ...peopleFindings({
      desired,
      groups: sound.map((match) => match.desired),
      live: live.groups,
      directory: input.directory,
      actions,
      names: inAccount,
      isLimited: input.only !== undefined,
      isWhole: input.isPartial !== true && live.odd.length === 0,
      managed: new Set(
        matching.matches.flatMap((match) => (match.desired.members === undefined ? [] : (match.live?.exten ?? []))),
      ),
    }),
  );
  actions.sort(inPlanOrder);
  left.sort(inPlanOrder);
  const writeOrder = orderWrites(actions);
  const valid = validUntil(actions, sound, moment);
  const asked = moment?.asked === undefined ? {} : { at: moment.asked };
  const upcoming = upcomingIn({
    matches: sound,
    moment,
    names,
    limit: input.limits.updateQueueAssignMembers,
    base: base && pairs && { moment: base.moment, pairs, gone: unpaired(ofBase, pairs, input.only) },
  });
  manual.sort(
    (a, b) =>
      compareText(a.displayName, b.displayName) ||
      compareText(a.exten, b.exten) ||
      compareText(a.attribute, b.attribute),
  );
  const unnamed = input.only === undefined ? matching.unmanaged : [];
  const ignored = unnamed.filter((group) => input.isIgnored(group.displayName)).length;
  const unmanaged = unnamed
    .filter((group) => !input.isIgnored(group.displayName))
    .map(({ displayName, exten, members }) => ({ displayName, exten, members: members.length }))
    .sort(byNameAndNumber);
  if (input.only === undefined && desired.groups.length === 0 && matching.unmanaged.length > 0)
    findings.push({ code: "nothing-desired", severity: "warning", args: { groups: matching.unmanaged.length } });
  const only = part === undefined ? {} : { only: part };
  const lost = pairs ? noLongerManaged({ ofBase, pairs, matches: sound, unnamed }) : [];
  return {
    findings,
    writeOrder,
    plan: {
      formatVersion: "1.0",
      kind: "plan",
      musterVersion: input.musterVersion,
      createdAt: input.createdAt,
      hash: hashPlan(account, actions, { ...only, raised: guards.raised, ...asked, ...valid }),
      ...asked,
      ...valid,
      account,
      ...only,
      summary: {
        ...summarize(actions, manual, unmanaged.length, unchanged),
        ...(ignored === 0 ? {} : { ignored }),
        ...countCauses({ actions, left, only: part }, manual, alreadySo, {
          origins: pairs !== undefined,
          causes: clock !== undefined,
        }),
      },
      actions,
      ...(part === undefined ? {} : { left }),
      manual,
      unmanaged,
      ...(lost.length === 0 ? {} : { noLongerManaged: lost }),
      ...upcoming,
      guards: readGuards(actions, managed, guards, pairs !== undefined),
      ...(guards.raised.length === 0 ? {} : { raised: guards.raised }),
      budget: estimateBudget(writeOrder, pagingOf(live), input.limits),
    },
  };
}

/** What is left to do about a retired group: a person deletes it in the console, and then its entry. */
function retiredFindings({ desired, live }: Match, actions: readonly Action[]): PlanFinding[] {
  const { displayName, exten, source } = desired;
  if (desired.retired !== true) return [];
  if (live === undefined) {
    const args = { displayName, ...(exten === undefined ? {} : { exten }) };
    return [{ code: "retired-gone", severity: "warning", args, source }];
  }
  const members = live.members.length;
  const isEmptied = actions.some((action) => action.action === "replaceMembers" && action.exten === live.exten);
  const stay = members > 0 && !isEmptied ? { stay: true as const } : {};
  const args = { displayName: live.displayName, exten: live.exten, members, ...stay };
  return [{ code: "retired-live", severity: "warning", args, source }];
}

/** Groups of the base that the files do not name. */
function unpaired(
  ofBase: readonly Match[],
  pairs: ReadonlyMap<DesiredGroup, DesiredGroup>,
  only: PlanInput["only"] = () => true,
): Match[] {
  const paired = new Set(pairs.values());
  return ofBase.filter(({ desired }) => !paired.has(desired) && only(desired));
}

function isGone({ desired, live }: Match): boolean {
  return desired.retired === true && live === undefined;
}

/** Live groups that the base names and the files do not any more, and those whose members only the base lists. */
function noLongerManaged({
  ofBase,
  pairs,
  matches,
  unnamed,
}: {
  /** What the groups of the base mean. */
  readonly ofBase: readonly Match[];
  readonly pairs: ReadonlyMap<DesiredGroup, DesiredGroup>;
  readonly matches: readonly Match[];
  readonly unnamed: readonly LiveGroup[];
}): NoLongerManagedGroup[] {
  const shown = ({ displayName, exten, members }: LiveGroup) => ({ displayName, exten, members: members.length });
  const isUnnamed = new Set(unnamed.map(({ exten }) => exten));
  const gone = ofBase.flatMap(({ live: found }) =>
    found !== undefined && isUnnamed.has(found.exten) ? [shown(found)] : [],
  );
  const released = matches.flatMap(({ desired, live: found }) =>
    found !== undefined && desired.members === undefined && pairs.get(desired)?.members !== undefined
      ? [{ ...shown(found), part: "members" as const }]
      : [],
  );
  return [...gone, ...released].sort(byNameAndNumber);
}

/** Adds which of several groups of one name this machine created. */
function withMaker(finding: PlanFinding, { made }: CreationMemory): PlanFinding {
  if (finding.code !== "ambiguous-name") return finding;
  const { displayName, extens } = finding.args;
  const ours = made.filter((group) => group.displayName === displayName).map(({ exten }) => exten);
  const known = extens.filter((exten) => ours.includes(exten));
  return known.length === 0 ? finding : { ...finding, args: { ...finding.args, made: known } };
}

/** Creates first, then replaces; inside by name, then number. */
function inPlanOrder(a: Action, b: Action): number {
  if (a.action !== b.action) return a.action === "create" ? -1 : 1;
  return compareText(a.displayName, b.displayName) || compareText(extenOf(a), extenOf(b));
}

function byNameAndNumber(a: UnmanagedGroup, b: UnmanagedGroup): number {
  return compareText(a.displayName, b.displayName) || compareText(a.exten, b.exten);
}

function extenOf(action: Action): string {
  return action.action === "replaceMembers" ? action.exten : "";
}

/** Memberships that a plan could remove: `maxRemovals` may be a percentage of them. */
function managedMemberships(matches: readonly Match[]): number {
  return matches.reduce(
    (sum, { desired, live }) =>
      desired.members === undefined || desired.membership === "additive" || desired.retired === true
        ? sum
        : sum + (live?.members.length ?? 0),
    0,
  );
}

/**
 * Takes the actions out of a plan that would leave an agent in no group. A group that an error stops takes no agent in, so
 * an agent who is to move there must not leave the old group; nor does a group that the run leaves uncreated. The same
 * then goes for agents who were to move to a group that is held back for this reason.
 *
 * @param actions what the groups without an error need
 * @param matches all groups of the run
 * @param leftOut what the part that is written leaves
 */
function holdDepartures(
  actions: readonly Action[],
  matches: readonly Match[],
  leftOut: { readonly actions: readonly Action[]; readonly part: PlanInput["part"] },
): { readonly actions: Action[]; readonly held: PlanFinding[] } {
  /** By agent: the stopped group that the agent was to join. */
  const awaited = new Map<string, string>();
  for (const { desired, finding } of matches)
    if (finding !== undefined)
      for (const { agentNumber } of desired.members ?? []) awaited.set(agentNumber, desired.displayName);
  const uncreated = new Set<string>();
  for (const { action, displayName, added } of leftOut.actions)
    if (action === "create") {
      uncreated.add(displayName);
      for (const { agentNumber } of added) awaited.set(agentNumber, displayName);
    }
  const held: PlanFinding[] = [];
  let left = [...actions];
  for (let before = -1; awaited.size > 0 && before !== left.length; ) {
    before = left.length;
    left = left.filter((action) => {
      const leaving = action.action === "create" ? [] : action.removed.filter((one) => awaited.has(one.agentNumber));
      const [first] = leaving;
      if (action.action === "create" || first === undefined) return true;
      const { displayName, exten, source } = action;
      const agents = leaving.map((one) => one.agentNumber).sort(compareText);
      const other = awaited.get(first.agentNumber) ?? "";
      const by = leftOut.part === "schedule" ? { due: true as const } : {};
      const why = uncreated.has(other) ? { uncreated: true as const, ...by } : {};
      const args = { displayName, exten, agents, other, ...why };
      held.push({ code: "waits-for-stopped", severity: "error", args, source });
      for (const one of action.added) awaited.set(one.agentNumber, displayName);
      return false;
    });
  }
  return { actions: left, held };
}

/** The counts of a plan. */
export function summarize(
  actions: readonly Action[],
  manual: readonly ManualChange[],
  unmanaged: number,
  unchanged: number,
): PlanSummary {
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  return {
    create: actions.length - replaces.length,
    replaceMembers: replaces.length,
    unchanged,
    manual: manual.length,
    unmanaged,
    membersAdded: actions.reduce((sum, action) => sum + action.added.length, 0),
    membersRemoved: replaces.reduce((sum, action) => sum + action.removed.length, 0),
    membersReprioritized: replaces.reduce((sum, action) => sum + action.reprioritized.length, 0),
  };
}
