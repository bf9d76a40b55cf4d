import type { DesiredGroup } from "../config/desired.js";
import type { Member } from "../model/skillGroup.js";
import type { TableFinding } from "./findings.js";
import type { TableMembers } from "./tableMembers.js";

/**
 * The members that groups are to have by a table. A table without any priority leaves the priorities that members have; in
 * one with priorities a mark is 0.
 *
 * @param maxEmptied how many groups may lose their last member
 */
export function wantedMembers(
  table: TableMembers,
  groups: readonly DesiredGroup[],
  maxEmptied: number,
): { readonly members: ReadonlyMap<number, readonly Member[]>; readonly findings: readonly TableFinding[] } {
  const hasPriorities = [...table.groups.values()].some((members) =>
    [...members.values()].some((priority) => priority !== undefined),
  );
  const wanted = new Map<number, readonly Member[]>();
  const findings: TableFinding[] = [];
  const absent = new Set<string>();
  let kept = 0;
  let raised = 0;
  for (const [index, marked] of table.groups) {
    const had = new Map(groups[index]?.members?.map(({ agentNumber, priority }) => [agentNumber, priority]));
    const members = [...marked].map(([agentNumber, priority]) => {
      const before = hasPriorities ? undefined : had.get(agentNumber);
      if (before !== undefined && before !== 0) kept += 1;
      if (priority !== undefined && priority !== (had.get(agentNumber) ?? priority)) raised += 1;
      return { agentNumber, priority: priority ?? before ?? 0 };
    });
    wanted.set(index, members);
    for (const agent of had.keys()) if (!table.agents.has(agent)) absent.add(agent);
  }
  const emptied = [...wanted].filter(
    ([index, members]) => members.length === 0 && (groups[index]?.members ?? []).length > 0,
  );
  if (emptied.length > maxEmptied)
    for (const [index] of emptied) {
      const { displayName = "", members = [] } = groups[index] ?? {};
      const args = { displayName, members: members.length, limit: maxEmptied };
      const source = table.heads.get(index);
      findings.push({ code: "table-empties", severity: "error", args, ...(source !== undefined && { source }) });
    }
  if (absent.size > 0)
    findings.push({ code: "table-absent-agents", severity: "warning", args: { agents: [...absent] } });
  // Who counts with a sum writes 1 for yes.
  if (raised > 0 && table.layout === "matrix" && [...table.groups.values()].every(hasOnlyOnes))
    findings.push({ code: "table-ones", severity: "warning", args: { memberships: raised } });
  if (kept > 0) findings.push({ code: "table-priorities-kept", severity: "warning", args: { memberships: kept } });
  return { members: wanted, findings };
}

function hasOnlyOnes(members: ReadonlyMap<string, number | undefined>): boolean {
  return [...members.values()].every((priority) => priority === 1);
}
