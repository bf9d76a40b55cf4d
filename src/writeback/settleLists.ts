import type { Entry } from "../config/declarations.js";
import type { Exceptions } from "./exceptions.js";
import type { AgentFinding } from "./findings.js";
import type { ListSteps } from "./listSteps.js";
import type { MemberList, MemberLists } from "./memberLists.js";
import type { WrittenTime } from "./times.js";

/** By group and agent, the priority to be; `undefined` for no member. */
export type Goals = ReadonlyMap<number, ReadonlyMap<string, number | undefined>>;

/** What steps in teams and lists leave undone, or do to groups that are not meant, is put right in the groups' own lists. */
export class Settling {
  constructor(
    readonly lists: MemberLists,
    readonly steps: ListSteps,
    readonly exceptions: Exceptions,
    readonly goals: Goals,
    readonly findings: AgentFinding[],
    readonly namesOf: (groups: readonly number[]) => string[],
    /** When an agent is there who is added to a list of the file. */
    readonly timeIn: (path: string) => WrittenTime,
  ) {}

  /** What is not yet as it is to be after all steps is put right in the groups' own lists. */
  settle(agents: readonly string[]): void {
    for (const agent of new Set(agents)) {
      this.exceptions.dropExceptions(agent);
      this.exceptions.exceptFromTeams(agent);
    }
    const done = new Map<MemberList, Set<string>>();
    for (const [group, goals] of this.goals) {
      const list = this.lists.ofGroup(group);
      if (list === undefined) continue;
      const settled = done.get(list) ?? new Set();
      done.set(list, settled);
      for (const [agent, priority] of goals)
        if (!settled.has(agent) && this.#settleIn(list, group, agent, priority)) settled.add(agent);
    }
  }

  /** @returns whether the list was changed, or cannot be */
  #settleIn(list: MemberList, group: number, agent: string, priority: number | undefined): boolean {
    if (this.steps.changesRosters && this.exceptions.hasRoster(list.entries)) return false;
    const { expand: ever, present } = this.exceptions.after();
    // Whoever is to leave is not to come back, either.
    const expand = priority === undefined ? ever : present;
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
      if (entry.kind !== "agent") {
        this.steps.change(list, index, { kind: "use", add: [agent], drop: [] });
        if (entry.kind === "team") this.#sayExcepted(agent, group, entry.name);
        else
          this.#once({
            code: "excepted-roster",
            severity: "warning",
            args: { agent, displayName: this.namesOf([group])[0] ?? "", roster: entry.name },
          });
      } else if (priority === undefined || isThere) this.steps.change(list, index, { kind: "remove" });
      else {
        this.steps.change(list, index, { kind: "priority", member: { agentNumber: agent, priority } });
        isThere = true;
      }
    }
    if (priority !== undefined && !isThere && !this.exceptions.readmit(list, agent, priority))
      this.steps.add(list, { agentNumber: agent, priority, ...this.timeIn(list.path) });
    return true;
  }

  #sayExcepted(agent: string, group: number, team: string): void {
    const isNaming = ({ entry }: { entry: Entry }) =>
      entry.kind === "agent" && this.exceptions.numberOf(entry.name) === agent;
    const users = this.lists.all.flatMap((list) =>
      list.users.has(group) && this.steps.entriesOf(list).some(isNaming) ? [...list.users] : [],
    );
    const others = new Set(users.filter((user) => this.goals.get(user)?.has(agent) !== true));
    const args = { agent, displayName: this.namesOf([group])[0] ?? "", team, others: this.namesOf([...others]) };
    this.#once({ code: "excepted", severity: "warning", args });
  }

  #refuse(agent: string, list: MemberList, isMeant: (group: number) => boolean, entry?: number): void {
    const users = [...list.users];
    const args = {
      agent,
      groups: this.namesOf(users.filter(isMeant)),
      others: this.namesOf(users.filter((user) => !isMeant(user))),
    };
    const source = entry === undefined ? undefined : list.entries[entry]?.at;
    this.#once({ code: "in-shared-list", severity: "error", args, ...(source && { source }) });
  }

  #once(finding: AgentFinding): void {
    const isSame = (other: AgentFinding) => JSON.stringify(other) === JSON.stringify(finding);
    if (!this.findings.some(isSame)) this.findings.push(finding);
  }
}
