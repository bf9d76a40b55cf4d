import type { AgentDeclaration, AgentEntry, Declarations, Entry } from "./declarations.js";
import type { Report } from "./findings.js";
import { isDigits } from "./numbers.js";
import type { Reached } from "./reached.js";
import { settleRepeats } from "./settleRepeats.js";
import { orderTeams } from "./teams.js";

/** Memberships that one account may come to: twice what was ever measured, and far under what fills the memory. */
const MAX_MEMBERSHIPS = 1_000_000;

/** Turns the entries of a member list into agents. Names that nothing declares reach nobody: they are reported elsewhere. */
export type Unfold = (entries: readonly Entry[]) => Reached[];

/** Unfolds all teams, inner ones first, and gives the means to unfold a group's list with them. */
export function unfolder(declared: Declarations, report: Report): Unfold {
  const lookup = lookupIn(declared.agents);
  const teams = new Map<string, readonly Reached[]>();
  let left = MAX_MEMBERSHIPS;

  const unfold: Unfold = (entries) => {
    const all: Reached[] = [];
    for (const entry of entries) {
      const reached =
        entry.kind === "agent" ? lookup(entry) : teams.get(entry.team.value)?.map((one) => through(entry, one));
      const before = left;
      left -= reached?.length ?? 0;
      if (left >= 0) for (const one of reached ?? []) all.push(one);
      else if (before >= 0) report.error("too-many-members", { limit: MAX_MEMBERSHIPS }, entry.at);
    }
    return all;
  };
  for (const { team, entries } of orderTeams(declared.teams, report)) {
    // An agent that an inner team lists keeps that team's name.
    const reached = unfold(entries).map((one) => ({ ...one, team: one.team ?? team }));
    teams.set(team, settleRepeats(reached, report));
  }
  return unfold;
}

function through({ priority, at }: Entry, one: Reached): Reached {
  return { ...one, priority: one.priority ?? priority, via: at };
}

function lookupIn(agents: readonly AgentDeclaration[]): (entry: AgentEntry) => Reached[] {
  // Of what is declared twice the first counts; it is an error, so nothing comes of it.
  const byAlias = new Map([...agents].reverse().map((agent) => [agent.alias, agent]));
  const aliases = new Map([...agents].reverse().map((agent) => [agent.number, agent.alias]));
  return ({ agent: { value }, priority, at }) => {
    const declaration = byAlias.get(value);
    const agentNumber = declaration ? declaration.number : value;
    if (agentNumber === undefined || !isDigits(agentNumber)) return [];
    const alias = declaration?.alias ?? aliases.get(agentNumber);
    return [{ agentNumber, alias, priority, at, team: undefined, via: undefined }];
  };
}
