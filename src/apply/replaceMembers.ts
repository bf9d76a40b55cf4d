import {
  type AgentChanges,
  agentChanges,
  type Member,
  plainMember,
  sameMembers,
  sortMembers,
} from "../model/skillGroup.js";
import { MoorError } from "../moor/errors.js";
import type { LiveGroup } from "../moor/live.js";
import { lastEditOf } from "../plan/lastEdit.js";
import { membersSince, namesIn } from "../plan/membersSince.js";
import type { LastEdit, ReplaceMembersAction } from "../plan/plan.js";
import type { Step } from "../plan/writeOrder.js";
import type { LastLook } from "./lastLook.js";
import type { ApplyPorts } from "./ports.js";
import { failureOf, type WriteResult } from "./result.js";

/**
 * Replaces a group's member list, if the group still is what the plan was shown for. The write overwrites the whole
 * list, so an agent added in the console since then would be lost. The group is therefore read again at the last moment,
 * once the rate limit lets the call go, and again before the call is repeated.
 *
 * @param step the write to make: one of the action's, or its only one
 */
export async function replaceMembers(
  action: ReplaceMembersAction,
  step: Step,
  looks: LastLook,
  { client, stop }: Pick<ApplyPorts, "client" | "stop">,
): Promise<WriteResult> {
  const { exten, displayName } = action;
  let attempts = 0;
  let maybeDone = false;
  let sent = step.writes;
  /** The latest attempt is counted, and not sent yet. */
  let isReady = false;
  /** The members just before a write of this run could have changed them. */
  let before: readonly Member[] = step.expects;
  /** Why nothing had to be sent, or sent again. */
  let instead: WriteResult | undefined;
  try {
    const membersNow = async (earlier: boolean): Promise<readonly Member[] | undefined> => {
      maybeDone = earlier;
      isReady = false;
      const live = await lookAt(action, looks);
      if (live !== undefined && !maybeDone) before = live.members;
      const verdict = judge(action, step, live, maybeDone);
      if ("writes" in verdict) {
        attempts += 1;
        isReady = true;
        sent = verdict.writes;
        return sent;
      }
      instead = { ...verdict, attempts, before };
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
    return instead ?? { status: "applied", exten, attempts, members: sent, before };
  } catch (error) {
    const failure = failureOf(error, displayName);
    const isAnswer = error instanceof MoorError;
    // Stopped between the look and the sending.
    if (!isAnswer && isReady) attempts -= 1;
    // A call that met only the limit was not carried out. After a stop it is not sent again.
    const isStopped = !isAnswer || (stop.aborted && failure.code === "still-limited");
    if (attempts === 0 || (!maybeDone && (!isAnswer || error.delivery === "not-done")))
      return isStopped
        ? { status: "skipped", attempts, failure: { code: "interrupted", args: { displayName } } }
        : { status: "failed", attempts, failure };
    // The answer was lost, so the write may have been carried out. One more look, through the query, decides.
    const live = await client.readGroup(exten, "queueQueue").catch(() => "unreadable" as const);
    if (live === "unreadable") {
      return {
        status: "unknown",
        attempts,
        members: sent,
        before,
        failure: { code: "write-unknown", args: { displayName, detail: failure.code } },
      };
    }
    const verdict = judge(action, step, live, true);
    return "writes" in verdict ? { status: "failed", attempts, failure } : { ...verdict, attempts, before };
  }
}

/**
 * The group as it is now. An additive group keeps the members it has, and the plan shows no departures: one wrong answer,
 * such as an empty list, would empty it. So where the look lacks a member that the plan saw, the group is read again, and
 * every member that either look saw stays.
 */
async function lookAt(action: ReplaceMembersAction, looks: LastLook): Promise<LiveGroup | undefined> {
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

/** What to write; or how the step ends without a write. */
export type Verdict = { readonly writes: readonly Member[] } | DistributiveOmit<WriteResult, "attempts">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Decides whether this step may overwrite the group as it was just read, and with what. Pure.
 *
 * @param live absent: there is no such group
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
    const args = { displayName, exten, nameNow: live.displayName, ...editOf(live, action) };
    return { status: "conflict", failure: { code: "renamed-underneath", args } };
  }
  const writes = action.listed === undefined ? step.writes : mergeInto(live.members, action.listed);
  /** Agents that the server may have left out of what an earlier call wrote. */
  const mayLack = new Set(action.added.map((member) => member.agentNumber));
  const done: Verdict = { status: "applied", exten, members: writes };
  // By an earlier attempt whose answer was lost, or by another person: either way nothing is left to do.
  if (sameMembers(live.members, writes)) return done;
  if (action.listed !== undefined || sameMembers(live.members, step.expects)) return { writes };
  // Not quite what the first step of a ring wrote: the server skipped agents.
  if (step.follows !== undefined && lacksOnly(agentChanges(step.expects, live.members), mayLack)) return { writes };
  if (maybeDone && lacksOnly(agentChanges(writes, live.members), mayLack)) return done;
  const names = namesIn(action.added, action.removed, action.reprioritized, live.members);
  const { joined: added, left: removed, reprioritized } = membersSince(step.expects, live.members, names);
  return {
    status: "conflict",
    underneath: agentChanges(step.expects, live.members),
    failure: {
      code: "changed-underneath",
      args: { displayName, exten, added, removed, reprioritized, ...editOf(live, action) },
    },
  };
}

/** Who edited the group last, and when. The agent's name is known if the agent is, or was, one of its members. */
function editOf(live: LiveGroup, { added, removed }: ReplaceMembersAction): { readonly lastEdit?: LastEdit } {
  const known = [...live.members, ...removed, ...added];
  const nameOf = (by: string): string | undefined => known.find(({ agentNumber }) => agentNumber === by)?.agentName;
  const lastEdit = lastEditOf(live, nameOf);
  return lastEdit === undefined ? {} : { lastEdit };
}

/** Additive groups keep the members that they have now, not those that they had when the plan was made. */
function mergeInto(live: readonly Member[], listed: readonly Member[]): Member[] {
  const named = new Set(listed.map((member) => member.agentNumber));
  const kept = live.filter((member) => !named.has(member.agentNumber));
  return sortMembers([...kept, ...listed].map(plainMember));
}

/**
 * Does a list differ from the one that was written only by agents that the server may have left out? It skips numbers
 * that the account does not have and answers success (the API page), so a list can come back shorter.
 */
function lacksOnly({ added, removed, reprioritized }: AgentChanges, mayLack: ReadonlySet<string>): boolean {
  return added.length === 0 && reprioritized.length === 0 && removed.every((agent) => mayLack.has(agent));
}
