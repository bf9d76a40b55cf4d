import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How large an account is. */
export interface Size {
  readonly groups: number;
  readonly members: number;
}

/** Agent numbers start here. */
const FIRST_AGENT = 10_000;
/** The groups share as many agents as this. */
const AGENTS = 40_000;

/** The `index`th member of a group: distinct in the group, and spread over all agents. */
export function agentNumber(group: number, index: number): string {
  return String(FIRST_AGENT + ((group * 97 + index * 13) % AGENTS));
}

/** One member in six has a priority: with more, 5,000 x 100 in one file would exceed the 10 MiB that muster reads. */
export function priorityOf(index: number): number {
  return index % 6 === 5 ? 1 + (index % 9) : 0;
}

export function groupName(group: number): string {
  return `技能组 ${String(group).padStart(4, "0")}`;
}

/**
 * How the files look. `tidy`: as `muster pull` and `muster fmt` write them, one member a line. `written`: as people
 * write them, with comments, blank lines, members of two lines, braces of several widths, and three kinds of quoting.
 */
export type Style = "tidy" | "written";

function groupYaml(group: number, members: number, style: Style): string {
  const lineOf = style === "tidy" ? tidyMember : writtenMember;
  const lines = Array.from({ length: members }, (_, index) => lineOf(group, index));
  const head = style === "tidy" ? tidyHead(group) : writtenHead(group);
  return `${head}    members:\n${lines.join("\n")}\n`;
}

function tidyHead(group: number): string {
  return `  - displayName: ${groupName(group)}\n    assignRule: priority\n    memory: 1d\n`;
}

function tidyMember(group: number, index: number): string {
  const number = agentNumber(group, index);
  const priority = priorityOf(index);
  return priority === 0 ? `      - "${number}"` : `      - { agent: "${number}", priority: ${priority} }`;
}

function writtenHead(group: number): string {
  const name = group % 3 === 0 ? `"${groupName(group)}"` : groupName(group);
  const about = `\n  # ${groupName(group)}: ask the floor manager before changing it\n`;
  return `${about}  - displayName: ${name} # queue ${group}\n    assignRule: priority\n    memory: 1d\n`;
}

function writtenMember(group: number, index: number): string {
  const number = agentNumber(group, index);
  const priority = priorityOf(index);
  const remark = index % 7 === 3 ? " # 夜班" : "";
  const before = index % 12 === 6 ? "      # second shift\n" : index % 24 === 18 ? "\n" : "";
  if (priority === 0) return `${before}      - ${index % 5 === 0 ? `'${number}'` : `"${number}"`}${remark}`;
  return index % 4 === 1
    ? `${before}      - agent: "${number}"\n        priority: ${priority}${remark}`
    : `${before}      - {agent: "${number}", priority: ${priority}}${remark}`;
}

/** A thing of which there may be many in one place of a file. */
export interface Crowd {
  readonly name: string;
  /** What is written before it, after `version: 1`, and after it. */
  readonly head: string;
  readonly lineOf: (index: number) => string;
  readonly tail?: string;
}

const GROUP = "groups:\n  - displayName: 组\n    members:\n";

/** Valid ones, or ones with only a warning. */
export const CROWDS: readonly Crowd[] = [
  { name: "agents in one map", head: "agents:\n", lineOf: (index) => `  "agent ${index}": "${index}"\n` },
  { name: "agents in braces", head: "agents: {", lineOf: (index) => `a${index}: "${index}",\n `, tail: "}\n" },
  { name: "members in one list", head: GROUP, lineOf: (index) => `      - "${index}"\n` },
  { name: "members of two lines", head: GROUP, lineOf: (index) => `      - agent: "${index}"\n        priority: 1\n` },
  { name: "members that are one agent", head: GROUP, lineOf: () => '      - "8000"\n' },
  { name: "members in brackets", head: `${GROUP}      [`, lineOf: (index) => `"${index}",\n       `, tail: "]\n" },
];

/** Each is an error: findings are sorted, limited and quoted, too. */
export const MISTAKES: readonly Crowd[] = [
  { name: "entries that are no groups", head: "groups:\n", lineOf: (index) => `  - ${index}\n` },
  { name: "members that are no agents", head: GROUP, lineOf: () => "      - true\n" },
  { name: "members that are not declared", head: GROUP, lineOf: (index) => `      - a${index}\n` },
  { name: "agents without a number", head: "agents:\n", lineOf: (index) => `  a${index}: []\n` },
  { name: "agents of one name", head: "agents:\n", lineOf: () => '  a: "8000"\n' },
  { name: "unknown fields", head: "", lineOf: (index) => `a${index}: 1\n` },
];

/** Writes one file with that many of them. */
export async function writeCrowd(folder: string, { head, lineOf, tail = "" }: Crowd, count: number): Promise<string> {
  const lines = Array.from({ length: count }, (_, index) => lineOf(index));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "groups.yaml"), `version: 1\n${head}${lines.join("")}${tail}`);
  return folder;
}

/** Writes the account into a new folder, in one file or in one file for each group. */
export async function writeAccount(
  folder: string,
  { groups, members }: Size,
  how: "one file" | "split",
  style: Style = "tidy",
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const head = "version: 1\ngroups:\n";
  const texts = Array.from({ length: groups }, (_, group) => groupYaml(group, members, style));
  if (how === "one file") await writeFile(join(folder, "groups.yaml"), head + texts.join(""));
  else await Promise.all(texts.map((text, group) => writeFile(join(folder, `group-${group}.yaml`), head + text)));
  return folder;
}
