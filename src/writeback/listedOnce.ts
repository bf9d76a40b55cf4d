import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup } from "../moor/live.js";
import type { AuthorFinding } from "./findings.js";

/** A live group as files can say it, and what they cannot. */
export interface ListedOnce {
  readonly group: LiveGroup;
  readonly findings: readonly AuthorFinding[];
}

/**
 * A live list may hold an agent twice, with two priorities; files may not. One is written: that of the files where the
 * list has it, else the smallest, which depends on no order of the server's.
 *
 * @param desired the group of the files that is to say what this one has
 */
export function listedOnce(live: LiveGroup, desired?: DesiredGroup): ListedOnce {
  const priorities = new Map<string, number[]>();
  for (const { agentNumber, priority } of live.members)
    priorities.set(agentNumber, [...(priorities.get(agentNumber) ?? []), priority]);
  if (priorities.size === live.members.length) return { group: live, findings: [] };
  const wanted = new Map(desired?.members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
  const written = new Map(
    [...priorities].map(([agentNumber, listed]) => {
      const own = wanted.get(agentNumber);
      return [agentNumber, own !== undefined && listed.includes(own) ? own : Math.min(...listed)];
    }),
  );
  const left = new Set(priorities.keys());
  const members = live.members.filter(
    ({ agentNumber, priority }) => written.get(agentNumber) === priority && left.delete(agentNumber),
  );
  const { displayName, exten } = live;
  // Whom an additive group does not name is none of its business.
  const isManaged = (agentNumber: string): boolean =>
    desired === undefined ||
    (desired.members !== undefined && (desired.membership === "exact" || wanted.has(agentNumber)));
  const findings = [...priorities].flatMap(([agentNumber, listed]): AuthorFinding[] => {
    const priority = written.get(agentNumber);
    if (priority === undefined || new Set(listed).size === 1 || !isManaged(agentNumber)) return [];
    const args = { displayName, exten, agentNumber, priorities: listed.toSorted((a, b) => a - b), written: priority };
    return [{ code: "pull-twice", severity: "warning", args }];
  });
  return { group: { ...live, members }, findings };
}
