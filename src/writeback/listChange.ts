import type { Entry } from "../config/declarations.js";
import type { Membership } from "../config/desired.js";
import type { Expand } from "../config/expand.js";
import { compareText, type Member, plainMember } from "../model/skillGroup.js";
import type { NewEntry } from "./entries.js";

/** What becomes of one entry of a member list. */
export type EntryChange =
  | { readonly kind: "keep" }
  | { readonly kind: "remove" }
  /** Another agent in the place of this one, with its priority. */
  | { readonly kind: "agent"; readonly agentNumber: string }
  | { readonly kind: "priority"; readonly member: Member }
  /** A team that is no longer what the group has: its members, written out. */
  | { readonly kind: "write"; readonly team: string; readonly members: readonly Member[] };

export interface ListChange {
  /** One for each entry, in their order. */
  readonly entries: readonly EntryChange[];
  readonly added: readonly NewEntry[];
}

/**
 * What to change in a member list so that it says what the live group has. As little as possible: entries that are right
 * stay, and a team stays when all of its members are right.
 */
export function listChange(
  entries: readonly Entry[],
  live: readonly Member[],
  membership: Membership,
  expand: Expand,
): ListChange | undefined {
  const wanted = new Map(live.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const reached = entries.map((entry) => expand([entry]).map(plainMember));
  const isRight = (member: Member) => wanted.get(member.agentNumber) === member.priority;
  // An agent of an entry that stays is not written out of a team as well.
  const covered = new Set<string>();
  entries.forEach((entry, index) => {
    const members = reached[index] ?? [];
    if (entry.kind === "team" && !members.every(isRight)) return;
    for (const { agentNumber } of members) if (wanted.has(agentNumber)) covered.add(agentNumber);
  });
  const changes = entries.map((entry, index): EntryChange => {
    const members = reached[index] ?? [];
    if (members.every(isRight)) return { kind: "keep" };
    const now = members.flatMap(({ agentNumber }) => {
      const priority = wanted.get(agentNumber);
      return priority === undefined ? [] : [{ agentNumber, priority }];
    });
    const [first] = now;
    if (entry.kind === "agent") return first ? { kind: "priority", member: first } : { kind: "remove" };
    const rest = now.filter(({ agentNumber }) => !covered.has(agentNumber) && covered.add(agentNumber));
    return rest.length === 0 ? { kind: "remove" } : { kind: "write", team: entry.name, members: rest };
  });
  const added =
    membership === "additive" ? [] : live.filter(({ agentNumber }) => !covered.has(agentNumber)).toSorted(byNumber);
  return added.length === 0 && changes.every(({ kind }) => kind === "keep") ? undefined : { entries: changes, added };
}

function byNumber(a: Member, b: Member): number {
  return a.agentNumber.length - b.agentNumber.length || compareText(a.agentNumber, b.agentNumber);
}
