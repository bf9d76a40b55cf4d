import { isCalled } from "../model/personName.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import type {
  AgentDeclaration,
  Declarations,
  Entry,
  GroupDeclaration,
  TeamDeclaration,
  TeamEntry,
} from "./declarations.js";
import { numberLookup } from "./expand.js";
import type { ConfigFinding, ConfigFindingArgs } from "./findings.js";
import { isDigits } from "./numbers.js";

/** An entry of the files that names an agent. */
export interface Mention {
  /** Where the entry stands. */
  readonly source: Source;
  /** The team whose list it is in; absent where it is a group's own. */
  readonly team?: string;
  /** Names of the groups that have the agent through this entry; none for a team that no group uses. */
  readonly groups: readonly string[];
}

/** A place that leaves an agent out of a team, and what that keeps the agent from. */
export interface Exclusion {
  /** Where the agent is named under `except`. */
  readonly source: Source;
  /** The team that the entry takes without the agent. */
  readonly team: string;
  /** The team whose list the entry is in; absent where it is a group's own. */
  readonly inTeam?: string;
  /** Names of the groups that have the entry, by themselves or through teams. */
  readonly groups: readonly string[];
}

/** The people of an account's files, and every entry that names one of them. */
export interface AgentIndex {
  /** All numbers that a number, an alias or a person's name means: two people may have one name. None if no file names it. */
  matchesOf(asked: string): readonly string[];
  /** The number of an alias, and of nothing else. */
  numberOfAlias(alias: string): string | undefined;
  /** Numbers, aliases and names, for suggestions. */
  readonly names: readonly string[];
  /** The lines under `agents` that name the number. */
  declarationsOf(agentNumber: string): readonly AgentDeclaration[];
  /** In reading order. Each entry once, though a team may be in many groups. */
  mentionsOf(agentNumber: string): readonly Mention[];
  /** Every `except` that names the number, in reading order. A group of it may have the agent all the same, by another entry. */
  exclusionsOf(agentNumber: string): readonly Exclusion[];
}

/**
 * Who is named where, from what the files declare. The resolved state is not enough for that: it keeps one entry of an
 * agent who is listed twice, and knows no team that is not used. The files must be sound.
 */
export function agentIndexOf({ agents, teams, groups }: Declarations): AgentIndex {
  const numbers = new Map(agents.map(({ alias, number }) => [alias, number]));
  const numberOf = numberLookup(agents);
  const groupsOfTeam = usersOfTeams(teams, groups);

  const mentions = new Map<string, Mention[]>();
  const exclusions = new Map<string, Exclusion[]>();
  const gather = (entries: readonly Entry[], common: Omit<Mention, "source">) => {
    for (const entry of entries) {
      if (entry.kind === "agent") {
        const number = numberOf(entry.name);
        if (number !== undefined) listIn(mentions, number).push({ source: entry.at, ...common });
        continue;
      }
      const { team: inTeam, groups } = common;
      for (const { name, nameAt } of entry.except ?? []) {
        const number = numberOf(name);
        const exclusion = { source: nameAt, team: entry.name, ...(inTeam !== undefined && { inTeam }), groups };
        if (number !== undefined) listIn(exclusions, number).push(exclusion);
      }
    }
  };
  for (const { team, entries } of teams) gather(entries, { team, groups: namesOf(groupsOfTeam.get(team) ?? []) });
  for (const group of groups) gather(group.entries ?? [], { groups: namesOf([group]) });
  const mentionsOf = (number: string): readonly Mention[] => {
    const all = mentions.get(number) ?? [];
    if (!exclusions.has(number)) return all;
    // Whom an entry leaves out has fewer groups by a team than the others of it.
    const isOut = (entry: TeamEntry) => (entry.except ?? []).some(({ name }) => numberOf(name) === number);
    const own = usersOfTeams(teams, groups, isOut);
    return all.map((one) => (one.team === undefined ? one : { ...one, groups: namesOf(own.get(one.team) ?? []) }));
  };

  const known = new Set([...mentions.keys(), ...agents.flatMap(({ number }) => number ?? [])]);
  const ofNumber = (asked: string) => [asked].filter((number) => known.has(number));
  return {
    matchesOf: (asked) => (isDigits(asked) ? ofNumber(asked) : numbersNamed(asked, agents)),
    numberOfAlias: (alias) => numbers.get(alias),
    names: [...new Set([...agents.flatMap(({ alias, name }) => [alias, ...(name ? [name] : [])]), ...known])],
    declarationsOf: (number) => agents.filter((agent) => agent.number === number),
    mentionsOf: (number) => [...mentionsOf(number)].sort(inReadingOrder),
    exclusionsOf: (number) => [...(exclusions.get(number) ?? [])].sort(inReadingOrder),
  };
}

/** The finding for an agent that no account knows. */
export function agentNotFound(
  agent: string,
  names: readonly string[],
  asked: ConfigFindingArgs["agent-not-found"]["asked"],
): ConfigFinding {
  return { code: "agent-not-found", severity: "error", args: { agent, asked, ...suggest(agent, names) } };
}

function numbersNamed(asked: string, agents: readonly AgentDeclaration[]): string[] {
  const isNamed = ({ alias, number = "", name = alias }: AgentDeclaration) =>
    alias === asked || isCalled(asked, name, number) || isCalled(asked, alias, number);
  return [...new Set(agents.filter(isNamed).flatMap(({ number }) => number ?? []))];
}

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function namesOf(groups: readonly GroupDeclaration[]): string[] {
  return groups.map(({ displayName }) => displayName?.value ?? "");
}

/**
 * The groups that use each team, directly or through other teams.
 *
 * @param isOut entries not to follow: those that leave out the agent that is asked about
 */
export function usersOfTeams(
  teams: readonly TeamDeclaration[],
  groups: readonly GroupDeclaration[],
  isOut: (entry: TeamEntry) => boolean = () => false,
): ReadonlyMap<string, readonly GroupDeclaration[]> {
  const teamsIn = (entries: readonly Entry[]) =>
    entries.flatMap((entry) => (entry.kind === "team" && !isOut(entry) ? entry.name : []));
  const inner = new Map(teams.map(({ team, entries }) => [team, teamsIn(entries)]));
  const users = new Map<string, GroupDeclaration[]>(teams.map(({ team }) => [team, []]));
  for (const group of groups) {
    const reached = new Set<string>();
    const open = teamsIn(group.entries ?? []);
    for (let team = open.pop(); team !== undefined; team = open.pop()) {
      if (reached.has(team)) continue;
      reached.add(team);
      open.push(...(inner.get(team) ?? []));
      users.get(team)?.push(group);
    }
  }
  return users;
}

function inReadingOrder({ source: a }: { source: Source }, { source: b }: { source: Source }): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
