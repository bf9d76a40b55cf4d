import { posix } from "node:path";
import type { DesiredGroup } from "../config/desired.js";
import { isWithin } from "../config/files.js";
import { findFiles } from "../config/findFiles.js";
import { sortFindings } from "../config/findings.js";
import { loadDesired } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import { matchesGlob } from "../config/patterns.js";
import { suggest } from "../model/suggest.js";
import { MoorError } from "../moor/errors.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import { matchGroups } from "../plan/matchGroups.js";
import type { People } from "../writeback/nameAgents.js";
import { type Pulled, type PullRequest, pullFiles } from "../writeback/pullFiles.js";
import type { ConnectContext } from "./events.js";
import type { Host } from "./host.js";
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

/** The files after a pull. Nothing has been written yet. */
export interface PulledAccount {
  readonly pulled: Pulled;
  /** Live groups that cannot be read, and are in no file. */
  readonly odd: number;
  /** The files as they were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What to write where. `root`: the folder that the file must lie in. */
  readonly writes: readonly { readonly path: string; readonly text: string; readonly root: string }[];
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
 * @throws {UserError} the files or the settings have an error; or a file that was not read would be replaced
 */
export async function pullAccount(config: LoadedConfig, options: PullOptions): Promise<PulledAccount> {
  const { host, paths, out } = options;
  const [entry] = selectAccounts(config.accounts, { ...options, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const roots = paths.length > 0 ? paths : entry.groups;
  const files = await readFiles(out === undefined ? roots : [...roots, out], entry, config.root, host);
  const { settings, findings } = resolveSettings([entry], options);
  const account = settings.get(entry.name);
  if (hasError(findings) || account === undefined) throw new UserError(findings, config.texts);

  const session = await openSession({ ...options, settings: account });
  const live = withoutSecrets(await reportWaits(session.client.readAll("queueQueue"), session, options), host);
  const isIgnored = (name: string) => config.ignore.some((pattern) => matchesGlob(pattern, name));
  const odd = reportLeftOut(live.odd, isIgnored, session, options);
  refuseUncertain(files.desired, live.groups, files.texts);
  const people = options.names === true ? await peopleOf(session, options) : undefined;
  const place = await placeOf(options, roots);
  const pulled = pullFiles({
    ...files,
    live: live.groups,
    match: (groups) => matched(groups, live.groups),
    only: selection(options.group, live.groups),
    isIgnored,
    ...place,
    pin: options.pin,
    remarks: options.remarks,
    people,
    teams: options.teams === true,
    isShared: sharedWith(config.accounts.filter(({ name }) => name !== entry.name)),
  });
  await refuseOverwriting(pulled, host);
  // A new file that the user named may lie elsewhere; one that muster.yaml asks for may not.
  const isTyped = paths.length > 0 || out !== undefined;
  const writes = await Promise.all(
    pulled.files.map(async ({ path, text }) => ({
      path,
      text: files.marked.has(path) ? `\ufeff${text}` : text,
      root: files.roots.get(path) ?? (isTyped ? await host.files.rootOf(path, config.root) : config.root),
    })),
  );
  return { pulled, odd, texts: files.texts, writes };
}

/** Names become file names, which are not checked as the text in files is. */
function withoutSecrets(live: LiveState, { secrets }: Host): LiveState {
  const groups = live.groups.map((one) => ({ ...one, displayName: secrets.redact(one.displayName) }));
  return { ...live, groups };
}

interface ReadFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly desired: readonly DesiredGroup[];
  /** Files that begin with a byte order mark, so that they keep it. */
  readonly marked: ReadonlySet<string>;
  readonly roots: ReadonlyMap<string, string>;
}

/** The existing files. Having none is no error, because a pull may be the beginning of a repository. */
async function readFiles(
  paths: readonly string[],
  { groupSources }: Pick<AccountEntry, "groupSources">,
  root: string,
  { files }: Host,
): Promise<ReadFiles> {
  const present: string[] = [];
  for (const path of paths) {
    const isThere = (await files.kind(path).catch(() => "unreadable")) !== "missing";
    if (isThere) present.push(path);
    else if (groupSources.has(path)) refuseOutside(path, await files.placeOf(path), root);
  }
  const found = await findFiles(present, files, groupSources, root);
  const { desired, findings, texts } = loadDesired(found.files);
  const all = sortFindings([...found.findings.filter(({ code }) => code !== "folder-without-yaml"), ...findings]);
  if (hasError(all)) throw new UserError(all, texts);
  const marked = found.files.filter(({ bytes }) => bytes[0] === 0xef).map(({ path }) => path);
  return { texts, desired: desired?.groups ?? [], marked: new Set(marked), roots: found.roots };
}

/** Before anything is sent: new groups cannot be written outside of the root. */
function refuseOutside(path: string, place: string, root: string): void {
  if (!isWithin(root, place)) throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
}

/**
 * A name that several live groups have cannot be pulled into one entry. A group that is not live is only left alone.
 */
function refuseUncertain(
  desired: readonly DesiredGroup[],
  live: readonly LiveGroup[],
  texts: ReadonlyMap<string, string>,
): void {
  const uncertain = matchGroups(desired, live)
    .matches.flatMap(({ finding }) => finding ?? [])
    .filter(({ code }) => code !== "pin-not-live");
  if (uncertain.length > 0) throw new UserError(uncertain, texts);
}

function matched(groups: readonly DesiredGroup[], live: readonly LiveGroup[]): ReadonlyMap<DesiredGroup, LiveGroup> {
  const { matches } = matchGroups(groups, live);
  return new Map(matches.flatMap((match) => (match.live === undefined ? [] : [[match.desired, match.live]])));
}

/** `--group`, by live name or number. */
function selection(names: readonly string[] | undefined, live: readonly LiveGroup[]): (group: LiveGroup) => boolean {
  if (names === undefined) return () => true;
  const known = new Set(live.flatMap(({ displayName, exten }) => [displayName, exten]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new UserError(
      unknown.map((name) => ({ code: "unknown-group", severity: "error", args: { name, ...suggest(name, known) } })),
    );
  }
  return ({ displayName, exten }) => names.includes(displayName) || names.includes(exten);
}

/**
 * Where new groups, names and teams are written: the place that was asked for, else the first place that a plan with the
 * same arguments reads.
 */
async function placeOf(
  { out, split, host }: PullOptions,
  roots: readonly string[],
): Promise<Pick<PullRequest, "newGroups" | "definitions">> {
  const inFile = (file: string) => ({ newGroups: { file }, definitions: { agents: file, teams: file } });
  if (out !== undefined) return inFile(out);
  const [root = "."] = roots;
  const isFile = (await host.files.kind(root)) === "file" || /\.ya?ml$/i.test(root);
  if (isFile && !split) return inFile(root);
  const plain = isFile ? root.replace(/\/?[^/]*$/, "") : root.replace(/\/+$/, "");
  const folder = plain === "." || plain === "" ? "groups" : plain.replace(/^\.\//, "");
  const definitions = { agents: `${folder}/agents.yaml`, teams: `${folder}/teams.yaml` };
  return { newGroups: split ? { folder } : { file: `${folder}/pulled.yaml` }, definitions };
}

/** Is a file, there or to be, among those of another account? */
function sharedWith(others: readonly AccountEntry[]): (path: string) => boolean {
  const plain = (path: string) => posix.normalize(path).replace(/\/+$/, "");
  const places = others.flatMap(({ groups }) => groups.map(plain));
  return (path) => places.some((place) => place === "." || `${plain(path)}/`.startsWith(`${place}/`));
}

/** The account's names of its agents, where its directory answers; the live lists name their members in any case. */
async function peopleOf({ client }: Session, { host }: PullOptions): Promise<People> {
  const directory = await client.readAgents().catch((error: unknown) => {
    // Many accounts may not call it.
    if (error instanceof MoorError) return new Map<string, string>();
    throw error;
  });
  const names = [...directory].map(([number, name]) => [number, host.secrets.redact(name)] as const);
  return { names: new Map(names), remarkOf: () => undefined };
}

/** A file that was not read, because the paths left it out, must not be replaced. */
async function refuseOverwriting({ files }: Pulled, host: Host): Promise<void> {
  for (const { path, before } of files) {
    if (before !== undefined || (await host.files.kind(path)) === "missing") continue;
    throw new UserError([{ code: "cannot-write", severity: "error", args: { path, detail: "EEXIST" } }]);
  }
}
