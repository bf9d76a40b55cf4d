import { usersOfTeams } from "../agentIndex.js";
import type { Declarations, Entry } from "../declarations.js";
import { numberLookup } from "../expand.js";
import type { ConfigFinding, FindingSink } from "../findings.js";
import { fieldsOf, type TreeNode } from "../yaml/tree.js";

/** What the finding lists; the rest is counted. */
const NAMES_AT_MOST = 20;

/** Which of them to look for. */
export interface Sought {
  readonly teams: boolean;
  readonly names: boolean;
  /** Does another account share the file? Then nobody knows from here what it uses. */
  readonly isShared: (file: string) => boolean;
}

/** Teams that no group has, by itself or through other teams, and names that nothing says. The files must be sound. */
export function reportUnused(declared: Declarations, sought: Sought, sink: FindingSink): void {
  // Files of definitions alone serve others.
  if (declared.groups.length === 0) return;
  if (sought.teams && declared.teams.length > 0) reportTeams(declared, sought, sink);
  if (sought.names && declared.agents.length > 0) reportNames(declared, sought, sink);
}

function reportTeams({ teams, groups, sections }: Declarations, { isShared }: Sought, sink: FindingSink): void {
  const users = usersOfTeams(teams, groups);
  const inRosters = reachedFrom(saidIn(sections, "team"), teams);
  for (const { team, entries, at } of teams) {
    if (users.get(team)?.length === 0 && !inRosters.has(team) && !isShared(at.file))
      sink.warning("unused-team", { team, members: entries.length }, at);
  }
}

/** Teams, and those that they hold. */
function reachedFrom(named: ReadonlySet<string>, teams: Declarations["teams"]): ReadonlySet<string> {
  const reached = new Set(named);
  // What is added while a set is gone through is reached, too.
  for (const name of reached) {
    for (const entry of teams.find(({ team }) => team === name)?.entries ?? [])
      if (entry.kind === "team") reached.add(entry.name);
  }
  return reached;
}

/** What rosters and absences say at keys that name people, wherever these stand. */
function saidIn(sections: Declarations["sections"], ...keys: readonly string[]): ReadonlySet<string> {
  const said = new Set<string>();
  const visit = (node: TreeNode, isNamed: boolean): void => {
    if (node.kind === "list") for (const item of node.items) visit(item, isNamed);
    else if (node.kind === "map") for (const { key, value } of fieldsOf(node)) visit(value, keys.includes(key));
    else if (isNamed) said.add(node.written);
  };
  for (const { key, value } of sections) if (key === "rosters" || key === "absences") visit(value, false);
  return said;
}

function reportNames({ agents, teams, groups, sections }: Declarations, { isShared }: Sought, sink: FindingSink): void {
  // Tables name people as well, and are not read here.
  if (saidIn(sections, "tables").size > 0) return;
  const numberOf = numberLookup(agents);
  const used = new Set<string | undefined>();
  const use = (entries: readonly Entry[]) => {
    for (const entry of entries) {
      if (entry.kind === "agent") used.add(numberOf(entry.name));
      else for (const { name } of entry.except ?? []) used.add(numberOf(name));
    }
  };
  for (const { entries } of teams) use(entries);
  for (const name of saidIn(sections, "agents", "agent", "by", "except")) used.add(numberOf(name));
  for (const { entries = [], owner } of groups) {
    use(entries);
    if (owner !== undefined) used.add(numberOf(owner));
  }
  for (const { alias, number, at } of agents) {
    if (number === undefined || used.has(number) || isShared(at.file)) continue;
    sink.warning("unused-agent-name", { names: [alias], count: 1 }, at);
  }
}

/** Unused names as one finding a file, since of a directory many are in no group: once remarks have accepted single ones. */
export function foldUnusedNames(findings: readonly ConfigFinding[]): ConfigFinding[] {
  const folded = new Map<string, { at: number; names: string[] }>();
  const kept: ConfigFinding[] = [];
  for (const finding of findings) {
    if (finding.code !== "unused-agent-name") kept.push(finding);
    else {
      const file = finding.source?.file ?? "";
      const known = folded.get(file);
      if (known) known.names.push(...finding.args.names);
      else folded.set(file, { at: kept.push(finding) - 1, names: [...finding.args.names] });
    }
  }
  for (const { at, names } of folded.values()) {
    const first = kept[at];
    if (first?.code === "unused-agent-name")
      kept[at] = { ...first, args: { names: names.slice(0, NAMES_AT_MOST), count: names.length } };
  }
  return kept;
}
