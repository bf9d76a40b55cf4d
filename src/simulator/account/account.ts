import type { AssignRule, Member, Memory } from "../../model/skillGroup.js";
import type { Fields } from "../api/requestFields.js";
import { agentOf, type SeedAccount, type SeedGroup, type SeedMember } from "./seed.js";

/** Where an agent is taking conversations now: on the PC, in the app, on both, on neither. */
export const CLAIMINGS = ["both", "pc", "app", "none"] as const;
export type Claiming = (typeof CLAIMINGS)[number];

export interface Agent {
  readonly number: string;
  readonly name: string;
  readonly phone: string;
  readonly enabled: boolean;
  /** In every group that says nothing else. */
  readonly claiming?: Claiming;
  /** What the directory shows in place of the entry's own fields; null: it has no entry. See `SeedAgent.raw`. */
  readonly raw?: Fields | null;
}

/** A member of a group; `claiming` only where the seed or an edit says so, see {@link claimingOf}. */
export interface GroupMember extends Member {
  readonly claiming?: Claiming;
}

/** A skill group as the account stores it. A change makes a new one. */
export interface Group {
  readonly exten: string;
  readonly displayName: string;
  /** What `addQueue` was sent as its name; none for groups that the console made. */
  readonly sentName?: string;
  readonly assignRule: AssignRule;
  readonly memory: Memory;
  readonly members: readonly GroupMember[];
  /** For all members that set none themselves. */
  readonly claiming?: Claiming;
  /** China Standard Time, as the API writes it. */
  readonly updateTime: string;
  /** The number of the agent who changed it last; empty for changes through the API. */
  readonly updateAgent: string;
  /** Ms since 1970; 0 for a group that was there before everything. */
  readonly createdAt: number;
  /** What queries show in place of the entry's own fields, or of the whole entry: see `SeedGroup.raw`. */
  readonly raw?: Fields | null;
}

/** A group as it was until a change. */
export interface Past {
  /** Ms since 1970. */
  readonly until: number;
  readonly group: Group;
}

/** One account's data. The secret is kept elsewhere, so that no dump of an account can hold it. */
export interface Account {
  readonly accountId: string;
  readonly agents: ReadonlyMap<string, Agent>;
  /** Oldest first. */
  groups: Group[];
  /** As they were when the simulator started. */
  readonly firstGroups: readonly Group[];
  /** What each group was before its changes, oldest first, by exten: for queries that lag behind. */
  readonly past: Map<string, Past[]>;
  /** The number that the next group gets; larger than all before, so that none is used twice even after a deletion. */
  nextExten: number;
}

/** An account as plain data, for tests and the admin interface. */
export interface AccountState {
  readonly accountId: string;
  readonly agents: readonly Agent[];
  readonly groups: readonly Group[];
}

/** The exten of the vendor's own example reply: numbering starts there. */
export const FIRST_EXTEN = 10018578;

/** Takes the account's next exten. */
export function takeExten(account: Pick<Account, "nextExten">): string {
  const exten = String(account.nextExten);
  account.nextExten += 1;
  return exten;
}

/** More changes of one group than any lag is going to ask for. */
const MOST_PAST = 100;

/**
 * Puts a changed group in the place of the one with its exten.
 *
 * @param now ms since 1970
 */
export function replaceGroup(account: Account, changed: Group, now: number): void {
  account.groups = account.groups.map((group) => {
    if (group.exten !== changed.exten) return group;
    account.past.set(group.exten, [...(account.past.get(group.exten) ?? []), { until: now, group }].slice(-MOST_PAST));
    return changed;
  });
}

/** A copy that later changes do not reach. */
export function stateOf(account: Account): AccountState {
  const { accountId, agents, groups } = account;
  return structuredClone({ accountId, agents: [...agents.values()], groups });
}

/**
 * Where a member is taking conversations: as the member says, else the group, else the agent, else something fixed for
 * the agent's number.
 */
export function claimingOf({ agents }: Account, group: Group, member: GroupMember): Claiming {
  const digits = [...member.agentNumber].reduce((sum, digit) => sum + digit.charCodeAt(0), 0);
  const ofAgent = agents.get(member.agentNumber)?.claiming;
  return member.claiming ?? group.claiming ?? ofAgent ?? CLAIMINGS[digits % CLAIMINGS.length] ?? "none";
}

/** The password that the agent list gives away, as the vendor's does: tests look for it in everything muster prints. */
export function passwordOf(agentNumber: string): string {
  return `Passw0rd-${agentNumber}`;
}

/** A phone number for an agent that the seed gives none: personal data that must not leak either. */
export function inventedPhone(agentNumber: string): string {
  return `157${agentNumber.padStart(8, "0").slice(-8)}`;
}

/** The vendor's example again: seeded groups that say nothing else were last changed then, on every machine. */
const SEEDED_AT = "2022-01-04 16:17:27";

/** Sets an account up as its seed says. Expects a checked seed. */
export function openAccount({ accountId, agents, groups = [] }: SeedAccount): Account {
  const account = {
    accountId,
    agents: new Map(
      agents.map((agent) => [
        agent.number,
        {
          number: agent.number,
          name: agent.name,
          phone: agent.phone ?? inventedPhone(agent.number),
          enabled: agent.enabled ?? true,
          ...(agent.claiming && { claiming: agent.claiming }),
          ...(agent.raw !== undefined && { raw: agent.raw }),
        },
      ]),
    ),
    nextExten: Math.max(FIRST_EXTEN, ...groups.map((group) => Number(group.exten ?? 0) + 1)),
  };
  const firstGroups = groups.map((group) => openGroup(group, group.exten ?? takeExten(account)));
  return Object.assign(account, { groups: [...firstGroups], firstGroups, past: new Map() });
}

/** A group as the account stores it, with the API's defaults for what is left out. */
export function openGroup(seed: SeedGroup, exten: string): Group {
  const { members = [], assignRule = "random", memory = "off", updateTime = SEEDED_AT, updateAgent = "" } = seed;
  return {
    ...seed,
    exten,
    assignRule,
    memory,
    members: members.map(openMember),
    updateTime,
    updateAgent,
    createdAt: seed.createdAt ?? 0,
  };
}

export function openMember(seed: SeedMember): GroupMember {
  if (typeof seed === "string") return { agentNumber: seed, priority: 0 };
  const member: Member = { agentNumber: agentOf(seed), priority: seed.priority ?? 0 };
  return seed.claiming ? { ...member, claiming: seed.claiming } : member;
}

/** The way back: a group in the form that seeds and state files have. */
export function seedOf(group: Group): SeedGroup {
  return {
    ...group,
    members: group.members.map(({ agentNumber, priority, claiming }) => ({
      agent: agentNumber,
      priority,
      ...(claiming && { claiming }),
    })),
  };
}
