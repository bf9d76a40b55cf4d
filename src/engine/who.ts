import type { DesiredGroup } from "../config/desired.js";
import { agentNotFound, type Roster, rosterOf } from "../config/roster.js";
import { compareText } from "../model/skillGroup.js";
import { MoorError } from "../moor/errors.js";
import type { LiveGroup, LiveState } from "../moor/live.js";
import { type Match, matchGroups } from "../plan/matchGroups.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Offboarding, Who, WhoAccount, WhoGroup } from "../report/who.js";
import type { ConnectContext } from "./events.js";
import { openSession, reportWaits, type Session } from "./session.js";
import { hasError, UserError } from "./userError.js";
import { type AccountFiles, type ConfigOptions, loadWorkspace, resolveSettings, type Workspace } from "./workspace.js";

export interface WhoOptions extends ConnectContext, ConfigOptions {
  /** A number, an alias or a name. */
  readonly agent: string;
  readonly account?: string | undefined;
  /** Only the files: needs no secret, sends nothing. */
  readonly offline: boolean;
  readonly insecureHttp: boolean;
}

/** An account as the files have it and, unless offline, the API. */
interface Read {
  readonly files: AccountFiles;
  readonly roster: Roster;
  readonly session?: Session;
  readonly live?: LiveState;
}

/**
 * Finds all groups of an agent, desired and live, and the lines in the files.
 *
 * @throws {UserError} the files cannot be read, or the agent is in none of them and in no account
 */
export async function who(options: WhoOptions): Promise<Who> {
  const { agent, offline } = options;
  const workspace = await loadWorkspace({ ...options, several: true, paths: [], keepDeclared: true });
  // Files that only break a policy still say who is where; with other errors, the answer could be incomplete.
  if (workspace.accounts.length === 0 || workspace.accounts.some(({ desired }) => desired === undefined))
    throw new UserError(workspace.findings, workspace.texts);
  const reads = await readAccounts(workspace, options);
  const accounts = await Promise.all(reads.map((read) => accountOf(agent, read)));
  if (accounts.every(({ agentNumber }) => agentNumber === undefined)) {
    const names = reads.flatMap(({ roster, live }) => [...roster.names, ...liveNumbers(live)]);
    throw new UserError([agentNotFound(agent, names, offline ? "files" : "files-and-live")]);
  }
  return { formatVersion: "1.0", kind: "who", agent, offline, accounts };
}

async function readAccounts(workspace: Workspace, options: WhoOptions): Promise<Read[]> {
  const entries = workspace.accounts.map(({ entry }) => entry);
  const { settings, findings } = options.offline
    ? { settings: new Map<string, never>(), findings: [] }
    : resolveSettings(entries, options);
  if (hasError(findings)) throw new UserError(findings, workspace.texts);
  return Promise.all(
    workspace.accounts.map(async (files): Promise<Read> => {
      const roster = rosterOf(files.declared ?? { agents: [], teams: [], groups: [] });
      const account = settings.get(files.name);
      if (account === undefined) return { files, roster };
      const session = await openSession({ ...options, settings: account });
      return {
        files,
        roster,
        session,
        live: await reportWaits(session.client.readAll("queueQueue"), session, options),
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

/** A number that is in no file may still be live. If it is in no group, only the agent directory knows it. */
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

/** Everything that is known about an account. */
interface Known {
  readonly groups: readonly DesiredGroup[];
  readonly roster: Roster;
  /** Absent offline. */
  readonly live?: LiveState;
}

/** Where an agent is, in one account. Pure; what cannot be matched for certain is returned as warnings. */
function whoIn(
  agentNumber: string,
  known: Known,
): Omit<WhoAccount, "account" | "diagnostics"> & { readonly findings: readonly Finding[] } {
  const { matches, unmanaged } = matchesOf(known);
  const rows = matches.flatMap(({ match, where }) => rowOf(agentNumber, match, where) ?? []);
  for (const group of unmanaged) rows.push(...liveRows(agentNumber, group));
  const groups = rows.sort(inOrder);
  const person = personOf(agentNumber, known);
  const concerned = matches.filter(({ match }) => memberOf(match.desired, agentNumber) !== undefined);
  return {
    agentNumber,
    ...person,
    groups,
    offboarding: offboardingOf(agentNumber, groups, known.roster),
    findings: concerned.flatMap(({ match: { finding } }) => (finding ? [{ ...finding, severity: "warning" }] : [])),
  };
}

type Placed = { readonly match: Match; readonly where: "asked" | "unread" };

function matchesOf({ groups, live }: Known): { matches: Placed[]; unmanaged: readonly LiveGroup[] } {
  if (live === undefined)
    return { matches: groups.map((desired) => ({ match: { desired }, where: "unread" })), unmanaged: [] };
  const { matches, unmanaged } = matchGroups(groups, live.groups);
  return { matches: matches.map((match) => ({ match, where: "asked" })), unmanaged };
}

function rowOf(agentNumber: string, { desired, live }: Match, where: Placed["where"]): WhoGroup | undefined {
  const wanted = memberOf(desired, agentNumber);
  const present = live && memberOf(live, agentNumber);
  if (wanted === undefined && present === undefined) return undefined;
  const exten = live?.exten ?? desired.exten;
  return {
    displayName: live?.displayName ?? desired.displayName,
    ...(exten === undefined ? {} : { exten }),
    ...(where === "unread"
      ? {}
      : { where: wanted === undefined ? "live" : present === undefined ? "files" : ("both" as const) }),
    managed: desired.members === undefined ? "no" : desired.membership,
    ...(wanted === undefined ? {} : { desired: { priority: wanted.priority, source: wanted.source } }),
    ...(present === undefined ? {} : { live: { priority: present.priority } }),
  };
}

function liveRows(agentNumber: string, group: LiveGroup): WhoGroup[] {
  const present = memberOf(group, agentNumber);
  if (present === undefined) return [];
  const { displayName, exten } = group;
  return [{ displayName, exten, where: "live", managed: "no", live: { priority: present.priority } }];
}

function memberOf<M extends { readonly agentNumber: string }>(
  group: { readonly members?: readonly M[] },
  agentNumber: string,
): M | undefined {
  return group.members?.find((member) => member.agentNumber === agentNumber);
}

/** The files' names for the agent, or the account's if they have none. */
function personOf(agentNumber: string, { roster, live }: Known): { alias?: string; agentName?: string } {
  const [declared] = roster.declarationsOf(agentNumber);
  const agentName =
    declared?.name ?? live?.groups.map((group) => memberOf(group, agentNumber)?.agentName).find((name) => name);
  return {
    ...(declared === undefined ? {} : { alias: declared.alias }),
    ...(agentName === undefined ? {} : { agentName }),
  };
}

function offboardingOf(agentNumber: string, groups: readonly WhoGroup[], roster: Roster): Offboarding {
  return {
    entries: roster.mentionsOf(agentNumber),
    names: roster.declarationsOf(agentNumber).map(({ at }) => at),
    // An apply removes only what the files do not list, from a list that they manage completely.
    byHand: groups.flatMap(({ displayName, exten, live, managed }) =>
      live !== undefined && managed !== "exact" && exten !== undefined ? [{ displayName, exten }] : [],
    ),
  };
}

const ORDER = ["both", "files", "live"];

function inOrder(a: WhoGroup, b: WhoGroup): number {
  return (
    ORDER.indexOf(a.where ?? "") - ORDER.indexOf(b.where ?? "") ||
    compareText(a.displayName, b.displayName) ||
    compareText(a.exten ?? "", b.exten ?? "")
  );
}
