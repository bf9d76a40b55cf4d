import { isAbsolute, posix, relative } from "node:path";
import type { SourceFile } from "../config/files.js";
import type { ConfigFinding } from "../config/findings.js";
import { changedLevels } from "../config/levels.js";
import { writtenGuard } from "../config/limits.js";
import { type AccountEntry, type LoadedMusterFile, loadMusterFile, type MusterFile } from "../config/musterFile.js";
import type { GuardSettings } from "../config/settings.js";
import { changedSettings } from "../config/settingsOf.js";
import { writtenWaiver } from "../config/waivers.js";
import { findCommit, gitLines, unusable } from "./gitCommit.js";
import type { Host } from "./host.js";

/**
 * `muster.yaml` with the settings of a commit: accounts, limits and ignored groups are the base's, so that a pull
 * request cannot send calls elsewhere or hide groups. The head decides which files an account has, the guards, the
 * policies and the levels of warnings. Its changes to the settings take effect after the merge; its changes to guards and
 * levels count at once. Both are reported.
 *
 * @param isSearched the file was searched for, and not named: so it is in the base
 * @throws {UserError} the commit cannot be read
 */
export async function settingsFromBase(
  head: LoadedMusterFile,
  ref: string,
  path: string,
  host: Pick<Host, "git" | "folder" | "startedIn">,
  isSearched = false,
): Promise<LoadedMusterFile> {
  const same = await committedFile(ref, path, host);
  const isElsewhere = isSearched && (same === undefined || host.startedIn !== undefined);
  const inBase = isElsewhere ? await nearestIn(ref, path, host) : path;
  const base = await loadMusterFile(inBase === path ? same : await committedFile(ref, inBase, host), inBase);
  const said: ConfigFinding[] = [
    ...guardFindings(base.musterFile, head.musterFile),
    ...waiverFindings(base.musterFile, head.musterFile),
    ...levelFindings(base.musterFile, head.musterFile),
    ...changedSettings(base.settings, head.settings).map(
      ({ setting, change, at }): ConfigFinding => ({
        code: "after-merge",
        severity: "warning",
        args: { setting, change, ref },
        ...(at === undefined ? {} : { source: at }),
      }),
    ),
  ];
  const merged = base.musterFile && head.musterFile && merge(base.musterFile, head.musterFile);
  return {
    ...(merged && { musterFile: merged }),
    folders: head.folders,
    settings: base.settings,
    // An error of the base is its own; people who fix it with this change see it, too.
    findings: [...said, ...head.findings, ...base.findings],
    texts: new Map([...base.texts, ...head.texts]),
  };
}

function merge(base: MusterFile, head: MusterFile): MusterFile {
  const accounts = base.accounts.map((account): AccountEntry => {
    const own = head.accounts.find(({ name }) => name === account.name);
    return own === undefined ? account : { ...account, groups: own.groups, groupSources: own.groupSources };
  });
  return { ...head, accounts, ignore: base.ignore };
}

/** Guards that the head sets to other values than the base. */
function guardFindings(base: MusterFile | undefined, head: MusterFile | undefined): ConfigFinding[] {
  if (base === undefined || head === undefined) return [];
  return GUARDS.flatMap((guard): ConfigFinding[] => {
    const [before, limit] = [writtenGuard(base.guards[guard]), writtenGuard(head.guards[guard])];
    if (before === limit) return [];
    const at = head.guardSources.get(guard);
    return [
      {
        code: "guard-changed",
        severity: "warning",
        args: { guard, before, limit },
        ...(at === undefined ? {} : { source: at }),
      },
    ];
  });
}

/** Waivers that the head adds, changes or removes, those that have ended included. */
function waiverFindings(base: MusterFile | undefined, head: MusterFile | undefined): ConfigFinding[] {
  if (base === undefined || head === undefined) return [];
  return GUARDS.flatMap((guard): ConfigFinding[] => {
    const [before, after] = [base, head].map(({ waivers }) => waivers.filter((waiver) => waiver.guard === guard));
    const [was = [], is = []] = [before?.map(writtenWaiver), after?.map(writtenWaiver)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const at = after?.[0]?.source;
    return [
      {
        code: "waiver-changed",
        severity: "warning",
        args: { guard, limit: writtenGuard(head.guards[guard]), before: was, after: is },
        ...(at === undefined ? {} : { source: at }),
      },
    ];
  });
}

/** Levels of warnings that the head sets to others than the base. */
function levelFindings(base: MusterFile | undefined, head: MusterFile | undefined): ConfigFinding[] {
  if (base === undefined || head === undefined) return [];
  return changedLevels(base.levels, head.levels).map(({ source, ...args }) => ({
    code: "level-changed",
    severity: "warning",
    args,
    ...(source === undefined ? {} : { source }),
  }));
}

const GUARDS = [
  "maxRemovals",
  "maxEmptied",
  "maxCreates",
  "minClaiming",
] as const satisfies readonly (keyof GuardSettings)[];

/**
 * Where a run in this folder finds `muster.yaml` in the commit: a change that removes one, or adds one that is nearer, must not
 * make the guards of the other one unseen.
 */
async function nearestIn(
  ref: string,
  path: string,
  { git, folder, startedIn = folder }: Pick<Host, "git" | "folder" | "startedIn">,
): Promise<string> {
  const { hash } = await findCommit(ref, folder, git);
  const prefixOf = async (place: string) => (await gitLines(["rev-parse", "--show-prefix"], ref, place, git))[0] ?? "";
  const parts = (await prefixOf(startedIn)).split("/");
  while (parts.length > 0) {
    parts.pop();
    const file = posix.join(...parts, path);
    const object = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${hash}:${file}`];
    if ((await gitLines(object, ref, folder, git)).length > 0) return posix.relative(await prefixOf(folder), file);
  }
  return path;
}

/**
 * A file as it is in a commit.
 *
 * @param ref a branch, a tag or a commit; see `gitRef`
 * @param path from the working folder
 * @returns `undefined` if the commit has no such file
 * @throws {UserError} there is no git, no repository, or no such commit here
 */
async function committedFile(
  ref: string,
  path: string,
  { git, folder }: Pick<Host, "git" | "folder">,
): Promise<SourceFile | undefined> {
  const commit = await findCommit(ref, folder, git);
  const inside = (isAbsolute(path) ? relative(folder, path) : path).replaceAll("\\", "/");
  const object = `${commit.hash}:./${posix.normalize(inside)}`;
  // `cat-file`, not `show`: no filter of the repository is run.
  const [blob = ""] = await gitLines(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", object],
    ref,
    folder,
    git,
  );
  if (blob === "") return undefined;
  const { stdout, detail } = await git(["cat-file", "blob", blob]);
  if (detail !== undefined) throw unusable(ref, false, detail);
  return { path: `${ref}:${path}`, bytes: stdout };
}
