import type { GuardOptions, RunOptions } from "../cli/arguments/options.js";
import type { Voice } from "../cli/output/output.js";
import { matchesGlob } from "../config/patterns.js";
import type { StopSignal } from "../model/stopSignal.js";
import type { LiveState } from "../moor/live.js";
import { estimateBudget, pagingOf } from "../plan/budget.js";
import { memoryFindings, type NearMissFinding, nearMisses } from "../plan/creationFindings.js";
import { readGuards } from "../plan/guards.js";
import { summarize } from "../plan/makePlan.js";
import type { CreateAction, Plan } from "../plan/plan.js";
import { checkStaleness } from "../plan/savedPlan.js";
import { type Schedule, scheduleWrites } from "../plan/schedule.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { EXIT } from "./exitCode.js";
import type { PlannedAccounts } from "./failedAccounts.js";
import { type Guards, guardsOf } from "./guardOptions.js";
import type { Shell } from "./host.js";
import { numbersOf, type PlannedAccount } from "./planAccount.js";
import { readSavedPlan } from "./savedPlan.js";
import { openSession, type Session } from "./session.js";
import { type PlanStaffing, staffPlan } from "./staffPlan.js";
import { hasError, UserError } from "./userError.js";
import { type LoadedConfig, loadConfig, resolveSettings, selectAccounts } from "./workspace.js";

/**
 * Takes up a saved plan instead of making one: exactly it, or nothing. Every account of the file is read and held
 * against its plan before anything is written anywhere.
 *
 * @throws {UserError} not a plan, for another account (exit 1), or stale (exit 3)
 */
export async function resumeAll(
  path: string,
  options: RunOptions & GuardOptions,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
  beforeReading: (session: Session) => Promise<void>,
): Promise<PlannedAccounts> {
  const plans = await readSavedPlan(path, shell);
  const config = await loadConfig(options, shell);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  const sessions = await openSessions(plans, config, options, shell, voice, stop);
  const guards = guardsOf(config.guards, options);

  const stale: Finding[] = [];
  const resumed = await Promise.all(
    plans.map(async (saved, index): Promise<PlannedAccount> => {
      const session = sessions[index] as Session;
      await beforeReading(session);
      const readAt = shell.clock.monotonic();
      const live = await session.client.readAll("queueQueue");
      await session.journal.shown(live.groups);
      const staleness = checkStaleness(saved, live.groups, await session.applied.of(saved.hash));
      const schedule = scheduleWrites(saved.actions);
      const done = staleness.kind === "ready" ? staleness.done : new Map<string, string>();
      const left = done.size === 0 ? saved.actions : saved.actions.filter(({ id }) => !done.has(id));
      const alike = alikeIn(saved, live, config);
      const memory = memoryFindings(creationsOf(saved), await session.journal.recall());
      if (staleness.kind === "stale") stale.push(...staleness.findings);
      // Who took conversations when the plan was saved says nothing about now. What an earlier apply of the plan has carried
      // out changes no queue any more.
      const staffed =
        staleness.kind === "ready"
          ? await staffPlan({ actions: left }, options.staffing === true, guards, session, shell, voice)
          : undefined;
      return {
        plan: withFindings(recomputed(saved, schedule, live, session, guards), staffed, [...memory, ...alike]),
        schedule: done.size === 0 ? schedule : scheduleWrites(left),
        session,
        paging: pagingOf(live),
        readAt,
        before: numbersOf(live),
        alike,
        done,
      };
    }),
  );
  if (stale.length > 0) throw new UserError(stale, new Map(), EXIT.stopped);
  return { planned: resumed, failed: [], order: plans.map(({ account }) => account) };
}

function creationsOf({ actions }: Plan): CreateAction[] {
  return actions.filter((action) => action.action === "create");
}

/** The other names of the files are not in a saved plan; those that are live, and those that it creates, are known. */
function alikeIn(saved: Plan, { groups }: LiveState, { ignore }: LoadedConfig): NearMissFinding[] {
  const created = creationsOf(saved);
  const isIgnored = (name: string): boolean => ignore.some((pattern) => matchesGlob(pattern, name));
  return nearMisses(created, { live: groups, desired: created, isIgnored });
}

/** Findings that are made anew: what was said of them when the plan was saved is of that time, or not even that. */
const MADE_ANEW: ReadonlySet<string> = new Set<Finding["code"]>([
  "nobody-claiming",
  "near-miss",
  "creation-open",
  "stored-differently",
]);

function withFindings(
  { staffing: _, ...plan }: Plan,
  staffed: PlanStaffing | undefined,
  findings: readonly Finding[],
): Plan {
  return {
    ...plan,
    guards: [...plan.guards, ...(staffed?.guards ?? [])],
    ...(staffed?.staffing === undefined ? {} : { staffing: staffed.staffing }),
    diagnostics: [
      ...plan.diagnostics.filter(({ code }) => !MADE_ANEW.has(code)),
      ...findings,
      ...(staffed?.findings ?? []),
    ],
  };
}

/** What follows from the actions is made from them again: the hash covers only those, and the rest may have been edited. */
function recomputed(saved: Plan, schedule: Schedule, live: LiveState, session: Session, guards: Guards): Plan {
  const { actions, manual, unmanaged, summary } = saved;
  const memberships = live.groups.reduce((sum, group) => sum + group.members.length, 0);
  const of = saved.guards.find((guard) => guard.guard === "maxRemovals")?.of ?? 0;
  return {
    ...saved,
    summary: summarize(actions, manual, unmanaged.length, summary.unchanged),
    // Which groups were managed is not in the plan; they cannot have held more than the account has.
    guards: readGuards(actions, Math.min(of, memberships), guards.settings, guards.origins),
    budget: estimateBudget(schedule, pagingOf(live), session.limits),
  };
}

/** The line to each plan's account; a plan is never applied to another account than its own. */
async function openSessions(
  plans: readonly Plan[],
  config: LoadedConfig,
  options: RunOptions,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Session[]> {
  const findings: Finding[] = [];
  const sessions: Session[] = [];
  for (const { account } of plans) {
    const known = config.accounts.some(({ name }) => name === account.name);
    const asked = options.account ?? (known ? account.name : undefined);
    const [entry] = selectAccounts(config.accounts, asked, "one", []);
    const resolved = entry === undefined ? undefined : resolveSettings([entry], options, shell);
    const settings = entry === undefined ? undefined : resolved?.settings.get(entry.name);
    findings.push(...(resolved?.findings ?? []));
    if (settings === undefined) continue;
    const { host, accountId } = settings;
    if (host === account.host && accountId === account.accountId) {
      sessions.push(await openSession(settings, options, shell, voice, stop));
      continue;
    }
    const planned = `${account.accountId} (${account.host})`;
    findings.push({
      code: "plan-other-account",
      severity: "error",
      args: { planned, accountId: `${accountId} (${host})` },
    });
  }
  if (hasError(findings)) throw new UserError(findings, config.texts);
  return sessions;
}
