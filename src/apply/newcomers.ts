import { compareText, sameMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import { nearMiss } from "../plan/nearMiss.js";
import type { Action, CreateAction } from "../plan/plan.js";

/** How far the server's clock may be from this machine's: beyond it, no signature is valid (the API page). */
const CLOCKS_APART_MS = 5 * 60_000;

/** A group that a creation may have become. */
export interface Newcomer {
  readonly group: LiveGroup;
  /** Nothing else explains it, and it explains no other creation. */
  readonly isSure: boolean;
}

/**
 * What a creation may have become whose answer was lost, and whose name no group bears: a server may store another name
 * than it was sent, and the number was in the answer. So it is sought among the groups that are new in the account: by
 * a name that looks like the one that was sent, or by exactly the members and settings.
 */
export class Newcomers {
  readonly #before: ReadonlySet<string>;
  readonly #desired: ReadonlySet<string>;
  /** Numbers that the server gave for creations. */
  readonly #answered = new Set<string>();
  /** Creations that were sent, by this run or one before, and of which nothing is known yet. */
  readonly #open = new Set<CreateAction>();

  /**
   * @param before numbers of all groups that the account held when the plan was made
   * @param actions of the run: their names are their own
   */
  constructor(before: ReadonlySet<string>, actions: readonly Action[]) {
    this.#before = before;
    this.#desired = new Set(actions.map(({ displayName }) => displayName));
  }

  sent(action: CreateAction): void {
    this.#open.add(action);
  }

  /** @param exten absent where it was seen that nothing was made */
  ended(action: CreateAction, exten?: string): void {
    this.#open.delete(action);
    if (exten !== undefined) this.#answered.add(exten);
  }

  /**
   * @param groups all of the account, by the query
   * @param startedAt wall clock, ms: when an earlier run sent the creation. Its group may have been there for this plan
   */
  of(action: CreateAction, groups: readonly LiveGroup[], startedAt?: number): Newcomer[] {
    const others = [...this.#open].filter((other) => other !== action);
    const found = groups.flatMap((group): Newcomer[] => {
      const { displayName, exten } = group;
      if (this.#desired.has(displayName) || this.#answered.has(exten)) return [];
      if (action.distinct?.includes(displayName)) return [];
      const isNew = !this.#before.has(exten);
      if (!isNew && !isEditedSince(group, startedAt)) return [];
      if (isAlike(action, group)) {
        const isSure = (isNew || holds(action, group)) && !others.some((other) => isAlike(other, group));
        return [{ group, isSure }];
      }
      if (!isNew || !holds(action, group) || others.some((other) => isAlike(other, group))) return [];
      // An empty group of any name is like any other.
      const isSure = action.after.members.length > 0 && !others.some((other) => holds(other, group));
      return [{ group, isSure }];
    });
    found.sort((a, b) => compareText(a.group.exten, b.group.exten));
    return found.length === 1 ? found : found.map(({ group }) => ({ group, isSure: false }));
  }
}

/** Has a group exactly the members and settings that were sent? What was not sent may be anything. */
export function holds({ after }: Pick<CreateAction, "after">, live: LiveGroup): boolean {
  return (
    sameMembers(live.members, after.members) &&
    (after.assignRule ?? live.assignRule) === live.assignRule &&
    (after.memory ?? live.memory) === live.memory
  );
}

function isAlike({ displayName }: CreateAction, group: LiveGroup): boolean {
  return nearMiss(displayName, group.displayName) !== undefined;
}

/** A creation counts as an edit. The query's times are China Standard Time, as `2022-01-04 16:17:27`. */
function isEditedSince({ updateTime = "" }: LiveGroup, startedAt: number | undefined): boolean {
  if (startedAt === undefined) return false;
  return Date.parse(`${updateTime.replace(" ", "T")}+08:00`) >= startedAt - CLOCKS_APART_MS;
}
