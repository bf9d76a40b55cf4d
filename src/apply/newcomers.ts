import type { OpenCreation } from "../model/creations.js";
import { nearMiss } from "../model/nearMiss.js";
import { agentChanges, compareText, sameMembers } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { Action, CreateAction } from "../plan/plan.js";

/** How far the server's clock may be from this machine's. Beyond it no signature is valid (the API page). */
const CLOCKS_APART_MS = 5 * 60_000;

/** A group that a creation may have become. */
export interface Newcomer {
  readonly group: LiveGroup;
  /** Only this creation can have made it, and no other group fits. */
  readonly isSure: boolean;
}

/**
 * Finds what a creation may have become when its answer was lost and no group has its name: a server may store another
 * name than it was sent, and the number was in the answer. The group is looked for among those that are new in the
 * account: by a name that looks like the one that was sent, or by exactly the members and settings.
 */
export class Newcomers {
  readonly #before: ReadonlySet<string>;
  readonly #desired: ReadonlySet<string>;
  /** Numbers that the server gave for creations. */
  readonly #answered = new Set<string>();
  /** Creations that were sent, by this run or an earlier one, and may have made a group that is not known yet. */
  readonly #open = new Set<CreateAction>();

  /**
   * @param before numbers of all groups that the account held when the plan was made
   * @param actions of the run: a group that has one of their names belongs to that action
   */
  constructor(before: ReadonlySet<string>, actions: readonly Action[]) {
    this.#before = before;
    this.#desired = new Set(actions.map(({ displayName }) => displayName));
  }

  /** The creation is about to leave, or left in an earlier run. */
  sent(action: CreateAction): void {
    this.#open.add(action);
  }

  /** It is known what the creation made. @param exten absent where it made nothing */
  ended(action: CreateAction, exten?: string): void {
    this.#open.delete(action);
    if (exten !== undefined) this.#answered.add(exten);
  }

  /**
   * The groups that a creation may have become.
   *
   * @param groups all of the account, through the query
   * @param earlier the creation was sent by an earlier run: then the group may have been there when the plan was made
   */
  of(action: CreateAction, groups: readonly LiveGroup[], earlier?: OpenCreation): Newcomer[] {
    const others = [...this.#open].filter((other) => other !== action);
    const found = groups.flatMap((group): Newcomer[] => {
      const { displayName, exten } = group;
      if (this.#desired.has(displayName) || this.#answered.has(exten)) return [];
      if (action.distinct?.includes(displayName)) return [];
      if (earlier?.maybe?.includes(exten)) return [{ group, isSure: false }];
      const isNew = !this.#before.has(exten);
      if (!isNew && !isEditedSince(group, earlier?.startedAt)) return [];
      if (isAlike(action, group)) {
        const isSure = (isNew || holds(action, group)) && !others.some((other) => isAlike(other, group));
        return [{ group, isSure }];
      }
      if (!isNew || !holds(action, group) || others.some((other) => isAlike(other, group))) return [];
      // Any two groups without members are alike, so that proves nothing.
      const isSure = action.after.members.length > 0 && !others.some((other) => holds(other, group));
      return [{ group, isSure }];
    });
    found.sort((a, b) => compareText(a.group.exten, b.group.exten));
    return found.length === 1 ? found : found.map(({ group }) => ({ group, isSure: false }));
  }
}

/** Does a group have exactly the members and settings that were sent? A setting that was not sent may be anything. */
export function holds({ after }: Pick<CreateAction, "after">, live: LiveGroup): boolean {
  return (
    sameMembers(live.members, after.members) &&
    (after.assignRule ?? live.assignRule) === live.assignRule &&
    (after.memory ?? live.memory) === live.memory
  );
}

/** May the group be what was sent? The server may leave agents out and take its defaults, but it adds no agent. */
export function mayBe({ after }: Pick<CreateAction, "after">, live: LiveGroup): boolean {
  const { added, reprioritized } = agentChanges(after.members, live.members);
  return added.length === 0 && reprioritized.length === 0;
}

function isAlike({ displayName }: CreateAction, group: LiveGroup): boolean {
  return nearMiss(displayName, group.displayName) !== undefined;
}

/** A creation counts as an edit. The query's times are China Standard Time, as `2022-01-04 16:17:27`. */
function isEditedSince({ updateTime = "" }: LiveGroup, startedAt: number | undefined): boolean {
  if (startedAt === undefined) return false;
  return Date.parse(`${updateTime.replace(" ", "T")}+08:00`) >= startedAt - CLOCKS_APART_MS;
}
