import { type Declarations, type GroupDeclaration, readDeclarations } from "./declarations.js";
import type { DesiredGroup, DesiredState, Owner } from "./desired.js";
import { dedupeMembers, type Expand, expander, numberLookup } from "./expand.js";
import type { SourceFile } from "./files.js";
import { type ConfigFinding, FindingList, type FindingSink } from "./findings.js";
import { redactFindings } from "./redactFindings.js";
import { applyRules } from "./rules/rules.js";
import { checkGroupFile } from "./schema/checkShape.js";
import type { Scope } from "./scope.js";
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
 */
export function loadDesired(files: readonly SourceFile[], scope?: Scope): LoadedDesired {
  const sink = new FindingList();
  const texts = new Map<string, string>();
  const declared: { [Part in keyof Declarations]: Declarations[Part][number][] } = {
    agents: [],
    teams: [],
    groups: [],
  };
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
    for (const one of own.agents) declared.agents.push(one);
    for (const one of own.teams) declared.teams.push(one);
    for (const one of own.groups) declared.groups.push(one);
  }
  applyRules({ declared, mayBeDeclared: occursIn(unread) }, sink);
  const desired = resolve(declared, sink);

  const findings = scope === undefined ? sink.sorted() : sink.sorted().filter((finding) => scope.isAbout(finding));
  const hasError = scope === undefined ? sink.hasError : findings.some(({ severity }) => severity === "error");
  return { ...(!hasError && { desired }), declared, findings: redactFindings(findings, texts), texts };
}

/** Looks everything up: of aliases and teams only numbers, priorities and their places are left. */
function resolve(declared: Declarations, sink: FindingSink): DesiredState {
  const expand = expander(declared, sink);
  const lookUp = { expand, ownerOf: ownerLookup(declared) };
  const groups = declared.groups.flatMap((group) => resolveGroup(group, lookUp, sink) ?? []);
  return {
    groups,
    agentNames: readAgentNames(declared),
    ...(declared.agents.length > 0 && { aliases: declared.agents }),
  };
}

interface LookUp {
  readonly expand: Expand;
  readonly ownerOf: (written: string) => Owner;
}

function resolveGroup(
  group: GroupDeclaration,
  { expand, ownerOf }: LookUp,
  sink: FindingSink,
): DesiredGroup | undefined {
  const { displayName, exten, previously, distinct, retired, assignRule, memory, membership, entries, at } = group;
  const { settingSources, description, owner } = group;
  const members = retired ? [] : entries && dedupeMembers(expand(entries), sink);
  if (!displayName) return undefined;
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
    membership: membership.value,
    source: at,
    settingSources,
  };
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
