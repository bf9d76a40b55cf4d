import type { Group } from "../../src/simulator/account/account.js";
import type { Simulator } from "../../src/simulator/startSimulator.js";
import { AGENTS, type Cast } from "./cast.js";
import type { Dice } from "./dice.js";
import { LATEST_MS } from "./trouble.js";

type Rosters = ReadonlyMap<string, { readonly displayName: string; readonly members: ReadonlySet<string> }>;

export interface WatchOptions {
  /** The quick clock's ms. */
  readonly now: () => number;
  /** For this long before a write, an edit may go unseen. */
  readonly blindMs: number;
  /** Nothing keeps two runs at once from making a group each. */
  readonly mayDouble: boolean;
}

/**
 * Watches an account, call by call, and records every broken promise. It compares states, and knows nothing about how
 * muster works.
 */
export class Watch {
  readonly broken: string[] = [];
  readonly #simulator: Simulator;
  readonly #cast: Cast;
  readonly #options: WatchOptions;
  #last: Rosters;
  /** What the run's plan was made from; members who were added later may not be lost by it. */
  #planned: Rosters | undefined;
  #planning = true;
  /** The same for a run that was killed: a write of that run may still be on its way. */
  #plannedByTheDead: Rosters | undefined;
  /** Every plan so far, and when it was made: a write that is carried out late belongs to the plan that it was sent for. */
  readonly #plans: { readonly at: number; readonly rosters: Rosters }[] = [];
  /** Agents who are in a group now and will be in one in the end: they may never be in none. */
  #anchored: ReadonlySet<string>;
  /** When an agent was put into a group in the console, by `exten/agent`. */
  readonly #joined = new Map<string, { readonly at: number; readonly noticed: boolean }>();

  constructor(simulator: Simulator, cast: Cast, options: WatchOptions) {
    this.#simulator = simulator;
    this.#cast = cast;
    this.#options = options;
    this.#last = this.#state();
    this.#anchored = anchoredOf(cast);
  }

  newRun(afterKill = false): void {
    this.look();
    this.#plannedByTheDead = afterKill ? this.#planned : undefined;
    this.#planned = undefined;
    this.#planning = true;
  }

  /**
   * An edit in the console: adds or removes an agent in a group.
   *
   * @param noticed must a run notice it, because it reads the group just now? Otherwise it may be too late for that.
   */
  edit(exten: string, dice: Dice, noticed: boolean): void {
    this.look();
    const group = this.#simulator.state().groups.find((one) => one.exten === exten);
    if (group === undefined) return;
    const agent = dice.pick(AGENTS);
    const others = group.members.filter((member) => member.agentNumber !== agent);
    const joins = others.length === group.members.length;
    const members = joins ? [...others, { agentNumber: agent, priority: 7 }] : others;
    this.#simulator.editor().editGroup(exten, {
      members: members.map(({ agentNumber, priority }) => ({ agent: agentNumber, priority })),
      ...(group.raw === undefined ? {} : { raw: {} }),
    });
    if (joins) this.#joined.set(`${exten}/${agent}`, { at: this.#options.now(), noticed });
    this.#anchored = new Set([...this.#anchored].filter((one) => one !== agent));
    this.#last = this.#state();
  }

  /** The account is being listed: a plan is made from the last listing before it. */
  listed(): void {
    this.look();
    if (this.#planning) this.#planned = this.#last;
  }

  /** The run has read what it plans from. A call of the run before it, which was killed, may arrive after it began. */
  planMade(): void {
    if (this.#planned === undefined || !this.#planning) return;
    this.#planning = false;
    this.#plans.push({ at: this.#options.now(), rosters: this.#planned });
  }

  /** Compares the state now with the state at the last look. */
  look(): void {
    const now = this.#state();
    for (const [exten, group] of now) {
      const before = this.#last.get(exten);
      for (const agent of before?.members ?? [])
        if (!group.members.has(agent)) this.#checkLoss(exten, group.displayName, agent);
    }
    if (!this.#options.mayDouble) {
      for (const name of this.namesMadeTwice()) this.broken.push(`"${name}" was made although there was one`);
    }
    const somewhere = new Set([...now.values()].flatMap((group) => [...group.members]));
    for (const agent of this.#anchored) if (!somewhere.has(agent)) this.broken.push(`${agent} is in no group`);
    this.#last = now;
  }

  /** Names that `addQueue` was sent, and made a group for, although an older group with that name was there for it. */
  namesMadeTwice(): string[] {
    const seen = new Set<string>();
    return this.#simulator.state().groups.flatMap((group) => {
      if (isOthers(group)) return [];
      const name = group.sentName ?? group.displayName;
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [name];
    });
  }

  /** Desired names that no run can achieve: several groups have them, or the server stores them as another name. */
  blocked(): ReadonlySet<string> {
    const { groups } = this.#simulator.state();
    const bearers = (name: string): number => groups.filter(({ displayName }) => displayName === name).length;
    const renamed = groups.flatMap(({ sentName, displayName }) =>
      sentName && sentName !== displayName ? [sentName] : [],
    );
    const several = this.#cast.desired.map(({ displayName }) => displayName).filter((name) => bearers(name) > 1);
    return new Set([...renamed, ...several]);
  }

  /** What in the account differs from the files, except for blocked names and groups that wait for them. */
  differences(blocked: ReadonlySet<string>): string[] {
    const { groups } = this.#simulator.state();
    const waiting = this.#waitingFor(blocked);
    return this.#cast.desired.flatMap(({ displayName, membership, members }) => {
      if (waiting.has(displayName)) return [];
      const group = groups.find((one) => one.displayName === displayName);
      if (group === undefined) return [`"${displayName}" is not there`];
      if (members === undefined) return [];
      const live = new Map(group.members.map(({ agentNumber, priority }) => [agentNumber, priority]));
      const lacks = [...members].filter(([agent, priority]) => live.get(agent) !== priority);
      const extra = membership === "exact" ? [...live.keys()].filter((agent) => !members.has(agent)) : [];
      return lacks.length + extra.length === 0 ? [] : [`"${displayName}" is not as the files want it`];
    });
  }

  /**
   * Those, and the groups that an agent would leave for one of them: such a group stays as it is, and others wait for
   * it.
   */
  #waitingFor(blocked: ReadonlySet<string>): ReadonlySet<string> {
    const waiting = new Set(blocked);
    const { groups } = this.#simulator.state();
    for (let size = -1; size < waiting.size; ) {
      size = waiting.size;
      for (const { displayName, members } of groups) {
        const leaves = this.#cast.desired.some(
          (other) =>
            waiting.has(other.displayName) && members.some(({ agentNumber }) => other.members?.has(agentNumber)),
        );
        if (leaves) waiting.add(displayName);
      }
    }
    return waiting;
  }

  #checkLoss(exten: string, displayName: string, agent: string): void {
    const { at, noticed } = this.#joined.get(`${exten}/${agent}`) ?? { at: Number.NEGATIVE_INFINITY, noticed: true };
    const writtenAt = this.#writtenAt(exten);
    // A call that was sent before, and is carried out late: it cannot be taken back. It may even come after a later one.
    if (writtenAt < at || this.#isLateWriteOf(exten, at)) return;
    if (!noticed && writtenAt - at < this.#options.blindMs) return;
    const desired = this.#cast.desired.find((group) => group.displayName === displayName);
    if (desired?.members === undefined)
      this.broken.push(`"${displayName}", whose members are not managed, lost ${agent}`);
    else if (desired.membership === "additive") this.broken.push(`additive "${displayName}" lost ${agent}`);
    else if (desired.members.has(agent)) this.broken.push(`"${displayName}" lost ${agent}, whom the files list`);
    else if (
      ![this.#planned, this.#plannedByTheDead, this.#planAt(writtenAt)].some((plan) =>
        plan?.get(exten)?.members.has(agent),
      )
    )
      this.broken.push(
        `"${displayName}" lost ${agent} by a write at ${Math.round(writtenAt)}, who joined after the plan at ${Math.round(at)}${noticed ? ", just before a read" : ""}`,
      );
  }

  /** Was a list that a gateway gave up on sent for the group before `at`, and is it carried out after it? */
  #isLateWriteOf(exten: string, at: number): boolean {
    return this.#simulator.requests.some(
      ({ operation, body, countedAt, outcome }) =>
        operation === "updateQueueAssignMembers" &&
        (body as { exten?: unknown }).exten === exten &&
        String(outcome).startsWith("late-") &&
        countedAt !== null &&
        countedAt < at &&
        this.#options.now() < countedAt + LATEST_MS + 500,
    );
  }

  #planAt(at: number): Rosters | undefined {
    return this.#plans.findLast((plan) => plan.at <= at)?.rosters;
  }

  /** When the last list was sent for a group: monotonic ms. */
  #writtenAt(exten: string): number {
    const write = this.#simulator.requests.findLast(
      ({ operation, body, countedAt }) =>
        operation === "updateQueueAssignMembers" && countedAt !== null && (body as { exten?: unknown }).exten === exten,
    );
    return write?.countedAt ?? this.#options.now();
  }

  #state(): Rosters {
    return new Map(
      this.#simulator
        .state()
        .groups.map(({ exten, displayName, members }) => [
          exten,
          { displayName, members: new Set(members.map((member) => member.agentNumber)) },
        ]),
    );
  }
}

/** Made by someone else while the case ran. */
function isOthers({ createdAt, sentName }: Group): boolean {
  return createdAt > 0 && sentName === undefined;
}

function anchoredOf({ live, desired }: Cast): ReadonlySet<string> {
  const agentOf = (member: string | { agent: string }): string => (typeof member === "string" ? member : member.agent);
  const managed = new Map(desired.map((group) => [group.displayName, group]));
  const before = new Set(live.flatMap((group) => (group.members ?? []).map(agentOf)));
  const after = new Set([
    ...desired.flatMap((group) => [...(group.members?.keys() ?? [])]),
    ...live
      .filter((group) => {
        const wanted = managed.get(group.displayName);
        return wanted?.members === undefined || wanted.membership === "additive";
      })
      .flatMap((group) => (group.members ?? []).map(agentOf)),
  ]);
  return new Set([...before].filter((agent) => after.has(agent)));
}
