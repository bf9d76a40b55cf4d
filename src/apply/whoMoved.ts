import { type Member, plainMember, sortMembers } from "../model/skillGroup.js";
import type { Action, Cause, CreateAction, Origin } from "../plan/plan.js";

/** An agent as results name one. */
interface AgentLabel {
  readonly alias?: string;
  readonly agentName?: string;
  /** Only where the plan had a base. */
  readonly origin?: Origin;
  /** Only where the files use time. */
  readonly cause?: Cause;
}
export interface MovedMember extends Member, AgentLabel {}
export interface ReprioritizedAgent extends AgentLabel {
  readonly agentNumber: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Who moved: what the group held before the action and after it, as it was seen and written. It is there for what was
 * written, for what needed no write, and for what may have been written (`unknown`: then `after` is what was sent).
 */
export interface WhoMoved {
  /** Only of a replacement. */
  readonly before?: { readonly members: readonly Member[] };
  readonly after?: Partial<Pick<CreateAction["after"], "assignRule" | "memory">> & {
    readonly members: readonly Member[];
  };
  readonly added?: readonly MovedMember[];
  readonly removed?: readonly MovedMember[];
  readonly reprioritized?: readonly ReprioritizedAgent[];
}

/**
 * What an action has done to its group.
 *
 * @param before the members just before the write; of a creation none
 * @param after the members that were written, without those that the server left out
 */
export function whoMoved(action: Action, before: readonly Member[], after: readonly Member[]): WhoMoved {
  const lists = action.action === "create" ? [action.added] : [action.added, action.removed, action.reprioritized];
  const known = new Map<string, AgentLabel>(lists.flat().map((one) => [one.agentNumber, labelOf(one)]));
  const label = (agentNumber: string): AgentLabel => known.get(agentNumber) ?? {};
  const moved = (list: readonly Member[]): MovedMember[] =>
    sortMembers(list).map((one) => ({ ...plainMember(one), ...label(one.agentNumber) }));
  const had = new Set(before.map(({ agentNumber }) => agentNumber));
  const has = new Map(after.map((one) => [one.agentNumber, one.priority]));
  const plain = (list: readonly Member[]) => sortMembers(list).map(plainMember);
  const added = moved(after.filter((one) => !had.has(one.agentNumber)));
  if (action.action === "create") {
    const { members: _, ...settings } = action.after;
    return { after: { ...settings, members: plain(after) }, added };
  }
  const reprioritized = sortMembers(before).flatMap(({ agentNumber, priority: from }): ReprioritizedAgent[] => {
    const to = has.get(agentNumber);
    return to === undefined || to === from ? [] : [{ agentNumber, from, to, ...label(agentNumber) }];
  });
  return {
    before: { members: plain(before) },
    after: { members: plain(after) },
    added,
    removed: moved(before.filter((one) => !has.has(one.agentNumber))),
    reprioritized,
  };
}

function labelOf({ alias, agentName, origin, cause }: AgentLabel): AgentLabel {
  return {
    ...(alias === undefined ? {} : { alias }),
    ...(agentName === undefined ? {} : { agentName }),
    ...(origin === undefined ? {} : { origin }),
    ...(cause === undefined ? {} : { cause }),
  };
}
