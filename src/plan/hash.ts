import { createHash } from "node:crypto";
import { type Member, sortMembers } from "../model/skillGroup.js";
import type { Action, Plan, PlanAccount, ReplaceMembersAction } from "./plan.js";

/**
 * What a plan would do, as one value: two plans with the same hash do the same to the same account. When it was made, order, wording,
 * places in files and muster's version are not part of it, so approving a hash approves exactly the writes, and the guards
 * that were raised for them. A plan that is limited to the change of the files is another plan, even where it comes to the
 * same writes.
 *
 * @returns `sha256:` and 64 hex digits
 */
export function hashPlan(
  account: Pick<PlanAccount, "host" | "accountId">,
  actions: readonly Action[],
  { only, raised = [], at, validUntil }: Pick<Plan, "only" | "raised" | "at" | "validUntil"> = {},
): string {
  const canonical = [
    account.host,
    account.accountId,
    ...(only === undefined ? [] : [`only ${only}`]),
    ...actions.map((action) => JSON.stringify(canonicalAction(action))).sort(),
    // Without them the hash is that of earlier versions.
    ...raised.map(({ guard, limit }) => JSON.stringify(["raised", guard, limit])).sort(),
    // Neither may be changed in a saved plan: what is for another time must not be written now.
    ...(at === undefined ? [] : [JSON.stringify(["at", at])]),
    ...(validUntil === undefined ? [] : [JSON.stringify(["validUntil", validUntil])]),
  ];
  return `sha256:${createHash("sha256").update(JSON.stringify(canonical), "utf8").digest("hex")}`;
}

/** Arrays, not objects: nothing depends on the order of keys. Absent settings are `null`. */
function canonicalAction(action: Action): unknown[] {
  switch (action.action) {
    case "create":
      return [
        "create",
        action.displayName,
        action.after.assignRule ?? null,
        action.after.memory ?? null,
        canonicalMembers(action.after.members),
        // It permits a look-alike name, so it is part of what is approved.
        ...(action.distinct === undefined ? [] : [action.distinct]),
      ];
    case "replaceMembers":
      return [
        "replaceMembers",
        action.exten,
        action.displayName,
        action.membership,
        action.listed === undefined ? null : canonicalMembers(action.listed),
        canonicalMembers(action.before.members),
        canonicalMembers(action.after.members),
        // No guard counts it, so it is part of what is approved.
        ...(action.retired === true ? ["retired"] : []),
        ...uncounted(action),
      ];
  }
}

/** Nor are these counted: what leaves by the clock, and where nobody is needed. */
function uncounted({ removed, coverage }: ReplaceMembersAction): unknown[] {
  const due = removed.filter(({ cause }) => cause === "schedule");
  return [
    ...(due.length === 0 ? [] : [["schedule", ...canonicalMembers(due)]]),
    ...(coverage === undefined ? [] : [["coverage", coverage.min]]),
  ];
}

function canonicalMembers(members: readonly Member[]): unknown[] {
  return sortMembers(members).map(({ agentNumber, priority }) => [agentNumber, priority]);
}
