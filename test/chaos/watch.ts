import type { Simulator } from "../../src/simulator/startSimulator.js";
import type { Cast, Dice } from "./cast.js";
import { AGENTS } from "./cast.js";

type Rosters = ReadonlyMap<string, { readonly displayName: string; readonly members: ReadonlySet<string> }>;

/**
 * Watches an account, call by call, and notes every broken promise. It compares states, and knows nothing of how
 * muster works.
 */
export class Watch {
  readonly broken: string[] = [];
  readonly #simulator: Simulator;
  readonly #cast: Cast;
  #last: Rosters;
  /** What the run's plan was made from; members who came later may not be lost by it. */
  #planned: Rosters | undefined;
  /** The same of a run that was killed: a write of its may still be on its way. */
  #plannedByTheDead: Rosters | undefined;
  /** Agents who are in a group now and are to be in one in the end: they may never be in none. */
  #anchored: ReadonlySet<string>;

  constructor(simulator: Simulator, cast: Cast) {
    this.#simulator = simulator;
    this.#cast = cast;
    this.#last = this.#state();
    this.#anchored = anchoredOf(cast);
  }

  newRun(afterKill = false): void {
    this.look();
    this.#plannedByTheDead = afterKill ? this.#planned : undefined;
    this.#planned = undefined;
  }

  /** Somebody in the console adds or removes an agent in a group that is about to be read again. */
  edit(exten: string, dice: Dice): void {
    this.look();
    const group = this.#simulator.state().groups.find((one) => one.exten === exten);
    if (group === undefined) return;
    const agent = dice.pick(AGENTS);
    const others = group.members.filter((member) => member.agentNumber !== agent);
    const members = others.length < group.members.length ? others : [...others, { agentNumber: agent, priority: 7 }];
    this.#simulator
      .editor()
      .editGroup(exten, { members: members.map(({ agentNumber, priority }) => ({ agent: agentNumber, priority })) });
    this.#anchored = new Set([...this.#anchored].filter((one) => one !== agent));
    this.#last = this.#state();
  }

  /** The account is being listed: the first listing of a run is what its plan is made from. */
  listed(): void {
    this.look();
    this.#planned ??= this.#last;
  }

  /** Compares what is now with what was at the last look. */
  look(): void {
    const now = this.#state();
    const names = new Map<string, number>();
    for (const [exten, group] of now) {
      names.set(group.displayName, (names.get(group.displayName) ?? 0) + 1);
      const before = this.#last.get(exten);
      for (const agent of before?.members ?? [])
        if (!group.members.has(agent)) this.#checkLoss(exten, group.displayName, agent);
    }
    for (const [name, count] of names) if (count > 1) this.broken.push(`"${name}" exists ${count} times`);
    const somewhere = new Set([...now.values()].flatMap((group) => [...group.members]));
    for (const agent of this.#anchored) if (!somewhere.has(agent)) this.broken.push(`${agent} is in no group`);
    this.#last = now;
  }

  #checkLoss(exten: string, displayName: string, agent: string): void {
    const desired = this.#cast.desired.find((group) => group.displayName === displayName);
    if (desired?.members === undefined)
      this.broken.push(`"${displayName}", whose members are not managed, lost ${agent}`);
    else if (desired.membership === "additive") this.broken.push(`additive "${displayName}" lost ${agent}`);
    else if (desired.members.has(agent)) this.broken.push(`"${displayName}" lost ${agent}, whom the files list`);
    else if (![this.#planned, this.#plannedByTheDead].some((plan) => plan?.get(exten)?.members.has(agent)))
      this.broken.push(`"${displayName}" lost ${agent}, who joined after the plan`);
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
