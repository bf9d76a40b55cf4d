import { readGuards } from "../plan/guards.js";
import type { Plan } from "../plan/plan.js";
import { standingOf } from "../plan/staleness.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { EXIT } from "./exitCode.js";
import { guardsOf } from "./guardOptions.js";
import type { CommonOptions, GuardOptions } from "./options.js";
import type { PlannedAccount } from "./planAccount.js";
import { readSavedPlan } from "./savedPlan.js";
import { openSession, type Session } from "./session.js";
import type { Shell } from "./shell.js";
import { hasError, UserError } from "./userError.js";
import type { Voice } from "./voice.js";
import { type LoadedConfig, loadConfig, resolveSettings, selectAccounts } from "./workspace.js";

/**
 * Takes up a saved plan instead of making one: exactly it, or nothing. Every account of the file is read and held
 * against its plan before anything is written anywhere.
 *
 * @throws {UserError} not a plan, for another account (exit 1), or stale (exit 3)
 */
export async function resumeAll(
  path: string,
  options: CommonOptions & GuardOptions,
  shell: Shell,
  voice: Voice,
  stop: AbortSignal,
  beforeReading: (session: Session) => Promise<void>,
): Promise<PlannedAccount[]> {
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
      const live = await session.client.readAll("queueQueue");
      const standing = standingOf(saved.actions, live.groups);
      if (standing.kind === "stale") stale.push(...standing.findings);
      const of = saved.guards.find((guard) => guard.guard === "maxRemovals")?.of ?? 0;
      const plan: Plan = { ...saved, guards: readGuards(saved.actions, of, guards.settings, guards.origins) };
      return {
        plan,
        session,
        paging: { pageSize: live.pageSize, pages: live.pages },
        texts: new Map(),
        ...(standing.kind === "done" ? { done: standing.extens } : {}),
      };
    }),
  );
  if (stale.length > 0) throw new UserError(stale, new Map(), EXIT.stopped);
  return resumed;
}

/** The line to each plan's account; a plan is never applied to another account than its own. */
async function openSessions(
  plans: readonly Plan[],
  config: LoadedConfig,
  options: CommonOptions,
  shell: Shell,
  voice: Voice,
  stop: AbortSignal,
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
