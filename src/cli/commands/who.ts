import { findFiles } from "../../config/findFiles.js";
import { agentNotFound, type Roster, readRoster } from "../../config/roster.js";
import { EXIT, type ExitCode } from "../../engine/exitCode.js";
import type { Shell } from "../../engine/host.js";
import { telling } from "../../engine/reportWaits.js";
import { openSession, type Session } from "../../engine/session.js";
import { hasError, UserError } from "../../engine/userError.js";
import { whoIn } from "../../engine/who.js";
import { type AccountFiles, loadWorkspace, resolveSettings, type Workspace } from "../../engine/workspace.js";
import type { StopSignal } from "../../model/stopSignal.js";
import { MoorError } from "../../moor/errors.js";
import type { LiveState } from "../../moor/live.js";
import { whoText } from "../../report/text/whoText.js";
import { type Who, type WhoAccount, whoJson } from "../../report/who.js";
import type { CommonOptions } from "../arguments/options.js";
import { stopOnSignal } from "../node/stopOnSignal.js";
import { Voice } from "../output/output.js";

interface WhoOptions extends CommonOptions {
  /** The files only: no secret is needed, nothing is sent. */
  readonly offline: boolean;
}

/** An account as the files and, unless offline, the API have it. */
interface Read {
  readonly files: AccountFiles;
  readonly roster: Roster;
  readonly session?: Session;
  readonly live?: LiveState;
}

/** `muster who`: every group that holds an agent, wanted and live, and the lines that put them there. Changes nothing. */
export async function who(agent: string, options: WhoOptions, shell: Shell): Promise<ExitCode> {
  const voice = new Voice(options, shell);
  const stop = stopOnSignal(shell, voice);
  try {
    const workspace = await loadWorkspace([], options, "several", shell);
    // Files that only break a policy say well enough who is where; others would be half an answer.
    if (workspace.accounts.length === 0 || workspace.accounts.some(({ desired }) => desired === undefined))
      throw new UserError(workspace.findings, workspace.texts);
    const reads = await readAccounts(workspace, options, shell, voice, stop);
    const accounts = await Promise.all(reads.map((read) => accountOf(agent, read)));
    if (accounts.every(({ agentNumber }) => agentNumber === undefined)) {
      const names = reads.flatMap(({ roster, live }) => [...roster.names, ...liveNumbers(live)]);
      throw new UserError([agentNotFound(agent, names, options.offline ? "files" : "files-and-live")]);
    }
    const document: Who = { formatVersion: "1.0", kind: "who", agent, offline: options.offline, accounts };
    voice.answer(voice.format === "json" ? whoJson(document, voice.language) : whoText(document, voice.textOptions()));
    return EXIT.ok;
  } catch (error) {
    return voice.fail(error);
  }
}

async function readAccounts(
  workspace: Workspace,
  options: WhoOptions,
  shell: Shell,
  voice: Voice,
  stop: StopSignal,
): Promise<Read[]> {
  const entries = workspace.accounts.map(({ entry }) => entry);
  const { settings, findings } = options.offline
    ? { settings: new Map<string, never>(), findings: [] }
    : resolveSettings(entries, options, shell);
  if (hasError(findings)) throw new UserError(findings, workspace.texts);
  return Promise.all(
    workspace.accounts.map(async (files) => {
      const roster = readRoster((await findFiles(files.entry.groups, shell.files, undefined, workspace.root)).files);
      const account = settings.get(files.name);
      if (account === undefined) return { files, roster };
      const session = await openSession(account, options, shell, voice, stop);
      return {
        files,
        roster,
        session,
        live: await telling(session.client.readAll("queueQueue"), session, shell, voice),
      };
    }),
  );
}

async function accountOf(agent: string, { files, roster, session, live }: Read): Promise<WhoAccount> {
  const account = session?.account ?? { name: files.name };
  const agentNumber = roster.find(agent) ?? (await liveAgent(agent, session, live));
  if (agentNumber === undefined)
    return { account, groups: [], offboarding: { entries: [], names: [], byHand: [] }, diagnostics: [] };
  const groups = files.desired?.groups ?? [];
  const { findings, ...found } = whoIn(agentNumber, { groups, roster, ...(live === undefined ? {} : { live }) });
  return { account, ...found, diagnostics: findings };
}

/** A number that no file has may be live all the same; of one that is in no group only the agent directory knows. */
async function liveAgent(
  agent: string,
  session: Session | undefined,
  live: LiveState | undefined,
): Promise<string | undefined> {
  if (session === undefined || !/^[0-9]+$/.test(agent)) return undefined;
  if (liveNumbers(live).includes(agent)) return agent;
  const directory = await session.client.readAgents().catch((error: unknown) => {
    // Many accounts may not call it.
    if (error instanceof MoorError) return undefined;
    throw error;
  });
  return directory?.has(agent) === true ? agent : undefined;
}

function liveNumbers(live: LiveState | undefined): string[] {
  return (live?.groups ?? []).flatMap(({ members }) => members.map(({ agentNumber }) => agentNumber));
}
