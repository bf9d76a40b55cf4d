import type { DesiredGroup } from "../config/desired.js";
import { suggest } from "../model/suggest.js";
import type { PlanFinding } from "./findings.js";

/**
 * Which desired groups `--group NAME...` means: by name or by pinned number. A name that means none is an error, so
 * that a typing mistake is not an empty plan.
 */
export function selectGroups(
  groups: readonly DesiredGroup[],
  names: readonly string[],
): { readonly only: (group: DesiredGroup) => boolean; readonly findings: readonly PlanFinding[] } {
  const wanted = new Set(names);
  const known = new Set(
    groups.flatMap((group) => (group.exten === undefined ? [group.displayName] : [group.displayName, group.exten])),
  );
  const findings = [...wanted]
    .filter((name) => !known.has(name))
    .map(
      (name): PlanFinding => ({ code: "unknown-group", severity: "error", args: { name, ...suggest(name, known) } }),
    );
  return {
    only: (group) => wanted.has(group.displayName) || (group.exten !== undefined && wanted.has(group.exten)),
    findings,
  };
}
