import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup, OddGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";

/** A desired group and the live group that it means. With neither `live` nor a finding, it is to be created, or retired and gone. */
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
 * Finds the live group that each desired group means: by its pin, else by its exact name, else by an old name. The API's
 * names are not unique and a creation cannot be undone, so what is not certain is an error and never a guess.
 */
export function matchGroups(desired: readonly DesiredGroup[], live: readonly LiveGroup[]): Matching {
  const matcher = new Matcher(live);
  // All pins before any name, and all names before any old name: the result does not depend on the order of the files.
  const byPin = new Map(desired.map((group) => [group, matcher.byPin(group)]));
  const byName = new Map(desired.map((group) => [group, byPin.get(group) ?? matcher.byName(group)]));
  const found = desired.map((group) => byName.get(group) ?? matcher.byOldName(group) ?? { desired: group });
  const matches = stopBoth(found);
  const disputed = new Set(matches.flatMap(({ finding }) => (finding === undefined ? [] : extensIn(finding))));
  return { matches, unmanaged: live.filter((group) => !matcher.isTaken(group) && !disputed.has(group.exten)) };
}

/** Two desired groups that match one live group are both stopped: the first one has no better claim to it. */
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

/** The live groups that an error is about. It is not known whether the files name them, so they are not unmanaged. */
function extensIn({ args }: PlanFinding): string[] {
  return [...("extens" in args ? args.extens : []), ...("exten" in args ? [args.exten ?? []].flat() : [])];
}

/** Matches desired groups one by one, and keeps track of which live group is taken. */
class Matcher {
  readonly #byExten: ReadonlyMap<string, LiveGroup>;
  readonly #byName = new Map<string, LiveGroup[]>();
  readonly #takenBy = new Map<string, DesiredGroup>();

  constructor(live: readonly LiveGroup[]) {
    this.#byExten = new Map(live.map((group) => [group.exten, group]));
    for (const group of live) {
      const named = this.#byName.get(group.displayName);
      if (named === undefined) this.#byName.set(group.displayName, [group]);
      else named.push(group);
    }
  }

  isTaken(group: LiveGroup): boolean {
    return this.#takenBy.has(group.exten);
  }

  byPin(group: DesiredGroup): Match | undefined {
    const { exten, displayName } = group;
    if (exten === undefined) return undefined;
    const found = this.#byExten.get(exten);
    // It has been deleted, as it was to be. Another group of its name is another group.
    if (found === undefined && group.retired === true) return { desired: group };
    return found === undefined ? failed(group, "pin-not-live", { displayName, exten }) : this.#take(group, found);
  }

  byName(group: DesiredGroup): Match | undefined {
    const { displayName } = group;
    const named = this.#byName.get(displayName) ?? [];
    const free = named.filter((found) => this.#takenBy.get(found.exten)?.exten === undefined);
    const [first, second] = free;
    if (second !== undefined) return failed(group, "ambiguous-name", { displayName, extens: extensOf(free) });
    if (first !== undefined) return this.#take(group, first);
    const held = named[0];
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

  /** By a pin, or by a group that has the name now. Two desired groups with the same old name must still clash. */
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

/** What live groups that cannot be read mean for the matches. */
export interface BesideOdd {
  /** The matches. Those that an odd group stops have an error. */
  readonly matches: readonly Match[];
  /** A warning for each odd group that no file names. It is left alone. */
  readonly warnings: readonly PlanFinding[];
}

/**
 * An odd live group, one of which a part cannot be read, stops no other group. It stops the desired group that means it.
 * Where its name cannot be read, it stops creations too: it may be the group that would be created.
 *
 * @param isIgnored live groups that are not listed as unmanaged
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
    const creates = match.live === undefined && match.finding === undefined && match.desired.retired !== true;
    return creates && nameless !== undefined ? stop(match.desired, "odd-group-nameless", nameless) : match;
  });
  const left = odd.filter((one) => !named.has(one) && !(one.displayName !== undefined && isIgnored(one.displayName)));
  return {
    matches: stopped,
    warnings: left.map((one) => ({ code: "odd-group-left", severity: "warning", args: { ...one } })),
  };
}

/** By its pin; else by its name, or by an old name where no group has the new one. */
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
