import type { Declarations, GroupDeclaration } from "./declarations.js";
import type { DesiredGroup, DesiredMember, DesiredState } from "./desired.js";
import { type Unfold, unfolder } from "./expand.js";
import type { FindingSink } from "./findings.js";
import type { Reached } from "./reached.js";
import { settleRepeats } from "./settleRepeats.js";

/** Looks everything up: of aliases and teams only numbers, priorities and provenance are left. */
export function resolve(declared: Declarations, sink: FindingSink): DesiredState {
  const unfold = unfolder(declared, sink);
  const personNames = new Map(
    declared.agents.flatMap(({ number, name }) => (number !== undefined && name !== undefined ? [[number, name]] : [])),
  );
  const groups = declared.groups.map((group) => resolveGroup(group, unfold, personNames, sink));
  return { groups: groups.filter((group) => group !== undefined), agentNames: readAgentNames(declared) };
}

function resolveGroup(
  group: GroupDeclaration,
  unfold: Unfold,
  personNames: ReadonlyMap<string, string>,
  sink: FindingSink,
): DesiredGroup | undefined {
  const { displayName, exten, previously, distinct, assignRule, memory, membership, entries, at, settingSources } =
    group;
  const reached = entries && settleRepeats(unfold(entries, 0), sink);
  if (!displayName) return undefined;
  return {
    displayName: displayName.value,
    ...(exten && { exten: exten.value }),
    previously: previously.map(({ value }) => value),
    ...(distinct.length > 0 && { distinct: distinct.map(({ value }) => value) }),
    ...(assignRule && { assignRule }),
    ...(memory && { memory }),
    ...(reached && { members: reached.map((one) => toMember(one, personNames.get(one.agentNumber))) }),
    membership: membership.value,
    source: at,
    settingSources,
  };
}

function toMember(reached: Reached, agentName: string | undefined): DesiredMember {
  const { agentNumber, alias, priority = 0, at, team, via } = reached;
  return {
    agentNumber,
    priority,
    ...(alias !== undefined && { alias }),
    ...(agentName !== undefined && { agentName }),
    source: team === undefined || !via ? at : { ...at, team, via },
  };
}

/** A person's name where the files give one, else the alias. */
function readAgentNames(declared: Declarations): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { alias, number, name } of declared.agents) {
    if (number !== undefined && (name !== undefined || !names.has(number))) names.set(number, name ?? alias);
  }
  return names;
}
