import { type AgentIndex, agentIndexOf, agentNotFound } from "../config/agentIndex.js";
import type { DesiredGroup, DesiredState } from "../config/desired.js";
import type { Judge } from "../config/judge.js";
import type { Moment } from "../config/time/moment.js";
import { tableRowsOf } from "../config/time/tableRows.js";
import type { Timetable } from "../config/time/timetable.js";
import { isCalled } from "../model/personName.js";
import { compareText } from "../model/skillGroup.js";
import type { AgentDirectory, LiveGroup, LiveState } from "../moor/live.js";
import { accountNames } from "../plan/agentNames.js";
import { type Match, matchGroups } from "../plan/matchGroups.js";
import { nameFindings } from "../plan/people.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { AgentState, Offboarding, Who, WhoAccount, WhoGroup, Whos, WhoTurn } from "../report/who.js";
import { agentDirectory } from "./agentDirectory.js";
import { agentSchedule, type Range } from "./agentSchedule.js";
import type { ConnectContext } from "./events.js";
import { openSession, reportWaits, type Session } from "./session.js";
import { hasError, UserError } from "./userError.js";
import { type AccountFiles, type ConfigOptions, loadWorkspace, resolveSettings, type Workspace } from "./workspace.js";

export interface WhoOptions extends ConnectContext, ConfigOptions {
  /** Each a number, an alias or a name. */
  readonly agents: readonly string[];
  readonly account?: string | undefined;
  /** Only the files: needs no secret, sends nothing. */
  readonly offline: boolean;
  readonly insecureHttp: boolean;
  /** Show also when the agents are in which groups, for so many days. */
  readonly days?: number | undefined;
  /** From which day or time on, as it was typed; absent: from today on, by the files' zone. Without `days`: for 14 days. */
  readonly from?: string | undefined;
}

/** How many days are shown where only their beginning was asked for. */
const DAYS = 14;

/** An account as the files have it and, unless offline, the API. */
interface Read {
  readonly files: AccountFiles;
  readonly index: AgentIndex;
  readonly session?: Session;
  readonly live?: LiveState;
  /** Absent offline, and where it does not answer. */
  readonly directory?: AgentDirectory;
  /** The account's own names, by number. */
  readonly names: ReadonlyMap<string, string>;
  /** Of the levels of `muster.yaml`, and the remarks in the files. */
  readonly judge: Pick<Judge, "judge">;
  /** The files' state over the days that were asked for. */
  readonly ahead?: Ahead;
}

/** The days that were asked for, and what the files want in them. */
interface Ahead {
  readonly desired: DesiredState;
  readonly range: Range;
}

/**
 * Finds all groups of agents, desired and live, and the lines in the files. A name may be the files' or the account's own.
 * One that several agents have is an error that lists them: nothing is guessed.
 *
 * @throws {UserError} the files cannot be read; or, where a single agent was asked for, there is none or there are several
 */
export async function who(options: WhoOptions): Promise<Who | Whos> {
  const { offline } = options;
  const isAhead = options.days !== undefined || options.from !== undefined;
  const { host, config, settingsFrom, account } = options;
  const asked = { host, config, settingsFrom, account, several: true, paths: [] };
  const workspace = await loadWorkspace({ ...asked, keepDeclared: true });
  // Files that only break a policy still say who is where; with other errors, the answer could be incomplete.
  if (workspace.accounts.length === 0 || workspace.accounts.some((files) => !isSound(files, offline)))
    throw new UserError(workspace.findings, workspace.texts);
  const ahead = isAhead ? await readAhead(workspace, options) : new Map<string, Ahead>();
  const reads = (await readAccounts(workspace, options)).map((read) => {
    const own = ahead.get(read.files.name);
    return own === undefined ? read : { ...read, ahead: own };
  });
  const wanted = [...new Set(options.agents)];
  const answers = wanted.map((agent) => answerTo(agent, reads, offline));
  const agents = answers.flatMap((answer) => ("kind" in answer ? [answer] : []));
  const findings = answers.flatMap((answer) => ("kind" in answer ? [] : [answer]));
  const [only] = agents;
  if (wanted.length > 1) return { formatVersion: "1.0", kind: "whos", offline, agents, diagnostics: findings };
  if (only === undefined) throw new UserError(findings);
  return only;
}

/** An account that is not written down yet can be asked all the same. */
function isSound({ desired, findings }: AccountFiles, offline: boolean): boolean {
  if (desired !== undefined) return true;
  return !offline && findings.every(({ code, severity }) => code === "folder-without-yaml" || severity !== "error");
}

/**
 * Reads the files once more, for the days that were asked for. A calendar that ends before them is an error, before anything is
 * sent.
 */
async function readAhead(workspace: Workspace, options: WhoOptions): Promise<Map<string, Ahead>> {
  const { days = DAYS, from: at, host, config, settingsFrom } = options;
  const when = { days, daysBehind: 2, isStrict: true, isNeeded: true, isToday: true };
  const ahead = new Map<string, Ahead>();
  for (const { name, desired: now } of workspace.accounts) {
    if (now === undefined) continue;
    const asked = { host, config, settingsFrom, account: name, several: false, paths: [] };
    const { accounts, findings, texts } = await loadWorkspace({ ...asked, at, when });
    const desired = accounts[0]?.desired;
    const moment = desired?.moment;
    if (desired === undefined || moment === undefined) throw new UserError(findings, texts);
    ahead.set(name, { desired, range: { from: moment.at, until: moment.window.until } });
  }
  return ahead;
}

async function readAccounts(workspace: Workspace, options: WhoOptions): Promise<Read[]> {
  const entries = workspace.accounts.map(({ entry }) => entry);
  const { settings, findings } = options.offline
    ? { settings: new Map<string, never>(), findings: [] }
    : resolveSettings(entries, options);
  if (hasError(findings)) throw new UserError(findings, workspace.texts);
  const { judge } = workspace;
  return Promise.all(
    workspace.accounts.map(async (files): Promise<Read> => {
      const index = agentIndexOf(
        files.declared ?? { agents: [], teams: [], groups: [], times: [], zones: [], sections: [] },
      );
      const account = settings.get(files.name);
      if (account === undefined) return { files, index, names: new Map(), judge };
      const session = await openSession({ ...options, settings: account });
      const live = await reportWaits(session.client.readAll("queueQueue"), session, options);
      const directory = await agentDirectory(session, options);
      const names = accountNames(live, directory);
      return { files, index, session, live, names, judge, ...(directory === undefined ? {} : { directory }) };
    }),
  );
}

function answerTo(agent: string, reads: readonly Read[], offline: boolean): Who | Finding {
  const found = reads.map((read) => ({ read, numbers: numbersOf(agent, read) }));
  if (found.some(({ numbers }) => numbers.length > 1)) {
    const matches = found.flatMap(({ read, numbers }) =>
      numbers.map((number) => {
        const { agentNumber = number, alias, agentName, status, groups, account } = accountOf(number, read);
        return {
          agentNumber,
          ...(alias === undefined ? {} : { alias }),
          ...(agentName === undefined ? {} : { agentName }),
          ...(reads.length === 1 ? {} : { account: account.name }),
          groups: groups.length,
          ...(status === undefined ? {} : { status }),
        };
      }),
    );
    return { code: "several-agents", severity: "error", args: { agent, matches } };
  }
  if (found.some(({ numbers }) => numbers.length > 0)) {
    const accounts = found.map(({ read, numbers: [number] }) => accountOf(number, read));
    return { formatVersion: "1.0", kind: "who", agent, offline, accounts };
  }
  const known = reads.flatMap(({ index, live, directory, names }) => [
    ...index.names,
    ...names.values(),
    ...liveNumbers(live),
    ...(directory?.keys() ?? []),
  ]);
  const isSure = reads.every(({ directory }) => directory !== undefined);
  return agentNotFound(agent, known, offline ? "offline" : isSure ? "files-and-live" : "files-and-groups");
}

/** All agents that a number, an alias or a name means, by the files, the live groups and the directory. */
function numbersOf(asked: string, { index, live, directory, names }: Read): readonly string[] {
  if (directory?.has(asked) || liveNumbers(live).includes(asked)) return [asked];
  const inLive = (live?.groups ?? []).flatMap(({ members }) =>
    members.map(({ agentNumber, agentName = "" }) => [agentNumber, agentName] as const),
  );
  const inAccount = [...names, ...inLive].flatMap(([number, name]) => (isCalled(asked, name, number) ? [number] : []));
  return [...new Set([...index.matchesOf(asked), ...inAccount])].sort(compareText);
}

function accountOf(agentNumber: string | undefined, read: Read): WhoAccount {
  const { files, session, judge } = read;
  const account = session?.account ?? { name: files.name };
  if (agentNumber === undefined)
    return { account, groups: [], offboarding: { entries: [], names: [], byHand: [] }, diagnostics: [] };
  const { findings, ...found } = whoIn(agentNumber, {
    ...read,
    groups: files.desired?.groups ?? [],
    moment: files.desired?.moment,
    timetable: files.declared?.timetable,
  });
  // What is off, or accepted, is not said here either; no level makes an error of an answer.
  return { account, ...found, diagnostics: findings.filter((one) => judge.judge([one]).length > 0) };
}

function liveNumbers(live: LiveState | undefined): string[] {
  return (live?.groups ?? []).flatMap(({ members }) => members.map(({ agentNumber }) => agentNumber));
}

/** Everything that is known about an account. */
interface Known extends Pick<Read, "index" | "live" | "directory" | "names" | "ahead"> {
  readonly groups: readonly DesiredGroup[];
  readonly moment?: Moment | undefined;
  readonly timetable?: Timetable | undefined;
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
  const excluded = known.index.exclusionsOf(agentNumber);
  const upcoming = upcomingOf(agentNumber, matches, known.moment);
  const schedule = scheduleOf(agentNumber, known);
  const concerned = matches.filter(({ match }) => memberOf(match.desired, agentNumber) !== undefined);
  return {
    agentNumber,
    ...person,
    groups,
    ...(upcoming.length === 0 ? {} : { upcoming }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(excluded.length === 0 ? {} : { excluded }),
    offboarding: offboardingOf(agentNumber, groups, known),
    findings: [
      ...nameFindings(known.index.declarationsOf(agentNumber), known.names),
      ...concerned.flatMap(({ match: { finding } }): Finding[] =>
        finding ? [{ ...finding, severity: "warning" }] : [],
      ),
    ],
  };
}

/** What the clock brings to the agent, in the order of the instants. */
function upcomingOf(agentNumber: string, matches: readonly Placed[], moment: Moment | undefined): WhoTurn[] {
  if (moment === undefined) return [];
  const turns = matches.flatMap(({ match: { desired, live } }) => {
    const own = (desired.timeline ?? []).filter((member) => member.agentNumber === agentNumber);
    const { displayName, exten } = live ?? desired;
    return [...moment.turnsOf(own, moment.window.until)].flatMap(({ at, joins, reprioritized: [stays] }) => {
      const member = joins[0] ?? stays?.to;
      // Nobody is taken out of a group that has others besides.
      if (member === undefined && desired.membership === "additive") return [];
      return {
        instant: at,
        at: moment.textOf(at),
        displayName,
        ...(exten === undefined ? {} : { exten }),
        ...(member === undefined ? {} : { desired: { priority: member.priority, source: member.source } }),
        ...(stays === undefined ? {} : { from: stays.from.priority }),
      };
    });
  });
  return turns
    .sort((a, b) => a.instant - b.instant || compareText(a.displayName, b.displayName))
    .map(({ instant: _, ...turn }) => turn);
}

/** When the agent is in which groups, over the days that were asked for. */
function scheduleOf(agentNumber: string, { ahead, live, index, names }: Known): WhoAccount["schedule"] {
  if (ahead === undefined) return undefined;
  const { desired, range } = ahead;
  const placed = matchesOf({ groups: desired.groups, ...(live && { live }) }).matches.map(({ match }) => match);
  return agentSchedule(agentNumber, placed, range, desired, (number) => {
    const [declared] = index.declarationsOf(number);
    const agentName = names.get(number) ?? declared?.name;
    return {
      agentNumber: number,
      ...(declared === undefined ? {} : { alias: declared.alias }),
      ...(agentName === undefined ? {} : { agentName }),
    };
  });
}

type Placed = { readonly match: Match; readonly where: "asked" | "unread" };

function matchesOf({ groups, live }: Pick<Known, "groups" | "live">): {
  matches: Placed[];
  unmanaged: readonly LiveGroup[];
} {
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

/** The account's name for the agent, or the files' where the account gives none, and whether the agent may work. */
function personOf(
  agentNumber: string,
  { index, directory, names }: Known,
): { alias?: string; agentName?: string; status?: AgentState } {
  const [declared] = index.declarationsOf(agentNumber);
  const agentName = names.get(agentNumber) ?? declared?.name;
  const entry = directory?.get(agentNumber);
  const status = directory !== undefined && entry === undefined ? "unlisted" : entry?.status;
  return {
    ...(declared === undefined ? {} : { alias: declared.alias }),
    ...(agentName === undefined ? {} : { agentName }),
    ...(status === undefined ? {} : { status }),
  };
}

function offboardingOf(
  agentNumber: string,
  groups: readonly WhoGroup[],
  { index, timetable, moment }: Pick<Known, "index" | "timetable" | "moment">,
): Offboarding {
  const today = moment?.textOf(moment.at).slice(0, 10) ?? "";
  const tables = tableRowsOf(agentNumber, timetable, today);
  return {
    ...(tables.length > 0 && { tables }),
    entries: index.mentionsOf(agentNumber),
    names: index.declarationsOf(agentNumber).map(({ at }) => at),
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
