import type { Related } from "../model/finding.js";
import type { Source } from "../model/source.js";
import type { FindingSink } from "./findings.js";
import type { Reached } from "./reached.js";

/**
 * Each agent once, the first time it is reached. Reached again with the same priority it is a warning, with another an
 * error. In a team, an agent with a priority and the same without one stay both: what the one without will have is
 * decided where the team is used.
 */
export function settleRepeats(reached: readonly Reached[], sink: FindingSink): Reached[] {
  const kept: Reached[] = [];
  const firsts = { open: new Map<string, Reached>(), set: new Map<string, Reached>() };
  const twice = new Map<string, { first: Reached; again: Reached; agents: string[] }>();
  for (const again of reached) {
    const known = again.priority === undefined ? firsts.open : firsts.set;
    const first = known.get(again.agentNumber);
    if (!first) {
      known.set(again.agentNumber, again);
      kept.push(again);
    } else if (first.priority !== again.priority) reportConflict(first, again, sink);
    else {
      // Two teams that share ten agents are one warning, not ten.
      const places = JSON.stringify(placesOf(first, again));
      const warned = twice.get(places);
      if (warned) warned.agents.push(labelOf(again));
      else twice.set(places, { first, again, agents: [labelOf(again)] });
    }
  }
  for (const { first, again, agents } of twice.values()) {
    sink.warning("agent-twice", { agents }, ...whereTwice(first, again));
  }
  return kept;
}

function reportConflict(first: Reached, again: Reached, sink: FindingSink): void {
  const [, { file, line }] = placesOf(first, again);
  const priorities = { priority: again.priority ?? 0, otherPriority: first.priority ?? 0 };
  const args = { agent: labelOf(again), ...priorities, other: `${file}:${line}` };
  sink.error("priority-conflict", args, ...whereTwice(first, again));
}

/** Where a person has to look: at the list's own two entries, or inside the one team that both come through. */
function placesOf(first: Reached, again: Reached): [again: Source, first: Source] {
  const places: [Source, Source] = [again.via ?? again.at, first.via ?? first.at];
  return isSame(...places) ? [again.at, first.at] : places;
}

/** The place, with the other one and, where teams brought the agent, the lines that name it there. */
function whereTwice(first: Reached, again: Reached): [source: Source, related: Related[]] {
  const [source, other] = placesOf(first, again);
  const related: Related[] = [{ note: "first", source: other }];
  for (const { at } of [again, first]) {
    if (![source, ...related.map((one) => one.source)].some((known) => isSame(known, at)))
      related.push({ note: "definition", source: at });
  }
  return [source, related];
}

function isSame(a: Source, b: Source): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

function labelOf({ agentNumber, alias }: Reached): string {
  return alias === undefined ? agentNumber : `${alias} (${agentNumber})`;
}
