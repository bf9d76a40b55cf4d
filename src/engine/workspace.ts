import type { Declarations } from "../config/declarations.js";
import type { DesiredGroup, DesiredState } from "../config/desired.js";
import { readFile, SETTINGS_FILE } from "../config/findFiles.js";
import { type ConfigFinding, FindingList, sortFindings } from "../config/findings.js";
import { Judge } from "../config/judge.js";
import { type LevelledCode, type Levels, levelOf } from "../config/levels.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import { type AccountEntry, type AccountFolders, loadMusterFile } from "../config/musterFile.js";
import { shownTexts } from "../config/redactFindings.js";
import type { Remark } from "../config/remarks.js";
import { resolveAccount } from "../config/resolveAccount.js";
import { checkPolicies, type PolicySettings } from "../config/rules/policies.js";
import { foldUnusedNames, reportUnused } from "../config/rules/unused.js";
import { Scope } from "../config/scope.js";
import { isNamedBy } from "../config/selectFiles.js";
import { type AccountSettings, DEFAULT_GUARDS, type GuardSettings } from "../config/settings.js";
import { storeSecrets } from "../config/store.js";
import type { When } from "../config/time/moment.js";
import { fillIn } from "../config/variables.js";
import { type Waiver, weighWaivers } from "../config/waivers.js";
import { matchesGlob } from "../model/glob.js";
import { suggest } from "../model/suggest.js";
import type { Validation } from "../report/documents.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { findAccountFiles, isChoice, tableReader } from "./accountFiles.js";
import type { RunContext } from "./events.js";
import type { Host } from "./host.js";
import { hasError, UserError } from "./userError.js";

/** The files of one account, read. */
export interface AccountFiles {
  readonly name: string;
  readonly entry: AccountEntry;
  /** How many files the run is about. */
  readonly files: number;
  /** The groups that paths have chosen; absent where the run is about all. Definitions count in any case. */
  readonly only?: (group: DesiredGroup) => boolean;
  /** Absent if they make no sense. If they only break a policy it is there, and there is an error all the same. */
  readonly desired?: DesiredState;
  /** Of the files that the run is about. */
  readonly remarks?: readonly Remark[];
  /** Only if it was asked for. */
  readonly declared?: Declarations;
  readonly findings: readonly ConfigFinding[];
}

/** Everything that can be read offline. */
export interface Workspace {
  /** Decides by levels and remarks what becomes of warnings. Those here are judged. */
  readonly judge: Judge;
  readonly accounts: readonly AccountFiles[];
  readonly guards: GuardSettings;
  /** Those in force. */
  readonly waivers: readonly Waiver[];
  readonly isIgnored: (displayName: string) => boolean;
  /** Findings of `muster.yaml` only. */
  readonly settingsFindings: readonly ConfigFinding[];
  /** Findings of `muster.yaml` and of all files, each once though accounts share files; and paths that mean nothing. */
  readonly findings: readonly Finding[];
  /** Names of accounts that have none of the paths. */
  readonly leftOut: readonly string[];
  /** Paths have chosen among the accounts' files. */
  readonly isChoice: boolean;
  readonly texts: ReadonlyMap<string, string>;
  /** Real path of the folder that files are read and written in: see `FilePort.rootOf`. */
  readonly root: string;
}

/** `muster.yaml`, or its defaults. */
export interface LoadedConfig {
  /** The path of `muster.yaml`, where there is one. */
  readonly file?: string;
  /** Empty if the file has an error. */
  readonly accounts: readonly AccountEntry[];
  /** Where the accounts' files are, so that they are checked even then. */
  readonly folders: readonly AccountFolders[];
  readonly guards: GuardSettings;
  /** Those in force. */
  readonly waivers: readonly Waiver[];
  readonly ignore: readonly string[];
  readonly policies: PolicySettings;
  readonly levels: Levels;
  /** Decides by the levels alone: for findings that no file of groups has. */
  readonly judge: Judge;
  readonly findings: readonly ConfigFinding[];
  readonly texts: ReadonlyMap<string, string>;
  /** Real path of the folder that files are read and written in: see `FilePort.rootOf`. */
  readonly root: string;
}

/** Where `muster.yaml` is read from. */
export interface ConfigOptions extends Pick<RunContext, "host"> {
  /** The path of `muster.yaml`, if it is another one. */
  readonly config?: string | undefined;
  /** The commit whose `muster.yaml` has the settings that count. */
  readonly settingsFrom?: string | undefined;
}

/** @throws {UserError} `config` names a file that is not there */
export async function loadConfig(options: ConfigOptions): Promise<LoadedConfig> {
  const { host } = options;
  const findings: ConfigFinding[] = [];
  const root = await host.files.rootOf(options.config ?? SETTINGS_FILE, await host.files.rootOf("."));
  const { config: path = SETTINGS_FILE, settingsFrom } = options;
  const isThere = await isConfigThere(options.config, host);
  const read = isThere ? await readFile(path, host.files, (finding) => findings.push(finding), root) : undefined;
  const head = await loadMusterFile(read);
  const loaded =
    settingsFrom === undefined
      ? head
      : await import("./settingsFromBase.js").then(({ settingsFromBase }) =>
          settingsFromBase(head, settingsFrom, path, host, options.config === undefined),
        );
  findings.push(...loaded.findings);
  const { accounts = [], guards = DEFAULT_GUARDS, ignore = [], policies = {} } = loaded.musterFile ?? {};
  const levels: Levels = loaded.musterFile?.levels ?? new Map();
  const { inForce, findings: weighed } = weighWaivers(loaded.musterFile?.waivers ?? [], host.clock.now());
  // A waiver that this change brings is in the finding that shows the old value beside it.
  const isNew = ({ code, source }: ConfigFinding): boolean =>
    code === "waiver-in-force" &&
    findings.some(
      (one) => one.code === "waiver-changed" && one.source?.line === source?.line && one.args.after.length === 1,
    );
  findings.push(...weighed.filter((finding) => !isNew(finding)));
  // Even for runs that need no secret: a secret that was pasted into a file must not be shown with its line.
  for (const { apiSecret, store } of accounts) {
    host.secrets.keep(fillIn(apiSecret.value, host.env).value);
    keepStoreSecrets(store, host);
  }
  const judge = await Judge.of(levels, loaded.texts);
  const judged = judge.judge(findings);
  judged.push(...(await judge.remarkFindings(path, loaded.musterFile !== undefined)));
  return {
    ...(isThere && { file: path }),
    accounts,
    folders: loaded.folders,
    guards,
    waivers: inForce,
    ignore,
    policies,
    levels,
    judge,
    findings: judged,
    texts: loaded.texts,
    root,
  };
}

/** Takes the address of a store, wherever it comes from, out of all output. */
export function keepStoreSecrets(
  written: AccountEntry["store"],
  { env, secrets }: Pick<Host, "env" | "secrets">,
): void {
  for (const secret of storeSecrets(written, env)) secrets.keep(secret);
}

/** The accounts of a run. */
export interface AccountChoice {
  /** The name of one account; all if left out. */
  readonly account?: string | undefined;
  /** May the run use several accounts though none was named? */
  readonly several: boolean;
  /** Files, folders and patterns: with a `muster.yaml` they choose groups of the account, else they are its files. */
  readonly paths: readonly string[];
}

export interface WorkspaceOptions extends ConfigOptions, AccountChoice {
  /** Another instant than now, as it was typed: the state that the files want then. */
  readonly at?: string | undefined;
  /** How far ahead the files are looked at, and how strictly. */
  readonly when?: Pick<When, "days" | "daysBehind" | "isStrict" | "isNeeded" | "isToday"> | undefined;
  /** Keep the declarations in the files, too: for questions about single entries. */
  readonly keepDeclared?: boolean;
}

/** A name that may be defined in a file which the run does not read. */
const UNDEFINED: ReadonlySet<string> = new Set<ConfigFinding["code"]>(["unknown-agent-name", "unknown-team"]);

/**
 * Reads `muster.yaml` and the files of this run's accounts.
 *
 * @throws {UserError} it is not clear which accounts or files are meant
 */
export async function loadWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { host, paths } = options;
  const config = await loadConfig(options);
  const texts = new Map(config.texts);
  const entries = config.accounts.length === 0 ? [] : selectAccounts(config.accounts, options);
  // Accounts with an error in muster.yaml are left out of this run; the errors in their files are still reported.
  const isBroken = entries.length === 0;
  const others = config.folders.filter(({ name }) => [undefined, name].includes(options.account));
  const read = await findAccountFiles<AccountFolders>(isBroken ? others : entries, paths, config, host);
  const accounts: AccountFiles[] = [];
  const ownTexts: (readonly string[])[] = [];
  const inOthers: ConfigFinding[] = [];
  for (const { account, found, chosen } of read.accounts) {
    const scope = chosen && new Scope(chosen);
    const tables = tableReader(host.files, found.roots);
    const when = { now: host.clock.now(), at: options.at, readTable: tables.readTable, ...options.when };
    const loaded = await loadDesiredAt(found.files, when, scope);
    for (const [path, text] of [...loaded.texts, ...tables.texts]) texts.set(path, text);
    const own = [...found.findings, ...loaded.findings];
    const entry = entries.find(({ name }) => name === account.name);
    if (entry === undefined) {
      inOthers.push(...own);
      continue;
    }
    const desired = hasError(own) ? undefined : loaded.desired;
    const broken = desired === undefined ? [] : await brokenIn(desired, config.policies);
    const unused = desired === undefined ? [] : unusedIn(loaded.declared, entry, config);
    accounts.push({
      name: entry.name,
      entry,
      files: chosen?.size ?? found.files.length,
      ...(scope && { only: ({ source }) => scope.has(source) }),
      ...(desired === undefined ? {} : { desired }),
      ...(options.keepDeclared === true && { declared: loaded.declared }),
      findings: [
        ...own,
        ...unused,
        ...sortFindings(scope ? broken.filter((finding) => scope.isAbout(finding)) : broken),
      ],
    });
    ownTexts.push([...loaded.texts.keys()].filter((file) => scope === undefined || scope.has({ file })));
  }
  const judge = await Judge.of(config.levels, texts);
  for (const [index, one] of accounts.entries()) {
    accounts[index] = { ...one, findings: foldUnusedNames(judge.judge(one.findings)) };
  }
  // Of a shared file, a remark may be for what another account finds, which may not be in this run.
  const isWhole = accounts.every(({ desired }) => desired !== undefined);
  const absent = config.accounts.filter(({ name }) => !accounts.some((one) => one.name === name));
  for (const [index, one] of accounts.entries()) {
    const remarks: ConfigFinding[] = [];
    for (const file of ownTexts[index] ?? [])
      remarks.push(...(await judge.remarkFindings(file, isWhole && !isOf(absent, file))));
    const own = judge.remarksOf(ownTexts[index] ?? []);
    if (remarks.length + own.length > 0)
      accounts[index] = { ...one, remarks: own, findings: [...one.findings, ...remarks] };
  }
  const inFiles = sortFindings([
    ...config.findings,
    ...judge.judge(inOthers),
    ...accounts.flatMap((account) => account.findings),
  ]);
  const elsewhere =
    config.file === undefined && inFiles.some(({ code }) => UNDEFINED.has(code))
      ? await import("./definitionsElsewhere.js").then(({ pointElsewhere }) =>
          pointElsewhere(inFiles, new Set(texts.keys()), { host, root: config.root, isChoice: paths.length > 0 }),
        )
      : inFiles;
  return {
    accounts,
    judge,
    guards: config.guards,
    waivers: config.waivers,
    isIgnored: (name) => config.ignore.some((pattern) => matchesGlob(pattern, name)),
    settingsFindings: config.findings,
    findings: [...read.findings, ...elsewhere],
    leftOut: read.leftOut,
    isChoice: isChoice(paths, config),
    texts,
    root: config.root,
  };
}

/** What files that make sense break of what the account's own policies and the groups' coverage demand. */
async function brokenIn(desired: DesiredState, policies: PolicySettings): Promise<ConfigFinding[]> {
  const broken: ConfigFinding[] = checkPolicies(desired, policies);
  if (!desired.groups.some(({ coverage }) => coverage !== undefined)) return broken;
  const { coverageGaps } = await import("../config/time/coverageGaps.js");
  return [...broken, ...coverageGaps(desired)];
}

/** What an account's files define and do not use, where `muster.yaml` asks for it. */
function unusedIn(
  declared: Declarations,
  entry: AccountEntry,
  { accounts, levels }: Pick<LoadedConfig, "accounts" | "levels">,
): ConfigFinding[] {
  const others = accounts.filter((one) => one !== entry);
  const isShared = (file: string) => isOf(others, file);
  const isAsked = (code: LevelledCode) => levelOf(code, levels) !== "off";
  const sink = new FindingList();
  const sought = {
    teams: isAsked("unused-team"),
    names: isAsked("unused-agent-name"),
    rosters: isAsked("unused-roster"),
    shifts: isAsked("unused-shift"),
    calendars: isAsked("unused-calendar"),
  };
  reportUnused(declared, { ...sought, isShared }, sink);
  return sink.sorted();
}

/** Has one of the accounts this file, by the names of its folders? */
function isOf(accounts: readonly AccountEntry[], file: string): boolean {
  return accounts.some(({ groups }) => groups.some((path) => isNamedBy(path, file)));
}

interface ConnectionSettings extends Pick<RunContext, "host"> {
  /** Allow plain http to hosts other than this machine. */
  readonly insecureHttp: boolean;
}

/** The content of the files, as a document. */
export function validationOf({
  accounts,
  findings,
  judge: { accepted },
}: Pick<Workspace, "accounts" | "findings" | "judge">): Validation {
  return {
    formatVersion: "1.0",
    kind: "validation",
    valid: !hasError(findings),
    accounts: accounts.map(({ name, files, desired, only = () => true }) => {
      const groups = (desired?.groups ?? []).filter(only);
      const memberships = groups.reduce((sum, group) => sum + (group.members?.length ?? 0), 0);
      return { name, files, groups: groups.length, memberships };
    }),
    diagnostics: findings,
    ...(accepted.length > 0 && { accepted }),
  };
}

/** The texts of the files as reports may show them. */
export function shownTextsOf({ findings, texts }: Pick<Workspace, "findings" | "texts">): ReadonlyMap<string, string> {
  return shownTexts(findings, texts);
}

/** The accounts with their variables filled in, or what is missing. A secret is needed only now. */
export function resolveSettings(
  accounts: readonly AccountEntry[],
  { insecureHttp, host }: ConnectionSettings,
): { readonly settings: ReadonlyMap<string, AccountSettings>; readonly findings: readonly ConfigFinding[] } {
  const settings = new Map<string, AccountSettings>();
  const findings: ConfigFinding[] = [];
  for (const entry of accounts) {
    // A number is shown even if it is wrong. Any other value may be the secret of another account.
    const number = fillIn(entry.accountId.value, host.env).value;
    if (!/^[A-Za-z]?\d+$/.test(number)) host.secrets.keep(number);
    keepStoreSecrets(entry.store, host);
    const resolved = resolveAccount(entry, host.env, { insecureHttp });
    findings.push(...resolved.findings);
    if (resolved.account !== undefined) settings.set(entry.name, resolved.account);
  }
  return { settings, findings: sortFindings(findings) };
}

/** A file that is there but cannot be opened (a link to nothing, a pipe) is reported when it is read. */
async function isConfigThere(asked: string | undefined, { files }: RunContext["host"]): Promise<boolean> {
  const path = asked ?? SETTINGS_FILE;
  if ((await files.kind(path).catch(() => "file")) !== "missing") return true;
  if (asked === undefined) return false;
  throw new UserError([{ code: "config-missing", severity: "error", args: { path } }]);
}

/** @throws {UserError} the account asked for is not there, or it is not clear which one is meant */
export function selectAccounts(
  accounts: readonly AccountEntry[],
  { account: asked, several }: Omit<AccountChoice, "paths">,
): readonly AccountEntry[] {
  const known = accounts.map((account) => account.name);
  if (asked !== undefined) {
    const found = accounts.filter((account) => account.name === asked);
    if (found.length > 0) return found;
    throw new UserError([
      { code: "unknown-account", severity: "error", args: { name: asked, known, ...suggest(asked, known) } },
    ]);
  }
  if (accounts.length > 1 && !several)
    throw new UserError([{ code: "several-accounts", severity: "error", args: { known } }]);
  return accounts;
}
