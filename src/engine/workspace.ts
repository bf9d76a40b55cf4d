import type { RunOptions } from "../cli/arguments/options.js";
import type { DesiredState } from "../config/desired.js";
import type { SourceFile } from "../config/files.js";
import { findFiles, readFile } from "../config/findFiles.js";
import { type ConfigFinding, sortFindings } from "../config/findings.js";
import { loadDesired } from "../config/loadDesired.js";
import { type AccountEntry, loadMusterFile } from "../config/musterFile.js";
import { matchesGlob } from "../config/patterns.js";
import { resolveAccount } from "../config/resolveAccount.js";
import { checkPolicies } from "../config/rules/policies.js";
import { type AccountSettings, DEFAULT_GUARDS, type GuardSettings, type PolicySettings } from "../config/settings.js";
import { fillIn } from "../config/variables.js";
import { suggest } from "../model/suggest.js";
import type { Shell } from "./host.js";
import { hasError, UserError } from "./userError.js";

/** The files of one account, read. */
export interface AccountFiles {
  readonly name: string;
  readonly entry: AccountEntry;
  /** How many files were read. */
  readonly files: number;
  /** Absent when they could not be made sense of. What only breaks a policy is there, and has an error all the same. */
  readonly desired?: DesiredState;
  readonly findings: readonly ConfigFinding[];
}

/** Everything that can be read offline. */
export interface Workspace {
  readonly accounts: readonly AccountFiles[];
  readonly guards: GuardSettings;
  readonly isIgnored: (displayName: string) => boolean;
  /** Of `muster.yaml` alone. */
  readonly settingsFindings: readonly ConfigFinding[];
  /** Of `muster.yaml` and of all files, each once though accounts share files. */
  readonly findings: readonly ConfigFinding[];
  readonly texts: ReadonlyMap<string, string>;
  /** Real path of the folder that files are read and written in: see `FilePort.rootOf`. */
  readonly root: string;
}

const DEFAULT_CONFIG = "muster.yaml";

/** `muster.yaml`, or its defaults. */
export interface LoadedConfig {
  /** Empty when the file has an error. */
  readonly accounts: readonly AccountEntry[];
  readonly guards: GuardSettings;
  readonly ignore: readonly string[];
  readonly policies: PolicySettings;
  readonly findings: readonly ConfigFinding[];
  readonly texts: ReadonlyMap<string, string>;
  /** Real path of the folder that files are read and written in: see `FilePort.rootOf`. */
  readonly root: string;
}

/** @throws {UserError} `--config` names a file that is not there */
export async function loadConfig(
  options: Pick<RunOptions, "config" | "settingsFrom">,
  shell: Shell,
): Promise<LoadedConfig> {
  const findings: ConfigFinding[] = [];
  const root = await shell.files.rootOf(options.config ?? DEFAULT_CONFIG, await shell.files.rootOf("."));
  const head = loadMusterFile(await configFile(options.config, root, shell, findings));
  const { config: path = DEFAULT_CONFIG, settingsFrom } = options;
  const loaded =
    settingsFrom === undefined
      ? head
      : await import("./settingsFromBase.js").then(({ settingsFromBase }) =>
          settingsFromBase(head, settingsFrom, path, shell),
        );
  findings.push(...loaded.findings);
  const { accounts = [], guards = DEFAULT_GUARDS, ignore = [], policies = {} } = loaded.musterFile ?? {};
  // Also for runs that need no secret: one that was pasted into a file must not be shown with its line.
  for (const { apiSecret } of accounts) shell.secrets.keep(fillIn(apiSecret.value, shell.env).value);
  return { accounts, guards, ignore, policies, findings, texts: loaded.texts, root };
}

/**
 * Reads `muster.yaml` and the files of the accounts that this run is about.
 *
 * @param paths from the command line; they stand in for the account's own
 * @param allowed `one`: several accounts must be narrowed down with `--account`
 * @throws {UserError} it is not clear which accounts or files are meant
 */
export async function loadWorkspace(
  paths: readonly string[],
  options: Pick<RunOptions, "config" | "account" | "settingsFrom">,
  allowed: "one" | "several",
  shell: Shell,
): Promise<Workspace> {
  const config = await loadConfig(options, shell);
  const texts = new Map(config.texts);
  const entries = config.accounts.length === 0 ? [] : selectAccounts(config.accounts, options.account, allowed, paths);
  const accounts: AccountFiles[] = [];
  for (const entry of entries) {
    const found = await findFiles(
      paths.length > 0 ? paths : entry.groups,
      shell.files,
      entry.groupSources,
      config.root,
    );
    const read = loadDesired(found.files);
    for (const [path, text] of read.texts) texts.set(path, text);
    const own = [...found.findings, ...read.findings];
    const desired = hasError(own) ? undefined : read.desired;
    const broken = desired === undefined ? [] : checkPolicies(desired, config.policies);
    accounts.push({
      name: entry.name,
      entry,
      files: found.files.length,
      ...(desired === undefined ? {} : { desired }),
      findings: [...own, ...broken],
    });
  }
  return {
    accounts,
    guards: config.guards,
    isIgnored: (name) => config.ignore.some((pattern) => matchesGlob(pattern, name)),
    settingsFindings: config.findings,
    findings: sortFindings([...config.findings, ...accounts.flatMap((account) => account.findings)]),
    texts,
    root: config.root,
  };
}

/** The accounts with their variables filled in, or what is missing. Only now is a secret needed. */
export function resolveSettings(
  accounts: readonly AccountEntry[],
  options: Pick<RunOptions, "insecureHttp">,
  shell: Shell,
): { readonly settings: ReadonlyMap<string, AccountSettings>; readonly findings: readonly ConfigFinding[] } {
  const settings = new Map<string, AccountSettings>();
  const findings: ConfigFinding[] = [];
  for (const entry of accounts) {
    // A number is shown even where it is a wrong one. Anything else may be the secret of another account.
    const number = fillIn(entry.accountId.value, shell.env).value;
    if (!/^[A-Za-z]?\d+$/.test(number)) shell.secrets.keep(number);
    const resolved = resolveAccount(entry, shell.env, { insecureHttp: options.insecureHttp });
    findings.push(...resolved.findings);
    if (resolved.account !== undefined) settings.set(entry.name, resolved.account);
  }
  return { settings, findings: sortFindings(findings) };
}

async function configFile(
  asked: string | undefined,
  root: string,
  shell: Shell,
  findings: ConfigFinding[],
): Promise<SourceFile | undefined> {
  const path = asked ?? DEFAULT_CONFIG;
  // What is there and cannot be opened (a link that leads nowhere, a pipe) is for the reading to report.
  if ((await shell.files.kind(path).catch(() => "file")) === "missing") {
    if (asked === undefined) return undefined;
    throw new UserError([{ code: "config-missing", severity: "error", args: { path } }]);
  }
  return readFile(path, shell.files, (finding) => findings.push(finding), root);
}

/** @throws {UserError} the account asked for is not there, or it is not clear which is meant */
export function selectAccounts(
  accounts: readonly AccountEntry[],
  asked: string | undefined,
  allowed: "one" | "several",
  paths: readonly string[],
): readonly AccountEntry[] {
  const known = accounts.map((account) => account.name);
  if (asked !== undefined) {
    const found = accounts.filter((account) => account.name === asked);
    if (found.length > 0) return found;
    throw new UserError([
      { code: "unknown-account", severity: "error", args: { name: asked, known, ...suggest(asked, known) } },
    ]);
  }
  if (accounts.length > 1 && allowed === "one")
    throw new UserError([{ code: "several-accounts", severity: "error", args: { known } }]);
  if (accounts.length > 1 && paths.length > 0)
    throw new UserError([{ code: "paths-need-account", severity: "error", args: { known } }]);
  return accounts;
}
