import { type Member, sortMembers } from "../model/skillGroup.js";
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
  /** Agents who leave here and arrive elsewhere: their arrivals must have been carried out. */
  readonly releases: readonly string[];
}

export interface Schedule {
  /** In an order that respects every dependency. */
  readonly steps: readonly Step[];
  /** By agent number: the steps that bring the agent into a group. Only agents who also leave somewhere. */
  readonly arrivals: ReadonlyMap<string, readonly string[]>;
}

/**
 * Puts gains before losses, so that an agent who moves is never in neither group.
 *
 * Where agents change places in a ring (A gives 8001 to B, B gives 8002 to A) no order of whole-list writes does it:
 * one group of the ring is then written twice, first with those who come and those who go together. That costs one
 * call more, for that group alone.
 */
export function scheduleWrites(actions: readonly Action[]): Schedule {
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
  let waiting = awaited.pending;
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
  /** Of those whom it lets go, how many are still awaited elsewhere. */
  held: number;
}

/**
 * Who still has to be taken in somewhere, and what waits for that. Counted rather than looked up: where each of 5,000
 * groups waits for the next one, it is asked 12 million times.
 */
class Awaited {
  /** One for each action, in their order. */
  readonly pending: readonly Pending[];
  /** For every moving agent, how many groups still have to take it in. */
  readonly #places = new Map<string, number>();
  readonly #releasing = new Map<string, Pending[]>();

  constructor(actions: readonly Action[], moving: ReadonlySet<string>) {
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

  has(agent: string): boolean {
    return (this.#places.get(agent) ?? 0) > 0;
  }

  /** One group has taken the agent in. */
  arrived(agent: string): void {
    const places = (this.#places.get(agent) ?? 0) - 1;
    this.#places.set(agent, places);
    if (places !== 0) return;
    for (const pending of this.#releasing.get(agent) ?? []) pending.held -= 1;
  }
}

/** The moving agents that an action takes in. */
function gains(action: Action, moving: ReadonlySet<string>): string[] {
  return action.added.map((member) => member.agentNumber).filter((agent) => moving.has(agent));
}

/** The moving agents that an action lets go, each once. */
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

/** Those who come beside those who go. */
function arrivalsStep(action: ReplaceMembersAction): Step {
  const staying = action.removed.map(({ agentNumber, priority }) => ({ agentNumber, priority }));
  return {
    id: `${action.id}#arrivals`,
    action,
    writes: sortMembers([...action.after.members, ...staying]),
    expects: action.before.members,
    releases: [],
  };
}

/**
 * A group that is itself part of a ring, not merely behind one: from any stuck group follow "who must take in the
 * agent that you let go" until a group comes round again.
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
