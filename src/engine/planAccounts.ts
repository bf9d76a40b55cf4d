import type { GuardOptions, RunOptions } from "../cli/arguments/options.js";
import type { Voice } from "../cli/output/output.js";
import type { AccountEntry } from "../config/musterFile.js";
import type { AccountSettings } from "../config/settings.js";
import type { StopSignal } from "../model/stopSignal.js";
import { StoppedError } from "../moor/errors.js";
import type { PlanAccount } from "../plan/plan.js";
import { selectGroups } from "../plan/selectGroups.js";
import { accountKey } from "../state/stateFolder.js";
import type { FailedAccount, PlannedAccounts } from "./failedAccounts.js";
import { guardsOf } from "./guardOptions.js";
import type { Shell } from "./host.js";
import { type PlannedAccount, planAccount } from "./planAccount.js";
import { openSession, type Session } from "./session.js";
import { hasError, UserError } from "./userError.js";
import { loadWorkspace, resolveSettings } from "./workspace.js";

/**
 * Plans every selected account, side by side: each has a budget of its own. The files are all read first, so that one
 * run reports every problem and nothing is sent while there is one. From then on each account is on its own: of several,
 * one that fails leaves the others alone.
 *
 * @param allowed whether several accounts may be planned at once without having been asked for by name
 * @param beforeReading called for each account before it is read
 * @throws {UserError} with the findings of all files; {StoppedError}; and with a single account whatever stops it
 */
export async function planAll(
  paths: readonly string[],
  options: RunOptions & GuardOptions,
  allowed: "one" | "several",
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
  beforeReading: (session: Session) => Promise<void> = async () => undefined,
): Promise<PlannedAccounts> {
  const workspace = await loadWorkspace(paths, options, allowed, shell);
  const entries = workspace.accounts.map(({ entry }) => entry);
  const snapshots = options.against === undefined ? undefined : await snapshotsOf(options.against, entries, shell);
  const { settings, findings } =
    snapshots === undefined
      ? resolveSettings(entries, options, shell)
      : { settings: new Map([...snapshots].map(([name, one]) => [name, one.settings] as const)), findings: [] };
  const all = [...workspace.findings, ...findings];
  if (hasError(all)) throw new UserError(all, workspace.texts);
  refuseTwins([...settings.values()]);
  // A name is known when any account's files have it.
  const groups = workspace.accounts.flatMap(({ desired }) => desired?.groups ?? []);
  const selection = options.group === undefined ? undefined : selectGroups(groups, options.group);
  if (selection !== undefined && hasError(selection.findings)) throw new UserError(selection.findings);

  const runs = await Promise.allSettled(
    workspace.accounts.map(async ({ name, desired, findings: own }) => {
      const account = settings.get(name);
      if (account === undefined || desired === undefined) throw new TypeError(`account ${name} was not resolved`);
      const snapshot = snapshots?.get(name)?.snapshot;
      const session =
        snapshot === undefined
          ? await openSession(account, options, shell, voice, stop)
          : await import("./snapshotSession.js").then(({ openSnapshot }) =>
              openSnapshot(account, snapshot, options, shell, voice, stop),
            );
      await beforeReading(session);
      const request = {
        desired,
        findings: [...workspace.settingsFindings, ...own, ...findings],
        guards: guardsOf(workspace.guards, options),
        staffing: options.staffing === true,
        isIgnored: workspace.isIgnored,
        ...(snapshot === undefined ? {} : { liveAt: snapshot.readAt }),
        ...(selection === undefined ? {} : { only: selection.only }),
      };
      return planAccount(request, session, shell, voice);
    }),
  );
  const planned: PlannedAccount[] = [];
  const failed: FailedAccount[] = [];
  for (const [index, run] of runs.entries()) {
    const settled = settings.get(workspace.accounts[index]?.name ?? "");
    if (run.status === "fulfilled") planned.push(run.value);
    else if (settled === undefined || runs.length === 1 || run.reason instanceof StoppedError) throw run.reason;
    else failed.push({ account: accountOf(settled), error: run.reason });
  }
  return { planned, failed, order: [...settings.values()].map(accountOf) };
}

/** What is known of these accounts without calling them. */
async function snapshotsOf(path: string, entries: readonly AccountEntry[], shell: Shell) {
  const [{ readSnapshot }, { settingsOfSnapshot }] = await Promise.all([
    import("./snapshot.js"),
    import("./snapshotSession.js"),
  ]);
  return settingsOfSnapshot(entries, await readSnapshot(path, shell), shell);
}

function accountOf({ name, host, accountId }: AccountSettings): PlanAccount {
  return { name, host, accountId };
}

/** One live account under two names would be planned twice, by halves, and each half would know nothing of the other. */
function refuseTwins(accounts: readonly AccountSettings[]): void {
  for (const account of accounts) {
    const names = accounts.filter((one) => accountKey(one) === accountKey(account)).map((one) => one.name);
    if (names.length < 2) continue;
    const { accountId } = account;
    throw new UserError([{ code: "same-account", severity: "error", args: { names, accountId } }]);
  }
}
