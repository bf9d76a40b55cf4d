import type { Related } from "../../model/finding.js";
import type { DesiredGroup, DesiredMember, DesiredState } from "../desired.js";
import { type ConfigFinding, FindingList, type FindingSink } from "../findings.js";
import { matchesGlob } from "../patterns.js";
import type { Policy, PolicySettings } from "../settings.js";

/** Places of an agent's other memberships that a finding shows; `muster who` has them all. */
const MOST_RELATED = 5;

/** What the desired state breaks of the policies. Offline: a policy is about what the files say, not about what is live. */
export function checkPolicies(desired: DesiredState, policies: PolicySettings): ConfigFinding[] {
  const sink = new FindingList();
  for (const group of desired.groups) {
    checkSize(group, policies, sink);
    checkName(group, policies, sink);
    checkAliases(group, policies, sink);
  }
  checkGroupsPerAgent(desired, policies, sink);
  return sink.sorted();
}

function checkSize(group: DesiredGroup, { minMembers, maxMembers }: PolicySettings, sink: FindingSink): void {
  const { displayName, members, membership, settingSources, source } = group;
  // Members that the files do not manage are none of the files' business.
  if (members === undefined) return;
  const at = settingSources.members ?? source;
  const common = { displayName, members: members.length };
  // Of an additive group the files know some members only.
  if (
    minMembers &&
    membership === "exact" &&
    members.length < minMembers.value &&
    !isIgnored(minMembers, displayName)
  ) {
    sink[minMembers.level]("policy-min-members", { ...common, minimum: minMembers.value }, at, askedBy(minMembers));
  }
  if (maxMembers && members.length > maxMembers.value && !isIgnored(maxMembers, displayName)) {
    sink[maxMembers.level]("policy-max-members", { ...common, maximum: maxMembers.value }, at, askedBy(maxMembers));
  }
}

function checkName(group: DesiredGroup, { namePattern }: PolicySettings, sink: FindingSink): void {
  const { displayName, settingSources, source } = group;
  if (!namePattern || isIgnored(namePattern, displayName) || namePattern.value.test(displayName)) return;
  const args = { displayName, pattern: namePattern.value.text };
  sink[namePattern.level]("policy-name", args, settingSources.displayName ?? source, askedBy(namePattern));
}

function checkAliases(group: DesiredGroup, { requireAlias }: PolicySettings, sink: FindingSink): void {
  if (!requireAlias || isIgnored(requireAlias, group.displayName)) return;
  for (const { agentNumber, alias, source } of group.members ?? []) {
    // A team's line is named once, however many groups use the team: `FindingList` drops what is the same.
    const { file, line, column } = source;
    if (alias === undefined)
      sink[requireAlias.level]("policy-alias", { agentNumber }, { file, line, column }, askedBy(requireAlias));
  }
}

interface Membership {
  readonly group: DesiredGroup;
  readonly member: DesiredMember;
}

function checkGroupsPerAgent(
  { groups }: DesiredState,
  { maxGroupsPerAgent: policy }: PolicySettings,
  sink: FindingSink,
) {
  if (!policy) return;
  const byAgent = new Map<string, Membership[]>();
  for (const group of groups) {
    for (const member of group.members ?? []) {
      const memberships = byAgent.get(member.agentNumber);
      if (memberships) memberships.push({ group, member });
      else byAgent.set(member.agentNumber, [{ group, member }]);
    }
  }
  for (const [agentNumber, memberships] of byAgent) {
    const excess = memberships[policy.value];
    if (!excess) continue;
    const { alias } = excess.member;
    if ([agentNumber, ...(alias === undefined ? [] : [alias])].some((name) => isIgnored(policy, name))) continue;
    sink[policy.level](
      "policy-groups-per-agent",
      {
        agent: alias === undefined ? agentNumber : `${alias} (${agentNumber})`,
        groups: memberships.map(({ group }) => group.displayName),
        maximum: policy.value,
      },
      // The first membership too many is as good a place to begin as any.
      entryOf(excess),
      [
        ...memberships
          .filter((one) => one !== excess)
          .slice(0, MOST_RELATED)
          .map((one): Related => ({ note: "other", source: entryOf(one) })),
        ...askedBy(policy),
      ],
    );
  }
}

/** The group's own entry: of a team, the line that brings it in. */
function entryOf({ member: { source } }: Membership) {
  const { file, line, column } = source.via ?? source;
  return { file, line, column };
}

function askedBy(policy: Policy<unknown>): Related[] {
  return [{ note: "definition", source: policy.source }];
}

function isIgnored({ ignore }: Policy<unknown>, name: string): boolean {
  return ignore.some((pattern) => matchesGlob(pattern, name));
}
