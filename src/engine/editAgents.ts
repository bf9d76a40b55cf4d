import { type AgentIndex, agentIndexOf, agentNotFound } from "../config/agentIndex.js";
import { findFiles } from "../config/findFiles.js";
import { sortFindings } from "../config/findings.js";
import { type LoadedDesired, loadDesiredAt } from "../config/loadDesired.js";
import type { AccountEntry } from "../config/musterFile.js";
import { isDigits } from "../config/numbers.js";
import type { Moment, When } from "../config/time/moment.js";
import { chooseNames } from "../model/chooseNames.js";
import type { Source } from "../model/source.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { AgentEdit } from "../writeback/agentSteps.js";
import { type AgentCover, coverAgent } from "../writeback/coverAgent.js";
import { type EditedMembership, editAgent } from "../writeback/editAgent.js";
import type { AgentFinding, AgentFindingArgs } from "../writeback/findings.js";
import type { AliasChange } from "../writeback/renameAlias.js";
import { isWritableName } from "../writeback/writable.js";
import { tableReader } from "./accountFiles.js";
import type { Host } from "./host.js";
import { inOtherAccounts } from "./otherAccounts.js";
import { loadSoundConfig } from "./pullAccount.js";
import { hasError, UserError } from "./userError.js";
import { type ConfigOptions, type LoadedConfig, selectAccounts } from "./workspace.js";

/** What was asked, in the user's words: agents by number, alias or name, groups by name or number. */
export type AgentRequest =
  | {
      readonly kind: "add";
      readonly agent: string;
      readonly to: readonly string[];
      readonly priority?: number | undefined;
      /** When the agent leaves again, as files write it. */
      readonly until?: string | undefined;
    }
  | { readonly kind: "remove"; readonly agent: string; readonly from?: readonly string[] | undefined }
  | {
      readonly kind: "move";
      readonly agent: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly priority?: number | undefined;
    }
  | { readonly kind: "replace" | "copy" | "rename"; readonly agent: string; readonly by: string }
  | {
      readonly kind: "cover";
      readonly agent: string;
      /** Absent: nobody takes the places. */
      readonly by?: string | undefined;
      readonly from: string;
      readonly until: string;
      readonly reason?: string | undefined;
    };

const DAY_MS = 86_400_000;
/** How far ahead an edit is held to what was asked: as far as rosters are usually planned. */
const KNOWN_DAYS = 100;

export interface EditAgentsOptions extends ConfigOptions {
  readonly request: AgentRequest;
  readonly account?: string | undefined;
}

/** A person of the files. */
export interface Person {
  readonly agentNumber: string;
  readonly alias?: string;
  readonly agentName?: string;
}

/** A file that an edit changes. */
export interface EditedFile {
  readonly path: string;
  readonly before: string;
  readonly text: string;
  /** Both with the byte order mark that the file has. */
  readonly read: string;
  readonly write: string;
  readonly root: string | undefined;
}

/** The files after an edit. Nothing has been written yet. */
export interface EditedFiles {
  readonly account: string;
  readonly agent: Person;
  /** Who replaces the agent, or gets the same groups. */
  readonly by?: Person;
  readonly memberships: readonly EditedMembership[];
  readonly files: readonly EditedFile[];
  /** Where `agents` names the agent. */
  readonly declaredAt?: Source;
  /** Warnings only. */
  readonly findings: readonly AgentFinding[];
  /** The files as they were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Edits the files of one account so that they say of an agent what was asked. Offline: needs no secret, sends nothing.
 *
 * @throws {UserError} the files have an error, an agent or a group is not known for certain, or the edit cannot be made
 *   without changing something else
 */
export async function editAgents(options: EditAgentsOptions): Promise<EditedFiles> {
  const { host, request } = options;
  const config = await loadSoundConfig(options);
  const [entry] = selectAccounts(config.accounts, { account: options.account, several: false });
  if (entry === undefined) throw new TypeError("no account was selected");
  const until = request.kind === "add" || request.kind === "cover" ? request.until : undefined;
  const when = { isNeeded: until !== undefined, days: daysUntil(until, host.clock.now()) };
  const { texts, roots, marked, desired, index } = await readSound(entry, config, host, when);
  refuseEnd(until, desired);
  const people = { agent: numberOf(request.agent, index, request.kind === "add") };
  const hasOther = request.kind === "replace" || request.kind === "copy" || request.kind === "cover";
  const by = hasOther && request.by !== undefined ? numberOf(request.by, index, true) : undefined;
  const { changed, memberships, findings } =
    request.kind === "cover"
      ? coverAgent(texts, ...coverOf(request, people.agent, by, desired))
      : editAgent(texts, editOf(request, people.agent, by, index, desired), desired.moment);
  if (hasError(findings)) throw new UserError(findings, texts);
  const [declaration] = index.declarationsOf(people.agent);
  return {
    account: entry.name,
    agent: personOf(people.agent, index),
    ...(by !== undefined && { by: personOf(by, index) }),
    ...(declaration !== undefined && { declaredAt: declaration.at }),
    memberships,
    files: editedFiles(changed, texts, marked, roots),
    findings: [...findings, ...(await inOtherAccounts(changed, entry, config, host))],
    texts,
  };
}

/** Changed texts, with what is needed to write them and to take that back. */
export function editedFiles(
  changed: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
  marked: ReadonlySet<string>,
  roots: ReadonlyMap<string, string>,
): EditedFile[] {
  return [...changed].map(([path, text]) => {
    const before = texts.get(path) ?? "";
    const mark = marked.has(path) ? "\ufeff" : "";
    return { path, before, text, read: `${mark}${before}`, write: `${mark}${text}`, root: roots.get(path) };
  });
}

/** How far ahead the files are to be known, so that an end that was asked for is among it. */
function daysUntil(until: string | undefined, now: number): number {
  const day = Date.parse(until?.slice(0, 10) ?? "");
  // No zone is two days from another.
  const days = Math.ceil((day - now) / DAY_MS) + 2;
  return days > KNOWN_DAYS ? days : KNOWN_DAYS;
}

/** An absence with its times as instants. @throws {UserError} a time that is none, or an end that is not after the beginning */
function coverOf(
  request: AgentRequest & { readonly kind: "cover" },
  agent: string,
  by: string | undefined,
  { moment }: Desired,
): [AgentCover, Moment] {
  if (moment === undefined) throw new TypeError("the files were read at no instant");
  const refuse = (finding: AgentFinding) => new UserError([finding]);
  const [from, until] = [moment.instantOf(request.from), moment.instantOf(request.until)];
  if (from === undefined || until === undefined) {
    const args = { until: request.from, flag: "--from" as const };
    throw refuse({ code: "bad-end", severity: "error", args });
  }
  if (from >= until) {
    const args = { from: request.from, until: request.until };
    throw refuse({ code: "never-away", severity: "error", args });
  }
  const reason = request.reason?.trim();
  const asked = { from, until, begins: request.from, ends: request.until };
  return [{ kind: "cover", agent, ...(by !== undefined && { by }), ...asked, ...(reason && { reason }) }, moment];
}

/** @throws {UserError} the time is none, or over */
function refuseEnd(until: string | undefined, { moment }: Desired): void {
  if (until === undefined || moment === undefined) return;
  const end = moment.instantOf(until);
  if (end !== undefined && end > moment.at) return;
  const args = { until, ...(end !== undefined && { isOver: true as const }) };
  throw new UserError([{ code: "bad-end", severity: "error", args }]);
}

/**
 * The files of an account, to be edited.
 *
 * @param when what is to be known of time: what is to be written may use it, though no file does yet
 * @param instead a table that is about to be written
 * @throws {UserError} they have an error
 */
export async function readSound(
  entry: AccountEntry,
  config: LoadedConfig,
  host: Host,
  when: Partial<When> = {},
  instead?: Parameters<typeof tableReader>[2],
) {
  const found = await findFiles(entry.groups, host.files, entry.groupSources, config.root);
  const tables = tableReader(host.files, found.roots, instead);
  const given = { now: host.clock.now(), readTable: tables.readTable, ...when };
  const { desired, declared, findings, texts } = await loadDesiredAt(found.files, given);
  const all = sortFindings([...found.findings, ...findings]);
  if (hasError(all) || desired === undefined) throw new UserError(all, new Map([...texts, ...tables.texts]));
  const marked = new Set(found.files.filter(({ bytes }) => bytes[0] === 0xef).map(({ path }) => path));
  return { texts, roots: found.roots, marked, desired, declared, index: agentIndexOf(declared) };
}

/** @param mayBeNew a number that no file names is taken as it is */
function numberOf(asked: string, index: AgentIndex, mayBeNew: boolean): string {
  const [number, ...more] = index.matchesOf(asked);
  if (more.length > 0 && number !== undefined) {
    const matches = [number, ...more].map((one) => personOf(one, index));
    throw new UserError([{ code: "several-agents", severity: "error", args: { agent: asked, matches } }]);
  }
  if (number !== undefined) return number;
  if (mayBeNew && isDigits(asked)) return asked;
  throw new UserError([agentNotFound(asked, index.names, "files")]);
}

function personOf(agentNumber: string, index: AgentIndex): Person {
  const [declared] = index.declarationsOf(agentNumber);
  if (declared === undefined) return { agentNumber };
  return { agentNumber, alias: declared.alias, ...(declared.name !== undefined && { agentName: declared.name }) };
}

type Desired = NonNullable<LoadedDesired["desired"]>;

function editOf(
  request: Exclude<AgentRequest, { readonly kind: "cover" }>,
  agent: string,
  by: string | undefined,
  index: AgentIndex,
  desired: Desired,
): AgentEdit | AliasChange {
  switch (request.kind) {
    case "add":
      return {
        kind: "add",
        agent,
        to: groupsOf("--to", request.to, desired),
        ...given(request.priority),
        ...(request.until !== undefined && { until: request.until }),
      };
    case "remove": {
      const from = request.from && groupsOf("--from", request.from, desired, agent);
      return { kind: "remove", agent, ...(from && { from }) };
    }
    case "move": {
      const [from, to] = [groupsOf("--from", request.from, desired, agent), groupsOf("--to", request.to, desired)];
      const both = [...from].filter((group) => to.has(group)).map((group) => desired.groups[group]?.displayName ?? "");
      const findings = both.map(
        (displayName): Finding => ({ code: "moved-to-itself", severity: "error", args: { displayName } }),
      );
      if (findings.length > 0) throw new UserError(findings);
      return { kind: "move", agent, from, to, ...given(request.priority) };
    }
    case "rename":
      return { kind: "rename", alias: aliasToRename(request, agent, index), to: request.by };
    default:
      return { kind: request.kind, agent, by: by ?? agent };
  }
}

function given(priority: number | undefined): { priority?: number } {
  return priority === undefined ? {} : { priority };
}

/** @throws {UserError} the number has no alias, or `agents` cannot get the new one */
function aliasToRename(
  { agent, by }: { readonly agent: string; readonly by: string },
  number: string,
  index: AgentIndex,
) {
  // One number may have several names: the one that was typed is meant.
  const alias = index.numberOfAlias(agent) === number ? agent : personOf(number, index).alias;
  if (alias === undefined) throw new UserError([{ code: "no-alias", severity: "error", args: { agent } }]);
  const taken = by === alias ? undefined : index.numberOfAlias(by);
  const unfit = (args: AgentFindingArgs["alias-unfit"]) =>
    new UserError([{ code: "alias-unfit", severity: "error", args }]);
  if (!isWritableName(by)) throw unfit({ alias: by, reason: "characters" });
  if (by === "<<") throw unfit({ alias: by, reason: "reserved" });
  if (isDigits(by)) throw unfit({ alias: by, reason: "number" });
  if (taken !== undefined) throw unfit({ alias: by, reason: "taken", agentNumber: taken });
  return alias;
}

/**
 * Groups of the files by name, number or pattern, as places. Of the groups that a pattern fits, those are left that hold an
 * agent who is to leave, if there are any.
 *
 * @throws {UserError} no group, or several, for a name
 */
function groupsOf(flag: string, names: readonly string[], { groups }: Desired, leaving?: string): ReadonlySet<number> {
  const findings: Finding[] = [];
  const meant = new Set<Desired["groups"][number]>();
  for (const name of new Set(names)) {
    const { chosen, unknown } = chooseNames([name], groups);
    for (const args of unknown) findings.push({ code: "unknown-group", severity: "error", args: { ...args, flag } });
    const found = [...chosen];
    const isNamed = found.some(({ displayName, exten }) => displayName === name || exten === name);
    if (isNamed && found.length > 1) {
      const args = { name, extens: found.flatMap(({ exten }) => exten ?? []) };
      findings.push({ code: "several-groups", severity: "error", args });
    }
    const held = isNamed
      ? []
      : found.filter(({ members }) => members?.some(({ agentNumber }) => agentNumber === leaving));
    for (const group of held.length > 0 ? held : found) meant.add(group);
  }
  if (findings.length > 0) throw new UserError(findings);
  return new Set([...groups.entries()].flatMap(([index, group]) => (meant.has(group) ? [index] : [])));
}
