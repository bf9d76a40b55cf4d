import { type Member, sameMembers, sortMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { ReplaceMembersAction } from "../plan/plan.js";
import type { Step } from "../plan/schedule.js";
import { isWithout, memberChange } from "./memberChange.js";
import type { Written } from "./written.js";

/** What to write; or what has become of it without a write. */
export type Verdict = { readonly writes: readonly Member[] } | DistributiveOmit<Written, "attempts">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Is the group, as it was just read, one that this step may overwrite, and with what?
 *
 * @param maybeDone an earlier attempt may have been carried out
 */
export function judge(
  action: ReplaceMembersAction,
  step: Step,
  live: LiveGroup | undefined,
  maybeDone: boolean,
): Verdict {
  const { exten, displayName } = action;
  if (live === undefined) {
    return { status: "conflict", failure: { code: "group-vanished", args: { displayName, exten } } };
  }
  if (live.displayName !== displayName) {
    const args = { displayName, exten, nameNow: live.displayName };
    return { status: "conflict", failure: { code: "renamed-underneath", args } };
  }
  const writes = action.listed === undefined ? step.writes : mergeInto(live.members, action.listed);
  /** Agents whom the server may have left out of what an earlier call wrote. */
  const mayLack = new Set(action.added.map((member) => member.agentNumber));
  const done: Verdict = { status: "applied", exten, members: writes };
  // An earlier attempt whose answer was lost, or somebody who made the same change: either way it is so.
  if (sameMembers(live.members, writes)) return done;
  if (action.listed !== undefined || sameMembers(live.members, step.expects)) return { writes };
  // Neither as planned nor as wanted, but for agents whom the server skipped when an earlier call was carried out.
  if (step.follows !== undefined && isWithout(live.members, step.expects, mayLack)) return { writes };
  if (maybeDone && isWithout(live.members, writes, mayLack)) return done;
  const underneath = memberChange(step.expects, live.members);
  return {
    status: "conflict",
    underneath,
    failure: { code: "changed-underneath", args: { displayName, exten, ...underneath } },
  };
}

/** Additive groups keep those whom they have now, not those whom they had when the plan was made. */
function mergeInto(live: readonly Member[], listed: readonly Member[]): Member[] {
  const named = new Set(listed.map((member) => member.agentNumber));
  const kept = live.filter((member) => !named.has(member.agentNumber));
  return sortMembers([...kept, ...listed].map(({ agentNumber, priority }) => ({ agentNumber, priority })));
}
