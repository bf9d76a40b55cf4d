import { type Member, sameMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import type { Action } from "./plan.js";

/** How a saved plan stands to the account as it is now. */
export type Standing =
  /** Every action finds what it was made for. */
  | { readonly kind: "fresh" }
  /** Every action has been carried out already, by this plan or by somebody else. By action id: the group's number. */
  | { readonly kind: "done"; readonly extens: ReadonlyMap<string, string> }
  /** Something else: nothing of it may be applied. */
  | { readonly kind: "stale"; readonly findings: readonly PlanFinding[] };

/**
 * Holds a saved plan against the live account. It is applied exactly or not at all: one group that changed since, a
 * name to create that exists now, or a group that is gone makes all of it stale.
 */
export function standingOf(actions: readonly Action[], live: readonly LiveGroup[]): Standing {
  const byExten = new Map(live.map((group) => [group.exten, group]));
  const byName = new Map<string, LiveGroup[]>();
  for (const group of live) byName.set(group.displayName, [...(byName.get(group.displayName) ?? []), group]);

  const extens = new Map<string, string>();
  const findings: PlanFinding[] = [];
  for (const action of actions) {
    const bearers = byName.get(action.displayName) ?? [];
    const now = action.action === "create" ? bearers[0] : byExten.get(action.exten);
    if (now !== undefined && bearers.length < 2 && isDone(action, now)) extens.set(action.id, now.exten);
    const finding = action.action === "create" ? createStale(action.displayName, bearers) : replaceStale(action, now);
    if (finding !== undefined) findings.push(finding);
  }
  if (findings.length === 0) return { kind: "fresh" };
  if (actions.length > 0 && extens.size === actions.length) return { kind: "done", extens };
  return { kind: "stale", findings };
}

function isDone(action: Action, now: LiveGroup): boolean {
  const { after } = action;
  if (!sameMembers(after.members, now.members)) return false;
  if (action.action === "replaceMembers") return true;
  const { assignRule, memory } = action.after;
  return (assignRule ?? now.assignRule) === now.assignRule && (memory ?? now.memory) === now.memory;
}

function createStale(displayName: string, bearers: readonly LiveGroup[]): PlanFinding | undefined {
  if (bearers.length === 0) return undefined;
  return {
    code: "plan-stale-name",
    severity: "error",
    args: { displayName, extens: bearers.map((group) => group.exten).sort() },
  };
}

function replaceStale(
  action: Extract<Action, { action: "replaceMembers" }>,
  now: LiveGroup | undefined,
): PlanFinding | undefined {
  const { displayName, exten, before } = action;
  if (now === undefined) return { code: "plan-stale-gone", severity: "error", args: { displayName, exten } };
  if (sameMembers(before.members, now.members) && displayName === now.displayName) return undefined;
  return {
    code: "plan-stale-group",
    severity: "error",
    args: {
      displayName,
      exten,
      nameNow: now.displayName,
      membersPlanned: linesOf(before.members),
      membersNow: linesOf(now.members),
    },
  };
}

/** Members as lines, to be shown as a difference. */
function linesOf(members: readonly Member[]): string[] {
  return members
    .map(({ agentNumber, priority }) => (priority === 0 ? agentNumber : `${agentNumber} (${priority})`))
    .sort();
}
