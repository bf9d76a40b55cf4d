import { posix } from "node:path";
import type { DesiredGroup } from "../config/desired.js";
import { isWithin } from "../config/files.js";
import { findFiles } from "../config/findFiles.js";
import { sortFindings } from "../config/findings.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import { isPathPattern } from "../config/pathPattern.js";
import { filesOf } from "../config/selectFiles.js";
import type { Moment } from "../config/time/moment.js";
import { chooseNames } from "../model/chooseNames.js";
import { matchesGlob } from "../model/glob.js";
import type { Source } from "../model/source.js";
import type { DirectoryAgent, LiveGroup, LiveState } from "../moor/live.js";
import type { PlanFinding } from "../plan/findings.js";
import { matchGroups } from "../plan/matchGroups.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { AgentFinding } from "../writeback/findings.js";
import type { People } from "../writeback/nameAgents.js";
import { type Pulled, type PullRequest, pullFiles } from "../writeback/pullFiles.js";
import { findAccountFiles, isChoice, tableReader } from "./accountFiles.js";
import { agentDirectory } from "./agentDirectory.js";
import type { ConnectContext } from "./events.js";
import type { Host } from "./host.js";
import { inOtherAccounts } from "./otherAccounts.js";
import { withSchemaLine } from "./schemaLine.js";
import { openSession, reportLeftOut, reportWaits, type Session } from "./session.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, type LoadedConfig, loadConfig, resolveSettings, selectAccounts } from "./workspace.js";

export interface PullOptions extends ConnectContext, ConfigOptions {
  readonly paths: readonly string[];
  readonly account?: string | undefined;
  /** Only these live groups, by name or number. */
  readonly group?: readonly string[] | undefined;
  /** Write the number of each group. */
  readonly pin: boolean;
  /** One file for each group that is in no file yet. */
  readonly split: boolean;
  /** The file for groups that are in no file yet. */
  readonly out?: string | undefined;
  /** Names from `agents` in place of numbers. */
  readonly names?: boolean;
  /** One team in place of equal lists. */
  readonly teams?: boolean;
  readonly insecureHttp: boolean;
  /** The sentences that are written into files as comments. */
  readonly remarks: PullRequest["remarks"];
}

/** A file to be written, with its byte order mark. */
interface WrittenPull {
  readonly path: string;
  /** What it held when it was read; absent where it is new. */
  readonly read?: string;
  readonly write: string;
  /** The folder that it must lie in. */
  readonly root: string;
}

/** The files after a pull. Nothing has been written yet. */
export interface PulledAccount {
  readonly pulled: Pulled;
  /** Groups of the files that could be several live ones, and were left alone. */
  readonly uncertain: readonly PlanFinding[];
  /** Live groups that cannot be read, and are in no file. */
  readonly odd: number;
  /** The files as they were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What to write where. */
  readonly writes: readonly WrittenPull[];
  /** What it means for other accounts that read the same files. Warnings only. */
  readonly elsewhere: readonly AgentFinding[];
  /** Live groups that no file names and that the paths leave out. */
  readonly notAdded: number;
}

/** @throws {UserError} `muster.yaml` has an error */
export async function loadSoundConfig(options: ConfigOptions): Promise<LoadedConfig> {
  const config = await loadConfig(options);
  if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
  return config;
}

/**
 * Reads one live account and edits the files so that they say what is live.
 *
 * @throws {UserError} the files or the settings have an error; a file that was not read would be replaced; or the files
 *   of another account would have an error
 */
export async function pullAccount(config: LoadedConfig, options: PullOptions): Promise<PulledAccount> {
  const { host, paths, out } = options;
  const [entry] = selectAccounts(config.accounts, { ...options, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const scope = await scopeOf(entry, config, options);
  const { roots } = scope;
  const read = scope.only === undefined ? roots : entry.groups;
  const files = await readFiles(out === undefined ? read : [...read, out], entry, config.root, host);
  const { settings, findings } = resolveSettings([entry], options);
  const account = settings.get(entry.name);
  if (hasError(findings) || account === undefined) throw new UserError(findings, config.texts);

  const session = await openSession({ ...options, settings: account });
  const live = withoutSecrets(await reportWaits(session.client.readAll("queueQueue"), session, options), host);
  const isIgnored = (name: string) => config.ignore.some((pattern) => matchesGlob(pattern, name));
  const odd = reportLeftOut(live.odd, isIgnored, session, options);
  const uncertain = uncertainOf(files.desired, live.groups);
  const unknown = new Set(uncertain.flatMap((one) => one.live));
  const certain = live.groups.filter((group) => !unknown.has(group));
  const matches = matched(files.desired, certain);
  const fileOf = new Map([...matches].map(([group, found]) => [found, group.source.file]));
  const isNamed = selection(options.group, live.groups);
  /** Is it in a file that was chosen or, where no file has it, to be written into one? */
  const isMeant = (group: LiveGroup): boolean => {
    const file = fileOf.get(group);
    return file === undefined ? scope.takesNew || options.group !== undefined : (scope.only?.has(file) ?? true);
  };
  const people = options.names === true ? await peopleOf(session, options) : undefined;
  const place = await placeOf(options, roots, scope.only === undefined ? roots : entry.groups);
  const written = pullFiles({
    ...files,
    live: certain,
    match: (groups) => matched(groups, certain),
    only: (group) => isNamed(group) && isMeant(group),
    isIgnored,
    ...place,
    pin: options.pin,
    remarks: options.remarks,
    people,
    teams: options.teams === true,
    isShared: sharedWith(config.accounts.filter(({ name }) => name !== entry.name)),
  });
  await refuseOverwriting(written, host);
  const pulled = await withSchemaLine(written, config.root, host.files);
  // A new file that the user named may lie elsewhere; one that muster.yaml asks for may not.
  const isTyped = paths.length > 0 || out !== undefined;
  const marked = (path: string, text: string) => (files.marked.has(path) ? `\ufeff${text}` : text);
  const writes = await Promise.all(
    pulled.files.map(async ({ path, before, text }) => ({
      path,
      ...(before !== undefined && { read: marked(path, before) }),
      write: marked(path, text),
      root: files.roots.get(path) ?? (isTyped ? await host.files.rootOf(path, config.root) : config.root),
    })),
  );
  const isInScope = ({ source }: { readonly source?: Source }) =>
    source === undefined || (scope.only?.has(source.file) ?? true);
  const places = new Set(uncertain.map(({ finding }) => JSON.stringify(finding.source)));
  const unsettled = uncertain
    .filter((one) => isInScope(one.finding) && (options.group === undefined || one.live.some(isNamed)))
    .map(({ finding }) => finding);
  // Which of several it is, nobody knows; that it is not live would be wrong.
  const inScope = pulled.findings.filter(
    (finding) =>
      isInScope(finding) && !(finding.code === "pull-not-live" && places.has(JSON.stringify(finding.source))),
  );
  const changed = new Map(pulled.files.map(({ path, text }) => [path, text]));
  const elsewhere = await inOtherAccounts(changed, entry, config, host);
  const left = certain.filter(
    (group) => isNamed(group) && !fileOf.has(group) && !isMeant(group) && !isIgnored(group.displayName),
  );
  return {
    pulled: { ...pulled, findings: inScope },
    uncertain: unsettled,
    odd,
    texts: files.texts,
    writes,
    elsewhere,
    notAdded: left.length,
  };
}

/** What a pull may touch. */
interface PullScope {
  /** The files that paths have chosen; absent where they are all of the run's. */
  readonly only?: ReadonlySet<string>;
  /** May groups that are in no file be written? */
  readonly takesNew: boolean;
  /** Where those may go, best first. */
  readonly roots: readonly string[];
}

/**
 * Paths choose the files that are edited. Groups that no file has are none of theirs, unless a path is a file yet to be written,
 * or has room for any group of the account.
 *
 * @throws {UserError} a path that is none of the account's
 */
async function scopeOf(
  entry: AccountEntry,
  config: LoadedConfig,
  { paths, out, host }: Pick<PullOptions, "paths" | "out" | "host">,
): Promise<PullScope> {
  const kinds = await Promise.all(paths.map((path) => host.files.kind(path).catch(() => "other" as const)));
  const plain = paths.filter((path, at) => kinds[at] !== "missing" || !isPathPattern(path));
  if (!isChoice(paths, config)) {
    // A pattern has nothing to choose from, and is no name for a new file.
    const patterns = paths.filter((path) => !plain.includes(path));
    const findings = patterns.map((path): Finding => ({ code: "path-missing", severity: "error", args: { path } }));
    if (findings.length > 0) throw new UserError(findings);
    return { takesNew: true, roots: paths.length > 0 ? paths : entry.groups };
  }
  const missing = plain.filter((path) => kinds[paths.indexOf(path)] === "missing");
  const rest = paths.filter((path) => !missing.includes(path));
  const { accounts, findings } = await findAccountFiles([entry], rest, config, host);
  if (findings.length > 0) throw new UserError(findings);
  const covers = await Promise.all(plain.map((path) => filesOf(path, entry.groups, host.files)));
  const isWhole = covers.some((own) => own.length > 0);
  return {
    only: accounts[0]?.chosen ?? new Set(),
    takesNew: isWhole || missing.length > 0 || out !== undefined,
    roots: [...missing, ...(isWhole ? entry.groups : plain), ...entry.groups],
  };
}

/** Names become file names, which are not checked as the text in files is. */
function withoutSecrets(live: LiveState, { secrets }: Host): LiveState {
  const groups = live.groups.map((one) => ({ ...one, displayName: secrets.redact(one.displayName) }));
  return { ...live, groups };
}

interface ReadFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly desired: readonly DesiredGroup[];
  readonly moment: Moment | undefined;
  /** Files that begin with a byte order mark, so that they keep it. */
  readonly marked: ReadonlySet<string>;
  readonly roots: ReadonlyMap<string, string>;
}

/** The existing files. Having none is no error, because a pull may be the beginning of a repository. */
async function readFiles(
  paths: readonly string[],
  { groupSources }: Pick<AccountEntry, "groupSources">,
  root: string,
  { files, clock }: Host,
): Promise<ReadFiles> {
  const present: string[] = [];
  for (const path of paths) {
    const isThere = (await files.kind(path).catch(() => "unreadable")) !== "missing";
    if (isThere) present.push(path);
    else if (groupSources.has(path)) refuseOutside(path, await files.placeOf(path), root);
  }
  const found = await findFiles(present, files, groupSources, root);
  const tables = tableReader(files, found.roots);
  const when = { now: clock.now(), readTable: tables.readTable };
  const { desired, findings, texts } = await loadDesiredAt(found.files, when);
  const all = sortFindings([...found.findings.filter(({ code }) => code !== "folder-without-yaml"), ...findings]);
  if (hasError(all)) throw new UserError(all, new Map([...texts, ...tables.texts]));
  const marked = found.files.filter(({ bytes }) => bytes[0] === 0xef).map(({ path }) => path);
  return {
    texts,
    desired: desired?.groups ?? [],
    moment: desired?.moment,
    marked: new Set(marked),
    roots: found.roots,
  };
}

/** Before anything is sent: new groups cannot be written outside of the root. */
function refuseOutside(path: string, place: string, root: string): void {
  if (!isWithin(root, place)) throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
}

/** A group of the files that could be several live ones. */
interface Uncertain {
  /** At its line: which numbers there are to choose from. */
  readonly finding: PlanFinding;
  /** Until a pin says which is which, they are neither pulled nor added as if no file had them. */
  readonly live: readonly LiveGroup[];
}

/**
 * A name that several live groups have cannot be pulled into one entry: that entry stays as it is, and all others are
 * pulled. A group that is not live is only left alone.
 */
function uncertainOf(desired: readonly DesiredGroup[], live: readonly LiveGroup[]): readonly Uncertain[] {
  const { matches } = matchGroups(desired, live);
  const taken = new Set(matches.flatMap((match) => match.live ?? []));
  return matches.flatMap(({ desired: { displayName, previously }, finding }) => {
    if (finding === undefined || finding.code === "pin-not-live") return [];
    const names = [displayName, ...previously];
    return [{ finding, live: live.filter((group) => names.includes(group.displayName) && !taken.has(group)) }];
  });
}

function matched(groups: readonly DesiredGroup[], live: readonly LiveGroup[]): ReadonlyMap<DesiredGroup, LiveGroup> {
  const { matches } = matchGroups(groups, live);
  return new Map(matches.flatMap((match) => (match.live === undefined ? [] : [[match.desired, match.live]])));
}

/** `--group`, by live name, number or pattern. */
function selection(names: readonly string[] | undefined, live: readonly LiveGroup[]): (group: LiveGroup) => boolean {
  if (names === undefined) return () => true;
  const { chosen, unknown } = chooseNames(names, live);
  if (unknown.length > 0)
    throw new UserError(unknown.map((args) => ({ code: "no-such-group", severity: "error", args })));
  return (group) => chosen.has(group);
}

/**
 * Where new groups are written: the place that was asked for, else the first place that a plan with the same arguments
 * reads. Names and teams go into the same file, if it is one, or into files of their own.
 *
 * @param homes the same for names and teams: paths that choose groups are no place for these
 */
async function placeOf(
  { out, split, host }: PullOptions,
  [root = "."]: readonly string[],
  [home = "."]: readonly string[],
): Promise<Pick<PullRequest, "newGroups" | "definitions">> {
  const [at, own] = [await homeOf(root, host), await homeOf(home, host)];
  const file = out ?? (split ? undefined : own.file);
  const definitions = { agents: file ?? `${own.folder}/agents.yaml`, teams: file ?? `${own.folder}/teams.yaml` };
  if (out !== undefined) return { newGroups: { file: out }, definitions };
  if (at.file !== undefined && !split) return { newGroups: { file: at.file }, definitions };
  return { newGroups: split ? { folder: at.folder } : { file: `${at.folder}/pulled.yaml` }, definitions };
}

/** Where something new is written that belongs to a path of an account: the folder, and the file where the path is one. */
export async function homeOf(path: string, { files }: Pick<Host, "files">): Promise<{ folder: string; file?: string }> {
  const isFile = (await files.kind(path)) === "file" || /\.ya?ml$/i.test(path);
  const plain = isFile ? path.replace(/\/?[^/]*$/, "") : path.replace(/\/+$/, "");
  const folder = plain === "." || plain === "" ? "groups" : plain.replace(/^\.\//, "");
  return { folder, ...(isFile && { file: path }) };
}

/** Is a file, there or to be, among those of another account? */
function sharedWith(others: readonly AccountEntry[]): (path: string) => boolean {
  const plain = (path: string) => posix.normalize(path).replace(/\/+$/, "");
  const places = others.flatMap(({ groups }) => groups.map(plain));
  return (path) => places.some((place) => place === "." || `${plain(path)}/`.startsWith(`${place}/`));
}

/** The account's names of its agents, where its directory answers; the live lists name their members in any case. */
async function peopleOf(session: Session, options: PullOptions): Promise<People> {
  const { secrets } = options.host;
  const directory = (await agentDirectory(session, options)) ?? new Map<string, DirectoryAgent>();
  return {
    names: new Map([...directory].map(([number, { name }]) => [number, secrets.redact(name)])),
    remarkOf: (agentNumber) => {
      const status = directory.get(agentNumber)?.status;
      return status && options.remarks.inactiveAgent(status);
    },
  };
}

/** A file that was not read, because the paths left it out, must not be replaced. */
async function refuseOverwriting({ files }: Pulled, host: Host): Promise<void> {
  for (const { path, before } of files) {
    if (before !== undefined || (await host.files.kind(path)) === "missing") continue;
    throw new UserError([{ code: "cannot-write", severity: "error", args: { path, detail: "EEXIST" } }]);
  }
}
