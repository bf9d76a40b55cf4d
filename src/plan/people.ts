import type { AgentDeclaration } from "../config/declarations.js";
import type { DesiredGroup, DesiredState } from "../config/desired.js";
import { comparableName, mayBeOnePerson } from "../model/personName.js";
import { compareText } from "../model/skillGroup.js";
import type { AgentDirectory, LiveGroup } from "../moor/live.js";
import { causeOf } from "./cause.js";
import type { ListedAgent, PlanFinding } from "./findings.js";
import type { Action } from "./plan.js";

/** What is known of the people of a plan. */
export interface PeopleInput {
  readonly desired: Pick<DesiredState, "aliases">;
  /** The groups of the run that no error stops. */
  readonly groups: readonly DesiredGroup[];
  /** All live groups that were read. */
  readonly live: readonly LiveGroup[];
  /** Absent: it did not answer, or nobody asked. */
  readonly directory?: AgentDirectory | undefined;
  readonly actions: readonly Action[];
  /** The account's own names, by number. */
  readonly names: ReadonlyMap<string, string>;
  /** The run is limited to some groups. */
  readonly isLimited: boolean;
  /** Every group of the account was read, and every member list can be read. */
  readonly isWhole: boolean;
  /** Live groups whose members an apply writes, by number. */
  readonly managed: ReadonlySet<string>;
}

/** What is wrong with people rather than with groups. None of it stops a write. */
export function peopleFindings(input: PeopleInput): PlanFinding[] {
  const { desired, groups, live, directory, actions, names, isLimited, isWhole, managed } = input;
  const aliases = isLimited ? aliasesOf(groups, desired) : desired.aliases;
  const gone = new Set(actions.flatMap((action) => (action.action === "create" ? [] : leaving(action))));
  return [
    ...(isWhole ? withoutGroup(actions, live, names, directory) : []),
    ...(directory === undefined ? [] : unknownAgents(actions, directory)),
    ...nameFindings(aliases ?? [], names),
    ...(directory === undefined ? [] : inactiveAgents(groups, directory)),
    ...(directory === undefined || isLimited
      ? []
      : inactiveMembers(live, directory, { names, managed, isGone: (exten, agent) => gone.has(`${exten} ${agent}`) })),
  ];
}

/** The entries of `agents` that members of the groups have. */
function aliasesOf(groups: readonly DesiredGroup[], { aliases = [] }: PeopleInput["desired"]): AgentDeclaration[] {
  const members = new Set<string>();
  if (aliases.length > 0)
    for (const group of groups) for (const { agentNumber } of group.members ?? []) members.add(agentNumber);
  return aliases.filter(({ number = "" }) => members.has(number));
}

function leaving({ exten, removed }: Extract<Action, { action: "replaceMembers" }>): string[] {
  return removed.map(({ agentNumber }) => `${exten} ${agentNumber}`);
}

/** Agents who join a group and whom the account does not have: the server would leave them out and answer success. */
function unknownAgents(actions: readonly Action[], directory: AgentDirectory): PlanFinding[] {
  return actions.flatMap(({ added, displayName }) =>
    added
      .filter(({ agentNumber }) => !directory.has(agentNumber))
      .map(({ agentNumber, source }) => ({
        code: "unknown-agent" as const,
        severity: "warning" as const,
        args: { agentNumber, displayName },
        source,
      })),
  );
}

/** A longer name is looked up as it is. */
const LONGEST_NAME = 100;

/** More agents of one name are not listed. */
const OTHERS_AT_MOST = 20;

/**
 * Entries of `agents` that call a number by somebody else's name. An alias without a `name` may be anything, a nickname or
 * pinyin: it is wrong only where it is another agent's name.
 *
 * @param names the account's own names, by number
 */
export function nameFindings(aliases: readonly AgentDeclaration[], names: ReadonlyMap<string, string>): PlanFinding[] {
  if (aliases.length === 0) return [];
  const numbersOf = new Map<string, string[]>();
  for (const [number, name] of names) {
    const key = comparableName(name, number);
    const same = numbersOf.get(key);
    if (same === undefined) numbersOf.set(key, [number]);
    else same.push(number);
  }
  /** Other agents who have exactly this name, also where it is written with their number. */
  const othersNamed = (written: string, agentNumber: string): string[] => {
    const named = numbersOf.get(comparableName(written, "")) ?? [];
    const digits = written.length > LONGEST_NAME ? [] : (written.match(/\d+/g) ?? []);
    const numbered = digits.filter((number) => numbersOf.get(comparableName(written, number))?.includes(number));
    const others = [...new Set([...named, ...numbered])].filter((number) => number !== agentNumber);
    return others.sort(compareText).slice(0, OTHERS_AT_MOST);
  };
  return aliases.flatMap(({ alias, number: agentNumber = "", name, at }) => {
    const accountName = names.get(agentNumber);
    if (accountName === undefined) return [];
    const written = name ?? alias;
    const [ofFile, ofAccount] = [comparableName(written, agentNumber), comparableName(accountName, agentNumber)];
    if (ofFile === ofAccount || ofFile === "" || ofAccount === "") return [];
    const others = othersNamed(written, agentNumber);
    if (others.length === 0 && (name === undefined || mayBeOnePerson(ofFile, ofAccount))) return [];
    const args = {
      agentNumber,
      accountName,
      written,
      others,
      ...(name === undefined ? { isAlias: true as const } : {}),
    };
    return [{ code: "name-differs", severity: "warning", args, source: at }];
  });
}

/** Members of the files who cannot work: one finding for each agent, at the first line that puts them into a group. */
function inactiveAgents(groups: readonly DesiredGroup[], directory: AgentDirectory): PlanFinding[] {
  const found = new Map<string, { readonly finding: PlanFinding; readonly groups: string[] }>();
  for (const { displayName, members = [] } of groups)
    for (const { agentNumber, source } of members) {
      const { name = "", status } = directory.get(agentNumber) ?? {};
      if (status === undefined) continue;
      const known = found.get(agentNumber);
      if (known !== undefined) known.groups.push(displayName);
      else {
        const inGroups = [displayName];
        const args = { agentNumber, ...(name === "" ? {} : { agentName: name }), groups: inGroups };
        const code = status === "disabled" ? "agent-disabled" : "agent-locked";
        found.set(agentNumber, { finding: { code, severity: "warning", args, source }, groups: inGroups });
      }
    }
  return [...found.values()].map(({ finding }) => finding);
}

type Members = Pick<LiveGroup, "exten" | "members">;

interface LiveMembers {
  readonly names: ReadonlyMap<string, string>;
  /** Live groups whose members an apply writes, by number; all if absent. */
  readonly managed?: ReadonlySet<string>;
  /** Does this plan take the agent out of the group? */
  readonly isGone?: (exten: string, agentNumber: string) => boolean;
  /** The account has more groups than those that were read. */
  readonly isPart?: boolean;
}

/** Members of live groups whom the directory calls disabled, and those whom it does not list. One finding for each kind. */
export function inactiveMembers(
  live: readonly Members[],
  directory: AgentDirectory,
  { names, managed, isGone = () => false, isPart = false }: LiveMembers,
): PlanFinding[] {
  const held = { disabled: new Map<string, Set<string>>(), gone: new Map<string, Set<string>>() };
  const all = new Set<string>();
  for (const { exten, members } of live)
    for (const { agentNumber } of members) {
      all.add(agentNumber);
      const agent = directory.get(agentNumber);
      const kind = agent === undefined ? "gone" : agent.status === "disabled" ? "disabled" : undefined;
      if (kind === undefined || isGone(exten, agentNumber)) continue;
      const extens = held[kind].get(agentNumber) ?? new Set();
      held[kind].set(agentNumber, extens.add(exten));
    }
  // A directory that lists fewer than half of the members is not the list of these agents.
  const kinds = held.gone.size * 2 > all.size ? (["disabled"] as const) : (["disabled", "gone"] as const);
  return kinds.flatMap((kind): PlanFinding[] => {
    const groups = new Set([...held[kind].values()].flatMap((extens) => [...extens]));
    if (groups.size === 0) return [];
    const agents = [...held[kind]].map(([agentNumber, { size }]) => listed(agentNumber, size, names));
    const args = {
      agents: agents.sort((a, b) => compareText(a.agentNumber, b.agentNumber)),
      groups: groups.size,
      ...(isPart ? { of: live.length } : {}),
      ...(managed === undefined ? {} : { unmanaged: [...groups].filter((exten) => !managed.has(exten)).length }),
    };
    return [{ code: kind === "disabled" ? "disabled-members" : "unlisted-members", severity: "warning", args }];
  });
}

/**
 * Agents whom the plan takes out of the last group that they are in: those of the most groups first. Who is disabled, or no
 * agent of the account any more, is meant to be in none; so is one whose time is over by the files.
 */
function withoutGroup(
  actions: readonly Action[],
  live: readonly LiveGroup[],
  names: ReadonlyMap<string, string>,
  directory: AgentDirectory | undefined,
): PlanFinding[] {
  const lost = new Map<string, number>();
  const unforeseen = new Set<string>();
  for (const action of actions)
    for (const one of action.action === "create" ? [] : action.removed) {
      const { agentNumber } = one;
      lost.set(agentNumber, (lost.get(agentNumber) ?? 0) + 1);
      if (causeOf(one) !== "schedule") unforeseen.add(agentNumber);
    }
  if (lost.size === 0) return [];
  const written = new Set(actions.flatMap((one) => (one.action === "create" ? [] : [one.exten])));
  const after = [
    ...actions.map((one) => one.after.members),
    ...live.flatMap(({ exten, members }) => (written.has(exten) ? [] : [members])),
  ];
  for (const members of after) for (const { agentNumber } of members) lost.delete(agentNumber);
  const isMeant = (agentNumber: string): boolean => {
    if (!unforeseen.has(agentNumber)) return true;
    const agent = directory?.get(agentNumber);
    return directory !== undefined && (agent === undefined || agent.status === "disabled");
  };
  const agents = [...lost].flatMap(([agentNumber, groups]) =>
    isMeant(agentNumber) ? [] : listed(agentNumber, groups, names),
  );
  if (agents.length === 0) return [];
  agents.sort((a, b) => b.groups - a.groups || compareText(a.agentNumber, b.agentNumber));
  return [{ code: "left-without-group", severity: "warning", args: { agents } }];
}

function listed(agentNumber: string, groups: number, names: ReadonlyMap<string, string>): ListedAgent {
  const agentName = names.get(agentNumber);
  return { agentNumber, ...(agentName === undefined ? {} : { agentName }), groups };
}
