import type { DesiredGroup } from "../config/desired.js";
import { addedRemarks } from "../config/judge.js";
import type { Remark } from "../config/remarks.js";
import { type AccountSettings, DEFAULT_GUARDS, type GuardOverrides } from "../config/settings.js";
import { StoppedError } from "../moor/errors.js";
import type { Guards } from "../plan/guards.js";
import type { GuardName, PlanAccount, Provenance } from "../plan/plan.js";
import { selectGroups } from "../plan/selectGroups.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { accountKey } from "../state/stateFolder.js";
import type { BaseState } from "./baseState.js";
import type { ConnectContext } from "./events.js";
import { type PlannedAccount, type PlanRequest, planAccount } from "./planAccount.js";
import { errorOf, openSession, type Session } from "./session.js";
import type { StoreUse } from "./sharedMemory.js";
import type { AccountSnapshot } from "./snapshot.js";
import { hasError, UserError } from "./userError.js";
import {
  type AccountFiles,
  type LoadedConfig,
  loadWorkspace,
  resolveSettings,
  type Workspace,
  type WorkspaceOptions,
} from "./workspace.js";

/** One of several accounts that could not be planned or applied; the others go on. */
export interface FailedAccount {
  readonly account: PlanAccount;
  readonly error: unknown;
}

/** The result of planning several accounts. */
export interface PlannedAccounts {
  readonly planned: readonly PlannedAccount[];
  /** Empty if there is only one account: then its error is the run's. */
  readonly failed: readonly FailedAccount[];
  /** All of them, in the order of muster.yaml or of the saved plan. */
  readonly order: readonly PlanAccount[];
}

export interface PlanAccountsOptions extends ConnectContext, WorkspaceOptions {
  readonly guards: GuardOverrides;
  /** Read who takes conversations, even without a guard. */
  readonly staffing?: boolean | undefined;
  /** Groups by name or pattern; all if left out. */
  readonly group?: readonly string[] | undefined;
  /** The commit by which each difference gets its origin. */
  readonly base?: string | undefined;
  /** With a base: write only what the change of the files brings. */
  readonly only?: "change" | undefined;
  /** Write only what the clock brings. */
  readonly due?: boolean | undefined;
  /** Who asked for the plan, and where; for people who read it. */
  readonly provenance?: Provenance | undefined;
  /** A snapshot to plan against; nothing is read from the account. */
  readonly against?: string | undefined;
  readonly insecureHttp: boolean;
  /** See {@link StoreUse}; `read` if left out. */
  readonly storeUse?: StoreUse;
  /** Called for each account before it is read. */
  readonly beforeReading?: (session: Session) => Promise<void>;
}

/** An account that can be planned: its settings are known, and its snapshot if there is one. */
interface Target {
  readonly settings: AccountSettings;
  readonly snapshot?: AccountSnapshot;
}

/**
 * Plans all selected accounts at the same time: each has a budget of its own. All files are read first, so that one run
 * reports every problem, and nothing is sent while there is one. After that the accounts are independent: if one of
 * several fails, the others go on.
 *
 * @throws {UserError} with the findings of all files; {StoppedError}; with a single account, any error that stops it
 */
export async function planAccounts(options: PlanAccountsOptions): Promise<PlannedAccounts> {
  const workspace = await loadWorkspace(options);
  const { targets, findings: settled } = await targetsOf(workspace, options);
  const findings = workspace.judge.judge(settled);
  const found = [...workspace.findings, ...findings];
  if (hasError(found)) throw new UserError(found, workspace.texts);
  for (const account of workspace.leftOut) options.onEvent({ kind: "not-chosen", account });
  refuseSameAccount([...targets.values()].map(({ settings }) => settings));
  // A name is known if it is in the files of any account.
  const groups = workspace.accounts.flatMap(({ desired, only }) => (desired?.groups ?? []).filter(only ?? all));
  const named = onlyOf(groups, options.group);
  const base = await baseOf(options, workspace);

  const runs = await Promise.all(
    workspace.accounts.map(async (account): Promise<PlannedAccount | FailedAccount> => {
      const { name, files, desired, findings: own } = account;
      const target = targets.get(name);
      if (target === undefined || desired === undefined) throw new TypeError(`account ${name} was not resolved`);
      let session: Session | undefined;
      try {
        const { groups } = desired;
        if (options.debug === true)
          options.onEvent({
            kind: "decided",
            account: name,
            room: "config",
            what: "files",
            files,
            groups: groups.length,
          });
        session = await openTarget(target, options);
        await options.beforeReading?.(session);
        const request = {
          desired,
          findings: [...workspace.settingsFindings, ...own, ...findings, ...withoutGroups(account)],
          judge: workspace.judge,
          guards: guardsOf(workspace, options.guards),
          staffing: options.staffing === true,
          isIgnored: workspace.isIgnored,
          ...(target.snapshot === undefined ? {} : { liveAt: target.snapshot.readAt }),
          ...onlyBoth(named, account.only),
          ...originsOf(name, base, options, account.remarks),
        };
        return await planAccount(request, session, options);
      } catch (error) {
        return { account: accountOf(target.settings), error: errorOf(error, session) };
      }
    }),
  );
  const planned = runs.filter((run) => "plan" in run);
  const failed = runs.filter((run) => "error" in run);
  const fatal = failed.find(({ error }) => runs.length === 1 || error instanceof StoppedError);
  if (fatal !== undefined) throw fatal.error;
  return { planned, failed, order: [...targets.values()].map(({ settings }) => accountOf(settings)) };
}

/** What the base wants. @throws {UserError} it cannot be read */
export async function baseOf(
  { base, when, ...options }: Pick<PlanAccountsOptions, "host" | "base" | "only" | "config" | "paths" | "when">,
  { accounts, root, isChoice }: Pick<Workspace, "accounts" | "root" | "isChoice">,
): Promise<BaseState | undefined> {
  if (base === undefined && options.only !== undefined) {
    const args = { command: "apply" as const, flag: `--only ${options.only}`, needs: "--base" };
    throw new UserError([{ code: "flag-needs", severity: "error", args }]);
  }
  if (base === undefined) return undefined;
  const { readBase } = await import("./baseState.js");
  const instants = new Map(accounts.map(({ name, desired }) => [name, desired?.moment?.at]));
  const instantOf = (account: string) => instants.get(account) ?? options.host.clock.now();
  return readBase(
    { ...options, base, instantOf, days: when?.days, paths: isChoice ? [] : options.paths },
    root,
    accounts.map(({ entry }) => entry),
  );
}

/** What a plan needs to tell the change of the files from drift, or why it cannot; what it is to write; and who asks for it. */
export function originsOf(
  account: string,
  base: BaseState | undefined,
  { only, due, paths, provenance }: Pick<PlanAccountsOptions, "only" | "due" | "paths" | "provenance">,
  remarks: readonly Remark[] = [],
): Pick<PlanRequest, "base" | "part" | "provenance" | "baseFindings"> {
  const part = due === true ? { part: "schedule" as const } : {};
  const commit = base?.head === undefined ? {} : { commit: base.head };
  const asked = {
    ...part,
    ...(base === undefined && provenance === undefined ? {} : { provenance: { ...commit, ...provenance } }),
  };
  const own = base?.accounts.get(account);
  if (base === undefined || own === undefined) return asked;
  if ("finding" in own) return { ...asked, baseFindings: [own.finding] };
  const { hash } = base;
  const added = addedRemarks(own.remarks ?? [], remarks);
  return {
    ...asked,
    baseFindings: added,
    base: { hash, desired: own.desired, isWhole: paths.length === 0 },
    ...(only === undefined ? {} : { part: only }),
  };
}

/** The selected groups, of those in the files; `undefined`: all. @throws {UserError} a name that no group has */
export function onlyOf(
  groups: readonly DesiredGroup[],
  names: readonly string[] | undefined,
): ((group: DesiredGroup) => boolean) | undefined {
  if (names === undefined) return undefined;
  const { only, findings } = selectGroups(groups, names);
  if (hasError(findings)) throw new UserError(findings);
  return only;
}

/** Groups that are chosen by name and by file, where both are given. */
export function onlyBoth(named: PlanRequest["only"], filed: PlanRequest["only"]): Pick<PlanRequest, "only"> {
  if (named === undefined && filed === undefined) return {};
  return { only: (group) => (named ?? all)(group) && (filed ?? all)(group) };
}

function all(): boolean {
  return true;
}

/** A definition may be what has changed, and what that brings is in the groups of other files. */
export function withoutGroups({ name, files, desired, only }: AccountFiles): Finding[] {
  if (only === undefined || desired === undefined || desired.groups.some(only)) return [];
  return [{ code: "paths-without-groups", severity: "warning", args: { account: name, files } }];
}

/** The accounts' settings, from the environment or from a snapshot, by the account's name. */
async function targetsOf({ accounts }: Workspace, options: PlanAccountsOptions) {
  const entries = accounts.map(({ entry }) => entry);
  const { against } = options;
  if (against !== undefined) {
    const { readSnapshot, settingsOfSnapshot } = await import("./snapshot.js");
    const targets = settingsOfSnapshot(entries, await readSnapshot(against, options), options);
    return { targets: targets satisfies ReadonlyMap<string, Target>, findings: [] };
  }
  const { settings, findings } = resolveSettings(entries, options);
  const targets = new Map([...settings].map(([name, one]): [string, Target] => [name, { settings: one }]));
  return { targets, findings };
}

async function openTarget(
  { settings, snapshot }: Target,
  context: ConnectContext & Pick<PlanAccountsOptions, "storeUse">,
): Promise<Session> {
  if (snapshot === undefined) return openSession({ ...context, settings });
  const { openSnapshot } = await import("./snapshot.js");
  return openSnapshot(snapshot, { ...context, settings });
}

/**
 * The guards of `muster.yaml` or the defaults, the waivers in force, and the flags; and who set each: that must be seen.
 *
 * @param config absent: there is no `muster.yaml`
 */
export function guardsOf(config: Pick<LoadedConfig, "guards" | "waivers"> | undefined, flags: GuardOverrides): Guards {
  const settings = config?.guards ?? DEFAULT_GUARDS;
  const isSet = (name: GuardName): boolean => JSON.stringify(settings[name]) !== JSON.stringify(DEFAULT_GUARDS[name]);
  const waivers = config?.waivers ?? [];
  return {
    settings,
    setInFile: (Object.keys(DEFAULT_GUARDS) as GuardName[]).filter(isSet),
    raises: waivers.map(({ guard, limit, until, reason }) => ({ guard, limit, setBy: "waiver", reason, until })),
    flags,
  };
}

function accountOf({ name, host, accountId }: AccountSettings): PlanAccount {
  return { name, host, accountId };
}

/** One live account under two names would be planned twice, by halves, and neither half would know about the other. */
function refuseSameAccount(accounts: readonly AccountSettings[]): void {
  for (const account of accounts) {
    const names = accounts.filter((one) => accountKey(one) === accountKey(account)).map((one) => one.name);
    if (names.length < 2) continue;
    const { accountId } = account;
    throw new UserError([{ code: "same-account", severity: "error", args: { names, accountId } }]);
  }
}
