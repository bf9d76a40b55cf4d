import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup, OddGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";

/** A desired group and the live one it means, if any. Neither `live` nor a finding: it is to be created. */
export interface Match {
  readonly desired: DesiredGroup;
  readonly live?: LiveGroup;
  readonly finding?: PlanFinding;
}

export interface Matching {
  /** One for each desired group, in their order. */
  readonly matches: readonly Match[];
  /** Live groups that no desired group means, in the order they were given. */
  readonly unmanaged: readonly LiveGroup[];
}

/**
 * Finds for every desired group the live one it means: by its pin, else by its exact name, else by an old name. The
 * API's names are not unique and a creation cannot be undone, so whatever is not certain is an error, never a guess.
 */
export function matchGroups(desired: readonly DesiredGroup[], live: readonly LiveGroup[]): Matching {
  const matcher = new Matcher(live);
  // All pins before any name, and all names before any old name: the surer claim goes first, whatever the file's order.
  const byPin = new Map(desired.map((group) => [group, matcher.byPin(group)]));
  const byName = new Map(desired.map((group) => [group, byPin.get(group) ?? matcher.byName(group)]));
  const found = desired.map((group) => byName.get(group) ?? matcher.byOldName(group) ?? { desired: group });
  const matches = stopBoth(found);
  const disputed = new Set(matches.flatMap(({ finding }) => (finding === undefined ? [] : extensIn(finding))));
  return { matches, unmanaged: live.filter((group) => !matcher.isTaken(group) && !disputed.has(group.exten)) };
}

/** Of two entries that find one live group, neither is more in the right for having come first. */
function stopBoth(matches: readonly Match[]): Match[] {
  const clashes = new Map(
    matches.flatMap(({ desired, finding }) =>
      finding?.code === "live-claimed-twice" ? [[finding.args.exten, desired.displayName] as const] : [],
    ),
  );
  return matches.map((match) => {
    const { desired, live } = match;
    const other = live === undefined ? undefined : clashes.get(live.exten);
    if (live === undefined || other === undefined) return match;
    return failed(desired, "live-claimed-twice", { displayName: desired.displayName, other, exten: live.exten });
  });
}

/** The live groups that an error is about: it is not known whether the files name them. */
function extensIn({ args }: PlanFinding): string[] {
  return [...("extens" in args ? args.extens : []), ...("exten" in args ? [args.exten ?? []].flat() : [])];
}

/** Which live groups are spoken for, and by whom. */
class Matcher {
  readonly #byExten: ReadonlyMap<string, LiveGroup>;
  readonly #byName = new Map<string, LiveGroup[]>();
  readonly #takenBy = new Map<string, DesiredGroup>();

  constructor(live: readonly LiveGroup[]) {
    this.#byExten = new Map(live.map((group) => [group.exten, group]));
    for (const group of live) {
      const bearers = this.#byName.get(group.displayName);
      if (bearers === undefined) this.#byName.set(group.displayName, [group]);
      else bearers.push(group);
    }
  }

  isTaken(group: LiveGroup): boolean {
    return this.#takenBy.has(group.exten);
  }

  byPin(group: DesiredGroup): Match | undefined {
    const { exten, displayName } = group;
    if (exten === undefined) return undefined;
    const found = this.#byExten.get(exten);
    return found === undefined ? failed(group, "pin-not-live", { displayName, exten }) : this.#take(group, found);
  }

  byName(group: DesiredGroup): Match | undefined {
    const { displayName } = group;
    const bearers = this.#byName.get(displayName) ?? [];
    const free = bearers.filter((found) => this.#takenBy.get(found.exten)?.exten === undefined);
    const [first, second] = free;
    if (second !== undefined) return failed(group, "ambiguous-name", { displayName, extens: extensOf(free) });
    if (first !== undefined) return this.#take(group, first);
    const held = bearers[0];
    if (held === undefined) return undefined;
    const pinnedBy = this.#takenBy.get(held.exten)?.displayName ?? "";
    return failed(group, "name-pinned-elsewhere", { displayName, exten: held.exten, pinnedBy });
  }

  byOldName(group: DesiredGroup): Match | undefined {
    const { displayName } = group;
    for (const previously of group.previously) {
      const free = (this.#byName.get(previously) ?? []).filter((found) => !this.#isTakenForGood(found, previously));
      const [first, second] = free;
      if (second !== undefined) {
        return failed(group, "previously-ambiguous", { displayName, previously, extens: extensOf(free) });
      }
      if (first !== undefined) return this.#take(group, first);
    }
    return undefined;
  }

  /** By a pin, or by a group that bears the name itself. Two groups with one old name, though, must clash. */
  #isTakenForGood(found: LiveGroup, name: string): boolean {
    const holder = this.#takenBy.get(found.exten);
    return holder !== undefined && (holder.exten !== undefined || holder.displayName === name);
  }

  #take(group: DesiredGroup, found: LiveGroup): Match {
    const { exten } = found;
    const other = this.#takenBy.get(exten)?.displayName;
    if (other !== undefined) {
      return failed(group, "live-claimed-twice", { displayName: group.displayName, other, exten });
    }
    this.#takenBy.set(exten, group);
    return { desired: group, live: found };
  }
}

function failed<Code extends PlanFinding["code"]>(
  group: DesiredGroup,
  code: Code,
  args: Extract<PlanFinding, { code: Code }>["args"],
): Match {
  return { desired: group, finding: { code, severity: "error", args, source: group.source } as PlanFinding };
}

function extensOf(groups: readonly LiveGroup[]): string[] {
  return groups.map((group) => group.exten).sort();
}

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
