import type { AgentDeclaration, AgentEntry, Declarations, Entry } from "./declarations.js";
import type { FindingSink } from "./findings.js";
import { isDigits } from "./numbers.js";
import type { Reached } from "./reached.js";
import { settleRepeats } from "./settleRepeats.js";
import { orderTeams } from "./teams.js";

/** Memberships that one account may come to: twice what was ever measured, and far under what fills the memory. */
const MAX_MEMBERSHIPS = 1_000_000;

/**
 * Turns the entries of a member list into agents. Names that nothing declares reach nobody: they are reported elsewhere.
 *
 * @param otherwise the priority of those who have none
 */
export type Unfold = (entries: readonly Entry[], otherwise?: number) => Reached[];

/** Unfolds all teams, inner ones first, and gives the means to unfold a group's list with them. */
export function unfolder(declared: Declarations, sink: FindingSink): Unfold {
  const lookup = lookupIn(declared.agents);
  const teams = new Map<string, readonly Reached[]>();
  let left = MAX_MEMBERSHIPS;

  const unfold: Unfold = (entries, otherwise) => {
    const all: Reached[] = [];
    for (const entry of entries) {
      const before = left;
      if (entry.kind === "agent") {
        const reached = lookup(entry, otherwise);
        if (reached && --left >= 0) all.push(reached);
      } else {
        const reached = teams.get(entry.name) ?? [];
        left -= reached.length;
        if (left >= 0) for (const one of reached) all.push(through(entry, one, otherwise));
      }
      if (left < 0 && before >= 0) sink.error("too-many-members", { limit: MAX_MEMBERSHIPS }, entry.at);
    }
    return all;
  };
  for (const { team, entries } of orderTeams(declared.teams, sink)) {
    // An agent that an inner team lists keeps that team's name.
    const reached = unfold(entries).map((one) => ({ ...one, team: one.team ?? team }));
    teams.set(team, settleRepeats(reached, sink));
  }
  return unfold;
}

function through({ priority, at }: Entry, one: Reached, otherwise: number | undefined): Reached {
  return { ...one, priority: one.priority ?? priority ?? otherwise, via: at };
}

function lookupIn(
  agents: readonly AgentDeclaration[],
): (entry: AgentEntry, otherwise: number | undefined) => Reached | undefined {
  // Of what is declared twice the first counts; it is an error, so nothing comes of it.
  const byAlias = new Map([...agents].reverse().map((agent) => [agent.alias, agent]));
  const aliases = new Map([...agents].reverse().map((agent) => [agent.number, agent.alias]));
  return ({ name, priority, at }, otherwise) => {
    const declaration = byAlias.get(name);
    const agentNumber = declaration ? declaration.number : name;
    if (agentNumber === undefined || !isDigits(agentNumber)) return undefined;
    const alias = declaration?.alias ?? aliases.get(agentNumber);
    return { agentNumber, alias, priority: priority ?? otherwise, at, team: undefined, via: undefined };
  };
}
