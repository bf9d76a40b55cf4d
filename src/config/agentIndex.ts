import { listIn } from "../model/listIn.js";
import { isCalled } from "../model/personName.js";
import { compareText } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import { suggest } from "../model/suggest.js";
import type {
  AgentDeclaration,
  Declarations,
  Entry,
  GroupDeclaration,
  RosterEntry,
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
  /** The roster that it is in. */
  readonly roster?: string;
  /** In `absences`: who is away, or who takes the places. */
  readonly absence?: "agent" | "by";
  /** Names of the groups that have the agent through this entry; none for what no group uses, and for absences. */
  readonly groups: readonly string[];
}

/** A place that leaves an agent out of a team or a roster, and what that keeps the agent from. */
export interface Exclusion {
  /** Where the agent is named under `except`. */
  readonly source: Source;
  /** The team that the entry takes without the agent, or the roster. */
  readonly team?: string;
  readonly roster?: string;
  /** The team or the roster whose list the entry is in; absent where it is a group's own. */
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
export function agentIndexOf(declared: Declarations): AgentIndex {
  const { agents, teams, groups, timetable } = declared;
  const numbers = new Map(agents.map(({ alias, number }) => [alias, number]));
  const numberOf = numberLookup(agents);
  const users = usersIn(declared);

  const mentions = new Map<string, Mention[]>();
  const exclusions = new Map<string, Exclusion[]>();
  const gather = (entries: readonly Entry[], common: Omit<Mention, "source">) => {
    for (const entry of entries) {
      if (entry.kind === "agent") {
        const number = numberOf(entry.name);
        if (number !== undefined) listIn(mentions, number).push({ source: entry.at, ...common });
        continue;
      }
      const { team, groups } = common;
      const inTeam = team ?? common.roster;
      for (const { name, nameAt } of entry.except ?? []) {
        const number = numberOf(name);
        const from = entry.kind === "team" ? { team: entry.name } : { roster: entry.name };
        const exclusion = { source: nameAt, ...from, ...(inTeam !== undefined && { inTeam }), groups };
        if (number !== undefined) listIn(exclusions, number).push(exclusion);
      }
    }
  };
  for (const { team, entries } of teams) gather(entries, { team, groups: namesOf(users.ofTeam(team)) });
  for (const group of groups) gather(group.entries ?? [], { groups: namesOf([group]) });
  for (const { roster, week, cycles } of timetable?.rosters ?? [])
    for (const { people } of [...week, ...cycles]) gather(people, { roster, groups: namesOf(users.ofRoster(roster)) });
  for (const absence of timetable?.absences ?? []) {
    for (const as of ["agent", "by"] as const) {
      const number = absence[as] && numberOf(absence[as].value);
      if (number !== undefined) listIn(mentions, number).push({ source: absence.at, absence: as, groups: [] });
    }
  }
  const mentionsOf = (number: string): readonly Mention[] => {
    const all = mentions.get(number) ?? [];
    if (!exclusions.has(number)) return all;
    // Whom an entry leaves out has fewer groups by a team than the others of it.
    const isOut = ({ except = [] }: TeamEntry | RosterEntry) => except.some(({ name }) => numberOf(name) === number);
    const own = usersIn(declared, isOut);
    return all.map((one) => {
      if (one.team !== undefined) return { ...one, groups: namesOf(own.ofTeam(one.team)) };
      return one.roster === undefined ? one : { ...one, groups: namesOf(own.ofRoster(one.roster)) };
    });
  };

  const declaredNumbers = agents.flatMap(({ number }) => number ?? []);
  const known = new Set([...mentions.keys(), ...declaredNumbers, ...(timetable?.tableAgents ?? [])]);
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

function namesOf(groups: readonly GroupDeclaration[]): string[] {
  return groups.map(({ displayName }) => displayName?.value ?? "");
}

/** The teams that have such an entry, by themselves or through teams that they hold, each with that entry. */
export function teamsWith(teams: Declarations["teams"], isOne: (entry: Entry) => boolean): ReadonlyMap<string, Entry> {
  const holders = new Map<string, string[]>();
  const found = new Map<string, Entry>();
  for (const { team, entries } of teams)
    for (const entry of entries) {
      if (isOne(entry) && !found.has(team)) found.set(team, entry);
      if (entry.kind === "team") listIn(holders, entry.name).push(team);
    }
  // What is added while a map is gone through is reached, too.
  for (const [team, entry] of found)
    for (const holder of holders.get(team) ?? []) if (!found.has(holder)) found.set(holder, entry);
  return found;
}

/** The groups that have the members of a team or of a roster, directly or through others. */
export interface Users {
  ofTeam(team: string): readonly GroupDeclaration[];
  ofRoster(roster: string): readonly GroupDeclaration[];
  /** Is the team, or one that holds it, in a roster? Its members then come to groups at times. */
  isInRoster(team: string): boolean;
}

/**
 * Finds the users of all teams and rosters.
 *
 * @param isOut entries not to follow: those that leave out the agent that is asked about
 */
export function usersIn(
  { teams, groups, timetable }: Declarations,
  isOut: (entry: TeamEntry | RosterEntry) => boolean = () => false,
): Users {
  const rosters = timetable?.rosters ?? [];
  const keysIn = (entries: readonly Entry[]) =>
    entries.flatMap((entry) => (entry.kind !== "agent" && !isOut(entry) ? keyOf(entry.kind, entry.name) : []));
  const inner = new Map(teams.map(({ team, entries }) => [keyOf("team", team), keysIn(entries)]));
  for (const { roster, week, cycles } of rosters) {
    const people = [...week, ...cycles].flatMap((row) => row.people);
    inner.set(keyOf("roster", roster), keysIn(people));
  }
  const reachedFrom = (entries: readonly string[]): ReadonlySet<string> => {
    const reached = new Set<string>();
    const open = [...entries];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (reached.has(key) || !inner.has(key)) continue;
      reached.add(key);
      open.push(...(inner.get(key) ?? []));
    }
    return reached;
  };
  const users = new Map<string, GroupDeclaration[]>([...inner.keys()].map((key) => [key, []]));
  for (const group of groups) for (const key of reachedFrom(keysIn(group.entries ?? []))) users.get(key)?.push(group);
  const inRosters = reachedFrom(rosters.flatMap(({ roster }) => inner.get(keyOf("roster", roster)) ?? []));
  return {
    ofTeam: (team) => users.get(keyOf("team", team)) ?? [],
    ofRoster: (roster) => users.get(keyOf("roster", roster)) ?? [],
    isInRoster: (team) => inRosters.has(keyOf("team", team)),
  };
}

function keyOf(kind: "team" | "roster", name: string): string {
  return `${kind} ${name}`;
}

function inReadingOrder({ source: a }: { source: Source }, { source: b }: { source: Source }): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
