import type { RateLimit, RateLimits } from "../config/settings.js";
import type { Budget } from "./plan.js";
import type { Schedule } from "./schedule.js";

/**
 * What an apply costs when nothing goes wrong: every write, a re-read before each replacement, a look at all names
 * before creations and at its own name before each, a look at every group that takes somebody in before the old group
 * lets go, and the verification by pages or by single groups, whichever takes fewer calls.
 *
 * @param pages calls that one complete read of the account takes
 */
export function estimateBudget(schedule: Schedule, pages: number, limits: RateLimits): Budget {
  const creates = schedule.steps.filter((step) => step.action.action === "create").length;
  const replaces = schedule.steps.length - creates;
  if (schedule.steps.length === 0) return { reads: 0, writes: 0, etaSeconds: 0 };
  const changed = new Set(schedule.steps.map((step) => step.action)).size;
  const looks = creates > 0 ? pages + creates : 0;
  const reads = replaces + looks + landingSteps(schedule).length + Math.min(changed, pages);
  // Each interface has a budget of its own, so the longest wait is the wait.
  const waitMs = Math.max(
    waitFor(creates, limits.addQueue),
    waitFor(replaces, limits.updateQueueAssignMembers),
    waitFor(reads, limits.queueQueueAgentClaimStatus),
  );
  return { reads, writes: schedule.steps.length, etaSeconds: Math.ceil(waitMs / 1000) };
}

/** Steps by which agents arrive whom another group waits to let go: each is read back once. */
export function landingSteps({ steps, arrivals }: Schedule): string[] {
  const awaited = new Set(steps.flatMap((step) => step.releases).flatMap((agent) => arrivals.get(agent) ?? []));
  return steps.map((step) => step.id).filter((id) => awaited.has(id));
}

/** The lower bound: `calls` may go at once, as many again after each window. */
function waitFor(calls: number, limit: RateLimit): number {
  return calls === 0 ? 0 : Math.floor((calls - 1) / limit.calls) * limit.windowMs;
}
