import type { Entry } from "../config/declarations.js";
import type { DesiredMember } from "../config/desired.js";
import { numberLookup } from "../config/expand.js";
import type { Member } from "../model/skillGroup.js";
import { type ListSteps, listSteps } from "./listSteps.js";
import { type MemberList, type MemberLists, memberListsOf } from "./memberLists.js";
import type { Reading } from "./reading.js";
import { isToBegin } from "./times.js";

/** What a group is to have: the members that its list answers for. */
export interface Target {
  readonly members: readonly Member[];
  /** The list leaves other members alone. */
  readonly isAdditive: boolean;
}

/** The changes of one team's list, and of the entries that take the team. */
export interface TeamSteps {
  readonly teams: readonly string[];
  readonly steps: ListSteps;
}

/**
 * Finds teams that drifted alike wherever they are used: whoever left, joined or got another priority in every group of a
 * team did so in the team. Groups that differ from each other are left to their own lists.
 *
 * @param targets by the group's number; a team with a user that is not among them is left alone
 */
export function teamSteps(reading: Reading, targets: ReadonlyMap<number, Target>): TeamSteps[] {
  const drift = new Drift(reading, memberListsOf(reading), targets);
  // What a roster brings at times says nothing of a team.
  const all = drift.lists.all.filter(
    ({ teams, users, isInRoster }) => users.size > 0 && teams.length > 0 && !isInRoster,
  );
  // Who joins all groups of a large team joins that one, not a small one in it.
  return all
    .toSorted((a, b) => b.users.size - a.users.size)
    .filter(({ users }) => [...users].every((user) => targets.has(user)))
    .flatMap((list) => drift.follow(list) ?? []);
}

class Drift {
  #steps: ListSteps;
  #isChanged = false;
  readonly #had: (group: number) => ReadonlyMap<string, number>;
  readonly #wanted: ReadonlyMap<number, ReadonlyMap<string, number>>;
  readonly #numberOf: (written: string) => string | undefined;
  /** Everybody whom an entry leaves out of the team. */
  readonly #excepted = new Map<string, Set<string>>();
  /** Who joined a team on the way, by group. */
  readonly #joined = new Map<number, Set<string>>();

  constructor(
    readonly reading: Reading,
    readonly lists: MemberLists,
    readonly targets: ReadonlyMap<number, Target>,
  ) {
    this.#steps = listSteps(lists.all);
    this.#numberOf = numberLookup(reading.declared.agents);
    this.#wanted = new Map([...targets].map(([group, { members }]) => [group, prioritiesOf(members)]));
    for (const entry of lists.all.flatMap(({ entries }) => entries)) {
      if (entry.kind === "agent" || entry.except === undefined) continue;
      const numbers = this.#excepted.get(entry.name) ?? new Set();
      this.#excepted.set(entry.name, numbers);
      for (const { name } of entry.except) numbers.add(this.#numberOf(name) ?? name);
    }
    const had = new Map<number, ReadonlyMap<string, number>>();
    this.#had = (group) => {
      const known = had.get(group) ?? prioritiesOf(listedIn(group, reading));
      had.set(group, known);
      return known;
    };
  }

  follow(list: MemberList): TeamSteps | undefined {
    if (this.#isGone(list)) return undefined;
    this.#steps = listSteps(this.lists.all);
    this.#isChanged = false;
    for (const [index, entry] of list.entries.entries()) {
      const agent = entry.kind === "agent" ? this.#numberOf(entry.name) : undefined;
      // An entry that does not count now says nothing of now.
      if (agent !== undefined && this.reading.present([entry]).length > 0) this.#followAgent(list, index, entry, agent);
    }
    if (list.users.size > 1 || this.#isAlone(list)) this.#join(list);
    return this.#isChanged ? { teams: list.teams, steps: this.#steps } : undefined;
  }

  /** Did everybody of the team leave every group? Then the groups leave the team, and it stays as it was. */
  #isGone(list: MemberList): boolean {
    const members = this.reading.present(list.entries);
    const stays = (user: number, agent: string) => this.#had(user).has(agent) && this.#wanted.get(user)?.has(agent);
    return (
      members.length > 0 && !members.some(({ agentNumber }) => [...list.users].some((user) => stays(user, agentNumber)))
    );
  }

  #followAgent(list: MemberList, index: number, entry: Entry, agent: string): void {
    // Where an entry leaves the agent out, the team says nothing of them.
    const users = [...list.users].filter((user) => this.#had(user).has(agent));
    if (users.length === 0 || [...list.users].some((user) => this.#comesLater(user, agent))) return;
    const [first, ...more] = users.map((user) => this.#wanted.get(user)?.get(agent));
    if (more.some((priority) => priority !== first)) return;
    if (first === undefined) {
      // Where it is taken without the agent, another group may want them.
      if ([...list.users].some((user) => this.#wanted.get(user)?.has(agent))) return;
      this.#isChanged = true;
      this.#steps.change(list, index, { kind: "remove" });
      this.#readmit(list, agent, index);
    } else if (entry.priority !== first && users.every((user) => this.#had(user).get(agent) !== first)) {
      this.#isChanged = true;
      this.#steps.change(list, index, { kind: "priority", member: { agentNumber: agent, priority: first } });
    }
  }

  /** Is the agent no member now, and will be one? Such a group says nothing of the team yet. */
  #comesLater(user: number, agent: string): boolean {
    const { at = 0 } = this.reading.moment ?? {};
    const { timeline = [] } = this.reading.desired.groups[user] ?? {};
    const isLater = ({ agentNumber, spans }: DesiredMember) => agentNumber === agent && isToBegin(spans, at);
    return !this.#had(user).has(agent) && timeline.some(isLater);
  }

  /** Entries that leave out an agent who is no longer in the team have nobody to leave out. */
  #readmit(list: MemberList, agent: string, index: number): void {
    const rest = list.entries.filter((_, other) => other !== index);
    if (this.reading.expand(rest).some(({ agentNumber }) => agentNumber === agent)) return;
    for (const user of this.lists.all) {
      for (const [at, entry] of user.entries.entries()) {
        if (entry.kind !== "team" || !list.teams.includes(entry.name)) continue;
        if (!entry.except?.some(({ name }) => this.#numberOf(name) === agent)) continue;
        this.#steps.change(user, at, { kind: "use", add: [], drop: [agent] });
      }
    }
  }

  /** Agents who are new in every group of the team. */
  #join(list: MemberList): void {
    const users = [...list.users];
    const [first = -1] = users;
    if (users.some((user) => this.targets.get(user)?.isAdditive)) return;
    const { moment } = this.reading;
    const later = new Set(
      moment === undefined
        ? []
        : this.reading
            .expand(list.entries)
            .flatMap(({ spans, agentNumber }) => (isToBegin(spans, moment.at) ? agentNumber : [])),
    );
    const isExcepted = (agent: string) => list.teams.some((team) => this.#excepted.get(team)?.has(agent));
    const joiners = [...(this.#wanted.get(first) ?? [])].filter(
      ([agent]) =>
        !isExcepted(agent) &&
        // Their groups say until when: see `listChange.ts`.
        !later.has(agent) &&
        users.every(
          (user) =>
            this.#wanted.get(user)?.has(agent) && !this.#had(user).has(agent) && !this.#joined.get(user)?.has(agent),
        ),
    );
    for (const [agent, priority] of joiners) {
      const hasOwn = users.every((user) => this.#wanted.get(user)?.get(agent) === this.#ownPriority(list, user));
      if (!hasOwn && users.some((user) => this.#wanted.get(user)?.get(agent) !== priority)) continue;
      for (const user of users) this.#joined.set(user, (this.#joined.get(user) ?? new Set()).add(agent));
      this.#isChanged = true;
      const entry = hasOwn ? { priority: 0 } : { priority, writesZero: true };
      this.#steps.add(list, { agentNumber: agent, ...entry });
    }
  }

  /** The priority that a member of the team gets in the group without one of its own; `undefined` where that is not plain. */
  #ownPriority(list: MemberList, group: number): number | undefined {
    const uses = (this.lists.ofGroup(group)?.entries ?? []).filter(
      ({ kind, name }) => kind === "team" && list.teams.includes(name),
    );
    const [use, ...more] = uses;
    return use === undefined || more.length > 0 ? undefined : (use.priority ?? 0);
  }

  /** Does the one group that uses the team consist of it? */
  #isAlone(list: MemberList): boolean {
    const [user = -1] = list.users;
    const [only, ...more] = this.lists.ofGroup(user)?.entries ?? [];
    return only?.kind === "team" && more.length === 0 && list.teams.includes(only.name);
  }
}

/** Whom the group's list has now, whether or not they are away. */
function listedIn(group: number, { desired, declared, present }: Reading): readonly Member[] {
  if (desired.absences === undefined) return desired.groups[group]?.members ?? [];
  return present(declared.groups[group]?.entries ?? []).toReversed();
}

function prioritiesOf(members: readonly Member[]): ReadonlyMap<string, number> {
  return new Map(members.map(({ agentNumber, priority }) => [agentNumber, priority]));
}
