import type { Result } from "../apply/result.js";
import type { GuardOverrides } from "../config/settings.js";
import { StoppedError } from "../moor/errors.js";
import type { Guards } from "../plan/guards.js";
import { makePlan } from "../plan/makePlan.js";
import type { Plan } from "../plan/plan.js";
import { reversalOf } from "../plan/revert.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { agentDirectory } from "./agentDirectory.js";
import type { ConnectContext, RunContext } from "./events.js";
import { staffPlan } from "./planAccount.js";
import { guardsOf } from "./planAccounts.js";
import { openAccounts } from "./savedPlans.js";
import { createdBy, readSavedResults, writtenBy } from "./savedResults.js";
import { reportWaits, type Session } from "./session.js";
import { hasError, UserError } from "./userError.js";
import { MUSTER_VERSION } from "./version.js";
import { type ConfigOptions, loadConfig } from "./workspace.js";

export interface RevertOptions extends ConnectContext, ConfigOptions {
  /** The file of the results. */
  readonly path: string;
  /** Of a file with several accounts, only this one. */
  readonly account?: string | undefined;
  readonly guards: GuardOverrides;
  readonly staffing?: boolean | undefined;
  readonly insecureHttp: boolean;
}

export interface Reverted {
  /** One for each account of the file. */
  readonly plans: readonly Plan[];
  /** Groups that have changed since the run and stay as they are. */
  readonly conflicts: number;
}

/**
 * Makes the plans that undo a run: each group that still is what the run left gets back the members that it had before.
 * Nothing is written; a saved plan of it takes the ordinary road, with its hash, guards and approval.
 *
 * @throws {UserError} not a result, or of another account; {MoorError} an account could not be read; {StoppedError}
 */
export async function revertRuns(options: RevertOptions): Promise<Reverted> {
  const read = await readSavedResults(options.path, options);
  const asked = read.filter(({ account }) => options.account === undefined || account.name === options.account);
  const results = read.length > 1 && asked.length > 0 ? asked : read;
  const config = await loadConfig(options);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  const opened = await openAccounts(results, config, options, "result-other-account");
  const request = {
    path: options.path,
    guards: guardsOf(config, options.guards),
    staffing: options.staffing === true,
  };
  const runs = await Promise.all(opened.map(({ saved, session }) => revertRun(saved, request, session, options)));
  if (options.stop.aborted) throw new StoppedError();
  return { plans: runs.map(({ plan }) => plan), conflicts: runs.reduce((sum, { conflicts }) => sum + conflicts, 0) };
}

interface RevertRequest {
  readonly path: string;
  readonly guards: Guards;
  readonly staffing: boolean;
}

async function revertRun(
  result: Result,
  request: RevertRequest,
  session: Session,
  context: RunContext,
): Promise<{ readonly plan: Plan; readonly conflicts: number }> {
  const { clock } = context.host;
  context.onEvent({ kind: "reading", account: session.account.name });
  const live = await reportWaits(session.client.readAll("queueQueue"), session, context);
  const source = { file: request.path, line: 1, column: 1 };
  const { desired, conflicts, created } = reversalOf(writtenBy(result), createdBy(result), live, source);
  // A share is of what the run that is undone managed: undoing a small run must not look like a large one.
  const memberships = live.groups.reduce((sum, group) => sum + group.members.length, 0);
  const of = result.guards.find(({ guard }) => guard === "maxRemovals")?.of ?? memberships;
  const directory = await agentDirectory(session, context);
  const { plan, findings } = makePlan({
    account: session.account,
    desired,
    live,
    directory,
    guards: request.guards,
    limits: session.limits,
    isIgnored: () => true,
    only: () => true,
    managed: Math.min(of, memberships),
    createdAt: new Date(clock.now()).toISOString(),
    musterVersion: MUSTER_VERSION,
  });
  const staffed = await staffPlan(plan, request, session, context);
  const diagnostics: readonly Finding[] = [
    aboutRun(result),
    ...conflicts,
    ...created,
    ...findings,
    ...staffed.findings,
  ];
  return {
    plan: {
      ...plan,
      guards: [...plan.guards, ...staffed.guards],
      ...(staffed.staffing === undefined ? {} : { staffing: staffed.staffing }),
      diagnostics,
    },
    conflicts: conflicts.length,
  };
}

/** Stands above the plan: what it undoes, and that the files still ask for it. */
function aboutRun({ startedAt, commit }: Result): Finding {
  const args = { startedAt, ...(commit === undefined ? {} : { commit }) };
  return { code: "revert-of", severity: "warning", args };
}
