import type { DesiredGroup } from "../config/desired.js";
import type { CreationMemory } from "../model/creations.js";
import type { LiveGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";
import { NearNames } from "./nearMiss.js";

/** What the names of new groups are compared with. */
export interface Surroundings {
  /** A group that cannot be read may lack either. */
  readonly live: readonly Partial<Pick<LiveGroup, "displayName" | "exten">>[];
  /** All groups of the files, those of the creations too. */
  readonly desired: readonly Named[];
  readonly isIgnored: (displayName: string) => boolean;
  readonly memory: CreationMemory;
}

/** A desired group, or a creation of a saved plan. */
type Named = Pick<DesiredGroup, "displayName" | "source"> & { readonly distinct?: readonly string[] };

/** What to warn of before a creation, which can never be undone. */
export function creationFindings(created: readonly DesiredGroup[], surroundings: Surroundings): PlanFinding[] {
  const empty = created.filter(({ members }) => (members ?? []).length === 0);
  const remembered = memoryFindings(created, surroundings.memory);
  // A group that was created before is not created again, so its look-alikes do not matter.
  const made = new Set(
    remembered.flatMap((finding) => (finding.code === "stored-differently" ? [finding.args.displayName] : [])),
  );
  const undecided = created.filter(({ displayName }) => !made.has(displayName));
  return [
    ...remembered,
    ...nearMisses(undecided, surroundings),
    ...empty.map(({ displayName, source }): PlanFinding => {
      return { code: "create-without-members", severity: "warning", args: { displayName }, source };
    }),
  ];
}

/** Names to create that an earlier run has created, or may have created. */
export function memoryFindings(created: readonly Named[], { open, stored }: CreationMemory): PlanFinding[] {
  return created.flatMap(({ displayName, source }): PlanFinding[] => {
    const kept = stored.find((one) => one.displayName === displayName);
    if (kept !== undefined) {
      const args = { displayName, exten: kept.exten, live: kept.live };
      return [{ code: "stored-differently", severity: "warning", args, source }];
    }
    const sent = open.filter((one) => one.displayName === displayName);
    const entry = sent.find(({ exten }) => exten !== undefined) ?? sent[0];
    if (entry === undefined) return [];
    const { exten, startedAt } = entry;
    const args = { displayName, ...(exten === undefined ? {} : { exten }), madeAt: new Date(startedAt).toISOString() };
    return [{ code: "creation-open", severity: "warning", args, source }];
  });
}

export type NearMissFinding = Extract<PlanFinding, { code: "near-miss" }>;

/**
 * Names to create that look like another one, live or desired. A live name that `unmanaged.ignore` leaves out does not
 * count, nor one that either group lists as `distinct`.
 */
export function nearMisses(
  created: readonly Named[],
  { live, desired, isIgnored }: Pick<Surroundings, "live" | "desired" | "isIgnored">,
): NearMissFinding[] {
  if (created.length === 0) return [];
  const wanted = new Map(desired.map((group) => [group.displayName, group]));
  const extens = new Map(
    live.flatMap(({ displayName, exten }) => (displayName === undefined ? [] : [[displayName, exten] as const])),
  );
  const known = [...extens.keys()].filter((name) => wanted.has(name) || !isIgnored(name));
  const names = new NearNames([...known, ...wanted.keys()]);
  return created.flatMap((group) =>
    names.like(group.displayName).flatMap(({ name: other, difference }): NearMissFinding[] => {
      const isDistinct =
        (group.distinct ?? []).includes(other) || (wanted.get(other)?.distinct ?? []).includes(group.displayName);
      if (isDistinct) return [];
      const exten = extens.get(other);
      const args = { displayName: group.displayName, other, ...(exten === undefined ? {} : { exten }), difference };
      return [{ code: "near-miss", severity: "warning", args, source: group.source }];
    }),
  );
}
