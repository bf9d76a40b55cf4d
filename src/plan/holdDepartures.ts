import { compareText } from "../model/skillGroup.js";
import type { PlanFinding } from "./findings.js";
import type { Match } from "./matchGroups.js";
import type { Action } from "./plan.js";

/**
 * Takes out of a plan what would leave an agent in no group. A group that an error stops takes nobody in, so whoever is
 * to move there must not leave before; and whoever was to move to a group that is held for this, must not either.
 *
 * @param actions what the sound groups need
 * @param matches all groups of the run
 */
export function holdDepartures(
  actions: readonly Action[],
  matches: readonly Match[],
): { readonly actions: Action[]; readonly held: PlanFinding[] } {
  /** By agent: the stopped group that was to take the agent in. */
  const awaited = new Map<string, string>();
  for (const { desired, finding } of matches)
    if (finding !== undefined)
      for (const { agentNumber } of desired.members ?? []) awaited.set(agentNumber, desired.displayName);
  const held: PlanFinding[] = [];
  let left = [...actions];
  for (let before = -1; awaited.size > 0 && before !== left.length; ) {
    before = left.length;
    left = left.filter((action) => {
      const leaving = action.action === "create" ? [] : action.removed.filter((one) => awaited.has(one.agentNumber));
      const [first] = leaving;
      if (action.action === "create" || first === undefined) return true;
      const { displayName, exten, source } = action;
      const agents = leaving.map((one) => one.agentNumber).sort(compareText);
      const args = { displayName, exten, agents, other: awaited.get(first.agentNumber) ?? "" };
      held.push({ code: "waits-for-stopped", severity: "error", args, source });
      for (const one of action.added) awaited.set(one.agentNumber, displayName);
      return false;
    });
  }
  return { actions: left, held };
}
