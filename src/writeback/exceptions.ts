import type { Entry, RosterEntry, TeamEntry } from "../config/declarations.js";
import { expander, numberLookup } from "../config/expand.js";
import { FindingList } from "../config/findings.js";
import type { ListSteps } from "./listSteps.js";
import type { MemberList, MemberLists } from "./memberLists.js";
import type { Reading } from "./reading.js";

type Excepting = readonly [list: MemberList, index: number, entry: TeamEntry | RosterEntry];

interface TeamsAfter {
  /** Of this many steps. */
  readonly count: number;
  readonly expand: Reading["expand"];
  readonly present: Reading["present"];
  /** Would a team hold an agent with two priorities? */
  readonly conflicts: boolean;
}

/** Whom the entries of teams and rosters leave out, while steps are gathered that change the teams. */
export class Exceptions {
  readonly #number: (written: string) => string | undefined;
  readonly #found = new Map<string, readonly Excepting[]>();
  #after?: TeamsAfter;

  constructor(
    readonly now: Reading,
    readonly lists: MemberLists,
    readonly steps: ListSteps,
  ) {
    this.#number = numberLookup(now.declared.agents);
  }

  /** The agent that an entry means. */
  numberOf(written: string): string {
    return this.#number(written) ?? written;
  }

  /** Who is where a colleague is, is left out where the colleague is. */
  exceptLike(agent: string, by: string): void {
    const { expand } = this.after();
    for (const [list, index, entry] of this.#excepting(agent)) {
      const others = (entry.except ?? []).filter(({ name }) => this.numberOf(name) !== by);
      const reaches = (reach: Reading["expand"]) =>
        reach([{ ...entry, except: others }]).some(({ agentNumber }) => agentNumber === by);
      if (reaches(expand) && !reaches(this.now.expand))
        this.steps.change(list, index, { kind: "use", add: [by], drop: [] });
    }
  }

  /** Takes an exception back, where the team then gives the agent the priority. */
  readmit(list: MemberList, agent: string, priority: number): boolean {
    const { expand } = this.after();
    for (const { entry, index } of this.steps.entriesOf(list)) {
      if (entry.kind === "agent" || index === undefined) continue;
      const except = (entry.except ?? []).filter(({ name }) => this.numberOf(name) !== agent);
      if (except.length === (entry.except ?? []).length) continue;
      const members = expand([{ ...entry, except }]).filter(({ agentNumber }) => agentNumber === agent);
      if (members.length === 0 || members.some((one) => one.priority !== priority)) continue;
      this.steps.change(list, index, { kind: "use", add: [], drop: [agent] });
      return true;
    }
    return false;
  }

  /** The priority that a team would give the agent in the group, if its entry did not leave them out. */
  priorityInTeam(group: number, agent: string): number | undefined {
    const own = this.lists.ofGroup(group);
    for (const [list, , entry] of this.#excepting(agent)) {
      if (list !== own) continue;
      const except = (entry.except ?? []).filter(({ name }) => this.numberOf(name) !== agent);
      const members = this.now.expand([{ ...entry, except }]).filter(({ agentNumber }) => agentNumber === agent);
      const [first, ...more] = members.map(({ priority }) => priority);
      if (first !== undefined && more.every((one) => one === first)) return first;
    }
    return undefined;
  }

  /** Does any entry leave the agent out of the team? */
  isExcepted(team: string, agent: string): boolean {
    return this.#excepting(agent).some(([, , entry]) => entry.kind === "team" && entry.name === team);
  }

  /** Exceptions that have nobody to leave out any more. */
  dropExceptions(agent: string): void {
    const { expand } = this.after();
    for (const [list, index, entry] of this.#excepting(agent)) {
      const except = (entry.except ?? []).filter(({ name }) => this.numberOf(name) !== agent);
      const reaches = (reach: Reading["expand"]) =>
        reach([{ ...entry, except }]).some(({ agentNumber }) => agentNumber === agent);
      if (reaches(this.now.expand) && !reaches(expand))
        this.steps.change(list, index, { kind: "use", add: [], drop: [agent] });
    }
  }

  /** A team keeps what it says of an agent who would come with another priority through a team in it, though no group may. */
  exceptFromTeams(agent: string): void {
    for (const list of this.lists.all) {
      if (list.teams.length === 0) continue;
      for (const { entry, index } of this.steps.entriesOf(list)) {
        const { expand, conflicts } = this.after();
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
  after(): TeamsAfter {
    if (this.#after?.count === this.steps.count) return this.#after;
    const teams = this.now.declared.teams.map((one) => {
      const list = this.lists.ofTeam(one.team);
      return list === undefined ? one : { ...one, entries: this.steps.entriesOf(list).map(({ entry }) => entry) };
    });
    const sink = new FindingList();
    const expand = expander({ ...this.now.declared, teams }, sink);
    const { moment } = this.now;
    const present = (entries: Parameters<typeof expand>[0]) => moment?.membersAt(expand(entries)) ?? expand(entries);
    this.#after = { count: this.steps.count, expand, present, conflicts: sink.hasError };
    return this.#after;
  }

  /** Does a roster bring any of these entries, by itself or through teams? */
  hasRoster(entries: readonly Entry[]): boolean {
    const seen = new Set<string>();
    const open = [...entries];
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      if (entry.kind === "roster") return true;
      const { kind, name } = entry;
      if (kind === "agent" || seen.has(name)) continue;
      seen.add(name);
      open.push(...(this.now.declared.teams.find(({ team }) => team === name)?.entries ?? []));
    }
    return false;
  }

  /** Every entry of a roster, those of groups and of teams. */
  usesOf(roster: string): readonly Excepting[] {
    return this.lists.all.flatMap((list) =>
      list.entries.flatMap((entry, index): Excepting[] =>
        entry.kind === "roster" && entry.name === roster ? [[list, index, entry]] : [],
      ),
    );
  }

  /** Every entry that leaves the agent out of its team or roster. */
  #excepting(agent: string): readonly Excepting[] {
    const known = this.#found.get(agent);
    if (known !== undefined) return known;
    const found = [...this.lists.all, ...this.lists.rosters].flatMap((list) =>
      list.entries.flatMap((entry, index): Excepting[] =>
        entry.kind !== "agent" && entry.except?.some(({ name }) => this.numberOf(name) === agent)
          ? [[list, index, entry]]
          : [],
      ),
    );
    this.#found.set(agent, found);
    return found;
  }
}
