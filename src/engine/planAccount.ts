import type { DesiredGroup, DesiredState } from "../config/desired.js";
import type { Judge } from "../config/judge.js";
import type { CreationMemory } from "../model/creations.js";
import { StoppedError } from "../moor/errors.js";
import type { LiveState } from "../moor/live.js";
import { type Paging, pagingOf } from "../plan/budget.js";
import type { NearMissFinding } from "../plan/creationFindings.js";
import { type Guards, readStaffingGuard, settleGuards } from "../plan/guards.js";
import { makePlan } from "../plan/makePlan.js";
import { matchGroups } from "../plan/matchGroups.js";
import type { GuardReading, Plan, Provenance, Staffing } from "../plan/plan.js";
import { pinsToRead } from "../plan/selectGroups.js";
import { withoutSettledNames } from "../plan/settledNames.js";
import { staffingFindings, staffingOf } from "../plan/staffing.js";
import type { WriteOrder } from "../plan/writeOrder.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { NO_FOLDER } from "../state/recordError.js";
import { agentDirectory } from "./agentDirectory.js";
import type { Decision, RunContext } from "./events.js";
import { reportWaits, type Session } from "./session.js";
import { MUSTER_VERSION } from "./version.js";

/** Everything that a plan of one account is made from, except the live state. */
export interface PlanRequest {
  readonly desired: DesiredState;
  /** What reading the files found, warnings only. */
  readonly findings: readonly Finding[];
  /** What becomes of the warnings that the account brings. Absent: they stay. */
  readonly judge?: Pick<Judge, "judge">;
  readonly guards: Guards;
  /** Read who takes conversations, even without a guard. */
  readonly staffing: boolean;
  readonly isIgnored: (displayName: string) => boolean;
  /** When the snapshot was read; absent if the account is read now. */
  readonly liveAt?: string;
  /** What another commit of the files wants; differences have no origin if absent. */
  readonly base?: {
    readonly hash: string;
    readonly desired: DesiredState;
    /** The run's files are all of the account's, so that a group which they do not name is not managed any more. */
    readonly isWhole: boolean;
  };
  /** Write only what differs from the base, or only what the clock brings. */
  readonly part?: "change" | "schedule" | undefined;
  /** Why there is no base though one was asked for. */
  readonly baseFindings?: readonly Finding[];
  readonly provenance?: Provenance;
  /** Only these groups; all if absent. */
  readonly only?: (group: DesiredGroup) => boolean;
}

/** A plan, and what applying it needs to know about how the account was read. */
export interface PlannedAccount {
  readonly plan: Plan;
  /** The order of the writes that are left to do. */
  readonly writeOrder: WriteOrder;
  readonly session: Session;
  /** How long the account's listing is, as it was read. */
  readonly paging: Paging;
  /** When that read began: monotonic ms. */
  readonly readAt: number;
  /** Numbers of all groups in it, readable or not. */
  readonly before: ReadonlySet<string>;
  /** Names to create that look like others. */
  readonly alike: readonly NearMissFinding[];
  /** Actions of a saved plan that have been carried out already: the number of each one's group, by action id. */
  readonly done: ReadonlyMap<string, string>;
}

/**
 * Reads the live account and compares. `plan` and `apply` both go this way.
 *
 * @throws {MoorError} the account could not be read whole; {StoppedError} told to stop
 */
export async function planAccount(
  request: PlanRequest,
  session: Session,
  context: RunContext,
): Promise<PlannedAccount> {
  const { desired } = request;
  const { client, account } = session;
  const { clock } = context.host;
  context.onEvent({ kind: "reading", account: account.name });
  const pins = pinsToRead(desired.groups, request.only);
  const readAt = clock.monotonic();
  const reading = pins === undefined ? client.readAll("queueQueue") : client.readSome(pins);
  const live = await reportWaits(reading, session, context);
  await session.journal.shown(live.groups);
  const memory = await session.journal.recall();
  const directory = await agentDirectory(session, context);
  const {
    plan: draft,
    writeOrder,
    findings,
  } = makePlan({
    account,
    desired,
    live,
    directory,
    ...(pins === undefined ? {} : { isPartial: true }),
    guards: request.guards,
    limits: session.limits,
    isIgnored: request.isIgnored,
    memory,
    ...(request.base === undefined ? {} : { base: request.base.desired }),
    part: request.part,
    ...(request.only === undefined ? {} : { only: request.only }),
    createdAt: new Date(clock.now()).toISOString(),
    musterVersion: MUSTER_VERSION,
  });
  if (context.debug === true) reportDecisions(request, live, draft, session, context, memory);
  const staffed = await staffPlan(draft, request, session, context);
  // Some reads are extras: they end when the run is stopped, and the plan went on without them.
  if (context.stop.aborted) throw new StoppedError();
  const { noLongerManaged = [], ...shown } = draft;
  const found: readonly Finding[] = [...findings, ...staffed.findings];
  const lost = noLongerManaged.filter(({ part }) => part !== undefined || request.base?.isWhole === true);
  return {
    plan: {
      ...shown,
      ...boundProvenance(request.provenance),
      ...(request.base === undefined ? {} : { base: request.base.hash }),
      ...(lost.length === 0 ? {} : { noLongerManaged: lost }),
      guards: [...draft.guards, ...staffed.guards],
      ...(request.liveAt === undefined ? {} : { liveAt: request.liveAt }),
      ...(staffed.staffing === undefined ? {} : { staffing: staffed.staffing }),
      ...(request.liveAt === undefined ? recordsOf(draft, session) : {}),
      diagnostics: [
        ...withoutSettledNames(request.findings, live),
        ...(request.baseFindings ?? []),
        ...(request.judge?.judge(found) ?? found),
      ],
    },
    writeOrder,
    session,
    paging: pagingOf(live),
    readAt,
    before: numbersOf(live),
    alike: findings.filter((finding) => finding.code === "near-miss"),
    done: new Map(),
  };
}

/** Where the creations of a plan would be recorded. Nothing where the store is away: an apply does not start then. */
export function recordsOf(
  { actions }: Pick<Plan, "actions">,
  { store, storeFault, folder, isRecording }: Pick<Session, "store" | "storeFault" | "folder" | "isRecording">,
): Pick<Plan, "records"> {
  if (storeFault !== undefined || !actions.some(({ action }) => action === "create")) return {};
  if (store !== undefined) return isRecording() ? { records: "store" } : {};
  return { records: folder === NO_FOLDER || !isRecording() ? "none" : "machine" };
}

/** Longer than any name or address in a pipeline. */
const LONGEST = 500;

/** What was passed in, cut: pull requests are titled by anyone. */
function boundProvenance({ commit, actor, run, pullRequest }: Provenance = {}): Provenance {
  const cut = <K extends string>(key: K, text: string | undefined): { readonly [Key in K]?: string } =>
    text === undefined || text === "" ? {} : ({ [key]: text.slice(0, LONGEST) } as { [Key in K]?: string });
  return {
    ...cut("commit", commit),
    ...cut("actor", actor),
    ...cut("run", run),
    ...(pullRequest === undefined
      ? {}
      : {
          pullRequest: {
            number: pullRequest.number,
            ...cut("title", pullRequest.title),
            ...cut("author", pullRequest.author),
            ...cut("url", pullRequest.url),
          },
        }),
  };
}

/** For `debug`: which live group each entry means, how near the guards are, and what is remembered. */
function reportDecisions(
  { desired, only = () => true }: PlanRequest,
  live: LiveState,
  { guards }: Pick<Plan, "guards">,
  { account: { name: account }, folder, store }: Session,
  { onEvent }: RunContext,
  { open }: CreationMemory,
): void {
  const decided = (decision: Decision): void => onEvent({ kind: "decided", account, ...decision });
  decided({
    room: "state",
    what: "memory",
    folder,
    ...(store === undefined ? {} : { store: store.where }),
    open: open.map(({ displayName }) => displayName),
  });
  for (const { desired: group, live: found, finding } of matchGroups(desired.groups, live.groups).matches) {
    if (!only(group)) continue;
    const { displayName, exten } = group;
    const byName = found?.displayName === displayName ? "name" : "old name";
    decided({
      room: "plan",
      what: "match",
      displayName,
      by: found === undefined ? "nothing" : found.exten === exten ? "number" : byName,
      ...(found === undefined ? {} : { exten: found.exten }),
      ...(finding === undefined ? {} : { stopped: finding.code }),
    });
  }
  for (const guard of guards) decided({ room: "plan", what: "guard", ...guard });
}

export function numbersOf({ groups, odd }: Pick<LiveState, "groups" | "odd">): ReadonlySet<string> {
  return new Set([...groups, ...odd].flatMap(({ exten }) => exten ?? []));
}

/** What reading who takes conversations adds to a plan. None of it is part of the plan's hash. */
export interface PlanStaffing {
  readonly staffing?: Staffing;
  readonly guards: readonly GuardReading[];
  readonly findings: readonly Finding[];
}

const NOT_READ: PlanStaffing = { guards: [], findings: [] };

/**
 * Reads who takes conversations now, if it was asked for or a guard needs it: one call for each page of groups, of an
 * interface with its own budget. A plan without actions changes no queue, so nothing is read for it.
 *
 * @throws {MoorError} the states could not be read whole: a guard that cannot be checked must not let anything through
 */
export async function staffPlan(
  { actions }: Pick<Plan, "actions">,
  { staffing: asked, guards }: Pick<PlanRequest, "staffing" | "guards">,
  session: Session,
  context: RunContext,
): Promise<PlanStaffing> {
  // Its limit is a number of agents, never a percentage.
  const settled = settleGuards(guards, 0);
  if (actions.length === 0 || (!asked && settled.limits.minClaiming.limit.value === 0)) return NOT_READ;
  const { groups: claims } = await reportWaits(session.client.readClaims(), session, context);
  const groups = staffingOf(actions, claims);
  return {
    staffing: { readAt: new Date(context.host.clock.now()).toISOString(), groups },
    guards: readStaffingGuard(groups, settled),
    findings: staffingFindings(actions, groups),
  };
}
