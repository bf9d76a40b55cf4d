import type { Related } from "../model/finding.js";
import type { Declarations, Entry, GroupDeclaration } from "./declarations.js";
import type { Report } from "./findings.js";
import { checkName } from "./names.js";
import { isDigits } from "./numbers.js";
import { suggest } from "./suggest.js";
import type { Located } from "./tree.js";

/** What the rules look at. */
export interface Judged {
  readonly declared: Declarations;
  /** Could a name be declared in a part of the files that cannot be read? Then it is not called unknown. */
  readonly mayBeDeclared: (name: string) => boolean;
}
type Rule = (judged: Judged, report: Report) => void;

/** What the files must mean, beyond their shape. Members and priorities are judged where teams are unfolded. */
const RULES: readonly Rule[] = [
  agentsAreDeclaredOnce,
  aliasesAreNotNumbers,
  numbersHaveOneAlias,
  teamsAreDeclaredOnce,
  agentsAreKnown,
  teamsAreKnown,
  groupNamesAreSound,
  oldNamesAreSound,
  namesAreToldApart,
  pinsAreToldApart,
  oldNamesAreFree,
  additiveHasMembers,
];

/** Applies every rule; each reports all that it finds. */
export function applyRules(judged: Judged, report: Report): void {
  for (const rule of RULES) rule(judged, report);
}

function agentsAreDeclaredOnce({ declared }: Judged, report: Report): void {
  for (const [{ alias, at }, first] of repeats(declared.agents, (agent) => agent.alias)) {
    report.error("duplicate-agent", { alias }, at, [{ note: "first", source: first.at }]);
  }
}

function aliasesAreNotNumbers({ declared }: Judged, report: Report): void {
  for (const { alias, at } of declared.agents) {
    if (alias === "" || isDigits(alias)) report.error("numeric-alias", { alias }, at);
  }
}

function numbersHaveOneAlias({ declared }: Judged, report: Report): void {
  for (const [{ alias, number, at }, first] of repeats(declared.agents, (agent) => agent.number)) {
    if (number === undefined || alias === first.alias) continue;
    const args = { agentNumber: number, alias, other: first.alias };
    report.warning("agent-number-shared", args, at, [{ note: "first", source: first.at }]);
  }
}

function teamsAreDeclaredOnce({ declared }: Judged, report: Report): void {
  for (const [{ team, at }, first] of repeats(declared.teams, (one) => one.team)) {
    report.error("duplicate-team", { team }, at, [{ note: "first", source: first.at }]);
  }
}

function agentsAreKnown({ declared, mayBeDeclared }: Judged, report: Report): void {
  const aliases = new Set(declared.agents.map(({ alias }) => alias));
  const nearest = suggester(aliases);
  for (const entry of allEntries(declared)) {
    if (entry.kind !== "agent") continue;
    const { value: name, at } = entry.agent;
    if (isDigits(name) || aliases.has(name) || mayBeDeclared(name)) continue;
    report.error("unknown-agent-name", { name, ...nearest(name) }, at);
  }
}

function teamsAreKnown({ declared, mayBeDeclared }: Judged, report: Report): void {
  const teams = new Set(declared.teams.map(({ team }) => team));
  const nearest = suggester(teams);
  for (const entry of allEntries(declared)) {
    if (entry.kind !== "team") continue;
    const { value: team, at } = entry.team;
    if (teams.has(team) || mayBeDeclared(team)) continue;
    report.error("unknown-team", { team, ...nearest(team) }, at);
  }
}

function groupNamesAreSound({ declared }: Judged, report: Report): void {
  for (const { displayName } of declared.groups) {
    if (displayName) checkName(displayName, { field: "displayName", part: "value" }, report);
  }
}

function oldNamesAreSound({ declared }: Judged, report: Report): void {
  for (const { displayName, previously } of declared.groups) {
    for (const name of previously) {
      checkName(name, { field: "previously", part: "entry" }, report);
      if (name.value === displayName?.value) {
        report.warning("previously-own-name", { displayName: name.value }, name.at);
      }
    }
  }
}

/** Groups of one name can only be told apart when every one of them is pinned. */
function namesAreToldApart({ declared }: Judged, report: Report): void {
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
      report.error("duplicate-name", { displayName: displayName.value }, displayName.at, [related]);
    }
  }
}

function pinsAreToldApart({ declared }: Judged, report: Report): void {
  const pins = declared.groups.flatMap((group) => group.exten ?? []);
  for (const [{ value, at }, first] of repeats(pins, (pin) => pin.value)) {
    report.error("duplicate-pin", { exten: value }, at, [{ note: "first", source: first.at }]);
  }
}

/** An old name that another group bears, or claims too, may lead to the wrong live group. */
function oldNamesAreFree({ declared }: Judged, report: Report): void {
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
        report.warning("previously-in-use", args, name.at, [{ note: "other", source: claim.name.at }]);
      }
    }
  }
}

function additiveHasMembers({ declared }: Judged, report: Report): void {
  for (const { displayName, membership, settingSources } of declared.groups) {
    if (membership.value === "additive" && !settingSources.members) {
      report.warning("additive-without-members", { displayName: displayName?.value ?? "" }, membership.at);
    }
  }
}

function* allEntries({ teams, groups }: Declarations): Generator<Entry> {
  for (const { entries } of teams) yield* entries;
  for (const { entries } of groups) yield* entries ?? [];
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

type Named = GroupDeclaration & { readonly displayName: Located<string> };

function isNamed(group: GroupDeclaration): group is Named {
  return group.displayName !== undefined;
}

/** Suggestions for the first hundred words: to compare every name with every other would take for ever, and nobody reads on. */
function suggester(candidates: ReadonlySet<string>): (word: string) => { suggestion?: string } {
  const known = new Map<string, { suggestion?: string }>();
  return (word) => {
    const answer = known.get(word) ?? (known.size < 100 ? suggest(word, candidates) : {});
    known.set(word, answer);
    return answer;
  };
}
