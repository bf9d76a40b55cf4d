import type { Related } from "../model/finding.js";
import { placeOf, type Source } from "../model/source.js";
import { commonSpans, haveCommon } from "../model/span.js";
import type {
  AgentDeclaration,
  AgentEntry,
  Declarations,
  Entry,
  RosterEntry,
  TeamDeclaration,
  TeamEntry,
} from "./declarations.js";
import type { DesiredMember } from "./desired.js";
import type { FindingSink } from "./findings.js";
import { isDigits } from "./numbers.js";

/** Memberships that one account may have: twice what was ever measured, and far below what fills the memory. */
const MAX_MEMBERSHIPS = 1_000_000;

/** So many stretches of time may be made out for one account: twenty times what a large one has, and far below what fills the memory. */
export const MAX_STRETCHES = 4_000_000;

/** A longer cycle of teams is named by its beginning and its end. */
const MAX_CYCLE_NAMES = 12;

/**
 * Turns the entries of a group's list into members, teams included; an agent may be there more than once. Names that
 * nothing declares give no member: the rules report them. A member without a priority has 0. Those who are members at
 * times are there with these.
 */
export type Expand = (entries: readonly Entry[]) => DesiredMember[];

/** A desired member whose priority may still be open, as in a team: it is decided where the team is used. */
type MemberWith<Priority> = Omit<DesiredMember, "priority"> & { readonly priority: Priority };
type TeamMember = MemberWith<number | undefined>;

/** Expands all teams, inner ones first, and gives the function that expands a group's list with them. */
export function expander(declared: Declarations, sink: FindingSink): Expand {
  const expand = listExpander(declared, sink);
  return (entries) => expand(entries, 0);
}

/** As {@link expander}, for lists whose members may have no priority yet. */
export function openExpander(declared: Declarations, sink: FindingSink): (entries: readonly Entry[]) => TeamMember[] {
  const expand = listExpander(declared, sink);
  return (entries) => expand(entries, undefined);
}

function listExpander(declared: Declarations, sink: FindingSink) {
  const numberOf = numberLookup(declared.agents);
  const lookUp = agentLookup(declared.agents, numberOf);
  const teams = new Map<string, readonly TeamMember[]>();
  let left = MAX_MEMBERSHIPS;
  let stretches = MAX_STRETCHES;

  const expand = <P extends number | undefined>(entries: readonly Entry[], otherwise: P): MemberWith<number | P>[] => {
    const all: MemberWith<number | P>[] = [];
    for (const entry of entries) {
      const before = left;
      const spans = entry.time && declared.timetable?.spans.get(entry.time);
      if (entry.kind === "agent") {
        const member = lookUp(entry, otherwise);
        if (member && --left >= 0) all.push(spans === undefined ? member : { ...member, spans });
      } else {
        const members = entry.kind === "roster" ? declared.timetable?.membersOf(entry) : teams.get(entry.name);
        // Those who are left out count, too: to look at them takes as long.
        left -= members?.length ?? 0;
        const meant = members && left >= 0 ? without(entry, members, numberOf, sink) : [];
        for (const member of meant) {
          const when = commonSpans(spans, member.spans);
          if (when?.length === 0) continue;
          const one = through(entry, member, otherwise);
          if (when === member.spans || when === undefined) all.push(one);
          else {
            if (when !== spans && stretches >= 0) {
              stretches -= when.length;
              if (stretches < 0) sink.error("too-many-stretches", { limit: MAX_STRETCHES }, entry.at);
            }
            if (stretches >= 0) all.push({ ...one, spans: when });
          }
        }
      }
      if (left < 0 && before >= 0) sink.error("too-many-members", { limit: MAX_MEMBERSHIPS }, entry.at);
    }
    return all;
  };
  for (const { team, entries } of orderTeams(declared.teams, sink)) {
    // An agent that an inner team lists keeps that team's name.
    const members = expand(entries, undefined).map((member) =>
      member.source.team === undefined ? { ...member, source: { ...member.source, team } } : member,
    );
    teams.set(team, dedupeMembers(members, sink));
  }
  return expand;
}

/** A team's member where an entry uses the team: the member's own priority, else the entry's. */
function through<P>({ priority, at }: Entry, member: TeamMember, otherwise: P): MemberWith<number | P> {
  const source = { ...member.source, via: at };
  return { ...member, priority: member.priority ?? priority ?? otherwise, source };
}

/** The members of the team or the roster whom the entry does not leave out; all of them where it leaves out nobody. */
function without(
  { except, name: team, at, kind }: TeamEntry | RosterEntry,
  members: readonly TeamMember[],
  numberOf: (written: string) => string | undefined,
  sink: FindingSink,
): readonly TeamMember[] {
  if (except === undefined) return members;
  const ofRoster = kind === "roster" ? { isRoster: true as const } : {};
  const inTeam = new Set(members.map(({ agentNumber }) => agentNumber));
  const left = new Map<string, Source>();
  for (const { name, nameAt } of except) {
    const agentNumber = numberOf(name);
    if (agentNumber === undefined) continue;
    const first = left.get(agentNumber);
    if (first !== undefined) sink.warning("except-twice", { agent: name }, nameAt, [{ note: "first", source: first }]);
    else if (!inTeam.has(agentNumber)) sink.warning("except-not-in-team", { agent: name, team, ...ofRoster }, nameAt);
    if (first === undefined) left.set(agentNumber, nameAt);
  }
  const rest = members.filter(({ agentNumber }) => !left.has(agentNumber));
  if (rest.length === 0 && members.length > 0)
    sink.warning("except-everyone", { team, members: inTeam.size, ...ofRoster }, at);
  return rest;
}

/** The number that a member list or an exception means; `undefined` for a name that nothing declares. */
export function numberLookup(agents: readonly AgentDeclaration[]): (written: string) => string | undefined {
  // Of what is declared twice the first counts; it is an error, so the result is not used.
  const numbers = new Map([...agents].reverse().map(({ alias, number }) => [alias, number]));
  return (written) => {
    const number = numbers.has(written) ? numbers.get(written) : written;
    return number !== undefined && isDigits(number) ? number : undefined;
  };
}

/** What the files call an agent. Of several aliases the first counts, or the one that is written. */
export function labelLookup(
  agents: readonly AgentDeclaration[],
): (agentNumber: string, written?: string) => Pick<DesiredMember, "alias" | "agentName"> {
  const aliases = new Map([...agents].reverse().map((agent) => [agent.number, agent.alias]));
  const personNames = new Map(
    agents.flatMap(({ number, name }) => (number !== undefined && name !== undefined ? [[number, name]] : [])),
  );
  return (agentNumber, written = agentNumber) => {
    const alias = agentNumber === written ? aliases.get(agentNumber) : written;
    if (alias === undefined) return {};
    const agentName = personNames.get(agentNumber);
    return { alias, ...(agentName !== undefined && { agentName }) };
  };
}

function agentLookup(
  agents: readonly AgentDeclaration[],
  numberOf: (written: string) => string | undefined,
): <P>(entry: AgentEntry, otherwise: P) => MemberWith<number | P> | undefined {
  const labelOf = labelLookup(agents);
  return ({ name, priority: own, at: source }, otherwise) => {
    const agentNumber = numberOf(name);
    if (agentNumber === undefined) return undefined;
    return { agentNumber, priority: own ?? otherwise, ...labelOf(agentNumber, name), source };
  };
}

/**
 * Each agent once, as first listed; at different times as often as listed. The same agent again with the same priority is a
 * warning, with another priority at one instant an error. In a team, an agent with a priority and the same agent without one
 * stay both: which priority the second has is decided where the team is used.
 */
export function dedupeMembers<Member extends TeamMember>(members: readonly Member[], sink: FindingSink): Member[] {
  const kept: Member[] = [];
  const firsts = { open: new Map<string, Member>(), set: new Map<string, Member>() };
  /** Of agents at different times all entries. */
  const further = new Map<Member, Member[]>();
  /** Of those, the agents who have several priorities. */
  const mixed = new Set<Member>();
  const twice = new Map<string, { first: Member; again: Member; agents: string[] }>();
  for (const again of members) {
    const known = again.priority === undefined ? firsts.open : firsts.set;
    const earliest = known.get(again.agentNumber);
    if (!earliest) {
      known.set(again.agentNumber, again);
      kept.push(again);
      continue;
    }
    const earlier = further.get(earliest);
    const isAlways = earlier === undefined && !earliest.spans && !again.spans;
    const before = isAlways || earlier === undefined ? [earliest] : earlier;
    let first: Member | undefined;
    let other: Member | undefined;
    // Thousands of entries of one agent are all compared: without a list for each.
    for (const one of before) {
      if (!isAlways && !isTogether(one, again)) continue;
      first ??= one;
      // Where none has another priority, the first is all that there is to find.
      if (one.priority === again.priority && !mixed.has(earliest)) break;
      if (one.priority === again.priority) continue;
      other = first = one;
      break;
    }
    if (!isAlways && other === undefined) {
      kept.push(again);
      before.push(again);
      further.set(earliest, before);
      if (again.priority !== earliest.priority) mixed.add(earliest);
    }
    if (other !== undefined) reportConflict(other, again, sink);
    else if (first !== undefined) {
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

function isTogether(a: TeamMember, b: TeamMember): boolean {
  return haveCommon(a.spans, b.spans);
}

function reportConflict(first: TeamMember, again: TeamMember, sink: FindingSink): void {
  const [, { file, line }] = placesOf(first, again);
  const priorities = { priority: again.priority ?? 0, otherPriority: first.priority ?? 0 };
  const at = commonSpans(first.spans, again.spans)?.[0]?.begins;
  const args = { agent: labelOf(again), ...priorities, other: `${file}:${line}`, ...(at !== undefined && { at }) };
  sink.error("priority-conflict", args, ...whereTwice(first, again));
}

/** Where a person has to look: at the list's own two entries, or inside the one team that both come through. */
function placesOf(first: TeamMember, again: TeamMember): [again: Source, first: Source] {
  const places = [again, first].map(({ source }) => placeOf(source.via ?? source)) as [Source, Source];
  return isSame(...places) ? [placeOf(again.source), placeOf(first.source)] : places;
}

/** The place, with the other one and, where teams brought the agent, the lines that name it there. */
function whereTwice(first: TeamMember, again: TeamMember): [source: Source, related: Related[]] {
  const [source, other] = placesOf(first, again);
  const related: Related[] = [{ note: "first", source: other }];
  for (const member of [again, first]) {
    const at = placeOf(member.source);
    if (![source, ...related.map((one) => one.source)].some((known) => isSame(known, at)))
      related.push({ note: "definition", source: at });
  }
  return [source, related];
}

function isSame(a: Source, b: Source): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

function labelOf({ agentNumber, alias }: TeamMember): string {
  return alias === undefined ? agentNumber : `${alias} (${agentNumber})`;
}

/** A team on the way inwards, and its own team entries that are still to be followed. */
interface Step {
  readonly declaration: TeamDeclaration;
  readonly rest: Iterator<TeamEntry>;
}

/**
 * Every team after the teams that it holds, so that each is expanded only once. Cycles are reported at the entry that
 * closes them. No recursion: teams may nest as deeply as a file has lines.
 */
function orderTeams(declared: readonly TeamDeclaration[], sink: FindingSink): TeamDeclaration[] {
  const byName = new Map([...declared].reverse().map((declaration) => [declaration.team, declaration]));
  const ordered = new Set<TeamDeclaration>();
  const underway = new Set<TeamDeclaration>();
  const path: Step[] = [];
  const enter = (declaration: TeamDeclaration) => {
    underway.add(declaration);
    path.push({ declaration, rest: declaration.entries.filter((entry) => entry.kind === "team").values() });
  };

  for (const outermost of declared) {
    if (byName.get(outermost.team) === outermost && !ordered.has(outermost)) enter(outermost);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const entry = step.rest.next();
      if (entry.done) {
        ordered.add(step.declaration);
        path.pop();
        continue;
      }
      const inner = byName.get(entry.value.name);
      if (!inner || ordered.has(inner)) continue;
      if (!underway.has(inner)) enter(inner);
      else sink.error("team-cycle", { path: cycleOf(path, inner) }, entry.value.at);
    }
  }
  return [...ordered];
}

/** The names from the team that holds itself again. */
function cycleOf(path: readonly Step[], held: TeamDeclaration): string[] {
  const cycle = path.slice(path.findIndex(({ declaration }) => declaration === held));
  const names = (steps: readonly Step[]) => steps.map(({ declaration }) => declaration.team);
  return cycle.length <= MAX_CYCLE_NAMES
    ? [...names(cycle), held.team]
    : [...names(cycle.slice(0, MAX_CYCLE_NAMES - 2)), "…", ...names(cycle.slice(-1)), held.team];
}
