import type { Member } from "../../model/skillGroup.js";
import { type Account, FIRST_EXTEN, type Group, type GroupMember, inventedPhone, takeExten } from "./account.js";
import { agentOf, type SeedAccount, type SeedGroup, type SeedMember } from "./seed.js";

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
