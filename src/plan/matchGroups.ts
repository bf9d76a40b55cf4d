import type { DesiredGroup } from "../config/desired.js";
import type { LiveGroup } from "../moor/live.js";
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
  const claims = new Claims(live);
  // All pins before any name, and all names before any old name: the surer claim goes first, whatever the file's order.
  const byPin = new Map(desired.map((group) => [group, claims.byPin(group)]));
  const byName = new Map(desired.map((group) => [group, byPin.get(group) ?? claims.byName(group)]));
  const found = desired.map((group) => byName.get(group) ?? claims.byOldName(group) ?? { desired: group });
  const matches = stopBoth(found);
  const disputed = new Set(matches.flatMap(({ finding }) => (finding === undefined ? [] : extensIn(finding))));
  return { matches, unmanaged: live.filter((group) => !claims.isTaken(group) && !disputed.has(group.exten)) };
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
class Claims {
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
