import type { AgentDeclaration, Declarations, Entry } from "../declarations.js";
import { numberLookup } from "../expand.js";
import type { FindingSink } from "../findings.js";
import { usersOfTeams } from "../roster.js";

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

function reportTeams({ teams, groups }: Declarations, { isShared }: Sought, sink: FindingSink): void {
  const users = usersOfTeams(teams, groups);
  for (const { team, entries, at } of teams) {
    if (users.get(team)?.length === 0 && !isShared(at.file))
      sink.warning("unused-team", { team, members: entries.length }, at);
  }
}

/** One finding a file: of a directory many are in no group. */
function reportNames({ agents, teams, groups }: Declarations, { isShared }: Sought, sink: FindingSink): void {
  const numberOf = numberLookup(agents);
  const used = new Set<string | undefined>();
  const use = (entries: readonly Entry[]) => {
    for (const entry of entries) {
      if (entry.kind === "agent") used.add(numberOf(entry.name));
      else for (const { name } of entry.except ?? []) used.add(numberOf(name));
    }
  };
  for (const { entries } of teams) use(entries);
  for (const { entries = [], owner } of groups) {
    use(entries);
    if (owner !== undefined) used.add(numberOf(owner));
  }
  const unused = new Map<string, AgentDeclaration[]>();
  for (const agent of agents) {
    const { number, at } = agent;
    if (number === undefined || used.has(number) || isShared(at.file)) continue;
    const inFile = unused.get(at.file);
    if (inFile) inFile.push(agent);
    else unused.set(at.file, [agent]);
  }
  for (const inFile of unused.values()) {
    const names = inFile.slice(0, NAMES_AT_MOST).map(({ alias }) => alias);
    sink.warning("unused-agent-name", { names, count: inFile.length }, inFile[0]?.at);
  }
}
