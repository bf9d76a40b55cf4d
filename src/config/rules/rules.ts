import type { Related } from "../../model/finding.js";
import type { Source } from "../../model/source.js";
import { suggest } from "../../model/suggest.js";
import type { Declarations, Entry, Exception, GroupDeclaration } from "../declarations.js";
import type { FindingSink } from "../findings.js";
import { isDigits, plainDigits } from "../numbers.js";
import { agentsMeant } from "../writtenAgents.js";
import type { Located } from "../yaml/tree.js";
import { groupNamesAreSound, namesLookDifferent, oldNamesAreSound, ownNamesAreSound } from "./names.js";

/** What the rules check. */
export interface Judged {
  readonly declared: Declarations;
  /** May a name be declared in a part of the files that cannot be read? Then it is not reported as unknown. */
  readonly mayBeDeclared: (name: string) => boolean;
}

/** One thing that must hold; reports everything that breaks it. */
export type Rule = (judged: Judged, sink: FindingSink) => void;

/** What must hold of the files beyond their shape. Members and priorities are checked where teams are expanded. */
const RULES: readonly Rule[] = [
  agentsAreDeclaredOnce,
  aliasesAreNotNumbers,
  numbersHaveOneAlias,
  teamsAreDeclaredOnce,
  agentsAreKnown,
  teamsAreKnown,
  groupNamesAreSound,
  oldNamesAreSound,
  ownNamesAreSound,
  namesLookDifferent,
  namesAreToldApart,
  pinsAreToldApart,
  oldNamesAreFree,
  additiveHasMembers,
  retiredIsEmpty,
];

/** Applies every rule; each reports all that it finds. */
export function applyRules(judged: Judged, sink: FindingSink): void {
  for (const rule of RULES) rule(judged, sink);
}

/** An agent name stands for one number in all files of the account. */
function agentsAreDeclaredOnce({ declared }: Judged, sink: FindingSink): void {
  for (const [{ alias, at }, first] of repeats(declared.agents, (agent) => agent.alias)) {
    sink.error("duplicate-agent", { alias }, at, [{ note: "first", source: first.at }]);
  }
}

/** A name of digits could not be told from a number. */
function aliasesAreNotNumbers({ declared }: Judged, sink: FindingSink): void {
  for (const { alias, at } of declared.agents) {
    if (alias === "" || isDigits(alias)) sink.error("numeric-alias", { alias }, at);
  }
}

/** Two names for one number are most likely a slip. */
function numbersHaveOneAlias({ declared }: Judged, sink: FindingSink): void {
  for (const [{ alias, number, at }, first] of repeats(declared.agents, (agent) => agent.number)) {
    if (number === undefined || alias === first.alias) continue;
    const args = { agentNumber: number, alias, other: first.alias };
    sink.warning("agent-number-shared", args, at, [{ note: "first", source: first.at }]);
  }
}

/** A team has one definition in all files of the account. */
function teamsAreDeclaredOnce({ declared }: Judged, sink: FindingSink): void {
  for (const [{ team, at }, first] of repeats(declared.teams, (one) => one.team)) {
    sink.error("duplicate-team", { team }, at, [{ note: "first", source: first.at }]);
  }
}

/** Text in a member list, and what an entry excepts, is a name from `agents` or a number. */
function agentsAreKnown({ declared, mayBeDeclared }: Judged, sink: FindingSink): void {
  const aliases = new Set(declared.agents.map(({ alias }) => alias));
  const teams = new Set(declared.teams.map(({ team }) => team));
  const nearest = suggester(aliases);
  const check = ({ name, nameAt }: Exception, where: { isException?: true }) => {
    if (isDigits(name) || aliases.has(name) || mayBeDeclared(name)) return;
    const digits = plainDigits(name);
    if (digits !== undefined) sink.error("bad-number", { written: name, fault: "text", digits }, nameAt);
    else if (teams.has(name)) sink.error("unknown-agent-name", { name, isTeam: true, ...where }, nameAt);
    else {
      const meant = agentsMeant(name, (one) => aliases.has(one));
      const suggestion = nearest(name);
      // A name and digits may be an alias that is misspelt.
      const isSure = meant !== undefined && (meant.remark === undefined || suggestion.suggestion === undefined);
      sink.error("unknown-agent-name", { name, ...(isSure ? { meant } : suggestion), ...where }, nameAt);
    }
  };
  for (const entry of allEntries(declared)) {
    if (entry.kind === "agent") check(entry, {});
    else for (const exception of entry.except ?? []) check(exception, { isException: true });
  }
  for (const { agent, by } of declared.timetable?.absences ?? [])
    for (const one of [agent, by]) if (one) check({ name: one.value, nameAt: one.at }, {});
}

/** Member lists hold teams that are defined. */
function teamsAreKnown({ declared, mayBeDeclared }: Judged, sink: FindingSink): void {
  const teams = new Set(declared.teams.map(({ team }) => team));
  const aliases = new Set(declared.agents.map(({ alias }) => alias));
  const nearest = suggester(teams);
  for (const entry of allEntries(declared)) {
    if (entry.kind !== "team") continue;
    const { name: team, nameAt } = entry;
    if (teams.has(team) || mayBeDeclared(team)) continue;
    sink.error("unknown-team", { team, ...(aliases.has(team) ? { isAgent: true } : nearest(team)) }, nameAt);
  }
}

function* allEntries({ teams, groups, timetable }: Declarations): Generator<Entry> {
  for (const { week, cycles } of timetable?.rosters ?? []) for (const { people } of [...week, ...cycles]) yield* people;
  for (const { entries } of teams) yield* entries;
  for (const { entries } of groups) yield* entries ?? [];
}

/** Suggestions for the first hundred words only: comparing every name with every other takes quadratic time. */
function suggester(candidates: ReadonlySet<string>): (word: string) => { suggestion?: string } {
  const known = new Map<string, { suggestion?: string }>();
  return (word) => {
    const answer = known.get(word) ?? (known.size < 100 ? suggest(word, candidates) : {});
    known.set(word, answer);
    return answer;
  };
}

/** Groups of one name can only be told apart when every one of them is pinned. */
function namesAreToldApart({ declared }: Judged, sink: FindingSink): void {
  const namesakes = new Map<string, Named[]>();
  for (const group of declared.groups.filter(isNamed)) {
    const others = namesakes.get(group.displayName.value);
    if (others) others.push(group);
    else namesakes.set(group.displayName.value, [group]);
  }
  for (const groups of namesakes.values()) {
    const [first, second] = groups;
    if (!first || !second) continue;
    const unpinned = groups.filter((group) => !group.exten);
    for (const { displayName } of unpinned.length > 1 ? unpinned.slice(1) : unpinned) {
      const related: Related =
        displayName === first.displayName
          ? { note: "other", source: second.displayName.at }
          : { note: "first", source: first.displayName.at };
      sink.error("duplicate-name", { displayName: displayName.value }, displayName.at, [related]);
    }
  }
}

/** A live group has one entry. */
function pinsAreToldApart({ declared }: Judged, sink: FindingSink): void {
  const pins = declared.groups.flatMap((group) => group.exten ?? []);
  for (const [{ value, at }, first] of repeats(pins, (pin) => pin.value)) {
    sink.error("duplicate-pin", { exten: value }, at, [{ note: "first", source: first.at }]);
  }
}

/** An old name that another group has, or lists too, may lead to the wrong live group. */
function oldNamesAreFree({ declared }: Judged, sink: FindingSink): void {
  const claims = new Map<string, { group: GroupDeclaration; name: Located<string> }>();
  for (const group of declared.groups) {
    if (group.displayName && !claims.has(group.displayName.value))
      claims.set(group.displayName.value, { group, name: group.displayName });
  }
  for (const group of declared.groups) {
    for (const name of group.previously) {
      const claim = claims.get(name.value);
      if (!claim) claims.set(name.value, { group, name });
      else if (claim.group !== group) {
        const args = { name: name.value, other: claim.group.displayName?.value ?? "" };
        sink.warning("previously-in-use", args, name.at, [{ note: "other", source: claim.name.at }]);
      }
    }
  }
}

/** An additive group without members changes nothing. */
function additiveHasMembers({ declared }: Judged, sink: FindingSink): void {
  for (const { displayName, membership, retired, settingSources } of declared.groups) {
    if (membership.value === "additive" && !settingSources.members && !retired) {
      sink.warning("additive-without-members", { displayName: displayName?.value ?? "" }, membership.at);
    }
  }
}

/** A group that is to be deleted keeps nobody. */
function retiredIsEmpty({ declared }: Judged, sink: FindingSink): void {
  for (const { displayName, retired, entries = [], membership, coverage, settingSources } of declared.groups) {
    if (!retired) continue;
    const conflict = (field: "members" | "membership" | "coverage", at: Source | undefined) =>
      sink.error("retired-conflict", { displayName: displayName?.value ?? "", field }, at);
    if (entries.length > 0) conflict("members", settingSources.members);
    if (membership.value === "additive") conflict("membership", membership.at);
    if (coverage !== undefined) conflict("coverage", coverage.value.at);
  }
}

type Named = GroupDeclaration & { readonly displayName: Located<string> };

function isNamed(group: GroupDeclaration): group is Named {
  return group.displayName !== undefined;
}

/** Every item whose key an earlier one has, with the first of that key. */
function* repeats<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string | undefined,
): Generator<[item: Item, first: Item]> {
  const firsts = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    else yield [item, first];
  }
}
