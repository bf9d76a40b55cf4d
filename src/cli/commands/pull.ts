import { shownTexts } from "../../config/redactFindings.js";
import type { ConnectContext } from "../../engine/events.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import { loadSoundConfig, pullAccount } from "../../engine/pullAccount.js";
import { takeSnapshot } from "../../engine/snapshot.js";
import { hasError, UserError } from "../../engine/userError.js";
import { type LoadedConfig, resolveSettings, selectAccounts } from "../../engine/workspace.js";
import type { PlanFinding } from "../../plan/findings.js";
import { authorDiagnostics, authorWordsOf } from "../../report/messages/commands.js";
import { formatFinding } from "../../report/messages/formatFinding.js";
import { findingsText } from "../../report/text/findingsText.js";
import { visible } from "../../report/text/visible.js";
import type { AgentFinding, AuthorFinding } from "../../writeback/findings.js";
import type { Pulled } from "../../writeback/pullFiles.js";
import type { CommonOptions } from "../arguments/options.js";
import type { ConsoleHost } from "../node/consoleHost.js";
import { saveEdits } from "../output/edits.js";
import { openProject } from "../output/openProject.js";
import { openRun } from "../output/openRun.js";
import { Output } from "../output/output.js";
import { patchOf } from "../output/patch.js";
import { makeOutputFolder, saveOutput } from "../output/saveFile.js";

export interface PullOptions extends CommonOptions {
  readonly pin: boolean;
  /** One file for each group that is in no file yet. */
  readonly split: boolean;
  /** Names from `agents` in place of numbers. */
  readonly names?: boolean;
  /** One team in place of equal lists. */
  readonly teams?: boolean;
  /** The file for groups that are in no file yet. */
  readonly out?: string;
  readonly dryRun: boolean;
}

/** `muster pull`: writes the live state into files. Sends no write. */
export async function pull(paths: readonly string[], options: PullOptions, host: ConsoleHost): Promise<ExitCode> {
  const output = new Output(options, host);
  try {
    const run = openRun(options, host, output);
    if (options.split && options.out !== undefined) {
      throw new UserError([{ code: "flags-clash", severity: "error", args: { flags: ["--split", "--out"] } }]);
    }
    const project = await openProject(options, host, output);
    const config = await loadSoundConfig({ ...options, host: project.host });
    if (options.format === "json" && options.out?.endsWith(".json") === true)
      return await snapshot(options.out, config, options, run, output);
    const { remarks } = authorWordsOf(output.language);
    const { pulled, uncertain, odd, texts, writes, elsewhere, notAdded } = await pullAccount(config, {
      ...options,
      ...run,
      host: project.host,
      ...(options.out === undefined ? {} : { out: project.from(options.out) }),
      paths: await project.fromAll(paths),
      remarks,
    });
    if (!options.dryRun) await saveEdits(writes, project.host);
    say(pulled, [...uncertain, ...elsewhere], odd + uncertain.length, texts, options, output);
    if (notAdded > 0 && output.format !== "json") output.note(`${authorWordsOf(output.language).notAdded(notAdded)}\n`);
    return hasError([...pulled.findings, ...uncertain]) ? EXIT.failed : EXIT.ok;
  } catch (error) {
    return output.fail(error);
  }
}

/** The live state of all accounts, or of the one that was asked for, as one document. */
async function snapshot(
  out: string,
  config: LoadedConfig,
  options: PullOptions,
  run: ConnectContext,
  output: Output,
): Promise<ExitCode> {
  const entries = selectAccounts(config.accounts, { account: options.account, several: true });
  const { settings, findings } = resolveSettings(entries, { ...options, ...run });
  if (hasError(findings)) throw new UserError(findings, config.texts);
  const document = await takeSnapshot({
    ...run,
    accounts: [...settings.values()],
    claims: config.guards.minClaiming > 0,
  });
  if (!options.dryRun) {
    await makeOutputFolder(out, run.host);
    await saveOutput(out, `${JSON.stringify(document)}\n`, run.host);
  }
  const accounts = document.accounts.map(({ account, readAt, live }) => ({
    account,
    readAt,
    groups: live.groups.length,
  }));
  const said = { formatVersion: "1.0", kind: "snapshot", dryRun: options.dryRun, file: out, accounts };
  output.print(`${JSON.stringify(said, null, 2)}\n`);
  return EXIT.ok;
}

/** Findings about what the account has and the files have not, or the other way round. */
const NOT_WHOLE: ReadonlySet<AuthorFinding["code"]> = new Set([
  "pull-name",
  "pull-number",
  "pull-member",
  "pull-twice",
  "pull-setting",
  "pull-not-live",
] as const);

function say(
  pulled: Pulled,
  others: readonly (AgentFinding | PlanFinding)[],
  odd: number,
  texts: ReadonlyMap<string, string>,
  { dryRun }: PullOptions,
  output: Output,
): void {
  const words = authorWordsOf(output.language);
  const diagnostics = [
    ...authorDiagnostics(pulled.findings, output.language),
    ...others.map((finding) => formatFinding(finding, output.language)),
  ];
  if (output.format === "json") {
    const files = pulled.files.map(({ path, before }) => ({
      path,
      change: before === undefined ? "create" : "update",
    }));
    const document = {
      formatVersion: "1.0",
      kind: "pull",
      dryRun,
      files,
      newGroups: pulled.added,
      newNames: pulled.names,
      newTeams: pulled.teams,
      diagnostics,
    };
    output.print(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  if (diagnostics.length > 0)
    output.warn(
      findingsText(diagnostics, shownTexts([...pulled.findings, ...others], texts), output.textOptions("stderr")),
    );
  for (const { path, before, text } of pulled.files) {
    if (dryRun) output.print(patchOf(path, before, text));
    const line = dryRun ? words.wouldWrite(path, before === undefined) : words.wrote(path, before === undefined);
    if (dryRun) output.note(`${visible(line)}\n`);
    else output.print(`${visible(line)}\n`);
  }
  const left = pulled.findings.filter(({ code }) => code === "pull-unedited").length;
  const notWhole = odd + pulled.findings.filter(({ code }) => NOT_WHOLE.has(code)).length;
  if (pulled.files.length > 0) output.note(`${words.pulled(pulled)}\n`);
  else if (left + notWhole + pulled.onlyPinned === 0) output.note(`${words.upToDate}\n`);
  else output.note(`${words.nothingToWrite}\n`);
  if (pulled.onlyPinned > 0) output.note(`${words.onlyPinned(pulled.onlyPinned)}\n`);
  if (notWhole > 0) output.note(`${words.notWhole(notWhole)}\n`);
  if (left > 0) output.warn(`${words.unedited(left)}\n`);
}
