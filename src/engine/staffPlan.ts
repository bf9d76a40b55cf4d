import type { Voice } from "../cli/output/output.js";
import { readStaffingGuard } from "../plan/guards.js";
import type { GuardReading, Plan, Staffing } from "../plan/plan.js";
import { staffingFindings, staffingOf } from "../plan/staffing.js";
import type { Finding } from "../report/messages/formatFinding.js";
import type { Guards } from "./guardOptions.js";
import type { Shell } from "./host.js";
import { telling } from "./reportWaits.js";
import type { Session } from "./session.js";

/** What looking at who takes conversations adds to a plan. Nothing of it is part of the plan's hash. */
export interface PlanStaffing {
  readonly staffing?: Staffing;
  readonly guards: readonly GuardReading[];
  readonly findings: readonly Finding[];
}

const NOT_LOOKED: PlanStaffing = { guards: [], findings: [] };

/**
 * Reads who takes conversations now, where it was asked for or a guard needs it: one call for each page of groups, of an
 * interface with a budget of its own. A plan without actions changes nobody's queue, and asks for nothing.
 *
 * @param asked `--staffing`
 * @throws {MoorError} the states could not be read whole: a guard that cannot be read must not let anything through
 */
export async function staffPlan(
  { actions }: Pick<Plan, "actions">,
  asked: boolean,
  guards: Guards,
  session: Session,
  shell: Shell,
  voice: Voice,
): Promise<PlanStaffing> {
  if (actions.length === 0 || (!asked && guards.settings.minClaiming === 0)) return NOT_LOOKED;
  const { groups: claims } = await telling(session.client.readClaims(), session, shell, voice);
  const groups = staffingOf(actions, claims);
  return {
    staffing: { readAt: new Date(shell.clock.now()).toISOString(), groups },
    guards: readStaffingGuard(groups, guards.settings, guards.origins),
    findings: staffingFindings(actions, groups),
  };
}
