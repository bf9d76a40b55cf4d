import type { Voice } from "../cli/output/output.js";
import type { DesiredGroup, DesiredState } from "../config/desired.js";
import { MoorError, StoppedError } from "../moor/errors.js";
import type { LiveState } from "../moor/live.js";
import { nameAgents, unknownAgents } from "../plan/agentNames.js";
import { type Paging, pagingOf } from "../plan/budget.js";
import type { NearMissFinding } from "../plan/creationFindings.js";
import { makePlan } from "../plan/makePlan.js";
import type { Plan } from "../plan/plan.js";
import type { Schedule } from "../plan/schedule.js";
import { pinsToRead } from "../plan/selectGroups.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { dialogueOf } from "../report/messages/words.js";
import { visible } from "../report/text/visible.js";
import type { Guards } from "./guardOptions.js";
import type { Shell } from "./host.js";
import { telling } from "./reportWaits.js";
import type { Session } from "./session.js";
import { staffPlan } from "./staffPlan.js";
import { MUSTER_VERSION } from "./version.js";

/** Everything that a plan of one account is made from, but for the live state. */
export interface PlanRequest {
  readonly desired: DesiredState;
  /** What reading the files found, warnings only. */
  readonly findings: readonly Finding[];
  readonly guards: Guards;
  /** Look at who takes conversations, guard or not. */
  readonly staffing: boolean;
  readonly isIgnored: (displayName: string) => boolean;
  /** When the snapshot that is planned against was read; absent where the account is read now. */
  readonly liveAt?: string;
  /** Only these groups; all where it is absent. */
  readonly only?: (group: DesiredGroup) => boolean;
}

/** A plan, and what applying it needs to know of the reading behind it. */
export interface PlannedAccount {
  readonly plan: Plan;
  /** The order of the writes that are left to do. */
  readonly schedule: Schedule;
  readonly session: Session;
  /** How long the account's listing is, as it was read. */
  readonly paging: Paging;
  /** When that reading began: monotonic ms. */
  readonly readAt: number;
  /** Numbers of all groups that it showed, readable or not. */
  readonly before: ReadonlySet<string>;
  /** Names to create that look like others. */
  readonly alike: readonly NearMissFinding[];
  /** Actions of a saved plan that have been carried out already: the number of each one's group, by action id. */
  readonly done: ReadonlyMap<string, string>;
}

/**
 * Reads the live account and compares: the one road of `plan` and `apply`.
 *
 * @throws {MoorError} the account could not be read whole
 */
export async function planAccount(
  request: PlanRequest,
  session: Session,
  shell: Shell,
  voice: Voice,
): Promise<PlannedAccount> {
  const { desired } = request;
  if (shell.stderr.isTTY) voice.note(`${visible(dialogueOf(voice.language).reading(session.account.name))}\n`);
  const pins = pinsToRead(desired.groups, request.only);
  const { client } = session;
  const readAt = shell.clock.monotonic();
  const reading = pins === undefined ? client.readAll("queueQueue") : client.readSome(pins);
  const live = await telling(reading, session, shell, voice);
  await session.journal.shown(live.groups);
  const {
    plan: draft,
    schedule,
    findings,
  } = makePlan({
    account: session.account,
    desired,
    live,
    guards: request.guards.settings,
    guardOrigins: request.guards.origins,
    limits: session.limits,
    isIgnored: request.isIgnored,
    memory: await session.journal.recall(),
    ...(request.only === undefined ? {} : { only: request.only }),
    createdAt: new Date(shell.clock.now()).toISOString(),
    musterVersion: MUSTER_VERSION,
  });
  const joining = draft.actions.some((action) => action.added.length > 0);
  const directory = joining ? await agentDirectory(session, shell, voice) : undefined;
  const unknown = directory === undefined ? [] : unknownAgents(draft.actions, directory);
  const staffed = await staffPlan(draft, request.staffing, request.guards, session, shell, voice);
  return {
    plan: {
      ...(directory === undefined ? draft : { ...draft, actions: nameAgents(draft.actions, directory) }),
      guards: [...draft.guards, ...staffed.guards],
      ...(request.liveAt === undefined ? {} : { liveAt: request.liveAt }),
      ...(staffed.staffing === undefined ? {} : { staffing: staffed.staffing }),
      diagnostics: [...request.findings, ...findings, ...unknown, ...staffed.findings],
    },
    schedule,
    session,
    paging: pagingOf(live),
    readAt,
    before: numbersOf(live),
    alike: findings.filter((finding) => finding.code === "near-miss"),
    done: new Map(),
  };
}

export function numbersOf({ groups, odd }: Pick<LiveState, "groups" | "odd">): ReadonlySet<string> {
  return new Set([...groups, ...odd].flatMap(({ exten }) => exten ?? []));
}

/** The agent directory is a mere extra: many accounts may not call it, and nobody waits for it long. */
const DIRECTORY_MS = 5_000;

/** The agent directory where it answers soon; otherwise nothing is known, and nobody is called unknown. */
async function agentDirectory(
  { client }: Session,
  shell: Shell,
  voice: Voice,
): Promise<ReadonlyMap<string, string> | undefined> {
  const enough = new AbortController();
  const late = shell.clock.sleep(DIRECTORY_MS, enough.signal).then(
    () => undefined,
    () => undefined,
  );
  const answer = client.readAgents().catch((error: unknown) => {
    if (error instanceof MoorError || error instanceof StoppedError) return undefined;
    throw error;
  });
  const agents = await Promise.race([answer, late]).finally(() => enough.abort());
  if (agents !== undefined && agents.size > 0) return agents;
  if (voice.verbose) voice.note(`${dialogueOf(voice.language).noDirectory}\n`);
  return undefined;
}
