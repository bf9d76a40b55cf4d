import type { SeedGroup, SeedMember } from "../../src/simulator/account/seed.js";
import type { Dice } from "./dice.js";

export const AGENTS = Array.from({ length: 10 }, (_, index) => String(8000 + index));
/**
 * Names as people write them, and some that no one should write. No two look alike: such names are not created
 * unattended.
 */
const NAMES = ["售前咨询", "投诉升级", "VIP 专线", "夜班", "yes", "::error::x", "a: b", "🛒 [直播]"];
/** Names that some servers do not store as they are sent. */
const AWKWARD_NAMES = [
  "回访 ",
  "Cafe\u0301 组",
  "A&B 渠道",
  "🛒 [直播]",
  "ＶＩＰ（１）",
  "双  空格",
  "华东大区售后服务与投诉处理第一小组周末夜班",
  "夜班",
];

export interface DesiredCast {
  readonly displayName: string;
  readonly membership: "exact" | "additive";
  /** Agent number → priority; absent: members are not managed. */
  readonly members: ReadonlyMap<string, number> | undefined;
}

/** An account as it is, and as the files want it. */
export interface Cast {
  readonly live: readonly SeedGroup[];
  readonly desired: readonly DesiredCast[];
}

export interface CastOptions {
  readonly awkwardNames: boolean;
  /** Groups that are in no file may contain what no documented reply does; one that is in a file has an agent twice. */
  readonly oddEntries: boolean;
}

export function castOf(dice: Dice, { awkwardNames, oddEntries }: CastOptions): Cast {
  const names = dice.some(awkwardNames ? AWKWARD_NAMES : NAMES, 6);
  const live = names
    .filter(() => dice.chance(0.65))
    .map((displayName) => ({ displayName, members: agentIndexOf(dice).map(seedMember) }));
  const desired = names
    .filter(() => dice.chance(0.85))
    .map((displayName): DesiredCast => {
      const membership = dice.chance(0.15) ? "additive" : "exact";
      return { displayName, membership, members: dice.chance(0.1) ? undefined : new Map(agentIndexOf(dice)) };
    });
  const unmanaged = dice.chance(0.5) ? [{ displayName: "别人的", members: agentIndexOf(dice).map(seedMember) }] : [];
  const odd = oddEntries ? [{ displayName: "乱七八糟", members: [], raw: dice.pick(ODD_ENTRIES) }] : [];
  const twice = oddEntries && live[0] !== undefined && dice.chance(0.5) ? [listedTwice(live[0])] : live.slice(0, 1);
  return { live: [...twice, ...live.slice(1), ...unmanaged, ...odd], desired };
}

const ODD_ENTRIES: readonly NonNullable<SeedGroup["raw"]>[] = [
  { assignMembers: undefined },
  { assignMembers: [null] },
  { assignMembers: [{ agentNumber: "", agentName: "", priority: "0" }] },
  { assignMembers: [{ agentNumber: "8000", agentName: "x", priority: "high" }] },
];

/** A group whose first agent is in the live list with two priorities. */
function listedTwice(group: SeedGroup): SeedGroup {
  const [first] = group.members ?? [];
  if (first === undefined || typeof first === "string") return group;
  const entries = [first, ...(group.members ?? []), { ...first, priority: 9 }].map((member) => {
    const { agent, priority = 0 } = member as Exclude<SeedMember, string>;
    return { agentNumber: agent, agentName: agent, priority: String(priority) };
  });
  return { ...group, raw: { assignMembers: entries.slice(1) } };
}

/** The files that want it. */
export function yamlOf(desired: readonly DesiredCast[]): string {
  const groups = desired.map(({ displayName, membership, members }) => ({
    displayName,
    // Its own name: it is meant as it is, spaces and all.
    distinct: [displayName],
    ...(members === undefined
      ? {}
      : { membership, members: [...members].map(([agent, priority]) => ({ agent, priority })) }),
  }));
  return JSON.stringify({ version: 1, groups }); // JSON is YAML
}

function agentIndexOf(dice: Dice): [string, number][] {
  return dice.some(AGENTS, 4).map((agent) => [agent, dice.chance(0.3) ? dice.between(1, 5) : 0]);
}

function seedMember([agent, priority]: [string, number]): SeedMember {
  return { agent, priority };
}
