import { isCalled } from "../model/personName.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import type { AgentDeclaration, Declarations, Entry, GroupDeclaration, TeamDeclaration } from "./declarations.js";
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

/** The people of an account's files, and every entry that names one of them. */
export interface Roster {
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
}

/**
 * Who is named where, from what the files declare. The resolved state is not enough for that: it keeps one entry of an
 * agent who is listed twice, and knows no team that is not used. The files must be sound.
 */
export function rosterOf({ agents, teams, groups }: Declarations): Roster {
  const numbers = new Map(agents.map(({ alias, number }) => [alias, number]));
  const numberOf = (written: string) => (numbers.has(written) ? numbers.get(written) : written);
  const groupsOfTeam = usersOfTeams(teams, groups);

  const mentions = new Map<string, Mention[]>();
  const gather = (entries: readonly Entry[], common: Omit<Mention, "source">) => {
    for (const entry of entries) {
      const number = entry.kind === "agent" ? numberOf(entry.name) : undefined;
      if (number === undefined || !isDigits(number)) continue;
      const list = mentions.get(number) ?? [];
      mentions.set(number, list);
      list.push({ source: entry.at, ...common });
    }
  };
  for (const { team, entries } of teams) {
    const users = groupsOfTeam.get(team) ?? [];
    gather(entries, { team, groups: users.map(({ displayName }) => displayName?.value ?? "") });
  }
  for (const { displayName, entries = [] } of groups) gather(entries, { groups: [displayName?.value ?? ""] });

  const known = new Set([...mentions.keys(), ...agents.flatMap(({ number }) => number ?? [])]);
  const ofNumber = (asked: string) => [asked].filter((number) => known.has(number));
  return {
    matchesOf: (asked) => (isDigits(asked) ? ofNumber(asked) : numbersNamed(asked, agents)),
    numberOfAlias: (alias) => numbers.get(alias),
    names: [...new Set([...agents.flatMap(({ alias, name }) => [alias, ...(name ? [name] : [])]), ...known])],
    declarationsOf: (number) => agents.filter((agent) => agent.number === number),
    mentionsOf: (number) => [...(mentions.get(number) ?? [])].sort(inReadingOrder),
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

/** The groups that use each team, directly or through other teams. */
export function usersOfTeams(
  teams: readonly TeamDeclaration[],
  groups: readonly GroupDeclaration[],
): ReadonlyMap<string, readonly GroupDeclaration[]> {
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

function teamsIn(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => (entry.kind === "team" ? entry.name : []));
}

function inReadingOrder({ source: a }: Mention, { source: b }: Mention): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
