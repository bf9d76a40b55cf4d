import { type ClaimGroup, takes } from "../model/claims.js";
import type { PlanFinding } from "./findings.js";
import type { Action, StaffCount, StaffedGroup } from "./plan.js";

/** Does an agent take conversations in a group? `undefined`: not known. */
type Knows = (agentNumber: string, exten: string | undefined) => boolean | undefined;

/**
 * How many agents take conversations in each group that a plan changes, before and after it, by their present states. The
 * state of an agent who joins is the one that other groups show; for an agent in no group it is not known.
 */
export function staffingOf(actions: readonly Action[], claims: readonly ClaimGroup[]): StaffedGroup[] {
  const knows = knowledge(claims);
  return actions.map((action) => {
    const exten = action.action === "replaceMembers" ? action.exten : undefined;
    const count = (members: readonly { readonly agentNumber: string }[]): StaffCount => {
      const known = members.map(({ agentNumber }) => knows(agentNumber, exten));
      return {
        members: members.length,
        claiming: known.filter((one) => one === true).length,
        unknown: known.filter((one) => one === undefined).length,
      };
    };
    return {
      actionId: action.id,
      displayName: action.displayName,
      ...(exten === undefined ? {} : { exten }),
      ...(action.action === "replaceMembers" ? { before: count(action.before.members) } : {}),
      after: count(action.after.members),
    };
  });
}

/** Warns of groups in which no agent is known to take conversations. Groups left without a member are for `maxEmptied`. */
export function staffingFindings(actions: readonly Action[], groups: readonly StaffedGroup[]): PlanFinding[] {
  const sources = new Map(actions.map(({ id, source }) => [id, source]));
  return groups
    .filter(({ after }) => after.members > 0 && after.claiming === 0)
    .map(({ actionId, displayName, exten, before, after: { members, unknown } }) => {
      const source = sources.get(actionId);
      return {
        code: "nobody-claiming",
        severity: "warning",
        args: {
          displayName,
          ...(exten === undefined ? {} : { exten }),
          members,
          unknown,
          ...(before === undefined ? {} : { before: before.claiming }),
        },
        ...(source === undefined ? {} : { source }),
      };
    });
}

/** The state that the group itself shows of a member; else the one that all other groups agree on. */
function knowledge(claims: readonly ClaimGroup[]): Knows {
  const inGroup = new Map<string, Map<string, boolean | undefined>>();
  const anywhere = new Map<string, boolean | undefined>();
  for (const { exten, members } of claims) {
    inGroup.set(exten, new Map(members.map(({ agentNumber, claim }) => [agentNumber, takes(claim)])));
    for (const { agentNumber, claim } of members) {
      const now = takes(claim);
      // A group that does not say contradicts no other group.
      if (now === undefined) continue;
      const contradicted = anywhere.has(agentNumber) && anywhere.get(agentNumber) !== now;
      anywhere.set(agentNumber, contradicted ? undefined : now);
    }
  }
  return (agentNumber, exten) =>
    (exten === undefined ? undefined : inGroup.get(exten)?.get(agentNumber)) ?? anywhere.get(agentNumber);
}
