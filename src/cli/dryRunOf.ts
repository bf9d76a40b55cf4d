import type { RateLimits } from "../config/settings.js";
import { LARGEST_PAGE } from "../moor/readLive.js";
import { addQueueBody, nameBody, pageBody, singleBody, updateMembersBody } from "../moor/requests.js";
import type { ReadingOperation } from "../moor/routes.js";
import { createsOf, landingSteps, looksAtNames, needsQuery, type Paging, pagesWith } from "../plan/budget.js";
import type { Action, Plan } from "../plan/plan.js";
import { scheduleWrites } from "../plan/schedule.js";
import type { DryRun, DryRunRequest } from "../report/dryRun.js";
import { MUSTER_VERSION } from "./version.js";

type Request = Omit<DryRunRequest, "order">;
const QUERY = "queueQueue" satisfies ReadingOperation;
const CLAIM_STATUS = "queueQueueAgentClaimStatus" satisfies ReadingOperation;

/**
 * The very requests that an apply of this plan sends when nothing goes wrong, in order. Schedule and bodies are made by
 * the functions that apply uses; only nothing is sent.
 */
export function dryRunOf(plan: Plan, paging: Paging, limits: RateLimits): DryRun {
  const requests = [...writes(plan, paging, limits), ...verification(plan, paging)];
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

function writes(plan: Plan, paging: Paging, limits: RateLimits): Request[] {
  const schedule = scheduleWrites(plan.actions);
  const creates = schedule.steps.map(({ action }) => action).filter(({ action }) => action === "create");
  /** Creations before which all names are looked at once more. */
  const isShort = paging.pages === 1;
  const nameLooks = new Map(
    looksAtNames(creates.length, limits.addQueue, isShort).map((made) => [creates[made], made]),
  );
  /** Groups that take somebody in, until the first group that lets one of them go has looked. */
  const toSee = new Set(landingSteps(schedule));
  const actionOf = new Map(schedule.steps.map((step) => [step.id, step.action]));
  return schedule.steps.flatMap(({ action, writes: members, releases }): Request[] => {
    const { id: actionId } = action;
    if (action.action === "create") {
      const { displayName } = action;
      const made = nameLooks.get(action);
      return [
        ...(made === undefined ? [] : listing(isShort ? QUERY : CLAIM_STATUS, made, paging, "re-read")),
        ...(isShort ? [] : [{ operation: QUERY, body: nameBody(displayName), actionId, note: "re-read" } as const]),
        { operation: "addQueue", body: addQueueBody({ displayName, ...action.after }), actionId, note: "write" },
      ];
    }
    const looks = releases
      .flatMap((agent) => schedule.arrivals.get(agent) ?? [])
      .filter((id) => toSee.delete(id))
      .map(
        (id): Request => ({
          operation: CLAIM_STATUS,
          body: singleBody(extenOf(actionOf.get(id))),
          actionId,
          note: "re-read",
        }),
      );
    return [
      ...looks,
      { operation: CLAIM_STATUS, body: singleBody(action.exten), actionId, note: "re-read" },
      {
        operation: "updateQueueAssignMembers",
        body: updateMembersBody(action.exten, members),
        actionId,
        note: "write",
      },
    ];
  });
}

/** By pages or by single groups, whichever takes fewer calls. */
function verification(plan: Plan, paging: Paging): Request[] {
  const { actions } = plan;
  const through = (isQuery: boolean): ReadingOperation => (isQuery ? QUERY : CLAIM_STATUS);
  const made = createsOf(actions);
  if (actions.length > pagesWith(made, paging))
    return listing(through(actions.some(needsQuery)), made, paging, "verify");
  return actions.map((action) => ({
    operation: through(needsQuery(action)),
    body: action.action === "create" ? nameBody(action.displayName) : singleBody(action.exten),
    actionId: action.id,
    note: "verify",
  }));
}

/** All pages, once so many groups have been made. */
function listing(operation: ReadingOperation, made: number, paging: Paging, note: "re-read" | "verify"): Request[] {
  return Array.from({ length: pagesWith(made, paging) }, (_, index) => ({
    operation,
    body: pageBody(index + 1, index === 0 ? LARGEST_PAGE : paging.pageSize),
    note,
  }));
}

/** The number of a group to create is not known yet. */
function extenOf(action: Action | undefined): string {
  return action?.action === "replaceMembers" ? action.exten : "…";
}
