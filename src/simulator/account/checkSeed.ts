import { ASSIGN_RULES, MEMORIES } from "../../model/skillGroup.js";
import { CLAIMINGS } from "./account.js";
import {
  type Check,
  digits,
  flag,
  listOf,
  maybe,
  objectOf,
  oneOf,
  rawFields,
  text,
  textOr,
  wholeNumber,
} from "./checkJson.js";
import { agentOf, type SeedAccount, type SeedAgent, SeedError, type SeedGroup, type SeedMember } from "./seed.js";

const anyText: Check<string> = (value, path, problems) => (value === "" ? "" : text(value, path, problems));

export const checkMember: Check<SeedMember> = textOr(
  objectOf<Exclude<SeedMember, string>>({
    agent: text,
    priority: maybe(wholeNumber),
    claiming: maybe(oneOf(CLAIMINGS)),
  }),
);

export const checkGroup = objectOf<SeedGroup>({
  displayName: text,
  exten: maybe(digits),
  assignRule: maybe(oneOf(ASSIGN_RULES)),
  memory: maybe(oneOf(MEMORIES)),
  members: maybe(listOf(checkMember)),
  claiming: maybe(oneOf(CLAIMINGS)),
  updateTime: maybe(text),
  updateAgent: maybe(anyText),
  sentName: maybe(text),
  createdAt: maybe(wholeNumber),
  raw: maybe(rawFields),
});

const checkAccount = objectOf<SeedAccount>({
  accountId: text,
  apiSecret: text,
  agents: listOf(
    objectOf<SeedAgent>({
      number: text,
      name: text,
      phone: maybe(anyText),
      enabled: maybe(flag),
      claiming: maybe(oneOf(CLAIMINGS)),
    }),
  ),
  groups: maybe(listOf(checkGroup)),
});

const checkAccounts = objectOf<{ accounts: readonly SeedAccount[] }>({ accounts: listOf(checkAccount) });

/**
 * Checks a seed: first its form, then its sense. Finds every problem at once.
 *
 * @param file for the message
 * @throws SeedError
 */
export function checkSeed(value: unknown, file = "the seed"): readonly SeedAccount[] {
  const problems: string[] = [];
  const several = typeof value === "object" && value !== null && "accounts" in value;
  const accounts = several
    ? checkAccounts(value, "$", problems)?.accounts
    : [checkAccount(value, "$", problems)].filter((account) => account !== undefined);
  if (accounts && problems.length === 0) problems.push(...findNonsense(accounts, several));
  if (!accounts || problems.length > 0) throw new SeedError(file, problems);
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
