import { compareText, type Member, plainMember } from "../model/skillGroup.js";
import type { LiveGroup } from "../moor/live.js";
import type { AuthorFinding } from "./findings.js";
import type { GroupPlace, Reading } from "./reading.js";

/**
 * The live members as the group's list would have to say them. Whoever is away is live in no group, though the list names
 * the agent; a cover, or somebody who comes early, is live though the list does not. Where it is otherwise in the account,
 * no list can say so.
 *
 * @param isExact the list is to name all that are live
 */
export function settledLive(
  { desired: { displayName, members = [], source, settingSources }, declared: { entries = [] } }: GroupPlace,
  live: LiveGroup,
  { present, moment, desired: { absences = [] } }: Reading,
  isExact: boolean,
): { readonly members: readonly Member[] } | { readonly finding: AuthorFinding } {
  if (moment === undefined) return live;
  const listed = new Map(
    present(entries)
      .toReversed()
      .map((member) => [member.agentNumber, member]),
  );
  const now = new Map(members.map((member) => [member.agentNumber, member]));
  const isLive = new Map(live.members.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const away = [...listed.values()].filter(({ agentNumber }) => !now.has(agentNumber));
  const besides = [...now.values()].filter(({ agentNumber }) => !listed.has(agentNumber));
  const isAbsent = new Set(
    absences.flatMap((one) => (one.from <= moment.at && moment.at < one.until ? one.agentNumber : [])),
  );
  const isNew = ({ agentNumber }: Member) => !listed.has(agentNumber) && !now.has(agentNumber);
  const unlisted = isExact ? live.members.filter((one) => isNew(one) && isAbsent.has(one.agentNumber)) : [];
  const wrong = [
    ...[...away.filter(({ agentNumber }) => isLive.has(agentNumber)), ...unlisted].map((one) => ({
      one,
      because: "away" as const,
    })),
    ...besides
      .filter(({ agentNumber, priority }) => isLive.get(agentNumber) !== priority)
      .map((one) => ({ one, because: one.source.coverFor === undefined ? ("early" as const) : ("cover" as const) })),
  ].sort((a, b) => compareText(a.one.agentNumber, b.one.agentNumber));
  const [first] = wrong;
  if (first !== undefined) {
    const args = { displayName, because: first.because, agentNumber: first.one.agentNumber };
    return { finding: { code: "pull-timed", severity: "error", args, source: settingSources.members ?? source } };
  }
  if (away.length + besides.length === 0) return live;
  const isBeside = new Set(besides.map(({ agentNumber }) => agentNumber));
  const rest = live.members.filter(({ agentNumber }) => !isBeside.has(agentNumber));
  return { members: [...rest, ...away.map(plainMember)] };
}
