import { type Member, sameMembers, sortMembers } from "../model/skillGroup.js";
import { MoorError } from "../moor/errors.js";
import type { LiveGroup } from "../moor/live.js";
import type { ReplaceMembersAction } from "../plan/plan.js";
import type { Step } from "../plan/schedule.js";
import { failureOf } from "./failure.js";
import { isWithout, memberChange } from "./memberChange.js";
import type { ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/**
 * Replaces a group's member list, if the group still is what the plan was shown for. The write overwrites the whole
 * list, so whoever joined in the console since would be lost: the group is read again once the call has its place in
 * the budget, at the last moment before it leaves, and again before it is repeated.
 */
export async function replaceMembers(
  action: ReplaceMembersAction,
  step: Step,
  { client }: Pick<ApplyPorts, "client">,
): Promise<Written> {
  const { exten, displayName } = action;
  let attempts = 0;
  let maybeDone = false;
  let sent = step.writes;
  /** Why nothing had to be sent (any more). */
  let instead: Written | undefined;
  try {
    await client.updateMembers(exten, async (earlier) => {
      maybeDone = earlier;
      const verdict = judge(action, step, await client.readGroup(exten, "either"), maybeDone);
      if ("writes" in verdict) {
        attempts += 1;
        sent = verdict.writes;
        return sent;
      }
      instead = { ...verdict, attempts };
      return undefined;
    });
    return instead ?? { status: "applied", exten, attempts, members: sent };
  } catch (error) {
    const failure = failureOf(error, displayName);
    if (attempts === 0) return { status: error instanceof MoorError ? "failed" : "skipped", attempts, failure };
    if (!maybeDone && error instanceof MoorError && error.fate === "no") return { status: "failed", attempts, failure };
    // Some attempt may have been carried out although nobody said so: one last look decides.
    const live = await client.readGroup(exten, "either").catch(() => "unreadable" as const);
    if (live === "unreadable") {
      return {
        status: "unknown",
        attempts,
        failure: { code: "write-unknown", args: { displayName, detail: failure.code } },
      };
    }
    const verdict = judge(action, step, live, true);
    return "writes" in verdict ? { status: "failed", attempts, failure } : { ...verdict, attempts };
  }
}

type Verdict = { readonly writes: readonly Member[] } | DistributiveOmit<Written, "attempts">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Is the group, as it was just read, one that this step may overwrite, and with what?
 *
 * @param maybeDone an earlier attempt may have been carried out
 */
function judge(action: ReplaceMembersAction, step: Step, live: LiveGroup | undefined, maybeDone: boolean): Verdict {
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

/** Additive groups keep whom they have now, not whom they had when the plan was made. */
function mergeInto(live: readonly Member[], listed: readonly Member[]): Member[] {
  const members = new Map(
    [...live, ...listed].map(({ agentNumber, priority }) => [agentNumber, { agentNumber, priority }]),
  );
  return sortMembers([...members.values()]);
}
