import { suggest } from "../../model/suggest.js";
import type { Declarations, Entry } from "../declarations.js";
import type { Report } from "../findings.js";
import { isDigits } from "../numbers.js";
import { repeats } from "./repeats.js";
import type { Judged } from "./rule.js";

/** An agent name stands for one number in all files of the account. */
export function agentsAreDeclaredOnce({ declared }: Judged, report: Report): void {
  for (const [{ alias, at }, first] of repeats(declared.agents, (agent) => agent.alias)) {
    report.error("duplicate-agent", { alias }, at, [{ note: "first", source: first.at }]);
  }
}

/** A name of digits could not be told from a number. */
export function aliasesAreNotNumbers({ declared }: Judged, report: Report): void {
  for (const { alias, at } of declared.agents) {
    if (alias === "" || isDigits(alias)) report.error("numeric-alias", { alias }, at);
  }
}

/** Two names for one number are most likely a slip. */
export function numbersHaveOneAlias({ declared }: Judged, report: Report): void {
  for (const [{ alias, number, at }, first] of repeats(declared.agents, (agent) => agent.number)) {
    if (number === undefined || alias === first.alias) continue;
    const args = { agentNumber: number, alias, other: first.alias };
    report.warning("agent-number-shared", args, at, [{ note: "first", source: first.at }]);
  }
}

/** A team has one definition in all files of the account. */
export function teamsAreDeclaredOnce({ declared }: Judged, report: Report): void {
  for (const [{ team, at }, first] of repeats(declared.teams, (one) => one.team)) {
    report.error("duplicate-team", { team }, at, [{ note: "first", source: first.at }]);
  }
}

/** Text in a member list is a name from `agents` or a number. */
export function agentsAreKnown({ declared, mayBeDeclared }: Judged, report: Report): void {
  const aliases = new Set(declared.agents.map(({ alias }) => alias));
  const teams = new Set(declared.teams.map(({ team }) => team));
  const nearest = suggester(aliases);
  for (const entry of allEntries(declared)) {
    if (entry.kind !== "agent") continue;
    const { name, nameAt } = entry;
    if (isDigits(name) || aliases.has(name) || mayBeDeclared(name)) continue;
    if (looksLikeDigits(name)) report.error("bad-number", { written: name, fault: "text" }, nameAt);
    else if (teams.has(name)) report.error("unknown-agent-name", { name, isTeam: true }, nameAt);
    else report.error("unknown-agent-name", { name, ...nearest(name) }, nameAt);
  }
}

/** Member lists hold teams that are defined. */
export function teamsAreKnown({ declared, mayBeDeclared }: Judged, report: Report): void {
  const teams = new Set(declared.teams.map(({ team }) => team));
  const aliases = new Set(declared.agents.map(({ alias }) => alias));
  const nearest = suggester(teams);
  for (const entry of allEntries(declared)) {
    if (entry.kind !== "team") continue;
    const { name: team, nameAt } = entry;
    if (teams.has(team) || mayBeDeclared(team)) continue;
    report.error("unknown-team", { team, ...(aliases.has(team) ? { isAgent: true } : nearest(team)) }, nameAt);
  }
}

/** A number with a space, in full-width digits or in curly quotes: nobody would see that it is a name. */
function looksLikeDigits(name: string): boolean {
  return isDigits(name.normalize("NFKC").replace(/[\s“”‘’]/g, ""));
}

function* allEntries({ teams, groups }: Declarations): Generator<Entry> {
  for (const { entries } of teams) yield* entries;
  for (const { entries } of groups) yield* entries ?? [];
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
