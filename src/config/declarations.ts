import { type AssignRule, isAssignRule, MEMORIES, type Memory } from "../model/skillGroup.js";
import type { Source } from "../model/source.js";
import type { DesiredGroup, Membership } from "./desired.js";
import type { Report } from "./findings.js";
import { readDigits } from "./numbers.js";
import { type Field, fieldOf, fieldsOf, itemsOf, type Located, type MapNode, type TreeNode, textOf } from "./tree.js";

export interface AgentDeclaration {
  readonly alias: string;
  /** Absent where what is written is no number; that has been reported. */
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
  readonly assignRule?: AssignRule;
  readonly memory?: Memory;
  readonly membership: Located<Membership>;
  readonly entries?: readonly Entry[];
  readonly at: Source;
  readonly settingSources: DesiredGroup["settingSources"];
}

/** A line of a member list. */
export type Entry = AgentEntry | TeamEntry;

export interface AgentEntry {
  readonly kind: "agent";
  /** A name from `agents`, or digits. */
  readonly agent: Located<string>;
  readonly priority?: number;
  readonly at: Source;
}

export interface TeamEntry {
  readonly kind: "team";
  readonly team: Located<string>;
  readonly priority?: number;
  readonly at: Source;
}

/** All that the files of an account declare, in the order of the files; nothing is looked up yet. */
export interface Declarations {
  readonly agents: readonly AgentDeclaration[];
  readonly teams: readonly TeamDeclaration[];
  readonly groups: readonly GroupDeclaration[];
}

/** Reads what the documents declare. Values of a wrong shape are passed over: the schema has reported them. */
export function readDeclarations(documents: readonly TreeNode[], report: Report): Declarations {
  return {
    agents: documents.flatMap((root) =>
      fieldsOf(fieldOf(root, "agents")?.value).map((field) => readAgent(field, report)),
    ),
    teams: documents.flatMap((root) =>
      fieldsOf(fieldOf(root, "teams")?.value).map(({ key, keyAt, value }) => ({
        team: key,
        at: keyAt,
        entries: readEntries(value, report) ?? [],
      })),
    ),
    groups: documents.flatMap((root) =>
      itemsOf(fieldOf(root, "groups")?.value)
        .filter(isMap)
        .map((node) => readGroup(node, report)),
    ),
  };
}

function readAgent({ key, keyAt, value }: Field, report: Report): AgentDeclaration {
  const number = readDigits(fieldOf(value, "number")?.value ?? value, report);
  const name = textOf(fieldOf(value, "name")?.value)?.value;
  return { alias: key, at: keyAt, ...(number !== undefined && { number }), ...(name !== undefined && { name }) };
}

function readGroup(group: MapNode, report: Report): GroupDeclaration {
  const of = (key: string) => fieldOf(group, key)?.value;
  const displayName = textOf(of("displayName"));
  const pin = of("exten");
  const exten = readDigits(pin, report);
  const assignRule = textOf(of("assignRule"))?.value;
  const memory = textOf(of("memory"))?.value;
  const entries = readEntries(of("members"), report);
  return {
    at: group.at,
    ...(displayName && { displayName }),
    ...(pin && exten !== undefined && { exten: { value: exten, at: pin.at } }),
    previously: itemsOf(of("previously")).flatMap((item) => textOf(item) ?? []),
    ...(isAssignRule(assignRule) && { assignRule }),
    ...(isMemory(memory) && { memory }),
    membership: readMembership(fieldOf(group, "membership"), group.at),
    ...(entries && { entries }),
    settingSources: readSettingSources(group),
  };
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

function readEntries(list: TreeNode | undefined, report: Report): Entry[] | undefined {
  if (list?.kind !== "list") return undefined;
  return list.items.flatMap((item) => readEntry(item, report) ?? []);
}

function readEntry(node: TreeNode, report: Report): Entry | undefined {
  if (node.kind === "scalar") {
    const agent = readReference(node, report);
    return agent && { kind: "agent", agent, at: node.at };
  }
  const priority = priorityOf(fieldOf(node, "priority")?.value);
  const common = { at: node.at, ...(priority !== undefined && { priority }) };
  const agent = readReference(fieldOf(node, "agent")?.value, report);
  if (agent) return { kind: "agent", agent, ...common };
  const team = textOf(fieldOf(node, "team")?.value);
  return team && { kind: "team", team, ...common };
}

/** An agent as members name it: digits, or text that may be a name from `agents`. */
function readReference(node: TreeNode | undefined, report: Report): Located<string> | undefined {
  if (node?.kind === "scalar" && typeof node.value === "string") return textOf(node);
  const digits = readDigits(node, report);
  return node && digits !== undefined ? { value: digits, at: node.at } : undefined;
}

function priorityOf(node: TreeNode | undefined): number | undefined {
  // Adding zero turns -0, which YAML can write, into 0.
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value + 0 : undefined;
}

function isMemory(value: unknown): value is Memory {
  return MEMORIES.some((memory) => memory === value);
}

function isMap(node: TreeNode): node is MapNode {
  return node.kind === "map";
}
