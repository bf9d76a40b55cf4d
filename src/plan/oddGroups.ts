import type { DesiredGroup } from "../config/desired.js";
import type { OddGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import type { Match, Matching } from "./matchGroups.js";

/** What live groups that cannot be read mean for a plan. */
export interface BesideOdd {
  /** The matches; each that an odd group stops has an error. */
  readonly matches: readonly Match[];
  /** A warning for each odd group that no file names: it is left alone. */
  readonly warnings: readonly PlanFinding[];
}

/**
 * One odd live group stops no other. A desired group that means it is stopped. So is a creation where the odd one's name
 * cannot be read: it may be the very group, and no creation can be undone.
 *
 * @param isIgnored live groups that are not to be listed
 */
export function besideOdd(
  { matches }: Pick<Matching, "matches">,
  odd: readonly OddGroup[],
  isIgnored: (displayName: string) => boolean,
): BesideOdd {
  if (odd.length === 0) return { matches, warnings: [] };
  const named = new Set<OddGroup>();
  const stopped = matches.map((match): Match => {
    const meant = odd.find((one) => means(match, one));
    if (meant !== undefined) {
      named.add(meant);
      return stop(match.desired, "odd-group-managed", meant);
    }
    const nameless = odd.find(({ displayName }) => displayName === undefined);
    const creates = match.live === undefined && match.finding === undefined;
    return creates && nameless !== undefined ? stop(match.desired, "odd-group-nameless", nameless) : match;
  });
  const left = odd.filter((one) => !named.has(one) && !(one.displayName !== undefined && isIgnored(one.displayName)));
  return {
    matches: stopped,
    warnings: left.map((one) => ({ code: "odd-group-left", severity: "warning", args: { ...one } })),
  };
}

/** By its pin; else by its name, or by an old name where nothing bears the new one. */
function means({ desired, live }: Match, odd: OddGroup): boolean {
  if (desired.exten !== undefined) return desired.exten === odd.exten;
  if (odd.displayName === undefined) return false;
  if (odd.displayName === desired.displayName) return true;
  return live?.displayName !== desired.displayName && desired.previously.includes(odd.displayName);
}

function stop(desired: DesiredGroup, code: "odd-group-managed" | "odd-group-nameless", odd: OddGroup): Match {
  const { displayName, source } = desired;
  const { exten, expected } = odd;
  const args = { displayName, ...(exten === undefined ? {} : { exten }), expected };
  return { desired, finding: { code, severity: "error", args, source } };
}
