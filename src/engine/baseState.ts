import type { DesiredState } from "../config/desired.js";
import { findFiles, readFile } from "../config/findFiles.js";
import type { ConfigFinding } from "../config/findings.js";
import { Judge } from "../config/judge.js";
import { loadDesiredAt } from "../config/loadDesired.js";
import { type AccountEntry, type AccountFolders, type LoadedMusterFile, loadMusterFile } from "../config/musterFile.js";
import type { Remark } from "../config/remarks.js";
import type { When } from "../config/time/moment.js";
import type { Finding } from "../report/messages/formatFinding.js";
import { tableReader } from "./accountFiles.js";
import { CommitFiles } from "./commitFiles.js";
import { findCommit } from "./gitCommit.js";
import type { Host } from "./host.js";
import { hasError, UserError } from "./userError.js";

/** What the files of a commit want, for the accounts of a run. */
export interface BaseState {
  /** The commit's full hash. */
  readonly hash: string;
  /** Full hash of the commit that is checked out; absent in a repository without one. */
  readonly head?: string;
  /** By the account's name: what it wants, or why that is not known. */
  readonly accounts: ReadonlyMap<string, BaseAccount | { readonly finding: Finding }>;
}

/** What an account wanted, and the warnings that its files accepted. */
export interface BaseAccount {
  readonly desired: DesiredState;
  readonly remarks?: readonly Remark[];
}

export interface BaseOptions {
  readonly host: Pick<Host, "git" | "files" | "folder">;
  /** A branch, a tag or a commit. */
  readonly base: string;
  /** `change`: a base that cannot be used is an error. */
  readonly only?: "change" | undefined;
  /** The path of `muster.yaml`, if it is another one. */
  readonly config?: string | undefined;
  /** The instant of an account's state, by its name: ms since 1970. */
  readonly instantOf: (account: string) => number;
  /** How many days ahead the files are known; 31 if left out. */
  readonly days?: number | undefined;
  /** Files and folders instead of the account's own. */
  readonly paths: readonly string[];
}

/**
 * Reads the desired state of another commit, with its own `muster.yaml`: which files an account has is taken from there, where
 * calls go is not. Nothing is checked out.
 *
 * @param root real path of the folder that the head's files are read in
 * @param entries the run's accounts
 * @throws {UserError} there is no git, no repository, or no such commit here; with `only`, a base that cannot be used
 */
export async function readBase(
  { host, base: ref, only, config = "muster.yaml", paths, instantOf, days }: BaseOptions,
  root: string,
  entries: readonly AccountEntry[],
): Promise<BaseState> {
  const [first] = paths;
  const folder = first === undefined ? root : await host.files.rootOf(first, root);
  const commit = await findCommit(ref, folder, host.git);
  const port = new CommitFiles(commit, host);
  const head = await host.git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { folder });
  const muster = await readMusterFile(config, port);
  const accounts: [string, BaseAccount | { readonly finding: Finding }][] = [];
  for (const entry of entries) {
    const read = await readAccount(entry, muster, paths, port, {
      now: instantOf(entry.name),
      ...(days === undefined ? {} : { days }),
    });
    if ("desired" in read) accounts.push([entry.name, read]);
    else {
      const args = { ref, account: entry.name, ...read, ...(only === undefined ? {} : { only }) };
      accounts.push([entry.name, { finding: { code: "base-unusable", severity: only ? "error" : "warning", args } }]);
    }
  }
  if (port.failure !== undefined) throw port.failure;
  const findings = accounts.flatMap(([, one]) => ("finding" in one ? [one.finding] : []));
  if (hasError(findings)) throw new UserError(findings);
  return {
    hash: commit.hash,
    ...(head.detail === undefined ? { head: new TextDecoder().decode(head.stdout).trim() } : {}),
    accounts: new Map(accounts),
  };
}

/** @returns `undefined` if the commit has none */
async function readMusterFile(path: string, port: CommitFiles): Promise<LoadedMusterFile | undefined> {
  if ((await port.kind(path).catch(() => "file")) === "missing") return undefined;
  const findings: ConfigFinding[] = [];
  const file = await readFile(path, port, (finding) => findings.push(finding));
  // A file that cannot be read says nothing about accounts.
  if (file === undefined) return { folders: [], settings: new Map(), findings, texts: new Map() };
  return loadMusterFile(file, path);
}

type Unusable =
  | { readonly reason: "no-account" }
  | { readonly reason: "errors"; readonly errors: number; readonly first?: string };

/** Where the commit has no file, it manages no group. Only what its muster.yaml names must be there. */
const NOT_THERE: ReadonlySet<string> = new Set<ConfigFinding["code"]>(["path-missing", "folder-without-yaml"]);

async function readAccount(
  entry: AccountEntry,
  muster: LoadedMusterFile | undefined,
  paths: readonly string[],
  port: CommitFiles,
  when: Pick<When, "now" | "days">,
): Promise<BaseAccount | Unusable> {
  const own = foldersOf(entry, muster);
  if (own === undefined) {
    const errors = muster?.findings.filter(isError) ?? [];
    if (errors.length > 0) return brokenBy(errors);
    // An account, or muster itself, that comes with the change: nothing was managed before it.
    const before = await findFiles(await there([...entry.groups, ...paths], port), port);
    return before.files.length > 0 ? { reason: "no-account" } : { desired: { groups: [], agentNames: new Map() } };
  }
  const { groups, groupSources } = own;
  // All files of the account, even for a run of some: a group may have moved from one file to another.
  const found = await findFiles([...new Set([...groups, ...(await there(paths, port))])], port, groupSources);
  const { readTable } = tableReader(port, found.roots);
  const read = await loadDesiredAt(found.files, { ...when, readTable });
  const faults = found.findings.filter(({ code, source }) => !NOT_THERE.has(code) || source !== undefined);
  const errors = [...faults, ...read.findings].filter(isError);
  if (read.desired === undefined || errors.length > 0) return brokenBy(errors);
  const judge = await Judge.of(new Map(), read.texts);
  return { desired: read.desired, remarks: judge.remarksOf(read.texts.keys()) };
}

/** Where the commit has the account's files; `undefined` if it does not have the account, or does not say. */
function foldersOf(entry: AccountEntry, muster: LoadedMusterFile | undefined): AccountFolders | undefined {
  // Without a muster.yaml there is the account that the environment names, and its files are in the working folder.
  if (muster === undefined) return entry.source === undefined ? entry : undefined;
  return muster.folders.find(({ name }) => name === entry.name);
}

/** Those of the paths that the commit has. */
async function there(paths: readonly string[], port: CommitFiles): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if ((await port.kind(path).catch(() => "missing")) !== "missing") found.push(path);
  return found;
}

function brokenBy(errors: readonly ConfigFinding[]): Unusable {
  const [first] = errors;
  const place = first?.source === undefined ? "" : `${first.source.file}:${first.source.line} `;
  return {
    reason: "errors",
    errors: errors.length,
    ...(first === undefined ? {} : { first: `${place}${first.code}` }),
  };
}

function isError({ severity }: ConfigFinding): boolean {
  return severity === "error";
}
