import type { Action, ManualChange, PlanSummary } from "./plan.js";

/** The counts of a plan. */
export function summarize(
  actions: readonly Action[],
  manual: readonly ManualChange[],
  unmanaged: number,
  unchanged: number,
): PlanSummary {
  const replaces = actions.filter((action) => action.action === "replaceMembers");
  return {
    create: actions.length - replaces.length,
    replaceMembers: replaces.length,
    unchanged,
    manual: manual.length,
    unmanaged,
    membersAdded: actions.reduce((sum, action) => sum + action.added.length, 0),
    membersRemoved: replaces.reduce((sum, action) => sum + action.removed.length, 0),
    membersReprioritized: replaces.reduce((sum, action) => sum + action.reprioritized.length, 0),
  };
}
