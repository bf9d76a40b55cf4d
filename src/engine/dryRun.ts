import type { RateLimits } from "../model/rates.js";
import type { ReadingOperation } from "../moor/live.js";
import { addQueueBody, nameBody, pageBody, singleBody, updateMembersBody } from "../moor/requests.js";
import { awaitedArrivals, createsOf, looksBefore, type Paging, pagesWith } from "../plan/budget.js";
import type { Action, Plan } from "../plan/plan.js";
import type { WriteOrder } from "../plan/writeOrder.js";
import type { DryRun, DryRunRequest } from "../report/documents.js";
import { MUSTER_VERSION } from "./version.js";

type Request = Omit<DryRunRequest, "order">;
const QUERY = "queueQueue" satisfies ReadingOperation;
const CLAIM_STATUS = "queueQueueAgentClaimStatus" satisfies ReadingOperation;

/** The limits for an account's calls. */
export interface Line {
  readonly limits: RateLimits;
  /** Groups that a first page asks for; the following pages ask for as many as the first one got. */
  readonly pageAsked: number;
}

/**
 * The exact requests that an apply of this plan sends if nothing goes wrong, in order. It uses the order of apply,
 * and makes the bodies with the functions that apply uses. Nothing is sent.
 */
export function dryRunOf(plan: Plan, writeOrder: WriteOrder, paging: Paging, line: Line): DryRun {
  const requests = [...writes(writeOrder, paging, line), ...verification(plan, paging, line)];
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

function writes(writeOrder: WriteOrder, paging: Paging, { limits, pageAsked }: Line): Request[] {
  const looks = looksBefore(writeOrder, paging, limits);
  /** Steps whose new members must be seen in their group before another group lets them go. Each is read once. */
  const toSee = new Set(awaitedArrivals(writeOrder));
  const actionOf = new Map(writeOrder.steps.map((step) => [step.id, step.action]));
  return writeOrder.steps.flatMap(({ id, action, writes: members, releases }): Request[] => {
    const { id: actionId } = action;
    const look = looks.get(id);
    const page = look === "page" ? [pageOf(1, pageAsked, "re-read")] : [];
    const own = (body: Request["body"]): Request[] =>
      look === "own" ? [{ operation: QUERY, body, actionId, note: "re-read" }] : page;
    if (action.action === "create") {
      const { displayName } = action;
      return [
        ...own(nameBody(displayName)),
        { operation: "addQueue", body: addQueueBody({ displayName, ...action.after }), actionId, note: "write" },
      ];
    }
    const arrivals = releases
      .flatMap((agent) => writeOrder.arrivals.get(agent) ?? [])
      .filter((step) => toSee.delete(step))
      .map(
        (step): Request => ({
          operation: CLAIM_STATUS,
          body: singleBody(extenOf(actionOf.get(step))),
          actionId,
          note: "re-read",
        }),
      );
    return [
      ...arrivals,
      ...own(singleBody(action.exten)),
      {
        operation: "updateQueueAssignMembers",
        body: updateMembersBody(action.exten, members),
        actionId,
        note: "write",
      },
    ];
  });
}

/** By pages or by single groups, whichever takes fewer calls; a new group by its name. */
function verification({ actions }: Plan, paging: Paging, { pageAsked }: Line): Request[] {
  const pages = pagesWith(createsOf(actions), paging);
  if (actions.length > pages)
    return Array.from({ length: pages }, (_, index) =>
      pageOf(index + 1, index === 0 ? pageAsked : paging.pageSize, "verify"),
    );
  return actions.map((action) => ({
    operation: QUERY,
    body: action.action === "create" ? nameBody(action.displayName) : singleBody(action.exten),
    actionId: action.id,
    note: "verify",
  }));
}

function pageOf(page: number, pageSize: number, note: "re-read" | "verify"): Request {
  return { operation: QUERY, body: pageBody(page, pageSize), note };
}

/** The number of a group to create is not known yet. */
function extenOf(action: Action | undefined): string {
  return action?.action === "replaceMembers" ? action.exten : "…";
}
