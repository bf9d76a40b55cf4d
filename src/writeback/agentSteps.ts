import type { Entry } from "../config/declarations.js";
import type { DesiredMember } from "../config/desired.js";
import { tableRowsOf } from "../config/time/tableRows.js";
import { placeOf } from "../model/source.js";
import { extentOf, type Span } from "../model/span.js";
import type { NewEntry } from "./entries.js";
import { Exceptions } from "./exceptions.js";
import type { AgentFinding } from "./findings.js";
import { type ListSteps, listSteps } from "./listSteps.js";
import { type MemberList, type MemberLists, memberListsOf } from "./memberLists.js";
import type { Reading } from "./reading.js";
import { type Goals, Settling } from "./settleLists.js";
import { isToBegin, timeOf, type WrittenTime } from "./times.js";

/** An edit of one agent's memberships. Agents are numbers; groups are places in `DesiredState.groups`. */
export type AgentEdit =
  | {
      readonly kind: "add";
      readonly agent: string;
      readonly to: ReadonlySet<number>;
      readonly priority?: number;
      readonly until?: string;
    }
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
  /** What is to be true of now, whoever is away then aside. */
  readonly goals: Goals;
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
  work.refuseAway("by" in edit ? edit.by : edit.agent, edit);
  switch (edit.kind) {
    case "add":
      {
        const { agent, to, priority, until } = edit;
        work.add(agent, to, priority, until === undefined ? undefined : { until });
      }
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
  if (!work.findings.some(({ severity }) => severity === "error")) {
    work.settle(
      [edit.agent, "by" in edit ? edit.by : edit.agent],
      edit.kind === "replace"
        ? [
            [edit.agent, false],
            [edit.by, true],
          ]
        : [],
    );
    work.refuseRows(edit);
  }
  return work;
}

class Work implements AgentSteps {
  readonly steps: ListSteps;
  readonly goals = new Map<number, Map<string, number | undefined>>();
  readonly findings: AgentFinding[] = [];
  readonly #lists: MemberLists;
  readonly #exceptions: Exceptions;
  /** Groups where the agent to be replaced takes somebody's place, and with which priority. */
  readonly #covers = new Map<number, number>();
  /** When an agent is there who is added to a list of the file. */
  #timeIn: (path: string) => WrittenTime = () => ({});

  constructor(
    readonly now: Reading,
    readonly before: Reading,
  ) {
    this.#lists = memberListsOf(now);
    this.steps = listSteps(this.#lists.all);
    this.#exceptions = new Exceptions(now, this.#lists, this.steps);
  }

  /** Without a priority the agent gets none of its own: 0, or the one that the team has in the group. */
  add(agent: string, to: ReadonlySet<number>, priority: number | undefined, time?: WrittenTime): void {
    if (time !== undefined) this.#timeIn = () => time;
    const wanted = new Map<number, number>();
    const teams = new Map<MemberList, boolean>();
    for (const group of to) {
      const has = priorityIn(this.now, group, agent);
      if (has !== undefined) {
        // Another priority is asked for within the time that the agent has.
        if (time !== undefined || priority === undefined) this.#refuseOtherEnd(agent, group, time?.until);
        if (priority !== undefined && has !== priority) this.#prioritize(agent, group, to, priority);
        continue;
      }
      this.#refuseConflict(agent, group, priority ?? this.#onlyTeam(group)?.priority ?? 0, time?.until);
      const again = this.#exceptions.priorityInTeam(group, agent);
      if (again !== undefined && time === undefined && (priority === undefined || priority === again)) {
        this.#goal(group, agent, again);
        continue;
      }
      const only = this.#onlyTeam(group);
      const team = only && this.#lists.ofTeam(only.name);
      if (only === undefined || team === undefined) wanted.set(group, priority ?? 0);
      else if (
        !this.#isInUnused(only.name) &&
        !this.#exceptions.isExcepted(only.name, agent) &&
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
      this.steps.add(team, {
        agentNumber: agent,
        priority: priority ?? 0,
        writesZero: priority !== undefined && sets,
        ...this.#timeIn(team.path),
      });
    this.#want(agent, wanted);
  }

  /** A member is not given another end: which entry is meant, and whether the agent may leave, is for a person to say. */
  #refuseOtherEnd(agent: string, group: number, until: string | undefined): void {
    const { source } = memberIn(this.now, group, agent) ?? {};
    if (source === undefined || source.until === until) return;
    const ends = source.until;
    const args = { agent, displayName: this.#nameOf(group), ...(until && { until }), ...(ends && { ends }) };
    this.findings.push({ code: "member-already", severity: "error", args, source: placeOf(source) });
  }

  /** Whoever joins while away would join later: that is for a person to say. */
  refuseAway(joins: string, { kind }: AgentEdit): void {
    const { at = 0 } = this.now.moment ?? {};
    const away = (this.before.desired.absences ?? []).find(
      (one) => one.agentNumber === joins && one.from <= at && at < one.until,
    );
    if (kind === "remove" || away === undefined) return;
    const { source, until } = away;
    const args = { agent: joins, until: this.now.moment?.wallOf(until, source.file) ?? "" };
    this.findings.push({ code: "away-now", severity: "error", args, source: placeOf(source) });
  }

  /** What is a row of a roster as well says nothing of a group alone, and holds neither priorities nor times. */
  refuseRows(edit: AgentEdit): void {
    const isAll =
      edit.kind === "replace" || edit.kind === "copy" || (edit.kind === "remove" && edit.from === undefined);
    for (const list of this.#lists.all) {
      if (list.rowOf === undefined) continue;
      const { entries, added } = this.steps.changesOf(list);
      if (entries.length + added.length === 0) continue;
      const isPlain = ({ priority, from, until, when }: NewEntry) =>
        priority === 0 && from === undefined && until === undefined && when === undefined;
      const isRow = entries.every(({ kind }) => kind !== "priority") && added.every(isPlain);
      const isEmpty = entries.length === list.entries.length && entries.every(({ kind }) => kind === "remove");
      if (isAll && isRow && !isEmpty) continue;
      const groups = list.users.size === 0 ? [...list.teams] : this.#namesOf([...list.users]);
      const args = { agent: edit.agent, groups, others: [], roster: list.rowOf };
      const at = list.entries[0]?.at;
      this.findings.push({ code: "in-shared-list", severity: "error", args, ...(at && { source: placeOf(at) }) });
    }
  }

  /** A cover has the place for as long as the other is away, by no entry of its own. */
  #refuseCover(agent: string, group: number): boolean {
    const { source } = memberIn(this.before, group, agent) ?? {};
    if (source?.coverFor === undefined) return false;
    const args = { agent, displayName: this.#nameOf(group), other: source.coverFor };
    this.findings.push({ code: "there-as-cover", severity: "error", args, source: placeOf(source) });
    return true;
  }

  /** Is the agent there for a while, and for less than others? */
  #endsBefore(agent: string, group: number, end: number): boolean {
    const member = memberIn(this.before, group, agent);
    const span = extentOf(member?.spans);
    return member?.source.until !== undefined && span !== undefined && span.until < end;
  }

  /** Whoever is to join with another priority before that is over cannot have two then. */
  #refuseConflict(agent: string, group: number, priority: number, until: string | undefined): void {
    const { moment, desired } = this.now;
    const end = until === undefined ? undefined : moment?.instantOf(until);
    const isMet = ({ from }: Span) => from > (moment?.at ?? 0) && from < (end ?? Number.POSITIVE_INFINITY);
    const entry = desired.groups[group]?.timeline?.find(
      (one) => one.agentNumber === agent && one.priority !== priority && one.spans?.some(isMet),
    );
    const span = entry?.spans?.find(isMet);
    if (entry === undefined || span === undefined) return;
    const begins = span.begins ?? moment?.wallOf(span.from, entry.source.file) ?? "";
    const args = { agent, displayName: this.#nameOf(group), begins, ...(until && { until }) };
    this.findings.push({ code: "member-already", severity: "error", args, source: placeOf(entry.source) });
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
    if (from === undefined) this.#removeFromRosters(agent);
    for (const [group, { membership, displayName }] of this.now.desired.groups.entries()) {
      if (from?.has(group) === false || !isEverIn(this.now, group, agent)) continue;
      if (from !== undefined && this.#refuseCover(agent, group)) continue;
      this.#goal(group, agent, undefined);
      const args = { agent, displayName };
      if (membership === "additive") this.findings.push({ code: "stays-live", severity: "warning", args });
    }
  }

  /** Out of rows of a week, and of cycles where nobody else would have to move up. */
  #removeFromRosters(agent: string): void {
    if (this.#isInTable(agent)) return;
    for (const list of this.#lists.rosters) {
      const entries = this.#naming(list, agent);
      if (entries.length === 0) continue;
      const { kind, roster, rows, row } = list;
      if (entries.length === list.entries.length) this.steps.change(rows, row, { kind: "remove" });
      else if (kind === "week" || entries.every((entry) => entry === list.entries.length - 1))
        for (const entry of entries) this.steps.change(list, entry, { kind: "remove" });
      else {
        const at = list.entries[entries[0] ?? 0]?.nameAt;
        const args = { agent, roster };
        this.findings.push({ code: "cycle-order", severity: "error", args, ...(at && { source: placeOf(at) }) });
      }
      for (const [using, index, { except = [] }] of this.#exceptions.usesOf(roster))
        if (except.some(({ name }) => this.#exceptions.numberOf(name) === agent))
          this.steps.change(using, index, { kind: "use", add: [], drop: [agent] });
    }
  }

  /** Tables are edited as tables. */
  #isInTable(agent: string): boolean {
    const { declared, moment } = this.before;
    if (moment === undefined) return false;
    const [row] = tableRowsOf(agent, declared.timetable, moment.textOf(moment.at).slice(0, 10));
    if (row === undefined) return false;
    const { roster, source } = row;
    this.findings.push({
      code: "in-table",
      severity: "error",
      args: { agent, roster, file: source.file },
      source: { ...source },
    });
    return true;
  }

  /** `by` has the agent's places in rosters. In groups where it was before, their entries leave it out. */
  #followInRosters(agent: string, by: string, instead: boolean): void {
    const isOther = new Set<string>();
    for (const list of this.#lists.rosters) {
      const entries = this.#naming(list, agent);
      const { roster, kind } = list;
      if (entries.length === 0) continue;
      const at = list.entries[entries[0] ?? 0]?.nameAt;
      const refuse = (code: "in-roster-already" | "cycle-place", who: string) =>
        this.findings.push({
          code,
          severity: "error",
          args: { agent: who, roster },
          ...(at && { source: placeOf(at) }),
        });
      if (this.before.declared.timetable?.rosterDays(roster)?.has(by)) refuse("in-roster-already", by);
      else if (this.#naming(list, by).length > 0) continue;
      else if (instead) for (const entry of entries) this.steps.change(list, entry, { kind: "agent", agentNumber: by });
      else if (kind === "cycle") refuse("cycle-place", agent);
      else this.steps.add(list, { agentNumber: by, priority: 0 });
      isOther.add(roster);
    }
    for (const roster of isOther) {
      for (const [list, index, { except = [] }] of this.#exceptions.usesOf(roster)) {
        const isOut = except.some(({ name }) => this.#exceptions.numberOf(name) === agent);
        const isThere = list.users.size > 0 && [...list.users].every((user) => isEverIn(this.before, user, by));
        const add = isOut || isThere ? [by] : [];
        if (isOut || isThere)
          this.steps.change(list, index, { kind: "use", add, drop: isOut && instead ? [agent] : [] });
      }
    }
  }

  move(agent: string, from: ReadonlySet<number>, to: ReadonlySet<number>, priority: number | undefined): void {
    const had = new Map([...from].map((group) => [group, priorityIn(this.before, group, agent)]));
    const missing = [...had].flatMap(([group, one]) => (one === undefined ? [group] : []));
    const isDone =
      missing.length === from.size &&
      [...to].every((group) => this.#hasBefore(group, agent)) &&
      ![...from].some((group) => isToCome(this.before, group, agent));
    if (isDone) return;
    const isRefused = [...from].filter((group) => this.#refuseByRoster(agent, group, to));
    for (const group of missing) {
      const args = { agent, displayName: this.#nameOf(group) };
      if (!isRefused.includes(group)) this.findings.push({ code: "not-a-member", severity: "error", args });
    }
    const priorities = new Set([...had.values()].flatMap((one) => one ?? []));
    if (priority === undefined && priorities.size > 1) {
      const args = { agent, priorities: [...priorities].sort((a, b) => a - b) };
      this.findings.push({ code: "priorities-differ", severity: "error", args });
    }
    const joins = [...to].filter((group) => priority !== undefined || !this.#hasBefore(group, agent));
    const when = this.#whenIn(from, agent);
    this.remove(agent, from);
    const spans = [...from].map((group) => extentOf(memberIn(this.before, group, agent)?.spans));
    // Whoever is there for a while goes for a while.
    const until = Math.max(...spans.map((span) => span?.until ?? Number.POSITIVE_INFINITY));
    const { moment } = this.now;
    this.#timeIn = (path) => when ?? (moment && Number.isFinite(until) ? { until: moment.wallOf(until, path) } : {});
    // Whoever has gone to where others end sooner would soon be nowhere.
    for (const group of to) {
      const { source } = memberIn(this.before, group, agent) ?? {};
      if (source === undefined || joins.includes(group) || !this.#endsBefore(agent, group, until)) continue;
      this.#refuseOtherEnd(agent, group, this.#timeIn(source.file).until);
    }
    this.add(agent, new Set(joins), priority ?? [...priorities][0] ?? 0);
  }

  /** By a roster the agent comes and goes, which no entry of another group's list would do. */
  #refuseByRoster(agent: string, group: number, to: ReadonlySet<number>): boolean {
    const { timeline = [] } = this.before.desired.groups[group] ?? {};
    const { at = 0 } = this.before.moment ?? {};
    const isAhead = ({ until }: Span) => until > at;
    const own = timeline.find(
      ({ agentNumber, source, spans }) =>
        agentNumber === agent && source.roster !== undefined && (spans?.some(isAhead) ?? true),
    );
    if (own === undefined || own.source.roster === undefined) return false;
    if ([...to].every((one) => this.#hasBefore(one, agent))) return false;
    const args = { agent, displayName: this.#nameOf(group), roster: own.source.roster };
    this.findings.push({ code: "moves-by-roster", severity: "error", args, source: placeOf(own.source) });
    return true;
  }

  /** The days and times of the day at which the agent is in the groups, where an entry says so. */
  #whenIn(groups: ReadonlySet<number>, agent: string): WrittenTime | undefined {
    const own = [...groups].flatMap((group) => memberIn(this.before, group, agent)?.source ?? []);
    const lists = memberListsOf(this.before).all.flatMap(({ entries }) => entries);
    const times = own.flatMap((source) => {
      const entry = lists.find(({ at }) => JSON.stringify(placeOf(at)) === JSON.stringify(placeOf(source)));
      return entry?.time?.when === undefined ? [] : timeOf(entry.time);
    });
    const [first] = times;
    return first === undefined ? undefined : { ...first };
  }

  /** `by` stands wherever the agent does; in groups where it was before, it keeps its own entry. */
  follow(agent: string, by: string, instead: boolean): void {
    if (agent === by) return;
    const has = new Set<number>();
    for (const [group, { displayName }] of this.before.desired.groups.entries()) {
      const [own, other] = [priorityIn(this.before, group, by), priorityIn(this.before, group, agent)];
      if (own !== undefined) has.add(group);
      if (other === undefined) continue;
      if (memberIn(this.before, group, agent)?.source.coverFor !== undefined) {
        // Who takes the places of somebody else stands in absences, not in lists.
        if (instead) this.#covers.set(group, own ?? other);
        continue;
      }
      this.#goal(group, by, own ?? other);
      if (instead) this.#goal(group, agent, undefined);
      const args = { agent: by, displayName, priority: own ?? 0, other };
      const member = memberIn(this.before, group, agent);
      const end = member?.source.until === undefined ? undefined : (extentOf(member.spans)?.until ?? 0);
      // Nobody would be there after that.
      if (this.#endsBefore(by, group, end ?? Number.POSITIVE_INFINITY))
        this.#refuseOtherEnd(by, group, member?.source.until);
      if (own !== undefined && own !== other) this.findings.push({ code: "priority-kept", severity: "warning", args });
    }
    const isNowhere = [...this.before.desired.groups.keys()].every(
      (group) => !this.#hasBefore(group, agent) && !isToCome(this.before, group, agent),
    );
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
          const comesLater = had === undefined && isEverIn(this.before, user, agent);
          if (this.goals.get(user)?.has(by) !== true && !comesLater) this.#goal(user, by, had);
        }
      } else if (instead) for (const entry of entries) this.steps.change(list, entry, { kind: "remove" });
    }
    if (!this.#isInTable(agent)) this.#followInRosters(agent, by, instead);
    this.#exceptions.exceptLike(agent, by);
    const wanted = [...this.goals].flatMap(([group, goals]) => {
      const priority = goals.get(by);
      return priority === undefined ? [] : [[group, priority] as const];
    });
    this.#want(by, new Map(wanted));
  }

  #addLike(list: MemberList, entries: readonly number[], agentNumber: string): void {
    const inTeam = list.teams.length > 0;
    const like = new Map<string, NewEntry>();
    for (const { priority, time } of entries.flatMap((entry) => list.entries[entry] ?? [])) {
      const span = extentOf(time && this.now.declared.timetable?.spans.get(time));
      if (span !== undefined && span.until <= (this.now.moment?.at ?? 0)) continue;
      const writesZero = inTeam && priority !== undefined;
      const one = { agentNumber, priority: priority ?? 0, writesZero, ...timeOf(time) };
      like.set(JSON.stringify([priority, timeOf(time)]), one);
    }
    for (const one of like.values()) this.steps.add(list, one);
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

  /** What the steps so far leave undone, in the groups' own lists. */
  settle(agents: readonly string[], covered: readonly (readonly [agent: string, isIn: boolean])[] = []): void {
    const namesOf = (groups: readonly number[]) => groups.map((group) => this.#nameOf(group));
    new Settling(this.#lists, this.steps, this.#exceptions, this.goals, this.findings, namesOf, (path) =>
      this.#timeIn(path),
    ).settle(agents);
    for (const [group, priority] of this.#covers)
      for (const [agent, isIn] of covered) this.#goal(group, agent, isIn ? priority : undefined);
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
    const isNamed = ({ kind, name }: Entry) => kind === "agent" && this.#exceptions.numberOf(name) === agent;
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
export function priorityIn(reading: Reading, group: number, agent: string): number | undefined {
  return memberIn(reading, group, agent)?.priority;
}

function memberIn({ desired }: Reading, group: number, agent: string): DesiredMember | undefined {
  return desired.groups[group]?.members?.find(({ agentNumber }) => agentNumber === agent);
}

/** Is the agent to be a member at a later time? */
function isToCome({ desired, moment }: Reading, group: number, agent: string): boolean {
  const { timeline = [] } = desired.groups[group] ?? {};
  return timeline.some(({ agentNumber, spans }) => agentNumber === agent && isToBegin(spans, moment?.at ?? 0));
}

/** Is the agent a member now, or at another time? */
export function isEverIn({ desired }: Reading, group: number, agent: string): boolean {
  const { timeline, members = [] } = desired.groups[group] ?? {};
  return (timeline ?? members).some(({ agentNumber }) => agentNumber === agent);
}
