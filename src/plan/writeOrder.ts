import { type Member, plainMember, sortMembers } from "../model/skillGroup.js";
import type { Action, ReplaceMembersAction } from "./plan.js";

/** One write. An action is one step, or two where a ring of moves has to be opened. */
export interface Step {
  readonly id: string;
  readonly action: Action;
  /** The whole list that this write leaves behind. */
  readonly writes: readonly Member[];
  /** What the group must hold just before: the list of the plan, or what the action's first step wrote. Creates expect nothing. */
  readonly expects: readonly Member[];
  /** The action's earlier step, which must have been carried out. */
  readonly follows?: string;
  /** Agents who leave here and join another group. They must have arrived there first. */
  readonly releases: readonly string[];
}

export interface WriteOrder {
  /** In an order that respects every dependency. */
  readonly steps: readonly Step[];
  /** By agent number: the steps that bring the agent into a group. Only agents who also leave somewhere. */
  readonly arrivals: ReadonlyMap<string, readonly string[]>;
}

/**
 * Puts gains before losses, so that an agent who moves is never in neither group. Groups that have fewer members now than their
 * `coverage` demands come first, with what they must wait for: a rate limit may make the others wait for minutes.
 *
 * Where agents change places in a ring (A gives 8001 to B, B gives 8002 to A), no order of whole-list writes can do that. One
 * group of the ring is then written twice, the first time with both those who join and those who leave. That costs one
 * more call, for that group alone.
 */
export function orderWrites(actions: readonly Action[]): WriteOrder {
  const leaving = new Set(
    actions.flatMap((action) =>
      action.action === "replaceMembers" ? action.removed.map((member) => member.agentNumber) : [],
    ),
  );
  const arriving = new Set(actions.flatMap((action) => action.added.map((member) => member.agentNumber)));
  const moving = new Set([...leaving].filter((agent) => arriving.has(agent)));
  const awaited = new Awaited(actions, moving);

  const steps: Step[] = [];
  const arrivals = new Map<string, string[]>();
  const takeIn = (action: Action, stepId: string): void => {
    for (const agent of gains(action, moving)) {
      awaited.arrived(agent);
      const known = arrivals.get(agent);
      if (known === undefined) arrivals.set(agent, [stepId]);
      else known.push(stepId);
    }
  };
  const opened = new Map<Action, Step>();
  const { urgent, others } = awaited.byUrgency();
  for (let waiting of [urgent, others])
    while (waiting.length > 0) {
      const stuck: Pending[] = [];
      for (const pending of waiting) {
        if (pending.held > 0) {
          stuck.push(pending);
          continue;
        }
        const { action } = pending;
        const first = opened.get(action);
        steps.push(lastStep(action, moving, first));
        if (first === undefined) takeIn(action, action.id);
      }
      if (stuck.length === waiting.length) {
        const action = onRing(
          stuck.map((pending) => pending.action as ReplaceMembersAction),
          moving,
          awaited,
          opened,
        );
        const step = arrivalsStep(action);
        opened.set(action, step);
        steps.push(step);
        takeIn(action, step.id);
      }
      waiting = stuck;
    }
  return { steps, arrivals };
}

/** An action that is not in the order yet. */
interface Pending {
  readonly action: Action;
  /** How many of the agents who leave it have not arrived elsewhere yet. */
  held: number;
}

/**
 * Agents who have not arrived yet, and the actions that wait for them. Counts are kept rather than computed: where each of
 * 5,000 groups waits for the next one, they are asked for 12 million times.
 */
class Awaited {
  /** One for each action, in their order. */
  readonly pending: readonly Pending[];
  /** By moving agent: how many groups the agent still has to join. */
  readonly #places = new Map<string, number>();
  readonly #releasing = new Map<string, Pending[]>();
  readonly #moving: ReadonlySet<string>;

  constructor(actions: readonly Action[], moving: ReadonlySet<string>) {
    this.#moving = moving;
    for (const action of actions)
      for (const agent of gains(action, moving)) this.#places.set(agent, (this.#places.get(agent) ?? 0) + 1);
    this.pending = actions.map((action) => {
      const agents = losses(action, moving);
      const pending = { action, held: agents.length };
      for (const agent of agents) {
        const known = this.#releasing.get(agent);
        if (known === undefined) this.#releasing.set(agent, [pending]);
        else known.push(pending);
      }
      return pending;
    });
  }

  /**
   * Actions of groups with too few members, and all that these wait for, behind them; and the others. No action of the first
   * part waits for one of the second.
   */
  byUrgency(): { readonly urgent: readonly Pending[]; readonly others: readonly Pending[] } {
    const first = this.pending.filter(({ action }) => isBelowCoverage(action));
    if (first.length === 0) return { urgent: [], others: this.pending };
    const bringing = new Map<string, Pending[]>();
    for (const pending of this.pending)
      for (const agent of gains(pending.action, this.#moving)) {
        const known = bringing.get(agent);
        if (known === undefined) bringing.set(agent, [pending]);
        else known.push(pending);
      }
    const urgent = new Set(first);
    for (const { action } of urgent)
      for (const agent of losses(action, this.#moving))
        for (const pending of bringing.get(agent) ?? []) urgent.add(pending);
    return { urgent: [...urgent], others: this.pending.filter((pending) => !urgent.has(pending)) };
  }

  has(agent: string): boolean {
    return (this.#places.get(agent) ?? 0) > 0;
  }

  /** The agent has joined one of the groups. */
  arrived(agent: string): void {
    const places = (this.#places.get(agent) ?? 0) - 1;
    this.#places.set(agent, places);
    if (places !== 0) return;
    for (const pending of this.#releasing.get(agent) ?? []) pending.held -= 1;
  }
}

/** Has the group fewer members than its coverage demands, and gets some? */
function isBelowCoverage(action: Action): boolean {
  const members = action.action === "create" ? 0 : action.before.members.length;
  return members < (action.coverage?.min ?? 0) && action.added.length > 0;
}

/** The moving agents who join by an action. */
function gains(action: Action, moving: ReadonlySet<string>): string[] {
  return action.added.map((member) => member.agentNumber).filter((agent) => moving.has(agent));
}

/** The moving agents who leave by an action, each once. */
function losses(action: Action, moving: ReadonlySet<string>): string[] {
  if (action.action === "create") return [];
  const agents = new Set(action.removed.map((member) => member.agentNumber));
  return [...agents].filter((agent) => moving.has(agent));
}

function lastStep(action: Action, moving: ReadonlySet<string>, first: Step | undefined): Step {
  return {
    id: action.id,
    action,
    writes: action.after.members,
    expects: first?.writes ?? (action.action === "create" ? [] : action.before.members),
    ...(first === undefined ? {} : { follows: first.id }),
    releases: losses(action, moving),
  };
}

/** The first of two writes: those who join, beside those who will leave. */
function arrivalsStep(action: ReplaceMembersAction): Step {
  const staying = action.removed.map(plainMember);
  return {
    id: `${action.id}#arrivals`,
    action,
    writes: sortMembers([...action.after.members, ...staying]),
    expects: action.before.members,
    releases: [],
  };
}

/**
 * A group that is part of a ring, not merely behind one: starting from any stuck group, follows the groups that its agents
 * must join first until one group comes up again.
 */
function onRing(
  stuck: readonly ReplaceMembersAction[],
  moving: ReadonlySet<string>,
  awaited: Awaited,
  opened: ReadonlyMap<Action, Step>,
): ReplaceMembersAction {
  const takers = new Map<string, ReplaceMembersAction>();
  for (const action of stuck)
    if (!opened.has(action))
      for (const agent of gains(action, moving)) if (!takers.has(agent)) takers.set(agent, action);
  const seen = new Set<ReplaceMembersAction>();
  let action = stuck[0] as ReplaceMembersAction;
  while (!seen.has(action)) {
    seen.add(action);
    const blocking = losses(action, moving).find((agent) => awaited.has(agent) && takers.has(agent));
    const next = blocking === undefined ? undefined : takers.get(blocking);
    if (next === undefined) break;
    action = next;
  }
  return action;
}
