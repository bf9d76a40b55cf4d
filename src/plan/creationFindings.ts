import type { DesiredGroup } from "../config/desired.js";
import type { CreationMemory } from "../model/creations.js";
import { NearNames } from "../model/nearMiss.js";
import type { LiveGroup } from "../moor/live.js";
import type { PlanFinding } from "./findings.js";

/** What the names of new groups are compared with. */
export interface Surroundings {
  /** A group that cannot be read may lack either. */
  readonly live: readonly Partial<Pick<LiveGroup, "displayName" | "exten">>[];
  /** All groups of the files, those of the creations too. */
  readonly desired: readonly Named[];
  readonly memory: CreationMemory;
}

/** A desired group, or a creation of a saved plan. */
type Named = Pick<DesiredGroup, "displayName" | "source"> & Partial<Pick<DesiredGroup, "distinct" | "previously">>;

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
 * Names to create that look like another one: live, whether a plan lists it or not, in the files, an old name in the files, or
 * of a creation that no listing shows yet. One that either group lists as `distinct` does not count.
 */
export function nearMisses(created: readonly Named[], { live, desired, memory }: Surroundings): NearMissFinding[] {
  if (created.length === 0) return [];
  const wanted = new Map(desired.map((group) => [group.displayName, group]));
  const others = new Map<string, Pick<NearMissFinding["args"], "exten" | "where">>();
  // The last word on a name is that it is live.
  for (const { displayName, previously = [] } of desired)
    for (const name of previously) others.set(name, { where: { kind: "previously", of: displayName } });
  for (const { displayName } of memory.open) others.set(displayName, { where: { kind: "in-flight" } });
  for (const name of wanted.keys()) others.set(name, {});
  for (const { displayName, exten } of live)
    if (displayName !== undefined) others.set(displayName, exten === undefined ? {} : { exten });
  const names = new NearNames(others.keys());
  return created.flatMap(({ displayName, distinct = [], previously = [], source }) =>
    names.like(displayName, distinct).flatMap(({ name: other, difference }): NearMissFinding[] => {
      const isDistinct = (wanted.get(other)?.distinct ?? []).includes(displayName);
      // Its own old name may be the same but for a hyphen.
      if (isDistinct || previously.includes(other)) return [];
      const args = { displayName, other, ...others.get(other), difference };
      return [{ code: "near-miss", severity: "warning", args, source }];
    }),
  );
}
