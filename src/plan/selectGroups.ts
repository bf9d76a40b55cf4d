import type { DesiredGroup } from "../config/desired.js";
import { chooseNames } from "../model/chooseNames.js";
import type { PlanFinding } from "./findings.js";

/**
 * Which desired groups `--group NAME...` means, by name, by pinned number or by pattern. A name that means no group is an
 * error: otherwise a typing mistake would give an empty plan.
 */
export function selectGroups(
  groups: readonly DesiredGroup[],
  names: readonly string[],
): { readonly only: (group: DesiredGroup) => boolean; readonly findings: readonly PlanFinding[] } {
  const { chosen, unknown } = chooseNames(names, groups);
  const findings = unknown.map((args): PlanFinding => ({ code: "unknown-group", severity: "error", args }));
  return { only: (group) => chosen.has(group), findings };
}

/**
 * Numbers of the only groups that a plan has to read; `undefined` where it has to read the whole account.
 *
 * The whole account is needed for names, which are not unique: whether a name is there, is there once, or is nearly
 * there; and for the groups that no file names. A run limited to pinned groups asks for none of this. A pin is its group
 * whatever else is live; a pinned group is never created; the removal guard's percentage is of the groups in the run; and
 * a limited run lists no unmanaged groups. So these groups alone give the very actions, guards and hash that the whole
 * account gives. (Only the name of an agent who joins may be known from other groups; the agent directory fills that in.)
 *
 * @param only the groups of a limited run; all where it is absent
 */
export function pinsToRead(
  groups: readonly DesiredGroup[],
  only?: (group: DesiredGroup) => boolean,
): readonly string[] | undefined {
  if (only === undefined) return undefined;
  const chosen = groups.filter(only);
  const extens = chosen.flatMap(({ exten }) => exten ?? []);
  return extens.length < chosen.length ? undefined : [...new Set(extens)];
}
