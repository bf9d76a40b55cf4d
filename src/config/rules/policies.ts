import type musterSchema from "../../../schemas/muster.schema.json";
import type { FindingOf, Related, Severity } from "../../model/finding.js";
import { matchesGlob } from "../../model/glob.js";
import { placeOf, type Source } from "../../model/source.js";
import type { DesiredGroup, DesiredMember, DesiredState } from "../desired.js";
import type { Pattern, PatternFault } from "../patterns.js";

/** What `muster.yaml` asks of the files beyond what the API needs, as it is set there. */
export interface Policy<T> {
  readonly value: T;
  readonly level: Severity;
  /** Patterns for `matchesGlob`: what the policy passes over. */
  readonly ignore: readonly string[];
  /** Where `muster.yaml` asks for it. */
  readonly source: Source;
}

/** One place where the files break a policy. */
interface Breach<Args> {
  readonly args: Args;
  readonly source: Source;
  readonly related?: readonly Related[];
}

/** A policy: how its value is read, and what breaks it. Offline: it is about what the files say, not about what is live. */
interface PolicyRule<Code extends string, T, Args> {
  /** The code of its findings. */
  readonly code: Code;
  /**
   * The policy's value from plain data, which the schema has accepted; `undefined` where it asks for nothing.
   */
  readonly read: (written: unknown) => Value<T> | Promise<Value<T>>;
  readonly check: (desired: DesiredState, policy: Policy<T>) => Iterable<Breach<Args>>;
}
type Value<T> = T | undefined | { readonly fault: PatternFault };

/** The names of policies. */
export type PolicyName = keyof typeof POLICIES;

/** As the schema of `muster.yaml` has them. In no exported type: whoever imports the library has no schema to import. */
type NamesInSchema = keyof (typeof musterSchema)["properties"]["policies"]["properties"];

/**
 * Every policy. To add one, add its entry here, its shape to `schemas/muster.schema.json` and its sentence to the
 * messages: the compiler holds the three to each other. CONTRIBUTING.md has the recipe.
 */
export const POLICIES = {
  minMembers: policy({
    code: "policy-min-members",
    read: (written) => (typeof written === "number" ? written : undefined),
    *check({ groups }, { value: minimum, ignore }) {
      for (const { members, displayName, membership, retired, ...group } of notIgnored(groups, ignore)) {
        if (retired) continue;
        // Of an additive group the files know some members only; what they do not manage is not their business.
        if (members === undefined || membership === "additive" || members.length >= minimum) continue;
        yield { args: { displayName, members: members.length, minimum }, source: membersPlace(group) };
      }
    },
  }),

  maxMembers: policy({
    code: "policy-max-members",
    read: (written) => (typeof written === "number" ? written : undefined),
    *check({ groups }, { value: maximum, ignore }) {
      for (const { members = [], displayName, ...group } of notIgnored(groups, ignore)) {
        if (members.length <= maximum) continue;
        yield { args: { displayName, members: members.length, maximum }, source: membersPlace(group) };
      }
    },
  }),

  maxGroupsPerAgent: policy({
    code: "policy-groups-per-agent",
    read: (written) => (typeof written === "number" ? written : undefined),
    *check({ groups }, { value: maximum, ignore }) {
      for (const [agentNumber, memberships] of membershipsByAgent(groups)) {
        const excess = memberships[maximum];
        if (!excess) continue;
        const { alias } = excess.member;
        if ([agentNumber, ...(alias === undefined ? [] : [alias])].some((name) => isIgnored(ignore, name))) continue;
        const agent = alias === undefined ? agentNumber : `${alias} (${agentNumber})`;
        const others = memberships.filter((one) => one !== excess).slice(0, MOST_RELATED);
        yield {
          args: { agent, groups: memberships.map(({ group }) => group.displayName), maximum },
          // The first membership too many is as good a place to begin as any.
          source: entryOf(excess.member),
          related: others.map(({ member }) => ({ note: "other", source: entryOf(member) })),
        };
      }
    },
  }),

  namePattern: policy({
    code: "policy-name",
    read: readPattern,
    *check({ groups }, { value: pattern, ignore }) {
      for (const { displayName, settingSources, source } of notIgnored(groups, ignore)) {
        if (pattern.test(displayName)) continue;
        yield { args: { displayName, pattern: pattern.text }, source: settingSources.displayName ?? source };
      }
    },
  }),

  requireAlias: policy({
    code: "policy-alias",
    read: (written) => (written === true ? true : undefined),
    *check({ groups }, { ignore }) {
      // A team's line is one breach, however many groups use the team.
      const seen = new Set<string>();
      for (const { members = [] } of notIgnored(groups, ignore)) {
        for (const { agentNumber, alias, source } of members) {
          const at = placeOf(source);
          const place = JSON.stringify(at);
          if (alias !== undefined || seen.has(place)) continue;
          seen.add(place);
          yield { args: { agentNumber }, source: at };
        }
      }
    },
  }),
} satisfies Record<NamesInSchema, { readonly code: string }>;

/** Only for the types: those of the value and of the finding's particulars are taken from the functions. */
function policy<const Code extends string, T, Args extends object>(
  rule: PolicyRule<Code, T, Args>,
): PolicyRule<Code, T, Args> {
  return rule;
}

type ValueOf<Name extends PolicyName> =
  (typeof POLICIES)[Name] extends PolicyRule<string, infer T, infer _> ? T : never;
type ArgsOf<Name extends PolicyName> =
  (typeof POLICIES)[Name] extends PolicyRule<string, infer _, infer Args> ? Args : never;

/** The policies that `muster.yaml` asks for. */
export type PolicySettings = { readonly [Name in PolicyName]?: Policy<ValueOf<Name>> };

/** The findings of policies, by code. */
export type PolicyFindingArgs = { [Name in PolicyName as (typeof POLICIES)[Name]["code"]]: ArgsOf<Name> };

/** What the desired state breaks of the policies, in the order of the table. */
export function checkPolicies(desired: DesiredState, policies: PolicySettings): FindingOf<PolicyFindingArgs>[] {
  return (Object.keys(POLICIES) as PolicyName[]).flatMap((name) => {
    const asked: Policy<unknown> | undefined = policies[name];
    if (!asked) return [];
    // The compiler cannot follow that this policy's value is of this policy's type.
    const rule = POLICIES[name] as unknown as PolicyRule<string, unknown, object>;
    return [...rule.check(desired, asked)].map(({ args, source, related = [] }) => {
      const definition: Related = { note: "definition", source: asked.source };
      const finding = { code: rule.code, severity: asked.level, args, source, related: [...related, definition] };
      return finding as FindingOf<PolicyFindingArgs>;
    });
  });
}

async function readPattern(written: unknown): Promise<Value<Pattern>> {
  if (typeof written !== "string") return undefined;
  const { compilePattern } = await import("./regExp.js");
  return compilePattern(written);
}

/** Places of an agent's other memberships that a finding shows; `muster who` has them all. */
const MOST_RELATED = 5;

interface AgentMembership {
  readonly group: DesiredGroup;
  readonly member: DesiredMember;
}

function membershipsByAgent(groups: readonly DesiredGroup[]): ReadonlyMap<string, readonly AgentMembership[]> {
  const byAgent = new Map<string, AgentMembership[]>();
  for (const group of groups) {
    for (const member of group.members ?? []) {
      const memberships = byAgent.get(member.agentNumber);
      if (memberships) memberships.push({ group, member });
      else byAgent.set(member.agentNumber, [{ group, member }]);
    }
  }
  return byAgent;
}

function membersPlace({ settingSources, source }: Pick<DesiredGroup, "settingSources" | "source">): Source {
  return settingSources.members ?? source;
}

/** The group's own entry: of a team, the line that brings it in. */
function entryOf({ source }: DesiredMember): Source {
  return placeOf(source.via ?? source);
}

function notIgnored(groups: readonly DesiredGroup[], ignore: readonly string[]): readonly DesiredGroup[] {
  return ignore.length === 0 ? groups : groups.filter(({ displayName }) => !isIgnored(ignore, displayName));
}

function isIgnored(ignore: readonly string[], name: string): boolean {
  return ignore.some((pattern) => matchesGlob(pattern, name));
}
