import { type AssignRule, isAssignRule, MEMORIES, type Memory } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { DesiredGroup, Membership } from "./desired.js";
import type { FindingSink } from "./findings.js";
import { readDigits, readPriority } from "./numbers.js";
import type { Timetable } from "./time/timetable.js";
import {
  type Field,
  fieldOf,
  fieldsOf,
  itemsOf,
  type Located,
  type MapNode,
  type TreeNode,
  textOf,
} from "./yaml/tree.js";

export interface AgentDeclaration {
  readonly alias: string;
  /** Absent where the value is no number, which has been reported. */
  readonly number?: string;
  /** The person's name. */
  readonly name?: string;
  readonly at: Source;
}

export interface TeamDeclaration {
  readonly team: string;
  readonly entries: readonly Entry[];
  readonly at: Source;
}

export interface GroupDeclaration {
  readonly displayName?: Located<string>;
  readonly exten?: Located<string>;
  readonly previously: readonly Located<string>[];
  readonly distinct: readonly Located<string>[];
  readonly retired: boolean;
  readonly description?: string;
  /** As written: a name from `agents`, digits, or whoever else answers for the group. */
  readonly owner?: string;
  readonly assignRule?: AssignRule;
  readonly memory?: Memory;
  readonly membership: Located<Membership>;
  readonly entries?: readonly Entry[];
  /** How many members are demanded and when, as it stands there. */
  readonly coverage?: Pick<Section, "value" | "zone">;
  readonly at: Source;
  readonly settingSources: DesiredGroup["settingSources"];
}

/** A line of a member list. */
export type Entry = AgentEntry | TeamEntry | RosterEntry;

/** `name`: one from `agents`, or digits. */
export type AgentEntry = EntryOf<"agent">;

/** `name`: one from `teams`. */
export interface TeamEntry extends EntryOf<"team"> {
  /** Absent where the entry takes the whole team. */
  readonly except?: readonly Exception[];
}

/** Whoever has a shift of a roster. `name`: one from `rosters`. */
export interface RosterEntry extends EntryOf<"roster"> {
  /** Absent: any shift. */
  readonly shifts?: readonly Located<string>[];
  /** Absent where the entry takes everybody. */
  readonly except?: readonly Exception[];
}

/** An agent whom an entry leaves out of its team or roster. `name`: one from `agents`, or digits. */
export type Exception = Pick<AgentEntry, "name" | "nameAt">;

/** All but the rare ones have the same fields and no objects of their own: there are more of these than of any other object. */
interface EntryOf<Kind> {
  readonly kind: Kind;
  readonly name: string;
  readonly nameAt: Source;
  readonly priority: number | undefined;
  readonly at: Source;
  /** Absent where the entry always counts. */
  readonly time?: EntryTime;
}

/** When an entry counts, as it is written. It stays one object wherever the entry is copied. */
export interface EntryTime extends Pick<EntryOf<Entry["kind"]>, "kind" | "name" | "at"> {
  readonly from?: Located<string>;
  readonly until?: Located<string>;
  /** The days and times of the day at which it counts, as they stand there. */
  readonly when?: MapNode;
  /** The file's zone, where it names one. */
  readonly zone?: Located<string>;
}

/** Everything that the files of an account declare, in the order of the files; no name is looked up yet. */
export interface Declarations {
  readonly agents: readonly AgentDeclaration[];
  readonly teams: readonly TeamDeclaration[];
  readonly groups: readonly GroupDeclaration[];
  /** Of all entries that do not always count, and the zones that the files name. */
  readonly times: readonly EntryTime[];
  readonly zones: readonly Located<string>[];
  /** What the files say of calendars, shifts, rosters and absences, as it stands there. */
  readonly sections: readonly Section[];
  /** What that means, and when entries count; known at an instant only. */
  readonly timetable?: Timetable;
}

/** A part of a file that is about time: `calendars`, `shifts`, `rosters` or `absences`. */
export interface Section {
  readonly key: (typeof SECTIONS)[number];
  readonly value: TreeNode;
  /** The file's zone, where it names one. */
  readonly zone?: Located<string>;
}

const SECTIONS = ["calendars", "shifts", "rosters", "absences"] as const;

/**
 * Reads what the documents of a file declare. Values of a wrong shape are skipped: the schema has reported them.
 *
 * @param intern gives one and the same string for equal names
 */
export function readDeclarations(
  documents: readonly TreeNode[],
  sink: FindingSink,
  intern: (name: string) => string = (name) => name,
): Declarations {
  const zones = documents.flatMap((root) => writtenIn(root, "timezone") ?? []).filter(({ value }) => value !== "");
  const reading = { sink, intern, zone: zones[0], times: [] };
  return {
    agents: documents.flatMap((root) =>
      fieldsOf(fieldOf(root, "agents")?.value).map((field) => readAgent(field, sink)),
    ),
    teams: documents.flatMap((root) =>
      fieldsOf(fieldOf(root, "teams")?.value).map(({ key, keyAt, value }) => ({
        team: key,
        at: keyAt,
        entries: readEntries(value, reading) ?? [],
      })),
    ),
    groups: documents.flatMap((root) =>
      itemsOf(fieldOf(root, "groups")?.value)
        .filter(isMap)
        .map((node) => readGroup(node, reading)),
    ),
    times: reading.times,
    zones,
    sections: documents.flatMap((root) =>
      SECTIONS.flatMap((key): Section[] => {
        const value = fieldOf(root, key)?.value;
        return value === undefined ? [] : [{ key, value, ...(reading.zone && { zone: reading.zone }) }];
      }),
    ),
  };
}

interface Reading {
  readonly sink: FindingSink;
  readonly intern: (name: string) => string;
  readonly zone: Located<string> | undefined;
  /** Those of the entries that were read. */
  readonly times: EntryTime[];
}

function readAgent({ key, keyAt, value }: Field, sink: FindingSink): AgentDeclaration {
  const number = readDigits(fieldOf(value, "number")?.value ?? value, sink);
  const name = textOf(fieldOf(value, "name")?.value)?.value;
  return { alias: key, at: keyAt, ...(number !== undefined && { number }), ...(name !== undefined && { name }) };
}

function readGroup(group: MapNode, reading: Reading): GroupDeclaration {
  const of = (key: string) => fieldOf(group, key)?.value;
  const displayName = textOf(of("displayName"));
  const pin = of("exten");
  const exten = readDigits(pin, reading.sink);
  const retired = of("retired");
  const description = textOf(of("description"))?.value.trim();
  const owner = readOwner(of("owner"), reading.sink);
  const assignRule = textOf(of("assignRule"))?.value;
  const memory = textOf(of("memory"))?.value;
  const entries = readEntries(of("members"), reading);
  const coverage = of("coverage");
  return {
    at: group.at,
    ...(displayName && { displayName }),
    ...(pin && exten !== undefined && { exten: { value: exten, at: pin.at } }),
    previously: itemsOf(of("previously")).flatMap((item) => textOf(item) ?? []),
    distinct: itemsOf(of("distinct")).flatMap((item) => textOf(item) ?? []),
    retired: retired?.kind === "scalar" && retired.value === true,
    ...(description && { description }),
    ...(owner && { owner }),
    ...(isAssignRule(assignRule) && { assignRule }),
    ...(isMemory(memory) && { memory }),
    membership: readMembership(fieldOf(group, "membership"), group.at),
    ...(entries && { entries }),
    ...(coverage && { coverage: { value: coverage, ...(reading.zone && { zone: reading.zone }) } }),
    settingSources: readSettingSources(group),
  };
}

/** Free text; a number that stands without quotes is an agent's. */
function readOwner(node: TreeNode | undefined, sink: FindingSink): string | undefined {
  if (node?.kind === "scalar" && typeof node.value === "string") return node.value.trim();
  return readDigits(node, sink);
}

function readMembership(field: Field | undefined, otherwise: Source): Located<Membership> {
  return { value: textOf(field?.value)?.value === "additive" ? "additive" : "exact", at: field?.keyAt ?? otherwise };
}

/** A setting stands where its key does. */
function readSettingSources(group: MapNode): DesiredGroup["settingSources"] {
  const sources: { -readonly [Setting in keyof DesiredGroup["settingSources"]]: Source } = {};
  for (const setting of ["displayName", "exten", "assignRule", "memory", "members"] as const) {
    const field = group.fields.get(setting);
    if (field) sources[setting] = field.keyAt;
  }
  return sources;
}

function readEntries(list: TreeNode | undefined, reading: Reading): Entry[] | undefined {
  if (list?.kind !== "list") return undefined;
  const entries: Entry[] = [];
  for (const item of list.items) {
    const entry = readEntry(item, reading);
    if (entry) entries.push(entry);
  }
  return entries;
}

function readEntry(node: TreeNode, reading: Reading): Entry | undefined {
  const { at } = node;
  if (node.kind === "scalar") {
    const name = readReference(node, reading);
    return name === undefined ? undefined : { kind: "agent", name, nameAt: at, priority: undefined, at };
  }
  const priority = readPriority(fieldOf(node, "priority")?.value, reading.sink);
  const agent = fieldOf(node, "agent")?.value;
  const name = readReference(agent, reading);
  if (agent && name !== undefined)
    return withTime({ kind: "agent", name, nameAt: agent.at, priority, at }, node, reading);
  const except = readExceptions(fieldOf(node, "except")?.value, reading);
  const roster = textOf(fieldOf(node, "roster")?.value);
  if (roster) return readRosterEntry(roster, priority, except, node, reading);
  const team = textOf(fieldOf(node, "team")?.value);
  if (!team) return undefined;
  const entry = withTime({ kind: "team", name: team.value, nameAt: team.at, priority, at }, node, reading);
  return except.length === 0 ? entry : { ...entry, except };
}

function readRosterEntry(
  { value: name, at: nameAt }: Located<string>,
  priority: number | undefined,
  except: readonly Exception[],
  node: TreeNode,
  reading: Reading,
): RosterEntry {
  const shifts = textsOf(fieldOf(node, "shift")?.value);
  return {
    ...withTime<RosterEntry>({ kind: "roster", name, nameAt, priority, at: node.at }, node, reading),
    ...(shifts.length > 0 && { shifts }),
    ...(except.length > 0 && { except }),
  };
}

/** A text, or a list of texts. */
export function textsOf(node: TreeNode | undefined): Located<string>[] {
  return (node?.kind === "list" ? node.items : [node]).flatMap((item) => textOf(item) ?? []);
}

/** The agents and teams of a roster. Values of a wrong shape are skipped. */
export function readPeople(list: TreeNode | undefined, sink: FindingSink): Entry[] {
  return readEntries(list, { sink, intern: (name) => name, zone: undefined, times: [] }) ?? [];
}

/** An agent as absences name one. */
export function readAgentReference(node: TreeNode | undefined, sink: FindingSink): Located<string> | undefined {
  const name = readReference(node, { sink, intern: (one) => one });
  return node === undefined || name === undefined ? undefined : { value: name, at: node.at };
}

function withTime<E extends Entry>(entry: E, node: TreeNode, { times, zone }: Reading): E {
  const [from, until] = [writtenIn(node, "from"), writtenIn(node, "until")];
  const when = fieldOf(node, "when")?.value;
  if (from === undefined && until === undefined && when?.kind !== "map") return entry;
  const { kind, name, at } = entry;
  const time: EntryTime = {
    kind,
    name,
    at,
    ...(from && { from }),
    ...(until && { until }),
    ...(when?.kind === "map" && { when }),
    ...(zone && { zone }),
  };
  times.push(time);
  return { ...entry, time };
}

/** A time or a zone as it stands there: what YAML takes for a number (`20261201`) is judged with the rest. */
export function writtenIn(node: TreeNode, key: string): Located<string> | undefined {
  const field = fieldOf(node, key)?.value;
  if (field?.kind !== "scalar") return undefined;
  const { value, written, at } = field;
  if (typeof value === "string") return { value, at };
  return written === "" ? undefined : { value: written, at };
}

function readExceptions(list: TreeNode | undefined, reading: Reading): Exception[] {
  return itemsOf(list).flatMap((item) => {
    const name = readReference(item, reading);
    return name === undefined ? [] : { name, nameAt: item.at };
  });
}

/** An agent as members name it: digits, or text that may be a name from `agents`. */
function readReference(
  node: TreeNode | undefined,
  { sink, intern }: Pick<Reading, "sink" | "intern">,
): string | undefined {
  const isText = node?.kind === "scalar" && typeof node.value === "string";
  const name = isText ? node.value : readDigits(node, sink);
  return name ? intern(name) : undefined;
}

function isMemory(value: unknown): value is Memory {
  return MEMORIES.some((memory) => memory === value);
}

function isMap(node: TreeNode): node is MapNode {
  return node.kind === "map";
}
