import type { ReadingOperation } from "../moor/client.js";
import type { LiveState } from "../moor/live.js";
import { LARGEST_PAGE } from "../moor/readLive.js";
import { addQueueBody, pageBody, singleBody, updateMembersBody } from "../moor/requests.js";
import type { Plan } from "../plan/plan.js";
import { scheduleWrites } from "../plan/schedule.js";
import type { DryRun, DryRunRequest } from "../report/dryRun.js";
import { MUSTER_VERSION } from "./version.js";

type Request = Omit<DryRunRequest, "order">;
type Paging = Pick<LiveState, "pageSize" | "pages">;

/**
 * The very requests that an apply of this plan sends when nothing goes wrong, in order. Schedule and bodies are made by
 * the functions that apply uses; only nothing is sent.
 */
export function dryRunOf(plan: Plan, paging: Paging): DryRun {
  const requests = [...nameLookUp(plan, paging), ...writes(plan), ...verification(plan, paging)];
  return {
    formatVersion: "1.0",
    kind: "dry-run",
    musterVersion: MUSTER_VERSION,
    planHash: plan.hash,
    account: plan.account,
    requests: requests.map((request, index) => ({ order: index + 1, ...request })),
    budget: plan.budget,
  };
}

/** Before creations all names are looked at once more. */
function nameLookUp(plan: Plan, paging: Paging): Request[] {
  const creates = plan.actions.some((action) => action.action === "create");
  return creates ? listing("queueQueueAgentClaimStatus", paging, "re-read") : [];
}

function writes(plan: Plan): Request[] {
  return scheduleWrites(plan.actions).steps.flatMap(({ action, writes: members }): Request[] => {
    const { id: actionId } = action;
    if (action.action === "create") {
      const body = addQueueBody({ displayName: action.displayName, ...action.after });
      return [{ operation: "addQueue", body, actionId, note: "write" }];
    }
    return [
      { operation: "queueQueueAgentClaimStatus", body: singleBody(action.exten), actionId, note: "re-read" },
      {
        operation: "updateQueueAssignMembers",
        body: updateMembersBody(action.exten, members),
        actionId,
        note: "write",
      },
    ];
  });
}

/** By pages or by single groups, whichever takes fewer calls. The number of a group to create is not known yet. */
function verification(plan: Plan, paging: Paging): Request[] {
  const { actions } = plan;
  const needsSettings = actions.some((action) => action.action === "create" && action.after.memory !== undefined);
  const operation: ReadingOperation = needsSettings ? "queueQueue" : "queueQueueAgentClaimStatus";
  if (actions.length > paging.pages) return listing(operation, paging, "verify");
  return actions.map((action) => ({
    operation,
    body: singleBody(action.action === "create" ? "…" : action.exten),
    actionId: action.id,
    note: "verify",
  }));
}

function listing(operation: ReadingOperation, { pageSize, pages }: Paging, note: "re-read" | "verify"): Request[] {
  return Array.from({ length: pages }, (_, index) => ({
    operation,
    body: pageBody(index + 1, index === 0 ? LARGEST_PAGE : pageSize),
    note,
  }));
}
