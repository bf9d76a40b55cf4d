import { type Users, usersIn } from "../agentIndex.js";
import { type Declarations, type Entry, textsOf } from "../declarations.js";
import { numberLookup } from "../expand.js";
import type { ConfigFinding, FindingSink } from "../findings.js";
import type { Timetable } from "../time/timetable.js";
import { fieldOf } from "../yaml/tree.js";

/** What the finding lists; the rest is counted. */
const NAMES_AT_MOST = 20;

/** Which of them to look for. */
export interface Sought {
  readonly teams: boolean;
  readonly names: boolean;
  readonly rosters: boolean;
  readonly shifts: boolean;
  readonly calendars: boolean;
  /** Does another account share the file? Then nobody knows from here what it uses. */
  readonly isShared: (file: string) => boolean;
}

/** What no group has, by itself or through teams and rosters, and names that nothing says. The files must be sound. */
export function reportUnused(declared: Declarations, sought: Sought, sink: FindingSink): void {
  // Files of definitions alone serve others.
  if (declared.groups.length === 0) return;
  const { teams, agents, timetable } = declared;
  const hasTeams = sought.teams && teams.length > 0;
  // Most accounts of plain lists have neither.
  const users = hasTeams || timetable !== undefined ? usersIn(declared) : undefined;
  if (hasTeams && users !== undefined) reportTeams(declared, users, sought, sink);
  if (sought.names && agents.length > 0) reportNames(declared, sought, sink);
  if (timetable !== undefined && users !== undefined) reportTimes(declared, timetable, users, sought, sink);
}

function reportTeams({ teams }: Declarations, users: Users, { isShared }: Sought, sink: FindingSink): void {
  for (const { team, entries, at } of teams) {
    if (users.ofTeam(team).length === 0 && !isShared(at.file))
      sink.warning("unused-team", { team, members: entries.length }, at);
  }
}

function reportTimes(
  declared: Declarations,
  timetable: Timetable,
  users: Users,
  sought: Sought,
  sink: FindingSink,
): void {
  const { rosters, shifts, calendars } = timetable;
  const { isShared } = sought;
  const { named, usesDays } = namesIn(declared, timetable);
  for (const { roster, at } of rosters) {
    if (sought.rosters && users.ofRoster(roster).length === 0 && !isShared(at.file))
      sink.warning("unused-roster", { roster }, at);
  }
  // A table may have any of them in its cells.
  const hasTables = rosters.some(({ tables }) => tables.length > 0);
  for (const { shift, at } of shifts) {
    if (sought.shifts && !hasTables && !named.has(shift) && !isShared(at.file))
      sink.warning("unused-shift", { shift }, at);
  }
  // The only calendar need not be named.
  const isImplied = calendars.length === 1 && usesDays;
  for (const { name, at } of calendars) {
    if (sought.calendars && !isImplied && !named.has(`calendar ${name}`) && !isShared(at.file))
      sink.warning("unused-calendar", { calendar: name }, at);
  }
}

/** Shifts, and calendars behind the word, that anything names; and whether days of the week are asked for anywhere. */
function namesIn(
  { times, teams, groups }: Declarations,
  { rosters }: Timetable,
): { readonly named: ReadonlySet<string>; readonly usesDays: boolean } {
  const during = groups.flatMap(({ coverage }) =>
    (coverage?.value.kind === "list" ? coverage.value.items : [coverage?.value]).flatMap(
      (rule) => fieldOf(rule, "during")?.value ?? [],
    ),
  );
  const recurring = [...times.flatMap(({ when }) => when ?? []), ...during.filter(({ kind }) => kind === "map")];
  const entries = [...teams, ...groups].flatMap((one) => one.entries ?? []);
  const shifts = [
    ...recurring.flatMap((node) => textsOf(fieldOf(node, "shift")?.value)),
    ...entries.flatMap((entry) => (entry.kind === "roster" ? (entry.shifts ?? []) : [])),
    ...rosters.flatMap(({ week, cycles }) => [
      ...week.flatMap((row) => row.shifts),
      ...cycles.flatMap(({ pattern }) => pattern.flatMap((shift) => shift ?? [])),
    ]),
  ];
  const calendars = [
    ...recurring.flatMap((node) => textsOf(fieldOf(node, "calendar")?.value)),
    ...rosters.flatMap(({ calendar }) => calendar ?? []),
  ];
  return {
    named: new Set([...shifts.map(({ value }) => value), ...calendars.map(({ value }) => `calendar ${value}`)]),
    usesDays: recurring.length > 0 || rosters.some(({ week }) => week.length > 0),
  };
}

function reportNames(
  { agents, teams, groups, timetable }: Declarations,
  { isShared }: Sought,
  sink: FindingSink,
): void {
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
  for (const { week, cycles } of timetable?.rosters ?? []) for (const { people } of [...week, ...cycles]) use(people);
  for (const { agent, by } of timetable?.absences ?? [])
    for (const one of [agent, by]) if (one !== undefined) used.add(numberOf(one.value));
  // Tables may name them by these.
  const inTables = new Set(
    (timetable?.rosters ?? []).flatMap(({ roster, tables }) =>
      tables.length === 0 ? [] : [...(timetable?.rosterDays(roster)?.keys() ?? [])],
    ),
  );
  for (const { alias, number, at } of agents) {
    if (number === undefined || used.has(number) || inTables.has(number) || isShared(at.file)) continue;
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
