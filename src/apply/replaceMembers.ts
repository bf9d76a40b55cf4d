import type { Member } from "../model/skillGroup.js";
import { MoorError } from "../moor/errors.js";
import type { LiveGroup } from "../moor/live.js";
import type { ReplaceMembersAction } from "../plan/plan.js";
import type { Step } from "../plan/schedule.js";
import { failureOf } from "./failure.js";
import { judge } from "./judge.js";
import type { LastLook } from "./lastLook.js";
import type { ApplyPorts } from "./ports.js";
import type { Written } from "./written.js";

/**
 * Replaces a group's member list, if the group still is what the plan was shown for. The write overwrites the whole
 * list, so an agent added in the console since would be lost: the group is read again once the call has its place in
 * the budget, at the last moment before it leaves, and again before it is repeated.
 */
export async function replaceMembers(
  action: ReplaceMembersAction,
  step: Step,
  looks: LastLook,
  { client, stop }: Pick<ApplyPorts, "client" | "stop">,
): Promise<Written> {
  const { exten, displayName } = action;
  let attempts = 0;
  let maybeDone = false;
  let sent = step.writes;
  /** Counted among the attempts, and not sent yet. */
  let isReady = false;
  /** Why nothing had to be sent (any more). */
  let instead: Written | undefined;
  try {
    const membersNow = async (earlier: boolean): Promise<readonly Member[] | undefined> => {
      maybeDone = earlier;
      isReady = false;
      const verdict = judge(action, step, await lookTwice(action, looks), maybeDone);
      if ("writes" in verdict) {
        attempts += 1;
        isReady = true;
        sent = verdict.writes;
        return sent;
      }
      instead = { ...verdict, attempts };
      return undefined;
    };
    await client.updateMembers(exten, membersNow, () => {
      const isStale = looks.isStale(exten);
      if (isStale) {
        attempts -= 1;
        isReady = false;
      }
      return isStale;
    });
    return instead ?? { status: "applied", exten, attempts, members: sent };
  } catch (error) {
    const failure = failureOf(error, displayName);
    const isAnswer = error instanceof MoorError;
    // Told to stop between the look and the sending.
    if (!isAnswer && isReady) attempts -= 1;
    // A call that met only the limit was not carried out; told to stop, it is not sent any more.
    const isStopped = !isAnswer || (stop.aborted && failure.code === "still-limited");
    if (attempts === 0 || (!maybeDone && (!isAnswer || error.delivery === "not-done")))
      return isStopped
        ? { status: "skipped", attempts, failure: { code: "interrupted", args: { displayName } } }
        : { status: "failed", attempts, failure };
    // Some attempt may have been carried out although nobody said so: one last look decides, the query's.
    const live = await client.readGroup(exten, "queueQueue").catch(() => "unreadable" as const);
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

/**
 * The group as it is now. An additive group keeps those whom it has, and nobody is shown who leaves: one odd answer, such
 * as an empty list, would empty it. So where the look lacks a member whom the plan saw, the group is looked at again, and
 * all whom either look saw stay.
 */
async function lookTwice(action: ReplaceMembersAction, looks: LastLook): Promise<LiveGroup | undefined> {
  const { exten, membership, before } = action;
  const live = await looks.group(exten);
  if (live === undefined || membership === "exact") return live;
  const there = agentsOf(live.members);
  if (before.members.every((member) => there.has(member.agentNumber))) return live;
  const again = await looks.groupAlone(exten);
  if (again === undefined) return undefined;
  const seen = agentsOf(again.members);
  return { ...again, members: [...again.members, ...live.members.filter((member) => !seen.has(member.agentNumber))] };
}

function agentsOf(members: readonly Member[]): ReadonlySet<string> {
  return new Set(members.map((member) => member.agentNumber));
}
