import type { Entry, TeamEntry } from "../config/declarations.js";
import { expander } from "../config/expand.js";
import { FindingList } from "../config/findings.js";
import type { AgentFinding } from "./findings.js";
import { type ListSteps, listSteps } from "./listSteps.js";
import { type MemberList, type MemberLists, memberListsOf } from "./memberLists.js";
import type { Reading } from "./reading.js";

/** An edit of one agent's memberships. Agents are numbers; groups are places in `DesiredState.groups`. */
export type AgentEdit =
  | { readonly kind: "add"; readonly agent: string; readonly to: ReadonlySet<number>; readonly priority?: number }
  /** From all groups and teams where `from` is absent. */
  | { readonly kind: "remove"; readonly agent: string; readonly from?: ReadonlySet<number> }
  | {
      readonly kind: "move";
      readonly agent: string;
      readonly from: ReadonlySet<number>;
      readonly to: ReadonlySet<number>;
      /** Absent: the one that the agent had. */
      readonly priority?: number;
    }
  /** `by` gets what the agent has: instead of the agent, or as well. */
  | { readonly kind: "replace" | "copy"; readonly agent: string; readonly by: string };

/** What an edit changes in the lists as they are now, and what it comes to. */
export interface AgentSteps {
  readonly steps: ListSteps;
  /** By group and agent, the priority to be; `undefined` for no member. */
  readonly goals: ReadonlyMap<number, ReadonlyMap<string, number | undefined>>;
  readonly findings: readonly AgentFinding[];
}

/**
 * Finds the lists to change for an edit. A team's list is changed where every group that has its members is meant; where
 * others have them, too, the groups that are meant take the team without the agent.
 *
 * @param before the files as they were: what a colleague had is read there
 * @param now the files as they are, after earlier rounds
 */
export function agentSteps(edit: AgentEdit, before: Reading, now: Reading): AgentSteps {
  const work = new Work(now, before);
  switch (edit.kind) {
    case "add":
      work.add(edit.agent, edit.to, edit.priority);
      break;
    case "remove":
      work.remove(edit.agent, edit.from);
      break;
    case "move":
      work.move(edit.agent, edit.from, edit.to, edit.priority);
      break;
    case "replace":
      work.follow(edit.agent, edit.by, true);
      break;
    case "copy":
      work.follow(edit.agent, edit.by, false);
  }
  if (!work.findings.some(({ severity }) => severity === "error")) work.settle(edit);
  return work;
}

class Work implements AgentSteps {
  readonly steps: ListSteps;
  readonly goals = new Map<number, Map<string, number | undefined>>();
  readonly findings: AgentFinding[] = [];
  readonly #lists: MemberLists;
  readonly #aliases: ReadonlyMap<string, string | undefined>;

  constructor(
    readonly now: Reading,
    readonly before: Reading,
  ) {
    this.#lists = memberListsOf(now);
    this.steps = listSteps(this.#lists.all);
    this.#aliases = new Map(now.declared.agents.map(({ alias, number }) => [alias, number]));
  }

  /** Without a priority the agent gets none of its own: 0, or the one that the team has in the group. */
  add(agent: string, to: ReadonlySet<number>, priority: number | undefined): void {
    const wanted = new Map<number, number>();
    const teams = new Map<MemberList, boolean>();
    for (const group of to) {
      const has = priorityIn(this.now, group, agent);
      if (has !== undefined) {
        if (priority !== undefined && has !== priority) this.#prioritize(agent, group, to, priority);
        continue;
      }
      const again = this.#priorityInTeam(group, agent);
      if (again !== undefined && (priority === undefined || priority === again)) {
        this.#goal(group, agent, again);
        continue;
      }
      const only = this.#onlyTeam(group);
      const team = only && this.#lists.ofTeam(only.name);
      if (only === undefined || team === undefined) wanted.set(group, priority ?? 0);
      else if (
        !this.#isInUnused(only.name) &&
        !this.#isExcepted(only.name, agent) &&
        [...team.users].every((user) => this.#mayJoin(agent, user, only.name, to))
      ) {
        const own = only.priority ?? 0;
        this.#goal(group, agent, priority ?? own);
        teams.set(team, teams.get(team) === true || own !== 0);
      } else {
        const others = [...team.users].filter((user) => !to.has(user));
        const args = { agent, displayName: this.#nameOf(group), team: only.name, others: this.#namesOf(others) };
        if (others.length > 0 && again === undefined)
          this.findings.push({ code: "beside-team", severity: "warning", args });
        wanted.set(group, priority ?? 0);
      }
    }
    for (const [team, sets] of teams)
      this.steps.add(team, { agentNumber: agent, priority: priority ?? 0, writesZero: priority !== undefined && sets });
    this.#want(agent, wanted);
  }

  /** Is it part of a team that no group uses? What that one wants with an agent no group can tell. */
  #isInUnused(team: string): boolean {
    const around = new Set([team]);
    // A set also hands out what is added to it on the way.
    for (const inner of around)
      for (const { team: outer, entries } of this.now.declared.teams)
        if (entries.some(({ kind, name }) => kind === "team" && name === inner)) around.add(outer);
    return [...around].some((name) => this.#lists.ofTeam(name)?.users.size === 0);
  }

  /** @param from absent: from everywhere, unused teams included */
  remove(agent: string, from: ReadonlySet<number> | undefined): void {
    for (const list of this.#lists.all) {
      const entries = this.#naming(list, agent);
      const isMeant = (group: number) => from === undefined || from.has(group);
      const meant = [...list.users].filter(isMeant);
      if (entries.length === 0 || (meant.length === 0 && from !== undefined)) continue;
      if (meant.length === list.users.size)
        for (const entry of entries) this.steps.change(list, entry, { kind: "remove" });
    }
    for (const [group, { membership, displayName }] of this.now.desired.groups.entries()) {
      if (from?.has(group) === false || priorityIn(this.now, group, agent) === undefined) continue;
      this.#goal(group, agent, undefined);
      const args = { agent, displayName };
      if (membership === "additive") this.findings.push({ code: "stays-live", severity: "warning", args });
    }
  }

  move(agent: string, from: ReadonlySet<number>, to: ReadonlySet<number>, priority: number | undefined): void {
    const had = new Map([...from].map((group) => [group, priorityIn(this.before, group, agent)]));
    const missing = [...had].flatMap(([group, one]) => (one === undefined ? [group] : []));
    const isDone = missing.length === from.size && [...to].every((group) => this.#hasBefore(group, agent));
    if (isDone) return;
    for (const group of missing) {
      const args = { agent, displayName: this.#nameOf(group) };
      this.findings.push({ code: "not-a-member", severity: "error", args });
    }
    const priorities = new Set([...had.values()].flatMap((one) => one ?? []));
    if (priority === undefined && priorities.size > 1) {
      const args = { agent, priorities: [...priorities].sort((a, b) => a - b) };
      this.findings.push({ code: "priorities-differ", severity: "error", args });
    }
    const joins = [...to].filter((group) => priority !== undefined || !this.#hasBefore(group, agent));
    this.remove(agent, from);
    this.add(agent, new Set(joins), priority ?? [...priorities][0] ?? 0);
  }

  /** `by` stands wherever the agent does; in groups where it was before, it keeps its own entry. */
  follow(agent: string, by: string, instead: boolean): void {
    if (agent === by) return;
    const has = new Set<number>();
    for (const [group, { displayName }] of this.before.desired.groups.entries()) {
      const [own, other] = [priorityIn(this.before, group, by), priorityIn(this.before, group, agent)];
      if (own !== undefined) has.add(group);
      if (other === undefined) continue;
      this.#goal(group, by, own ?? other);
      if (instead) this.#goal(group, agent, undefined);
      const args = { agent: by, displayName, priority: own ?? 0, other };
      if (own !== undefined && own !== other) this.findings.push({ code: "priority-kept", severity: "warning", args });
    }
    const isNowhere = [...this.before.desired.groups.keys()].every((group) => !this.#hasBefore(group, agent));
    if (!instead && isNowhere) this.findings.push({ code: "in-no-group", severity: "error", args: { agent } });
    for (const list of this.#lists.all) {
      const entries = this.#naming(list, agent);
      const isThere = (member: { agentNumber: string }) => member.agentNumber === by;
      const isFree =
        list.users.size === 0
          ? !this.now.expand(list.entries).some(isThere)
          : this.#naming(list, by).length === 0 && [...list.users].every((user) => !has.has(user));
      if (entries.length > 0 && isFree) {
        if (instead) for (const entry of entries) this.steps.change(list, entry, { kind: "agent", agentNumber: by });
        else if (list.users.size > 0) this.#addLike(list, entries, by);
        // Who takes the team otherwise is not to get anybody by it.
        for (const user of list.users) {
          const had = priorityIn(this.before, user, by);
          if (this.goals.get(user)?.has(by) !== true) this.#goal(user, by, had);
        }
      } else if (instead) for (const entry of entries) this.steps.change(list, entry, { kind: "remove" });
    }
    this.#exceptLike(agent, by);
    const wanted = [...this.goals].flatMap(([group, goals]) => {
      const priority = goals.get(by);
      return priority === undefined ? [] : [[group, priority] as const];
    });
    this.#want(by, new Map(wanted));
  }

  /** Who is where a colleague is, is left out where the colleague is. */
  #exceptLike(agent: string, by: string): void {
    const { expand } = this.#after();
    for (const [list, index, entry] of this.#excepting(agent)) {
      const others = (entry.except ?? []).filter(({ name }) => this.#numberOf(name) !== by);
      const reaches = (reach: Reading["expand"]) =>
        reach([{ ...entry, except: others }]).some(({ agentNumber }) => agentNumber === by);
      if (reaches(expand) && !reaches(this.now.expand))
        this.steps.change(list, index, { kind: "use", add: [by], drop: [] });
    }
  }

  #addLike(list: MemberList, entries: readonly number[], agentNumber: string): void {
    const inTeam = list.teams.length > 0;
    for (const priority of new Set(entries.map((entry) => list.entries[entry]?.priority)))
      this.steps.add(list, {
        agentNumber,
        priority: priority ?? 0,
        writesZero: inTeam && priority !== undefined,
      });
  }

  /** Groups that are to have the agent, by whatever entry. */
  #want(agentNumber: string, wanted: ReadonlyMap<number, number>): void {
    for (const [group, priority] of wanted) {
      this.#goal(group, agentNumber, priority);
      if (this.#lists.ofGroup(group) !== undefined) continue;
      const { displayName, source } = this.now.desired.groups[group] ?? {};
      const args = { displayName: displayName ?? "" };
      this.findings.push({ code: "members-not-managed", severity: "error", args, ...(source && { source }) });
    }
  }

  /** Another priority in every list through which the agent comes into the group. */
  #prioritize(agentNumber: string, group: number, meant: ReadonlySet<number>, priority: number): void {
    this.#goal(group, agentNumber, priority);
    for (const list of this.#lists.all) {
      if (!list.users.has(group)) continue;
      const isMeant = (user: number) => meant.has(user);
      for (const entry of this.#naming(list, agentNumber)) {
        const member = { agentNumber, priority };
        if ([...list.users].every(isMeant)) this.steps.change(list, entry, { kind: "priority", member });
      }
    }
  }

  /** What is not yet as it is to be after all steps is put right in the groups' own lists. */
  settle(edit: AgentEdit): void {
    const agents = new Set([edit.agent, "by" in edit ? edit.by : edit.agent]);
    for (const agent of agents) {
      this.#dropExceptions(agent);
      this.#exceptFromUnused(agent);
    }
    const done = new Map<MemberList, Set<string>>();
    for (const [group, goals] of this.goals) {
      const list = this.#lists.ofGroup(group);
      if (list === undefined) continue;
      const settled = done.get(list) ?? new Set();
      done.set(list, settled);
      for (const [agent, priority] of goals)
        if (!settled.has(agent) && this.#settleIn(list, group, agent, priority)) settled.add(agent);
    }
  }

  /** @returns whether the list was changed, or cannot be */
  #settleIn(list: MemberList, group: number, agent: string, priority: number | undefined): boolean {
    const { expand } = this.#after();
    const reached = this.steps.entriesOf(list).map(({ entry, index }) => ({
      entry,
      index,
      priorities: expand([entry]).flatMap((one) => (one.agentNumber === agent ? one.priority : [])),
    }));
    const wrong = reached.filter(({ priorities }) => priorities.some((one) => one !== priority));
    let isThere = reached.some(
      ({ priorities }) => priorities.length > 0 && priorities.every((one) => one === priority),
    );
    if (wrong.length === 0 && (isThere || priority === undefined)) return false;
    const isMeant = (user: number) => {
      const goals = this.goals.get(user);
      return goals?.has(agent) === true && goals.get(agent) === priority;
    };
    if (![...list.users].every(isMeant)) {
      this.#refuse(agent, list, isMeant, wrong[0]?.index);
      return true;
    }
    for (const { entry, index } of wrong) {
      if (index === undefined) continue;
      if (entry.kind === "team") {
        this.steps.change(list, index, { kind: "use", add: [agent], drop: [] });
        this.#sayExcepted(agent, group, entry.name);
      } else if (priority === undefined || isThere) this.steps.change(list, index, { kind: "remove" });
      else {
        this.steps.change(list, index, { kind: "priority", member: { agentNumber: agent, priority } });
        isThere = true;
      }
    }
    if (priority !== undefined && !isThere && !this.#readmit(list, agent, priority))
      this.steps.add(list, { agentNumber: agent, priority });
    return true;
  }

  /** Takes an exception back, where the team then gives the agent the priority. */
  #readmit(list: MemberList, agent: string, priority: number): boolean {
    const { expand } = this.#after();
    for (const { entry, index } of this.steps.entriesOf(list)) {
      if (entry.kind === "agent" || index === undefined) continue;
      const except = (entry.except ?? []).filter(({ name }) => this.#numberOf(name) !== agent);
      if (except.length === (entry.except ?? []).length) continue;
      const members = expand([{ ...entry, except }]).filter(({ agentNumber }) => agentNumber === agent);
      if (members.length === 0 || members.some((one) => one.priority !== priority)) continue;
      this.steps.change(list, index, { kind: "use", add: [], drop: [agent] });
      return true;
    }
    return false;
  }

  /** The priority that a team would give the agent in the group, if its entry did not leave them out. */
  #priorityInTeam(group: number, agent: string): number | undefined {
    const own = this.#lists.ofGroup(group);
    for (const [list, , entry] of this.#excepting(agent)) {
      if (list !== own) continue;
      const except = (entry.except ?? []).filter(({ name }) => this.#numberOf(name) !== agent);
      const members = this.now.expand([{ ...entry, except }]).filter(({ agentNumber }) => agentNumber === agent);
      const [first, ...more] = members.map(({ priority }) => priority);
      if (first !== undefined && more.every((one) => one === first)) return first;
    }
    return undefined;
  }

  /** Exceptions that have nobody to leave out any more. */
  #dropExceptions(agent: string): void {
    const { expand } = this.#after();
    for (const [list, index, entry] of this.#excepting(agent)) {
      const except = (entry.except ?? []).filter(({ name }) => this.#numberOf(name) !== agent);
      const reaches = (reach: Reading["expand"]) =>
        reach([{ ...entry, except }]).some(({ agentNumber }) => agentNumber === agent);
      if (reaches(this.now.expand) && !reaches(expand))
        this.steps.change(list, index, { kind: "use", add: [], drop: [agent] });
    }
  }

  /** A team that no group uses keeps what it says of an agent, who now comes with another priority through a team in it. */
  #exceptFromUnused(agent: string): void {
    for (const list of this.#lists.all) {
      if (list.users.size > 0) continue;
      for (const { entry, index } of this.steps.entriesOf(list)) {
        const { expand, conflicts } = this.#after();
        if (!conflicts) return;
        const reached = this.steps.entriesOf(list).flatMap((one) => expand([one.entry]));
        const isThere = expand([entry]).some(({ agentNumber }) => agentNumber === agent);
        const count = reached.filter(({ agentNumber }) => agentNumber === agent).length;
        if (entry.kind === "team" && index !== undefined && isThere && count > 1)
          this.steps.change(list, index, { kind: "use", add: [agent], drop: [] });
      }
    }
  }

  /** What the teams are after the steps so far. */
  #after(): { readonly expand: Reading["expand"]; readonly conflicts: boolean } {
    const teams = this.now.declared.teams.map((one) => {
      const list = this.#lists.ofTeam(one.team);
      return list === undefined ? one : { ...one, entries: this.steps.entriesOf(list).map(({ entry }) => entry) };
    });
    const sink = new FindingList();
    const expand = expander({ ...this.now.declared, teams }, sink);
    return { expand, conflicts: sink.hasError };
  }

  /** Every entry that leaves the agent out of its team. */
  #excepting(agent: string): [list: MemberList, index: number, entry: TeamEntry][] {
    return this.#lists.all.flatMap((list) =>
      list.entries.flatMap((entry, index): [MemberList, number, TeamEntry][] =>
        entry.kind === "team" && entry.except?.some(({ name }) => this.#numberOf(name) === agent)
          ? [[list, index, entry]]
          : [],
      ),
    );
  }

  #isExcepted(team: string, agent: string): boolean {
    return this.#excepting(agent).some(([, , entry]) => entry.name === team);
  }

  #sayExcepted(agent: string, group: number, team: string): void {
    const isNaming = ({ entry }: { entry: Entry }) => entry.kind === "agent" && this.#numberOf(entry.name) === agent;
    const users = this.#lists.all.flatMap((list) =>
      list.users.has(group) && this.steps.entriesOf(list).some(isNaming) ? [...list.users] : [],
    );
    const others = new Set(users.filter((user) => this.goals.get(user)?.has(agent) !== true));
    const args = { agent, displayName: this.#nameOf(group), team, others: this.#namesOf([...others]) };
    this.#once({ code: "excepted", severity: "warning", args });
  }

  #numberOf(name: string): string {
    return this.#aliases.get(name) ?? name;
  }

  #refuse(agent: string, list: MemberList, isMeant: (group: number) => boolean, entry?: number): void {
    const users = [...list.users];
    const args = {
      agent,
      groups: this.#namesOf(users.filter(isMeant)),
      others: this.#namesOf(users.filter((user) => !isMeant(user))),
    };
    const source = entry === undefined ? undefined : list.entries[entry]?.at;
    this.#once({ code: "in-shared-list", severity: "error", args, ...(source && { source }) });
  }

  #once(finding: AgentFinding): void {
    const isSame = (other: AgentFinding) => JSON.stringify(other) === JSON.stringify(finding);
    if (!this.findings.some(isSame)) this.findings.push(finding);
  }

  #goal(group: number, agent: string, priority: number | undefined): void {
    const goals = this.goals.get(group) ?? new Map<string, number | undefined>();
    this.goals.set(group, goals.set(agent, priority));
  }

  /** The team that a group's list consists of, if it is one and nothing else. */
  #onlyTeam(group: number): Entry | undefined {
    const [only, ...more] = this.#lists.ofGroup(group)?.entries ?? [];
    return only?.kind === "team" && more.length === 0 ? only : undefined;
  }

  #mayJoin(agent: string, group: number, team: string, to: ReadonlySet<number>): boolean {
    const isNew = priorityIn(this.now, group, agent) === undefined;
    return to.has(group) && isNew && this.#onlyTeam(group)?.name === team;
  }

  #naming({ entries }: MemberList, agent: string): number[] {
    const isNamed = ({ kind, name }: Entry) => kind === "agent" && this.#numberOf(name) === agent;
    return entries.flatMap((entry, index) => (isNamed(entry) ? index : []));
  }

  #hasBefore(group: number, agent: string): boolean {
    return priorityIn(this.before, group, agent) !== undefined;
  }

  #nameOf(group: number): string {
    return this.now.desired.groups[group]?.displayName ?? "";
  }

  #namesOf(groups: readonly number[]): string[] {
    return groups.map((group) => this.#nameOf(group));
  }
}

/** An agent's priority in a group; `undefined` for no member. */
export function priorityIn({ desired }: Reading, group: number, agent: string): number | undefined {
  return desired.groups[group]?.members?.find(({ agentNumber }) => agentNumber === agent)?.priority;
}
