import type { Action } from "../plan/plan.js";

/**
 * The order in which people read the groups of a plan: first those that lose the largest share of what they have, then
 * those where the most members are replaced, then those with the fewest left. Groups that lose nobody stay in their order.
 * Documents for programs keep the order of the plan.
 */
export function worstFirst<A extends Action>(actions: readonly A[]): A[] {
  return actions
    .map((action) => ({ action, loss: lossOf(action) }))
    .sort(({ loss: a }, { loss: b }) => b.share - a.share || b.replaced - a.replaced || a.left - b.left)
    .map(({ action }) => action);
}

/** A group that is left with nobody, or with one member of several. */
export type Remnant = "nobody" | "one";

/** What a change leaves of a group, where that is so little that it is marked wherever the group stands. */
export function remnantOf(action: Action): Remnant | undefined {
  if (action.action === "create") return undefined;
  const [before, after] = [action.before.members.length, action.after.members.length];
  if (after === 0 && before > 0) return "nobody";
  return after === 1 && before > 1 ? "one" : undefined;
}

interface Loss {
  /** Of the members before, what part there is less after. */
  readonly share: number;
  /** What part of the members before is gone after, whoever joins instead. */
  readonly replaced: number;
  readonly left: number;
}

const NONE: Loss = { share: 0, replaced: 0, left: 0 };

function lossOf(action: Action): Loss {
  if (action.action === "create" || action.removed.length === 0) return NONE;
  const before = Math.max(1, action.before.members.length);
  const left = action.after.members.length;
  return { share: Math.max(0, before - left) / before, replaced: action.removed.length / before, left };
}
