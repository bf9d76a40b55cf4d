import { readFile } from "node:fs/promises";
import type { AssignRule, Memory } from "../../model/skillGroup.js";
import type { Fields } from "../api/requestFields.js";
import type { Claiming } from "./account.js";
import { problemsOf } from "./checkJson.js";

export interface SeedAgent {
  readonly number: string;
  readonly name: string;
  /** Left out: a made-up one. */
  readonly phone?: string;
  /** Left out: yes. */
  readonly enabled?: boolean;
  /** In every group that says nothing else; left out, it follows from the agent number. */
  readonly claiming?: Claiming;
  /**
   * An odd entry of the agent directory: fields in place of the agent's own, whatever they are (`{ status: "lock" }`, a number as
   * `exten`, another `displayName` than groups show); one that is `undefined` is left out; null: the directory lacks the agent.
   */
  readonly raw?: Fields | null;
}

/** An agent number, which means priority 0, or an agent with more about it. */
export type SeedMember = string | { readonly agent: string; readonly priority?: number; readonly claiming?: Claiming };

/** A group to begin with; what is left out takes the API's default. */
export interface SeedGroup {
  readonly displayName: string;
  /** Left out: numbered from the vendor's example on, 10018578, or after the largest exten given. */
  readonly exten?: string;
  readonly assignRule?: AssignRule;
  readonly memory?: Memory;
  readonly members?: readonly SeedMember[];
  /** For members that set none; left out there too, it is as the agent has it. */
  readonly claiming?: Claiming;
  /** `2022-01-04 16:17:27`, China Standard Time. */
  readonly updateTime?: string;
  readonly updateAgent?: string;
  /** What `addQueue` was sent as its name, where it was made so. */
  readonly sentName?: string;
  /** Ms since 1970; queries may show a young group late. */
  readonly createdAt?: number;
  /**
   * An odd entry: fields that queries show in place of the group's own, whatever they are (`{ displayName: null }`, members
   * with an empty number, an agent twice); one that is `undefined` is left out; and null in place of all is a null in the list.
   * The first list that is written ends an odd `assignMembers`.
   */
  readonly raw?: Fields | null;
}

export interface SeedAccount {
  readonly accountId: string;
  readonly apiSecret: string;
  readonly agents: readonly SeedAgent[];
  /** Oldest first. */
  readonly groups?: readonly SeedGroup[];
}

/** What a simulator begins with: one account or several. */
export type Seed = SeedAccount | { readonly accounts: readonly SeedAccount[] };

/** A seed or state file that cannot be used. The message names the file and every problem with its path. */
export class SeedError extends Error {
  override readonly name = "SeedError";

  constructor(
    file: string,
    readonly problems: readonly string[],
  ) {
    super([`${file} cannot be used:`, ...problems].join("\n  "));
  }
}

/** The agent number of a member in either form. */
export function agentOf(member: SeedMember): string {
  return typeof member === "string" ? member : member.agent;
}

/**
 * Reads a seed file, which is JSON.
 *
 * @throws SeedError for what is no JSON or no seed; the file system's own errors as they are
 */
export async function readSeedFile(file: string): Promise<Seed> {
  return { accounts: checkSeed(await readJsonFile(file), file) };
}

/** @throws SeedError for what is no JSON */
export async function readJsonFile(file: string): Promise<unknown> {
  const json = await readFile(file, "utf8");
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new SeedError(file, [`not JSON: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/**
 * Checks a seed: first its form, then its sense. Finds every problem at once.
 *
 * @param file for the message
 * @throws SeedError
 */
export function checkSeed(value: unknown, file = "the seed"): readonly SeedAccount[] {
  const several = typeof value === "object" && value !== null && "accounts" in value;
  const problems = problemsOf(several ? "accounts" : "account", value);
  if (problems.length > 0) throw new SeedError(file, problems);
  const accounts = several ? (value as { accounts: readonly SeedAccount[] }).accounts : [value as SeedAccount];
  const nonsense = findNonsense(accounts, several);
  if (nonsense.length > 0) throw new SeedError(file, nonsense);
  return accounts;
}

function findNonsense(accounts: readonly SeedAccount[], several: boolean): string[] {
  if (accounts.length === 0) return ["$.accounts: expected at least one account"];
  const inAccounts = accounts.flatMap(({ agents, groups = [] }, index) => {
    const path = several ? `$.accounts[${index}]` : "$";
    const numbers = new Set(agents.map((agent) => agent.number));
    return [
      ...findRepeated(
        agents.map((agent) => agent.number),
        (place) => `${path}.agents[${place}].number`,
      ),
      ...findRepeated(
        groups.map((group) => group.exten),
        (place) => `${path}.groups[${place}].exten`,
      ),
      ...groups.flatMap(({ members = [] }, place) => findBadMembers(members, numbers, `${path}.groups[${place}]`)),
    ];
  });
  const ids = accounts.map((account) => account.accountId);
  return [...findRepeated(ids, (place) => `$.accounts[${place}].accountId`), ...inAccounts];
}

/** Members that are listed twice, or whose agent the account does not have. Also for edits. */
export function findBadMembers(members: readonly SeedMember[], agents: ReadonlySet<string>, path: string): string[] {
  const numbers = members.map(agentOf);
  return [
    ...findRepeated(numbers, (place) => `${path}.members[${place}]`),
    ...numbers.flatMap((number, place) =>
      agents.has(number) ? [] : [`${path}.members[${place}]: the account has no agent "${number}"`],
    ),
  ];
}

/** Values that an earlier place has too. */
export function findRepeated(values: readonly (string | undefined)[], pathOf: (place: number) => string): string[] {
  return values.flatMap((value, place) => {
    const first = values.indexOf(value);
    return value === undefined || first === place ? [] : [`${pathOf(place)}: "${value}" again, after ${pathOf(first)}`];
  });
}
