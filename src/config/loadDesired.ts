import { placeOf } from "../model/source.js";
import { teamsWith } from "./agentIndex.js";
import {
  type AgentDeclaration,
  type Declarations,
  type Entry,
  type EntryTime,
  type GroupDeclaration,
  readDeclarations,
  type Section,
  type TeamDeclaration,
} from "./declarations.js";
import type { DesiredGroup, DesiredMember, DesiredState, Owner } from "./desired.js";
import { dedupeMembers, type Expand, expander, numberLookup } from "./expand.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";
import { redactFindings } from "./redactFindings.js";
import { applyRules } from "./rules/rules.js";
import { checkGroupFile } from "./schema/checkShape.js";
import type { Scope } from "./scope.js";
import type { Moment, When } from "./time/moment.js";
import type { Timetable } from "./time/timetable.js";
import { parseYaml } from "./yaml/parseYaml.js";
import { decode, decodeLoosely } from "./yaml/sourceText.js";

export interface LoadedDesired {
  /** Absent when any finding is an error. */
  readonly desired?: DesiredState;
  /** What the files declare, before names are looked up. */
  readonly declared: Declarations;
  /** Every problem of every file, in reading order. */
  readonly findings: readonly ConfigFinding[];
  /** Each file's text by its path, as it stands there. To be shown, they go through `shownTexts`. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads the files of one account: all of them share `agents` and `teams`.
 *
 * @param scope the groups that the run is about: errors of others are left out, and those others may then be incomplete
 * @param moment the instant that the state is to be of; files that use time need one
 * @throws {TypeError} they use time, and there is none
 */
export function loadDesired(files: readonly SourceFile[], scope?: Scope, moment?: Moment): LoadedDesired {
  return settle(readFiles(files, scope), scope, moment);
}

/** As {@link loadDesired}. What it takes to know time is loaded where the files use it, or an instant was asked for. */
export async function loadDesiredAt(files: readonly SourceFile[], when: When, scope?: Scope): Promise<LoadedDesired> {
  const read = readFiles(files, scope);
  if (!usesTime(read.declared) && when.at === undefined && when.isNeeded !== true) return settle(read, scope);
  const { momentOf, readTables } = await import("./time/times.js");
  const tables = await readTables(read.declared, when);
  const moment = momentOf(when, read.declared, tables);
  if (!("finding" in moment)) return settle(read, scope, moment);
  read.sink.add(moment.finding);
  const now = momentOf({ now: when.now }, read.declared, tables);
  return settle(read, scope, "finding" in now ? undefined : now);
}

function usesTime({ times, zones, sections, groups, teams }: Declarations): boolean {
  if (times.length + zones.length + sections.length > 0) return true;
  const isByRoster = ({ kind }: Entry) => kind === "roster";
  return (
    groups.some(({ coverage, entries }) => coverage !== undefined || entries?.some(isByRoster)) ||
    teams.some(({ entries }) => entries.some(isByRoster))
  );
}

/** What files declare, without what it means. */
export function declaredIn(files: readonly SourceFile[]): Declarations {
  return readFiles(files).declared;
}

interface ReadFiles {
  readonly declared: Declarations;
  readonly sink: FindingList;
  readonly texts: ReadonlyMap<string, string>;
  /** Texts that could not be read whole. */
  readonly unread: readonly string[];
}

function readFiles(files: readonly SourceFile[], scope?: Scope): ReadFiles {
  const sink = new FindingList();
  const texts = new Map<string, string>();
  const agents: AgentDeclaration[] = [];
  const teams: TeamDeclaration[] = [];
  const groups: GroupDeclaration[] = [];
  const times: EntryTime[] = [];
  const zones: Declarations["zones"][number][] = [];
  const sections: Section[] = [];
  const unread: string[] = [];
  const intern = interning();
  for (const file of files) {
    const source = decode(file, sink);
    if (source) texts.set(source.file, source.text);
    const parsed = source && parseYaml(source, sink);
    if (!parsed || parsed.broken) unread.push(source?.text ?? decodeLoosely(file));
    scope?.see(file.path, parsed?.documents ?? [], parsed?.broken ?? true);
    // Of each file only what it declares is kept: five thousand trees take more memory than all else.
    for (const document of parsed?.documents ?? []) checkGroupFile(document, sink);
    const own = readDeclarations(parsed?.documents ?? [], sink, intern);
    for (const one of own.agents) agents.push(one);
    for (const one of own.teams) teams.push(one);
    for (const one of own.groups) groups.push(one);
    for (const one of own.times) times.push(one);
    for (const one of own.zones) zones.push(one);
    for (const one of own.sections) sections.push(one);
  }
  return { declared: { agents, teams, groups, times, zones, sections }, sink, texts, unread };
}

function settle({ declared: read, sink, texts, unread }: ReadFiles, scope?: Scope, moment?: Moment): LoadedDesired {
  if (moment === undefined && usesTime(read)) throw new TypeError("files that use time are read at an instant");
  const mayBeDeclared = occursIn(unread);
  const declared = moment === undefined ? read : { ...read, timetable: moment.timetableOf(read, sink, mayBeDeclared) };
  applyRules({ declared, mayBeDeclared }, sink);
  const desired = resolve(declared, sink, moment);
  declared.timetable?.finish();

  const findings = scope === undefined ? sink.sorted() : sink.sorted().filter((finding) => scope.isAbout(finding));
  const hasError = scope === undefined ? sink.hasError : findings.some(({ severity }) => severity === "error");
  return { ...(!hasError && { desired }), declared, findings: redactFindings(findings, texts), texts };
}

/** Looks everything up: of aliases and teams only numbers, priorities and their places are left. */
function resolve(declared: Declarations, sink: FindingSink, moment: Moment | undefined): DesiredState {
  const expand = expander(declared, sink);
  const { timetable } = declared;
  const lookUp = { expand, recurs: recurrenceIn(declared), ownerOf: ownerLookup(declared), moment, timetable };
  const groups = declared.groups.flatMap((group) => resolveGroup(group, lookUp, sink) ?? []);
  return {
    groups,
    agentNames: readAgentNames(declared),
    ...(declared.agents.length > 0 && { aliases: declared.agents }),
    ...(moment && { moment }),
    ...(timetable && timetable.away.length > 0 && { absences: timetable.away }),
  };
}

interface LookUp {
  readonly timetable: Timetable | undefined;
  readonly expand: Expand;
  readonly recurs: (entries: readonly Entry[]) => boolean;
  readonly ownerOf: (written: string) => Owner;
  readonly moment: Moment | undefined;
}

function resolveGroup(
  group: GroupDeclaration,
  { expand, recurs, ownerOf, moment, timetable }: LookUp,
  sink: FindingSink,
): DesiredGroup | undefined {
  const { displayName, exten, previously, distinct, retired, assignRule, memory, membership, entries, at } = group;
  const { settingSources, description, owner } = group;
  const written = retired ? [] : entries && dedupeMembers(expand(entries), sink);
  const listed = written && timetable ? timetable.settle(written) : written;
  const coverage = timetable?.coverageOf(group);
  const timeline = listed?.some(({ spans }) => spans !== undefined) ? listed : undefined;
  const members = timeline && moment ? moment.membersAt(timeline) : listed;
  if (!displayName) return undefined;
  if (timeline && moment && membership.value === "additive") reportEnds(displayName.value, timeline, moment.at, sink);
  return {
    displayName: displayName.value,
    ...(exten && { exten: exten.value }),
    previously: previously.map(({ value }) => value),
    ...(distinct.length > 0 && { distinct: distinct.map(({ value }) => value) }),
    ...(retired && { retired }),
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner: ownerOf(owner) }),
    ...(assignRule && { assignRule }),
    ...(memory && { memory }),
    ...(members && { members }),
    ...(timeline && { timeline }),
    ...(timeline && moment && { ended: moment.endedAt(timeline), turned: moment.lastTurnsOf(timeline) }),
    ...(timeline && entries && recurs(entries) && { recurs: true }),
    ...(coverage && { coverage }),
    membership: membership.value,
    source: at,
    settingSources,
  };
}

/** Do members come by a roster or a `when`, themselves or through a team? */
function recurrenceIn({ teams }: Declarations): (entries: readonly Entry[]) => boolean {
  let known: ReturnType<typeof teamsWith> | undefined;
  const isRecurring = ({ kind, time }: Entry): boolean => kind === "roster" || time?.when !== undefined;
  return (entries) => {
    known ??= teamsWith(teams, isRecurring);
    return entries.some((entry) => isRecurring(entry) || (entry.kind === "team" && known?.has(entry.name) === true));
  };
}

/** Nobody is taken out of an additive group: an end to come is a promise that is not kept. */
function reportEnds(displayName: string, timeline: readonly DesiredMember[], at: number, sink: FindingSink): void {
  const isOpen = ({ spans }: DesiredMember) => spans === undefined || spans.at(-1)?.until === Number.POSITIVE_INFINITY;
  const staying = new Set(timeline.filter(isOpen).map(({ agentNumber }) => agentNumber));
  const ahead = ({ spans }: DesiredMember) => spans?.find(({ until }) => until > at);
  const first = timeline.find((member) => !staying.has(member.agentNumber) && ahead(member) !== undefined);
  const until = first && ahead(first)?.ends;
  if (first !== undefined && until !== undefined)
    sink.warning("until-without-effect", { displayName, until }, placeOf(first.source.via ?? first.source));
}

/** An owner is an agent where the text is a number or a name from `agents`; any other text stands for itself. */
function ownerLookup({ agents }: Declarations): LookUp["ownerOf"] {
  const numberOf = numberLookup(agents);
  const names = new Map(agents.flatMap(({ number, name }) => (name === undefined ? [] : [[number, name]])));
  return (written) => {
    const agentNumber = numberOf(written);
    if (agentNumber === undefined) return { written };
    const agentName = names.get(agentNumber);
    return { written, agentNumber, ...(agentName !== undefined && { agentName }) };
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

/** Does a name occur, word for word, in texts that could not be read? It may well be declared there. */
function occursIn(texts: readonly string[]): (name: string) => boolean {
  const wordsOf = (text: string) => text.split(/[\s"':,{}[\]]+/);
  const words = new Set(texts.flatMap(wordsOf));
  return (name) => words.size > 0 && wordsOf(name).every((word) => words.has(word));
}

/**
 * A function that gives one and the same string for equal ones: an agent of a hundred lists is one string then, and no
 * part of a file's text stays in memory for it.
 */
function interning(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const one = known.get(text);
    if (one === undefined) known.set(text, text);
    return one ?? text;
  };
}
