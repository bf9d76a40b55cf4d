import { matchesGlob } from "./glob.js";
import { type Candidates, suggestNames } from "./suggest.js";

/** Something with a name that need not be unique and, mostly, a number that is. */
export interface Named {
  readonly displayName: string;
  readonly exten?: string | undefined;
}

/** What a list of names means. */
export interface ChosenNames<Group extends Named> {
  readonly chosen: ReadonlySet<Group>;
  /** The names that mean nothing, with what may have been meant. */
  readonly unknown: readonly (Candidates & { name: string })[];
}

/**
 * Which groups names mean: by name or number, else as a pattern (`售前*`) of names. A group whose very name is the pattern comes
 * first, so that it can be named alone.
 */
export function chooseNames<Group extends Named>(
  names: readonly string[],
  groups: readonly Group[],
): ChosenNames<Group> {
  const chosen = new Set<Group>();
  const unknown: (Candidates & { name: string })[] = [];
  for (const name of new Set(names)) {
    const exact = groups.filter(({ displayName, exten }) => displayName === name || exten === name);
    const isPattern = exact.length === 0 && /[*?]/.test(name);
    const meant = isPattern ? groups.filter(({ displayName }) => matchesGlob(name, displayName)) : exact;
    for (const group of meant) chosen.add(group);
    if (meant.length > 0) continue;
    const known = groups.flatMap(({ displayName, exten }) =>
      exten === undefined ? [displayName] : [displayName, exten],
    );
    unknown.push({ name, ...suggestNames(name, known) });
  }
  return { chosen, unknown };
}
