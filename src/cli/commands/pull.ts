import { posix } from "node:path";
import { createTwoFilesPatch } from "diff";
import type { DesiredGroup } from "../../config/desired.js";
import { isWithin } from "../../config/files.js";
import { findFiles } from "../../config/findFiles.js";
import { sortFindings } from "../../config/findings.js";
import { loadDesired } from "../../config/loadDesired.js";
import type { AccountEntry } from "../../config/musterFile.js";
import { matchesGlob } from "../../config/patterns.js";
import { shownTexts } from "../../config/redactFindings.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { telling } from "../../engine/reportWaits.js";
import { openSession } from "../../engine/session.js";
import { takeSnapshot } from "../../engine/takeSnapshot.js";
import { tellOdd } from "../../engine/tellOdd.js";
import { hasError, UserError } from "../../engine/userError.js";
import { type LoadedConfig, loadConfig, resolveSettings, selectAccounts } from "../../engine/workspace.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { suggest } from "../../model/suggest.js";
import type { LiveGroup, LiveState } from "../../moor/live.js";
import { matchGroups } from "../../plan/matchGroups.js";
import { authorDiagnostics, authorWordsOf } from "../../report/messages/commands.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import { type NewGroups, type Pulled, pullFiles } from "../../writeback/pullFiles.js";
import type { CommonOptions } from "../arguments/options.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import { Voice } from "../output/output.js";
import { cannotWrite, makeOutputFolder, saveFile, saveOutput } from "../output/saveFile.js";

export interface PullOptions extends CommonOptions {
  readonly pin: boolean;
  /** A file for each group that no file names yet. */
  readonly split: boolean;
  /** The file for groups that no file names yet. */
  readonly out?: string;
  readonly dryRun: boolean;
}

/** `muster pull`: the live state into files. Sends no write. */
export async function pull(paths: readonly string[], options: PullOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  try {
    if (options.split && options.out !== undefined) {
      throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["--split", "--out"] } }]);
    }
    const config = await loadConfig(options, shell);
    if (hasError(config.findings)) throw new UserError(config.findings, config.texts);
    if (options.format === "json" && options.out?.endsWith(".json") === true)
      return await snapshot(options.out, config, options, shell, voice, stop);
    const [entry] = selectAccounts(config.accounts, options.account, "one", paths);
    if (entry === undefined) throw new TypeError("no account was selected");
    const roots = paths.length > 0 ? paths : entry.groups;
    const files = await readFiles(
      options.out === undefined ? roots : [...roots, options.out],
      entry,
      config.root,
      shell,
    );
    const { settings, findings } = resolveSettings([entry], options, shell);
    const account = settings.get(entry.name);
    if (hasError(findings) || account === undefined) throw new UserError(findings, config.texts);

    const session = await openSession(account, options, shell, voice, stop);
    const live = withoutSecrets(await telling(session.client.readAll("queueQueue"), session, shell, voice), shell);
    const isIgnored = (name: string) => config.ignore.some((pattern) => matchesGlob(pattern, name));
    tellOdd(live.odd, isIgnored, voice);
    refuseUncertain(files.desired, live.groups, files.texts);
    const pulled = pullFiles({
      ...files,
      live: live.groups,
      match: (groups) => matched(groups, live.groups),
      only: selection(options.group, live.groups),
      isIgnored,
      newGroups: await placeOf(options, roots, shell),
      pin: options.pin,
      remarks: authorWordsOf(voice.language).remarks,
    });
    await refuseOverwriting(pulled, shell);
    // A new file of the user's own word may lie elsewhere; one that muster.yaml asks for may not.
    const isTyped = paths.length > 0 || options.out !== undefined;
    const rootOf = async (path: string) =>
      files.roots.get(path) ?? (isTyped ? await shell.files.rootOf(path, config.root) : config.root);
    if (!options.dryRun) {
      for (const { path, text } of pulled.files)
        await save(path, files.marked.has(path) ? `\ufeff${text}` : text, await rootOf(path), shell);
    }
    say(pulled, files.texts, options, voice);
    return hasError(pulled.findings) ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return voice.fail(error);
  }
}

/** Names become names of files, which are not looked at as the text in them is. */
function withoutSecrets(live: LiveState, { secrets }: Shell): LiveState {
  const groups = live.groups.map((one) => ({ ...one, displayName: secrets.redact(one.displayName) }));
  return { ...live, groups };
}

/** The live state of all accounts, or of the one that was asked for, as one document. */
async function snapshot(
  out: string,
  config: LoadedConfig,
  options: PullOptions,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<ExitCode> {
  const entries = selectAccounts(config.accounts, options.account, "several", []);
  const { settings, findings } = resolveSettings(entries, options, shell);
  if (hasError(findings)) throw new UserError(findings, config.texts);
  const document = await takeSnapshot([...settings.values()], config.guards, options, shell, voice, stop);
  if (!options.dryRun) {
    await makeOutputFolder(out, shell);
    await saveOutput(out, `${JSON.stringify(document)}\n`, shell);
  }
  const accounts = document.accounts.map(({ account, readAt, live }) => ({
    account,
    readAt,
    groups: live.groups.length,
  }));
  const said = { formatVersion: "1.0", kind: "snapshot", dryRun: options.dryRun, file: out, accounts };
  voice.answer(`${JSON.stringify(said, null, 2)}\n`);
  return EXIT.ok;
}

interface ReadFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly desired: readonly DesiredGroup[];
  /** Files that begin with a byte order mark, which is theirs to keep. */
  readonly marked: ReadonlySet<string>;
  readonly roots: ReadonlyMap<string, string>;
}

/** What is there; nothing yet is no fault, since a pull may be how a repository begins. */
async function readFiles(
  paths: readonly string[],
  { groupSources }: Pick<AccountEntry, "groupSources">,
  root: string,
  shell: Shell,
): Promise<ReadFiles> {
  const present: string[] = [];
  for (const path of paths) {
    const isThere = (await shell.files.kind(path).catch(() => "unreadable")) !== "missing";
    if (isThere) present.push(path);
    else if (groupSources.has(path)) refuseOutside(path, await shell.files.placeOf(path), root);
  }
  const found = await findFiles(present, shell.files, groupSources, root);
  const { desired, findings, texts } = loadDesired(found.files);
  const all = sortFindings([...found.findings.filter(({ code }) => code !== "folder-without-yaml"), ...findings]);
  if (hasError(all)) throw new UserError(all, texts);
  const marked = found.files.filter(({ bytes }) => bytes[0] === 0xef).map(({ path }) => path);
  return { texts, desired: desired?.groups ?? [], marked: new Set(marked), roots: found.roots };
}

/** Before anything is sent: a place out of the root is none for new groups. */
function refuseOutside(path: string, place: string, root: string): void {
  if (!isWithin(root, place)) throw new UserError([{ code: "path-outside", severity: "error", args: { path } }]);
}

/** A name that several live groups bear cannot be pulled into one entry. A group that is not live is merely left alone. */
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

/** Where new groups go: what was asked for, else the first place that a plan with the same arguments reads. */
async function placeOf({ out, split }: PullOptions, roots: readonly string[], shell: Shell): Promise<NewGroups> {
  if (out !== undefined) return { file: out };
  const [root = "."] = roots;
  const isFile = (await shell.files.kind(root)) === "file" || /\.ya?ml$/i.test(root);
  if (isFile && !split) return { file: root };
  const plain = isFile ? root.replace(/\/?[^/]*$/, "") : root.replace(/\/+$/, "");
  const folder = plain === "." || plain === "" ? "groups" : plain.replace(/^\.\//, "");
  return split ? { folder } : { file: `${folder}/pulled.yaml` };
}

/** A file that was not read, because the paths left it out, is not ours to replace. */
async function refuseOverwriting({ files }: Pulled, shell: Shell): Promise<void> {
  for (const { path, before } of files) {
    if (before !== undefined || (await shell.files.kind(path)) === "missing") continue;
    throw new UserError([{ code: "cannot-write", severity: "error", args: { path, detail: "EEXIST" } }]);
  }
}

async function save(path: string, text: string, root: string, shell: Shell): Promise<void> {
  const folder = posix.dirname(path);
  await shell.files.makeFolder(folder, root).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  await saveFile(path, text, shell, { root });
}

function say(pulled: Pulled, texts: ReadonlyMap<string, string>, { dryRun }: PullOptions, voice: Voice): void {
  const words = authorWordsOf(voice.language);
  const diagnostics = authorDiagnostics(pulled.findings, voice.language);
  if (voice.format === "json") {
    const files = pulled.files.map(({ path, before }) => ({
      path,
      change: before === undefined ? "create" : "update",
    }));
    const document = { formatVersion: "1.0", kind: "pull", dryRun, files, newGroups: pulled.added, diagnostics };
    voice.answer(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  if (diagnostics.length > 0)
    voice.warn(findingsText(diagnostics, shownTexts(pulled.findings, texts), voice.textOptions("stderr")));
  for (const { path, before, text } of pulled.files) {
    if (dryRun) voice.answer(patchOf(path, before, text));
    const line = dryRun ? words.wouldWrite(path, before === undefined) : words.wrote(path, before === undefined);
    if (dryRun) voice.note(`${visible(line)}\n`);
    else voice.answer(`${visible(line)}\n`);
  }
  const left = pulled.findings.filter(({ code }) => code === "pull-unedited").length;
  if (pulled.files.length > 0) voice.note(`${words.pulled(pulled.files.length, pulled.added)}\n`);
  else if (left === 0) voice.note(`${words.upToDate}\n`);
  if (left > 0) voice.warn(`${words.unedited(left)}\n`);
}

/** A unified diff; what files and server hold is shown, never obeyed. */
function patchOf(path: string, before: string | undefined, text: string): string {
  const from = before === undefined ? "/dev/null" : path;
  return createTwoFilesPatch(from, path, before ?? "", text)
    .split("\n")
    .map(visible)
    .join("\n");
}
