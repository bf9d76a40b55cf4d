/**
 * muster as a library: the functions behind the commands, without a terminal. Options in, data and events out.
 *
 * @packageDocumentation
 */
import type { Result } from "./apply/result.js";
import { libraryHost, stopWith } from "./cli/node/libraryHost.js";
import type { DesiredGroup } from "./config/desired.js";
import type { AccountAddress, AccountSettings, GuardOverrides } from "./config/settings.js";
import { ApplyLocks, applyAccounts, settleMsOf, stopsOf } from "./engine/applyAccounts.js";
import type { ConnectContext, EngineEvent } from "./engine/events.js";
import { EXIT } from "./engine/exitCode.js";
import { planAccount } from "./engine/planAccount.js";
import { baseOf, guardsOf, onlyBoth, onlyOf, originsOf, withoutGroups } from "./engine/planAccounts.js";
import { checkChoice, checkGuards, checkTimes, settingsOfAddress } from "./engine/programOptions.js";
import { checkPlans, resumePlan, staleError, unreadable } from "./engine/savedPlans.js";
import { errorOf, openSession, type Session } from "./engine/session.js";
import { findingsOf, hasError, UserError } from "./engine/userError.js";
import {
  keepStoreSecrets,
  loadWorkspace,
  resolveSettings,
  shownTextsOf,
  validationOf,
  type Workspace,
} from "./engine/workspace.js";
import type { Diagnostic, Plan, PlanAccount, Provenance } from "./plan/plan.js";
import { FILE_FORMATS, type FileFormat, LANGUAGES, rendererOf } from "./report/formats.js";
import type { Language } from "./report/messages/catalogue.js";
import type { Report } from "./report/report.js";

export type { Outcome, Result, ResultSummary, Status } from "./apply/result.js";
export type { DesiredGroup, DesiredState } from "./config/desired.js";
export type { AccountAddress, GuardLimit, GuardOverrides, GuardSettings } from "./config/settings.js";
export type { EngineEvent, ReadingWait } from "./engine/events.js";
export type { RateLimit, RateLimits } from "./model/rates.js";
export type { Action, Cause, Diagnostic, Origin, Plan, PlanAccount, PlanSummary, Provenance } from "./plan/plan.js";
export type { FileFormat } from "./report/formats.js";
export type { Language } from "./report/messages/catalogue.js";

/** Thrown if files, options or settings are wrong, or a person has to decide. Recognise it by its `name`. */
export interface MusterUserError extends Error {
  readonly name: "UserError";
  /** What is wrong, as data; {@link renderReport} makes the sentences. */
  readonly findings: readonly Diagnostic[];
}

/** Thrown if the API, or the connection to it, failed. Recognise it by its `name`. */
export interface MusterApiError extends Error {
  readonly name: "MoorError";
  readonly fault: Pick<Diagnostic, "code" | "args">;
  /** Was the call carried out? `not-done`: certainly not. */
  readonly delivery: "not-done" | "unknown";
}

/** Thrown if the account's `signal` was aborted before the work was done. Recognise it by its `name`. */
export interface MusterStoppedError extends Error {
  readonly name: "StoppedError";
}

/**
 * Variables by name. The library reads no variable of the process: a program passes what it wants, such as
 * `process.env`.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadFilesOptions {
  /** The folder that paths are relative to; if left out, the working folder. */
  readonly folder?: string;
  /** The path of `muster.yaml`, if it is another one. */
  readonly config?: string;
  /** Only the account of this name. */
  readonly account?: string;
  /**
   * Files, folders and patterns. With a `muster.yaml` they choose groups of its accounts, and definitions are taken from all files
   * as ever; without one they are the files.
   */
  readonly paths?: readonly string[];
}

/** The groups of one account, as the files want them. */
export interface LoadedAccount {
  /** The name in `muster.yaml`; `default` if there is none. */
  readonly name: string;
  /** How many files were read. */
  readonly files: number;
  /** Empty if the files have an error. */
  readonly groups: readonly DesiredGroup[];
}

/** The content of the files. Pass it on to {@link openAccount}, {@link makePlan} and {@link renderReport}. */
export interface LoadedFiles {
  /** No finding is an error. */
  readonly valid: boolean;
  readonly accounts: readonly LoadedAccount[];
  /** All errors and warnings, as data: `code`, `args`, `source`. */
  readonly findings: readonly Diagnostic[];
}

/**
 * What muster keeps for the files and accounts that it has given to a program. It is not in these objects, because programs
 * log them and debuggers show them, and it holds secrets, all variables of `env`, and the texts of files.
 */
const workspaces = new WeakMap<LoadedFiles, Workspace>();
const places = new WeakMap<LoadedFiles, LoadFilesOptions>();
const connections = new WeakMap<Account, { readonly session: Session; readonly context: ConnectContext }>();

function workspaceOf(files: LoadedFiles): Workspace {
  const found = workspaces.get(files);
  if (found === undefined) throw new TypeError("files: expected what loadFiles() gave, itself and not a copy");
  return found;
}

function connectionOf(account: Account) {
  const found = connections.get(account);
  if (found === undefined) throw new TypeError("account: expected what openAccount() gave, itself and not a copy");
  return found;
}

/**
 * Reads `muster.yaml` and the files of its accounts. Offline; needs no secret.
 *
 * @throws {MusterUserError} it is not clear which accounts or files are meant; problems in the files are findings, not errors
 * @example
 * const files = await loadFiles({ folder: "skills" });
 * if (!files.valid) console.error(await renderReport({ files, format: "text" }));
 */
export async function loadFiles(options: LoadFilesOptions = {}): Promise<LoadedFiles> {
  const workspace = await read(options);
  const accounts = workspace.accounts.map(({ name, files, desired, only = () => true }) => ({
    name,
    files,
    groups: (desired?.groups ?? []).filter(only),
  }));
  const files = { valid: !hasError(workspace.findings), accounts, findings: workspace.findings };
  workspaces.set(files, workspace);
  places.set(files, options);
  return files;
}

function read({ folder = ".", paths = [], config, account }: LoadFilesOptions, at?: string): Promise<Workspace> {
  const host = libraryHost({ folder, env: {} });
  return loadWorkspace({ host, paths, several: true, config, account, at });
}

/** How an account is called. */
interface ConnectionOptions {
  /** Allow plain http to a host that is not this machine. */
  readonly insecureHttp?: boolean;
  /** Ms until a call without an answer is given up; 30,000 if left out. */
  readonly timeoutMs?: number;
  /** Instead of undici's `fetch` with the proxies of `env`. */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * For the variables of `muster.yaml`, for proxies, and for muster's own: `MUSTER_LIMITS`, `MUSTER_SETTLE`, `MUSTER_STORE`,
   * `MUSTER_STATE_DIR`, `MUSTER_ALLOWED_HOSTS`. None is read from the process. If `MUSTER_STATE_DIR` or
   * `XDG_STATE_HOME` is set for the command line, pass it here too: only then do both use the same lock and rate limits.
   */
  readonly env?: Environment;
  /** When it is aborted, nothing new starts, and ten seconds later calls in flight are given up. */
  readonly signal?: AbortSignal;
  /**
   * Called with everything that happens, at once and in order. What it throws is ignored: a mistake in it must not end an
   * apply halfway.
   */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** An account by its name in `muster.yaml`. */
export interface AccountOfFiles {
  readonly files: LoadedFiles;
  /** May be left out if there is only one. */
  readonly name?: string;
}

export type OpenAccountOptions = ConnectionOptions & (AccountAddress | AccountOfFiles);

/**
 * An open account. Open each account once in a program: the object keeps the rate limits of all calls made through it.
 */
export interface Account {
  readonly account: PlanAccount;
  /** Calls that were sent, by interface. */
  readonly calls: Readonly<Record<string, number>>;
}

/**
 * Opens the connection to an account. Nothing is sent yet.
 *
 * @throws {MusterUserError} the address, a variable or a limit is wrong
 * @example
 * const account = await openAccount({ host, accountId, apiSecret, onEvent: (event) => log(event.kind) });
 */
export async function openAccount(options: OpenAccountOptions): Promise<Account> {
  const { env = {}, fetch, signal, timeoutMs = 30_000 } = options;
  checkTimes({ timeoutMs });
  const host = libraryHost({ folder: ".", env, fetch });
  const onEvent = (event: EngineEvent): void => {
    try {
      options.onEvent?.(event);
    } catch {
      // A write that was sent must still be verified.
    }
  };
  const context: ConnectContext = { host, stop: stopWith(signal), onEvent, timeoutMs };
  const settings =
    "files" in options
      ? settingsOfFiles(options, context)
      : settingsOfAddress(options, options.insecureHttp ?? false, env);
  host.secrets.keep(settings.apiSecret);
  keepStoreSecrets(undefined, host);
  const session = await openSession({ ...context, settings });
  const account = { account: session.account, calls: session.calls };
  connections.set(account, { session, context });
  return account;
}

function settingsOfFiles(
  { files, name, insecureHttp = false }: AccountOfFiles & ConnectionOptions,
  { host }: ConnectContext,
): AccountSettings {
  const { entry } = accountIn(files, name);
  const { settings, findings } = resolveSettings([entry], { insecureHttp, host });
  const found = settings.get(entry.name);
  if (found === undefined) throw new UserError(findings, workspaceOf(files).texts);
  return found;
}

export interface MakePlanOptions {
  readonly files: LoadedFiles;
  readonly account: Account;
  /** Instead of the guards of `muster.yaml`. */
  readonly guards?: GuardOverrides;
  /** Groups by name or by pinned number; all if left out. */
  readonly group?: readonly string[];
  /** Also read who takes conversations now. */
  readonly staffing?: boolean;
  /**
   * A branch, a tag or a commit of the files' repository: each difference gets its `origin` by it. Needs git, which is found
   * by the `PATH` of the account's `env`.
   */
  readonly base?: string;
  /** With `base`: the plan writes what the files bring since then; what differed before is in its `left`. */
  readonly only?: "change";
  /** The plan writes only what the clock brings by the files, and creates nothing; all else is in its `left`. Not with `only`. */
  readonly due?: boolean;
  /**
   * What the files want at another instant than now: a wall-clock time of the files' zone (`2026-12-01`, `2026-12-01T18:00`), or
   * one with an offset. Such a plan is to look at: {@link applyPlan} refuses it.
   */
  readonly at?: string;
  /** Who asks for the plan, and where: text for people. */
  readonly provenance?: Provenance;
}

/**
 * Reads the live account and compares it with the files. Changes nothing. The plan is plain JSON, as
 * `muster/schemas/plan.schema.json` describes it: it can be saved, shown, and applied later, until its `validUntil`.
 *
 * Files that use time are read again, since what they want changes with the clock.
 *
 * @throws {MusterUserError} the files have an error, or an option is wrong; {MusterApiError} the account could not be read;
 *   {MusterStoppedError} the account's signal was aborted
 */
export async function makePlan(options: MakePlanOptions): Promise<Plan> {
  const { files, account, guards = {}, group, staffing = false, base: ref, only: part, due, provenance } = options;
  const { session, context } = connectionOf(account);
  checkGuards(guards);
  if (part !== undefined && due === true)
    throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["only", "due"] } }]);
  const workspace = await workspaceAt(files, options.at);
  if (hasError(workspace.findings)) throw new UserError(workspace.findings, workspace.texts);
  const own = accountOf(workspace, account.account.name);
  const { desired, findings, only = () => true } = own;
  if (desired === undefined) throw new UserError(findings, workspace.texts);
  const named = onlyOf(desired.groups.filter(only), group);
  if (part !== undefined) checkChoice("only", part, ["change"]);
  const { folder = ".", config, paths = [] } = places.get(files) ?? {};
  const compared = { host: libraryHost({ folder, env: context.host.env }), base: ref, only: part, config, paths };
  const accounts = workspace.accounts.filter(({ name }) => name === account.account.name);
  const base = await baseOf(compared, { ...workspace, accounts });
  const request = {
    desired,
    findings: [...workspace.settingsFindings, ...findings, ...withoutGroups(own)],
    guards: guardsOf(workspace, guards),
    staffing,
    isIgnored: workspace.isIgnored,
    judge: workspace.judge,
    ...onlyBoth(named, own.only),
    ...originsOf(account.account.name, base, { only: part, due, paths, provenance }, own.remarks),
  };
  return (await planAccount(request, session, context)).plan;
}

/** The content of the files at an instant; without one, now. */
async function workspaceAt(files: LoadedFiles, at: string | undefined): Promise<Workspace> {
  const known = workspaceOf(files);
  const usesTime = known.accounts.some(({ desired }) => desired?.moment !== undefined);
  return at === undefined && !usesTime ? known : read(places.get(files) ?? {}, at);
}

export interface ApplyPlanOptions {
  /** As {@link makePlan} made it, in this run or an earlier one. */
  readonly plan: Plan;
  readonly account: Account;
  /** For the guards and the ignored groups of `muster.yaml`. */
  readonly files?: LoadedFiles;
  /** Instead of the guards of `muster.yaml`, or of the defaults. */
  readonly guards?: GuardOverrides;
  /** A person has agreed to exactly this plan: a group may be created even if its name looks like another's. */
  readonly attended?: boolean;
  /** Ms to wait for another apply on this machine; 0 if left out. */
  readonly lockTimeoutMs?: number;
}

/**
 * Applies a plan: exactly this plan, or nothing. The account is read again first, and every write is read back.
 *
 * @throws {MusterUserError} the plan is stale, of another account, was changed by hand, or a guard has tripped, an option or
 *   `muster.yaml` is wrong, or another apply is at work: nothing was written; {MusterApiError} the account could not be read;
 *   {MusterStoppedError} the account's signal was aborted during that. What fails later is in the result.
 * @example
 * const result = await applyPlan({ plan, account, files });
 * if (result.summary.failed > 0) console.error(await renderReport({ plan, result, format: "text" }));
 */
export async function applyPlan(options: ApplyPlanOptions): Promise<Result> {
  const { account, files, guards = {}, attended = false, lockTimeoutMs = 0 } = options;
  const { session, context } = connectionOf(account);
  const workspace = files === undefined ? undefined : workspaceOf(files);
  checkGuards(guards);
  checkTimes({ lockTimeoutMs });
  // The guards of a file that cannot be read would be the default ones.
  if (workspace !== undefined && hasError(workspace.settingsFindings))
    throw new UserError(workspace.settingsFindings, workspace.texts);
  const settleMs = settleMsOf(context.host.env);
  const [plan, ...others] = await checkPlans(options.plan, "plan");
  if (plan === undefined || others.length > 0) throw unreadable("plan", `${others.length + 1} plans`);
  refuseOtherAccount(plan, account.account);
  const locks = new ApplyLocks(lockTimeoutMs, context);
  try {
    await locks.take(session);
    const request = {
      guards: guardsOf(workspace, guards),
      staffing: false,
      ...(workspace === undefined ? {} : { judge: workspace.judge }),
    };
    const resumed = await resumePlan(plan, request, session, context).catch((error: unknown) => {
      throw errorOf(error, session);
    });
    if ("stale" in resumed) throw staleError(resumed.stale);
    const stop = stopsOf([resumed.plan]);
    if (stop !== undefined) throw stop;
    const { results, broken } = await applyAccounts({ ...context, planned: [resumed], settleMs, attended });
    const [result] = results;
    if (result === undefined) throw broken[0]?.error;
    return result;
  } finally {
    await locks.release();
  }
}

function refuseOtherAccount({ account: planned }: Plan, { host, accountId }: PlanAccount): void {
  if (planned.host === host && planned.accountId === accountId) return;
  const args = { planned: `${planned.accountId} (${planned.host})`, accountId: `${accountId} (${host})` };
  throw new UserError([{ code: "plan-other-account", severity: "error", args }]);
}

/** What to render: the content of the files, a plan, a plan and the result of applying it, or an error. */
export type Reported =
  | { readonly files: LoadedFiles }
  | { readonly plan: Plan | readonly Plan[] }
  | { readonly plan: Plan; readonly result: Result }
  | { readonly error: unknown };

export type RenderReportOptions = Reported & {
  readonly format: FileFormat;
  /** English if left out. */
  readonly language?: Language;
  /** The width of text; 100 if left out. */
  readonly columns?: number;
  /** Text with terminal colours. */
  readonly colour?: boolean;
  /** One line for every member, with its place in the files. */
  readonly verbose?: boolean;
};

/**
 * Renders a report as one document, which ends with a newline.
 *
 * @throws {MusterUserError} there is no such format or language
 */
export async function renderReport(options: RenderReportOptions): Promise<string> {
  const { format, language = "en", columns = 100, colour = false, verbose = false } = options;
  checkChoice("format", format, FILE_FORMATS);
  checkChoice("language", language, LANGUAGES);
  const render = await rendererOf(format);
  const nonce = `muster-${crypto.randomUUID()}`;
  return render(reportOf(options), { language, columns, colour, verbose, nonce });
}

function reportOf(reported: Reported): Report {
  if ("error" in reported) return failureOf(reported.error);
  if ("files" in reported) {
    const workspace = workspaceOf(reported.files);
    return { kind: "validation", validation: validationOf(workspace), texts: shownTextsOf(workspace) };
  }
  if ("result" in reported) return { kind: "results", results: [reported.result], plans: [reported.plan] };
  const { plan } = reported;
  return { kind: "plans", plans: "hash" in plan ? [plan] : plan };
}

function failureOf(error: unknown): Report {
  const { exitCode, texts } = error instanceof UserError ? error : { exitCode: EXIT.failed, texts: new Map() };
  return { kind: "failure", command: "plan", exitCode, diagnostics: findingsOf(error), plans: [], texts };
}

/** The account of that name; without a name, the only one. */
function accountIn(files: LoadedFiles, name: string | undefined) {
  return accountOf(workspaceOf(files), name);
}

function accountOf({ accounts }: Workspace, name: string | undefined) {
  const known = accounts.map((one) => one.name);
  const [only, ...others] = name === undefined ? accounts : accounts.filter((one) => one.name === name);
  if (only !== undefined && others.length === 0) return only;
  if (name === undefined) throw new UserError([{ code: "several-accounts", severity: "error", args: { known } }]);
  throw new UserError([{ code: "unknown-account", severity: "error", args: { name, known } }]);
}
