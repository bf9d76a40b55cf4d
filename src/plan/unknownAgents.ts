import type { PlanFinding } from "./findings.js";
import type { Action } from "./plan.js";

/**
 * Agents who are to join a group and whom the account does not have. The server would leave them out without a word,
 * so a reviewer hears of it before.
 *
 * @param known the agent directory: number → name
 */
export function unknownAgents(actions: readonly Action[], known: ReadonlyMap<string, string>): PlanFinding[] {
  return actions.flatMap((action) =>
    action.added
      .filter((member) => !known.has(member.agentNumber))
      .map((member) => ({
        code: "unknown-agent" as const,
        severity: "warning" as const,
        args: { agentNumber: member.agentNumber, displayName: action.displayName },
        source: member.source,
      })),
  );
}
