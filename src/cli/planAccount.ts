import type { DesiredState } from "../config/desired.js";
import { MoorError } from "../moor/errors.js";
import type { LiveState } from "../moor/live.js";
import { makePlan } from "../plan/makePlan.js";
import type { Plan } from "../plan/plan.js";
import { selectGroups } from "../plan/selectGroups.js";
import { unknownAgents } from "../plan/unknownAgents.js";
import { dialogueOf } from "../report/messages/dialogue.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Guards } from "./guardOptions.js";
import type { Session } from "./session.js";
import type { Shell } from "./shell.js";
import { hasError, UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";
import type { Voice } from "./voice.js";

/** Everything that a plan of one account is made from, but for the live state. */
export interface PlanRequest {
  readonly desired: DesiredState;
  /** What reading the files found, warnings only. */
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
  readonly guards: Guards;
  readonly isIgnored: (displayName: string) => boolean;
  readonly group: readonly string[] | undefined;
}

/** A plan, and what applying it needs to know of the reading behind it. */
export interface PlannedAccount {
  readonly plan: Plan;
  readonly session: Session;
  /** How the account was read: the page size that the server granted, and how many calls that takes. */
  readonly paging: Pick<LiveState, "pageSize" | "pages">;
  readonly texts: ReadonlyMap<string, string>;
  /** A saved plan that has been carried out already: the number of each action's group, by action id. */
  readonly done?: ReadonlyMap<string, string>;
}

/**
 * Reads the live account and compares: the one road of `plan` and `apply`.
 *
 * @throws {UserError} a name is not certain, or `--group` names no group
 * @throws {MoorError} the account could not be read whole
 */
export async function planAccount(
  request: PlanRequest,
  session: Session,
  shell: Shell,
  voice: Voice,
): Promise<PlannedAccount> {
  const { desired, texts } = request;
  const selection = request.group === undefined ? undefined : selectGroups(desired.groups, request.group);
  if (selection !== undefined && hasError(selection.findings)) throw new UserError(selection.findings);
  if (shell.stderr.isTTY) voice.note(`${dialogueOf(voice.language).reading(session.account.name)}\n`);
  const live = await session.client.readAll("queueQueue");
  const { plan: draft, findings } = makePlan({
    account: session.account,
    desired,
    live,
    guards: request.guards.settings,
    guardOrigins: request.guards.origins,
    limits: session.limits,
    isIgnored: request.isIgnored,
    ...(selection === undefined ? {} : { only: selection.only }),
    createdAt: new Date(shell.clock.now()).toISOString(),
    musterVersion: MUSTER_VERSION,
  });
  if (draft === undefined) throw new UserError([...request.findings, ...findings], texts);
  const joining = draft.actions.some((action) => action.added.length > 0);
  const directory = joining ? await agentDirectory(session) : undefined;
  const strangers = directory === undefined ? [] : unknownAgents(draft.actions, directory);
  return {
    plan: { ...draft, diagnostics: voice.diagnostics([...request.findings, ...findings, ...strangers]) },
    session,
    paging: { pageSize: live.pageSize, pages: live.pages },
    texts,
  };
}

/** The agent directory where the account may call it; otherwise nothing is known, and nobody is called unknown. */
async function agentDirectory({ client }: Session): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const agents = await client.readAgents();
    return agents.size > 0 ? agents : undefined;
  } catch (error) {
    if (error instanceof MoorError) return undefined;
    throw error;
  }
}
